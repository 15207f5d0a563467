// A person is a person and a machine a machine: each fixture's name begins with what it is.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { mayAnswer, tellKind, withProof } from '../../../src/mailroom/reading/mail-kind.ts'
import { readMail } from '../../../src/mailroom/reading/read-mail.ts'

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

describe('a mail with signs of a machine that a person may send too', () => {
  const both = ['established', 'points-to-a-case'] as const
  it.each([
    ['a list to which the ward writes', 'List-Id: Ward 42 <ward42.aldermen.example>', both],
    ['an offer to unsubscribe', 'List-Unsubscribe: <mailto:x@y.example>', both],
    ['Precedence: bulk', 'Precedence: bulk', both],
    ['no return address, as web forms have none', 'Return-Path: <>', both],
    ['a wish not to be answered automatically', 'X-Auto-Response-Suppress: All', both],
    ['a bulk mailing', 'List-Id: <news.shop.example>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click', ['points-to-a-case']],
    ['a bulk mailing, known by its sender', 'Precedence: bulk\r\nFeedback-ID: 1:2:3:mailer', ['points-to-a-case']],
    ['an automatic reply', 'Auto-Submitted: auto-replied\r\nPrecedence: bulk', []],
    ['a mail of our own', 'List-Id: <l.example>\r\nFrom: water@city.example', []],
  ] as const)('%s', async (_, fields, proofs) => {
    const judged = tellKind(await readMail(Buffer.from(`${fields}\r\nSubject: My bill\r\nFrom: ana@example.com\r\n\r\nIt is wrong.`)), own)
    expect(judged.kind).not.toBe('person')
    for (const proof of both) {
      const proven = withProof(judged, proof)
      expect([proof, proven.kind === 'person']).toEqual([proof, (proofs as readonly string[]).includes(proof)])
      if (proven.kind === 'person') expect(proven.silent).toBe(true)
    }
  })

  it("carries the desk's mark because it was edited as new: a person's, never answered by the desk", async () => {
    const mail = await readMail(Buffer.from('X-Waterdesk-Case: WD-000001\r\nFrom: ana@example.com\r\nSubject: My bill\r\n\r\nIt is wrong.'))
    expect(tellKind(mail, own)).toMatchObject({ kind: 'person', silent: true })
  })
})
