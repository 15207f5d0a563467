// Any bytes at all are told in one line: read or refused, never thrown over, and never with what a database cannot keep.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMailInspector, type InspectedMail, type MailInspector } from '../../../src/mailroom/inspect-mail.ts'
import { createThreading } from '../../../src/mailroom/threading.ts'

const runs = 400
const kinds = ['person', 'auto-reply', 'bounce', 'receipt', 'feedback-report', 'list', 'own-loop', 'unreadable']

let inspector: MailInspector
beforeAll(() => {
  inspector = createMailInspector({ ownAddresses: ['water@city.example'], authservId: 'mx.city.example' })
})
afterAll(() => inspector.close())

const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...['From: ', 'To: ', 'Subject: ', 'Date: ', 'Content-Type: ', 'Content-Transfer-Encoding: base64', 'References: '],
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'multipart/mixed; boundary=b',
      'multipart/alternative; boundary="b b"',
      'text/html; charset=',
      'message/rfc822',
      'application/ms-tnef',
      'message/delivery-status',
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '\r\n',
      '\n',
      '\r',
      '\r\n\r\n',
      '\n\n',
      '--b',
      '--b--',
      '--b b\r\n',
      '\0',
      '\t',
      ' ',
      ';',
      ',',
      '"',
      '<',
      '>',
      '(',
      ')',
      '@',
      '=?',
      '?=',
      '=',
      '&#',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '=?utf-8?b?gICA?=',
      '=?utf-16?q?=D8=00?=',
      'ana@example.com',
      '<a@b.c>',
      'begin 644 x\n',
      'On Monday Ana wrote:\n',
      '> quoted\n',
      '-- \n',
      'Status: 5.1.1\n',
      '\ud83d\ude00',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
)
const likeMail = fc.array(piece, { maxLength: 120 }).map((pieces) => Buffer.from(pieces.join(''), 'utf8'))
const anyBytes = fc.oneof(
  { weight: 3, arbitrary: likeMail },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes)) },
  // A true beginning, and then anything.
  {
    weight: 1,
    arbitrary: fc
      .tuple(likeMail, fc.uint8Array({ maxLength: 500 }))
      .map(([head, rest]) => Buffer.concat([head, Buffer.from('\n\n'), rest])),
  },
)

it('any bytes are told in a line that can be kept', async () => {
  await fc.assert(
    fc.asyncProperty(anyBytes, async (bytes) => {
      const told = await inspector.mail(bytes)
      expect(kinds).toContain(told.kind)
      expect(told.reasons.length).toBeGreaterThan(0)
      const line = JSON.stringify(told)
      expect(line).not.toContain('\n')
      expect(line).not.toMatch(/\\u0000|\\ud[89a-f]/i)
      expect(JSON.parse(line)).toEqual(told)
      expectSound(told)
    }),
    { numRuns: runs },
  )
})

it('the same bytes are told the same', async () => {
  await fc.assert(
    fc.asyncProperty(anyBytes, async (bytes) => {
      expect(await inspector.mail(Buffer.from(bytes))).toEqual(await inspector.mail(bytes))
    }),
    { numRuns: 60 },
  )
})

it('any headers make conversations', () => {
  fc.assert(
    fc.property(fc.array(anyBytes, { maxLength: 6 }), (mails) => {
      const threading = createThreading(['water@city.example'])
      for (const bytes of mails) threading.add(bytes)
      expect(threading.threads()).toHaveLength(mails.length)
    }),
    { numRuns: 100 },
  )
})

function expectSound({ from, to, date, attachments, references }: InspectedMail): void {
  for (const { address } of [from, ...to]) if (address !== null) expect(address).toMatch(/^[^\s@<>]+@[^\s@<>]+$/)
  if (date !== null) expect(new Date(date).toISOString()).toBe(date)
  for (const { filename, md5 } of attachments) {
    expect(filename).not.toMatch(/[/\\\p{Cc}]|^\.*$/u)
    expect(md5).toMatch(/^[0-9a-f]{32}$/)
  }
  for (const id of references) expect(id).toMatch(/^<[^<>\s]+>$/)
}
