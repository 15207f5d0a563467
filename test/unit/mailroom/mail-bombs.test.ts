// Mails made to hurt their reader: each comes back within the reader's own limits of time and memory, with at least its
// envelope, and the next mail is read as if nothing had been. How long each takes: npm run bench -- bombs
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMailInspector, type MailInspector } from '../../../src/mailroom/inspect-mail.ts'
import { mailBombs } from '../../support/mail-bombs.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const memoryLimitKilobytes = 300_000
const bombs = Object.keys(mailBombs)
const refused = ['100,000 header fields', '2,000 nested parts', '200 nested parts', '20,000 parts side by side', 'a boundary of every line']

describe('a mail with', () => {
  let inspector: MailInspector
  beforeAll(() => {
    inspector = createMailInspector({ ownAddresses: [] })
  })
  afterAll(() => inspector.close())

  it.each(bombs)('%s is told with its envelope, and stops no other', async (name) => {
    const [bomb, next] = await Promise.all([
      inspector.mail(mailBombs[name]?.() as Buffer),
      inspector.mail(Buffer.from('From: bo@example.com\n\nHello')),
    ])
    expect(bomb).toMatchObject({
      from: { address: 'ana@example.com' },
      subject: name.startsWith('encoded') ? expect.any(String) : 'My bill',
    })
    expect(bomb.kind === 'unreadable').toBe(refused.includes(name))
    expect(bomb.problems.join()).not.toMatch(/took longer|ended while|failed/)
    expect(next).toMatchObject({ kind: 'person', text: 'Hello' })
  })
})

describe('the command line', () => {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'bombs-')), 'bomb.eml')
  afterAll(() => rmSync(path.dirname(file), { recursive: true, force: true }))

  it.each([
    '100,000 header fields',
    '2,000 nested parts',
    '50 MB of text',
    '29 MB of text',
    '50,000 nested divs',
    'quadratic attribution lines',
  ])('tells a mail with %s in 300 MB', (name) => {
    writeFileSync(file, mailBombs[name]?.() as Buffer)
    // VmHWM, for maxRSS begins at what the process that started this one held (setmax_mm_hiwater_rss in Linux's exec).
    const status = `process.getBuiltinModule("fs").readFileSync("/proc/self/status","utf8")`
    const peak = `data:text/javascript,process.on("exit",()=>console.log(/VmHWM:\\s*(\\d+)/.exec(${status})[1]))`
    const printed = execFileSync(process.execPath, ['--import', peak, 'src/main.ts', 'mail', 'inspect', file], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 100_000_000,
    })
    const [line = '', peakKilobytes] = printed.trim().split('\n')
    expect(JSON.parse(line)).toMatchObject({ from: { address: 'ana@example.com' } })
    expect(Number(peakKilobytes)).toBeLessThan(memoryLimitKilobytes)
  })
})
