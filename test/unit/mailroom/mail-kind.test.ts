// A person is a person and a machine a machine: each fixture's name begins with what it is.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { mayAnswer, tellKind } from '../../../src/mailroom/mail-kind.ts'
import { readMail } from '../../../src/mailroom/read-mail.ts'

const folder = path.resolve(import.meta.dirname, '../../fixtures/mail')
const own = { address: 'water@city.example' }
const kinds: [prefix: string, kind: string][] = [
  ['person-', 'person'],
  ['vacation-', 'auto-reply'],
  ['ticket-system-', 'auto-reply'],
  ['list-', 'list'],
  ['own-loop-', 'own-loop'],
  ['bounce-', 'bounce'],
  ['receipt-', 'receipt'],
  ['feedback-', 'feedback-report'],
]

describe('the kind of a mail', () => {
  const files = readdirSync(folder).filter((file) => kinds.some(([prefix]) => file.startsWith(prefix)))
  it.each(files)('%s', async (file) => {
    const reading = await readMail(readFileSync(path.join(folder, file)))
    const expected = kinds.find(([prefix]) => file.startsWith(prefix))?.[1]
    expect(tellKind(reading, own)).toMatchObject({
      kind: expected,
      reasons: [expect.any(String), ...Array(tellKind(reading, own).reasons.length - 1).fill(expect.any(String))],
    })
  })
})

describe('an automatic mail', () => {
  const from = (address: string, headers: { name: string; value: string }[] = []) => ({ ...blank, from: { address, name: null }, headers })
  let blank: Awaited<ReturnType<typeof readMail>>
  it.each([
    ['ana@example.com', true],
    ['noreply@shop.example', false],
    ['no-reply+7@shop.example', false],
    ['MAILER-DAEMON@example.com'.toLowerCase(), false],
    ['news-bounces@list.example', false],
    ['water@city.example', false],
    ['water+wd-000001-abc@city.example', false],
    ['reply.to.noreply@example.com', true],
  ])('to %s may go: %s', async (address, may) => {
    blank = await readMail(Buffer.from('Subject: x\n\nx'))
    expect(mayAnswer(from(address), own)).toBe(may)
  })

  it('goes to no null return path and to no list', async () => {
    blank = await readMail(Buffer.from('Subject: x\n\nx'))
    expect(mayAnswer(from('ana@example.com', [{ name: 'return-path', value: '<>' }]), own)).toBe(false)
    expect(mayAnswer(from('ana@example.com', [{ name: 'list-id', value: '<l.example>' }]), own)).toBe(false)
  })
})
