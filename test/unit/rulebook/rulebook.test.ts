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
  return { shippedDir, officeDir, write, today: day('2026-07-01') }
}

describe('the rulebook', () => {
  it('takes the version in force on the day', () => {
    const { shippedDir, officeDir, write, today } = office()
    write(shippedDir, 'sending/2026-06-01.yaml', 'recall_seconds: 30')
    const rulebook = createRulebook({ shippedDir, officeDir, today })
    expect(rulebook.inForce('sending', day('2026-05-31')).value.recall_seconds).toBe(60)
    expect(rulebook.inForce('sending', day('2026-06-01')).value.recall_seconds).toBe(30)
    expect(() => rulebook.inForce('sending', day('2025-12-31'))).toThrow(UsageProblem)
  })

  it("lets the office's own version win over a newer shipped default, and says so", () => {
    const { shippedDir, officeDir, write, today } = office()
    write(officeDir, 'sending/2026-02-01.yaml', 'recall_seconds: 5')
    write(shippedDir, 'sending/2026-06-01.yaml', 'recall_seconds: 30')
    const rulebook = createRulebook({ shippedDir, officeDir, today })
    expect(rulebook.inForce('sending', day('2026-07-01'))).toMatchObject({ value: { recall_seconds: 5 }, source: 'office' })
    expect(rulebook.noticesToStaff()).toHaveLength(1)
  })

  it("goes by the shipped default until the day of the office's first version", () => {
    const { shippedDir, officeDir, write, today } = office()
    write(officeDir, 'sending/2027-01-01.yaml', 'recall_seconds: 5')
    const rulebook = createRulebook({ shippedDir, officeDir, today })
    expect(rulebook.inForce('sending', day('2026-12-31'))).toMatchObject({ value: { recall_seconds: 60 }, source: 'shipped' })
    expect(rulebook.inForce('sending', day('2027-01-01'))).toMatchObject({ value: { recall_seconds: 5 }, source: 'office' })
  })

  it("goes on with an office's own file of an earlier release, which says nothing of later limits", () => {
    const { shippedDir, officeDir, write, today } = office()
    write(officeDir, 'notices/2026-02-01.yaml', 'automatic_mails_a_day: 2\nacknowledgement: { text: We have your mail. }')
    expect(createRulebook({ shippedDir, officeDir, today }).inForce('notices', today)).toMatchObject({
      value: { automatic_mails_a_day: 2, automatic_mails_a_domain_a_day: 100, forward_confirmations_a_day: 50 },
      source: 'office',
    })
  })

  it('refuses to start where a kind is not in force today', () => {
    const { shippedDir, officeDir } = office()
    expect(() => createRulebook({ shippedDir, officeDir, today: day('2001-01-01') })).toThrow(/no "authority" is in force on 2001-01-01/)
  })

  it('names every file that does not fit, broken YAML, wrong names and unknown kinds included, at once', () => {
    const { shippedDir, officeDir, write, today } = office()
    write(officeDir, 'sending/2026-02-01.yaml', 'recall_seconds: soon')
    write(officeDir, 'notices/2026-02-01.yaml', 'a: [1')
    write(officeDir, 'authority/today.yml', '')
    write(officeDir, 'sendings/2026-02-01.yaml', '')
    const start = () => createRulebook({ shippedDir, officeDir, today })
    expect(start).toThrow(UsageProblem)
    for (const words of [/sending\/2026-02-01\.yaml: recall_seconds/, /notices\/2026-02-01\.yaml/, /today\.yml/, /sendings: not a kind/])
      expect(start).toThrow(words)
  })
})
