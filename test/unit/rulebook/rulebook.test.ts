import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { day } from '../../../src/kernel/days.ts'
import { UsageProblem } from '../../../src/platform/problem.ts'
import { createRulebook } from '../../../src/rulebook/rulebook.ts'

function office() {
  const root = mkdtempSync(path.join(os.tmpdir(), 'rulebook-'))
  const [shippedDir, officeDir] = [path.join(root, 'shipped'), path.join(root, 'office')]
  cpSync(path.resolve('templates/rulebook'), shippedDir, { recursive: true })
  const write = (folder: string, file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), text)
  }
  return { shippedDir, officeDir, write }
}

describe('the rulebook', () => {
  it('takes the version in force on the day', () => {
    const { shippedDir, officeDir, write } = office()
    write(shippedDir, 'sending/2026-06-01.yaml', 'recall_seconds: 30')
    const rulebook = createRulebook({ shippedDir, officeDir })
    expect(rulebook.inForce('sending', day('2026-05-31')).value.recall_seconds).toBe(60)
    expect(rulebook.inForce('sending', day('2026-06-01')).value.recall_seconds).toBe(30)
    expect(() => rulebook.inForce('sending', day('2025-12-31'))).toThrow(UsageProblem)
  })

  it("lets the office's own version win over a newer shipped default, and says so", () => {
    const { shippedDir, officeDir, write } = office()
    write(officeDir, 'sending/2026-02-01.yaml', 'recall_seconds: 5')
    write(shippedDir, 'sending/2026-06-01.yaml', 'recall_seconds: 30')
    const rulebook = createRulebook({ shippedDir, officeDir })
    expect(rulebook.inForce('sending', day('2026-07-01'))).toMatchObject({ value: { recall_seconds: 5 }, source: 'office' })
    expect(rulebook.noticesToStaff()).toHaveLength(1)
  })

  it('refuses a file that does not fit, with its path and the field', () => {
    const { shippedDir, officeDir, write } = office()
    write(officeDir, 'sending/2026-02-01.yaml', 'recall_seconds: soon')
    expect(() => createRulebook({ shippedDir, officeDir })).toThrow(/2026-02-01\.yaml cannot be used:\n {2}recall_seconds/)
  })
})
