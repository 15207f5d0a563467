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
const silent = [
  ...['through-the-citys-web-form', 'web-form-with-null-return-path', 'web-form-in-body-only', 'voicemail-gateway', 'fax-gateway'],
  ...['named-postmaster', 'named-administrator', 'precedence-bulk', 'suppress-without-thread', 'accepts-invitation-with-words'],
  ...['goes-away-and-wants-the-water-off', 'spanish-goes-away-and-wants-the-water-off'],
  ...['by-sms-gateway', 'leaves-and-stops-the-service', 'out-of-office-and-will-return'],
  ...['edited-as-new-from-our-mail', 'on-vacation-complaining', 'spanish-on-vacation', 'polish-on-leave', 'chinese-on-holiday'],
]
const plain = [
  ...['plain-complaint', 'out-of-office-in-complaint', 'forwarding-a-bounce', 'forwarding-a-bounce-inline', 'answers-an-automatic-reply'],
  ...['delivered-by-mistake', 'answers-as-short-as-a-machine'],
  ...['named-bounces-smith', 'iphone-signature', 'automatic-reply-is-rude', 'quoting-an-auto-reply-unmarked', 'talks-of-tickets'],
]

describe('the kind of a mail', () => {
  const files = readdirSync(folder).filter((file) => kinds.some(([prefix]) => file.startsWith(prefix)))
  it('is tried on at least sixty mails, of every kind', () => {
    expect(files.length).toBeGreaterThanOrEqual(60)
    for (const [prefix] of kinds) expect(files.some((file) => file.startsWith(prefix))).toBe(true)
  })

  it.each(files)('%s', (file) => {
    const told = tellKind(readMail(readFileSync(path.join(folder, file))), own)
    expect(told.kind).toBe(kinds.find(([prefix]) => file.startsWith(prefix))?.[1])
    expect(told.reasons.length).toBeGreaterThan(0)
  })

  it.each(silent)('%s is a person who gets no automatic answer', (name) => {
    const reading = readMail(readFileSync(path.join(folder, `person-${name}.eml`)))
    expect(tellKind(reading, own).silent === true || !mayAnswer(reading, own)).toBe(true)
  })

  it.each(plain)('%s is a person like any other', (name) => {
    const reading = readMail(readFileSync(path.join(folder, `person-${name}.eml`)))
    expect(tellKind(reading, own).silent ?? false).toBe(false)
    expect(mayAnswer(reading, own)).toBe(true)
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
    ['no return address, as some web forms have none', 'Return-Path: <>', both],
    ['an answer without a return address', 'Return-Path: <>\r\nIn-Reply-To: <reply.1.2@city.example>', []],
    ['a wish not to be answered automatically', 'X-Auto-Response-Suppress: All', both],
    ['a bulk mailing', 'List-Id: <news.shop.example>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click', ['points-to-a-case']],
    ['a bulk mailing, known by its sender', 'Precedence: bulk\r\nFeedback-ID: 1:2:3:mailer', ['points-to-a-case']],
    ['an automatic reply', 'Auto-Submitted: auto-replied\r\nPrecedence: bulk', []],
    ['a mail of our own', 'List-Id: <l.example>\r\nFrom: water@city.example', []],
  ] as const)('%s', async (_, fields, proofs) => {
    const judged = tellKind(
      await readMail(Buffer.from(`${fields}\r\nSubject: Spring\r\nFrom: ana@example.com\r\n\r\nThe park is open.`)),
      own,
    )
    expect(judged.kind).not.toBe('person')
    for (const proof of both) {
      const proven = withProof(judged, proof)
      expect([proof, proven.kind === 'person']).toEqual([proof, (proofs as readonly string[]).includes(proof)])
      if (proven.kind === 'person') expect(proven.silent).toBe(true)
    }
  })

  it.each(['Precedence: bulk', 'Return-Path: <>', 'X-Auto-Response-Suppress: All', 'Feedback-ID: 1:2:3:mailer\r\nPrecedence: bulk'])(
    "that speaks as a customer is a person's: %s",
    (fields) => {
      const mail = readMail(Buffer.from(`${fields}\r\nSubject: My bill\r\nFrom: ana@example.com\r\n\r\nWhy is it $84.10?`))
      expect(tellKind(mail, own)).toMatchObject({ kind: 'person', silent: true })
    },
  )

  it("carries the desk's mark because it was edited as new: a person's, never answered by the desk", async () => {
    const mail = await readMail(Buffer.from('X-Waterdesk-Case: WD-000001\r\nFrom: ana@example.com\r\nSubject: My bill\r\n\r\nIt is wrong.'))
    expect(tellKind(mail, own)).toMatchObject({ kind: 'person', silent: true })
  })
})
