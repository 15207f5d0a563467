import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isDemoFolder, openDemoFolder } from '../../../src/demo/demo-folder.ts'
import { UsageProblem } from '../../../src/platform/problem.ts'

let room: string
const anywhere = { elsewhere: [], canEnter: () => true }

beforeEach(() => {
  room = mkdtempSync(path.join(os.tmpdir(), 'demo-folder-'))
})

afterEach(() => rmSync(room, { recursive: true, force: true }))

describe("the demo's folder", () => {
  it('is made and marked, and keeps what is in it at the next start', async () => {
    const wanted = path.join(room, 'a', 'demo')
    expect(await openDemoFolder({ wanted, fresh: false, ...anywhere })).toEqual({ folder: wanted })
    expect(await isDemoFolder(wanted)).toBe(true)
    expect(statSync(wanted).mode & 0o777).toBe(0o711)
    writeFileSync(path.join(wanted, 'mail.eml'), 'kept')
    await openDemoFolder({ wanted, fresh: false, ...anywhere })
    expect(readFileSync(path.join(wanted, 'mail.eml'), 'utf8')).toBe('kept')
  })

  it('is erased with --fresh, and is still marked', async () => {
    await openDemoFolder({ wanted: room, fresh: false, ...anywhere })
    mkdirSync(path.join(room, 'post-office', 'desk'), { recursive: true })
    writeFileSync(path.join(room, 'post-office', 'desk', '1.eml'), 'old')
    await openDemoFolder({ wanted: room, fresh: true, ...anywhere })
    expect(readdirSync(room)).toEqual(['.waterdesk-demo'])
  })

  it.each([true, false])("is never a folder with somebody else's files (fresh: %s)", async (fresh) => {
    writeFileSync(path.join(room, 'thesis.txt'), 'years')
    await expect(openDemoFolder({ wanted: room, fresh, ...anywhere })).rejects.toThrow(UsageProblem)
    expect(readdirSync(room)).toEqual(['thesis.txt'])
  })

  it('may be new and fresh at once', async () => {
    const wanted = path.join(room, 'new')
    await openDemoFolder({ wanted, fresh: true, ...anywhere })
    expect(await isDemoFolder(wanted)).toBe(true)
  })

  it('is not taken for marked by a link or a folder with the name of the mark', async () => {
    writeFileSync(path.join(room, 'other'), '')
    symlinkSync(path.join(room, 'other'), path.join(room, '.waterdesk-demo'))
    await expect(openDemoFolder({ wanted: room, fresh: true, ...anywhere })).rejects.toThrow(UsageProblem)
    expect(readdirSync(room).sort()).toEqual(['.waterdesk-demo', 'other'])
  })

  it('is never reached through a link', async () => {
    const real = path.join(room, 'real')
    await openDemoFolder({ wanted: real, fresh: false, ...anywhere })
    writeFileSync(path.join(real, 'mail.eml'), 'kept')
    symlinkSync(real, path.join(room, 'link'))
    await expect(openDemoFolder({ wanted: path.join(room, 'link'), fresh: true, ...anywhere })).rejects.toThrow(/is a link/)
    expect(existsSync(path.join(real, 'mail.eml'))).toBe(true)
  })

  it('is erased without following links out of it', async () => {
    const outside = path.join(room, 'outside')
    const demo = path.join(room, 'demo')
    mkdirSync(outside)
    writeFileSync(path.join(outside, 'thesis.txt'), 'years')
    await openDemoFolder({ wanted: demo, fresh: false, ...anywhere })
    symlinkSync(outside, path.join(demo, 'rulebook'))
    symlinkSync(path.join(outside, 'thesis.txt'), path.join(demo, 'notes'))
    await openDemoFolder({ wanted: demo, fresh: true, ...anywhere })
    expect(readdirSync(demo)).toEqual(['.waterdesk-demo'])
    expect(readFileSync(path.join(outside, 'thesis.txt'), 'utf8')).toBe('years')
  })
})

describe("a folder that the database's user cannot enter", () => {
  it('is left for the next one, which is said, and nothing is made in it', async () => {
    const wanted = path.join(room, 'private', 'demo')
    mkdirSync(path.join(room, 'private'))
    const canEnter = (folder: string) => !folder.startsWith(path.join(room, 'private'))
    const elsewhere = [path.join(room, 'private', 'too'), path.join(room, 'open')]
    expect(await openDemoFolder({ wanted, fresh: false, elsewhere, canEnter })).toEqual({
      folder: path.join(room, 'open'),
      movedFrom: wanted,
    })
    expect(readdirSync(path.join(room, 'private'))).toEqual([])
  })

  it('is refused where there is no other', async () => {
    const wanted = path.join(room, 'demo')
    await expect(openDemoFolder({ wanted, fresh: false, elsewhere: [], canEnter: () => false })).rejects.toThrow(/DATA_DIR/)
  })
})
