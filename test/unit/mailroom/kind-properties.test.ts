// What holds of a mail's kind whatever its words are.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tellKind } from '../../../src/mailroom/reading/mail-kind.ts'
import { readMail } from '../../../src/mailroom/reading/read-mail.ts'

const own = { address: 'water@city.example' }
/** Of a customer's mails, and of those that machines write, too. */
const vocabulary = [
  ...[
    'my',
    'bill',
    'water',
    'meter',
    'why',
    'high',
    'please',
    'call',
    'me',
    'the',
    'is',
    'was',
    'not',
    'and',
    'again',
    '$84.10',
    '?',
    '\n',
  ],
  ...['factura', 'agua', 'rachunek', 'woda', '水费', '为什么', 'счет', 'tubig'],
  ...[
    'out',
    'of',
    'office',
    'vacation',
    'I am away',
    'until Monday',
    'automatic',
    'reply',
    'delivery',
    'failed',
    'mailbox',
    'undeliverable',
  ],
  ...['ticket 4711', 'received your request', 'de vacaciones', 'urlop', '休假', 'read', 'accepted', 'unsubscribe', '550', 'user unknown'],
]
const words = (maxLength: number) => fc.array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength }).map((some) => some.join(' '))
const subjects = words(6).map((subject) => subject.replaceAll('\n', ' '))
const senders = fc.constantFrom('Ana Ruiz <ana@example.com>', 'bob@family.example', '"Lee, Jo" <jo.lee@mail.example.org>')
const signatures = fc.constantFrom('Ana Ruiz', 'Ana Ruiz\n312-555-0100\nUnit 2B', 'Jo Lee, Example Plumbing\nhttps://plumbing.example')

type Written = { from: string; subject: string; body: string; fields?: string }

function kindOf({ from, subject, body, fields = '' }: Written) {
  const head = `From: ${from}\r\nTo: water@city.example\r\nSubject: ${subject}\r\nContent-Type: text/plain; charset=utf-8\r\n${fields}`
  return tellKind(readMail(Buffer.from(`${head}\r\n${body}\r\n`)), own).kind
}

describe("a person's mail", () => {
  it('stays one as an answer', () => {
    fc.assert(
      fc.property(senders, subjects, words(30), (from, subject, body) => {
        fc.pre(kindOf({ from, subject, body }) === 'person')
        expect(kindOf({ from, subject: `Re: ${subject}`, body })).toBe('person')
      }),
    )
  })

  it('stays one with a signature', () => {
    fc.assert(
      fc.property(senders, subjects, words(30), signatures, (from, subject, body, signature) => {
        fc.pre(kindOf({ from, subject, body }) === 'person')
        expect(kindOf({ from, subject, body: `${body}\n\n-- \n${signature}` })).toBe('person')
      }),
    )
  })

  it("is never made of customers' words alone a machine's", () => {
    const plain = fc.array(fc.constantFrom(...vocabulary.slice(0, 26)), { minLength: 1, maxLength: 30 }).map((some) => some.join(' '))
    fc.assert(
      fc.property(senders, plain, plain, (from, subject, body) => {
        expect(kindOf({ from, subject: subject.replaceAll('\n', ' '), body })).toBe('person')
      }),
    )
  })
})

describe('a mail that says that a program wrote it', () => {
  it("is never a person's", () => {
    const said = fc.constantFrom('auto-replied', 'auto-generated', 'auto-notified', 'Auto-Replied; owner-email="a@example.com"')
    fc.assert(
      fc.property(senders, subjects, words(30), said, (from, subject, body, value) => {
        expect(kindOf({ from, subject, body, fields: `Auto-Submitted: ${value}\r\n` })).not.toBe('person')
      }),
    )
  })
})
