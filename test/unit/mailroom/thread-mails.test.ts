// Conversations by headers alone.
import { describe, expect, it } from 'vitest'
import { baseSubject } from '../../../src/mailroom/base-subject.ts'
import { type ThreadedMail, threadMails } from '../../../src/mailroom/thread-mails.ts'

const ana = { address: 'ana@example.com', name: null }
const bo = { address: 'bo@example.com', name: null }
const desk = { address: 'water@city.example', name: null }

function mail(given: Partial<ThreadedMail>): ThreadedMail {
  const blank = { messageId: null, inReplyTo: null, references: [], subject: '', cc: [], date: null, tokens: [] }
  return { ...blank, from: ana, to: [desk], ...given }
}

/** `aab`: the first two are one conversation. */
function pattern(mails: ThreadedMail[]): string {
  const names = threadMails(mails)
  return names.map((name) => String.fromCharCode(97 + [...new Set(names)].indexOf(name))).join('')
}

describe('a conversation', () => {
  const first = mail({ messageId: '<1@x>', subject: 'My bill', date: '2026-03-01T10:00:00.000Z' })
  it.each<[string, ThreadedMail[], string]>([
    ['is a mail and its answer', [first, mail({ messageId: '<2@x>', inReplyTo: '<1@x>', from: desk, to: [ana] })], 'aa'],
    ['holds together over a mail that is not there', [mail({ references: ['<0@x>', '<1@x>'] }), mail({ references: ['<0@x>'] })], 'aa'],
    ['does not depend on the order', [mail({ references: ['<0@x>', '<1@x>'] }), mail({ messageId: '<9@x>' }), first], 'aba'],
    ['is one mail that came twice', [first, first], 'aa'],
    ['is none between two mails of one subject', [first, mail({ messageId: '<3@x>', subject: 'My bill' })], 'ab'],
    [
      'goes on by subject where the program drops references',
      [first, mail({ from: desk, to: [ana], subject: 'Re: My bill', date: '2026-03-02T10:00:00.000Z' })],
      'aa',
    ],
    [
      "is not another customer's of the same subject",
      [first, mail({ from: desk, to: [bo], subject: 'Re: My bill', date: '2026-03-02T10:00:00.000Z' })],
      'ab',
    ],
    ['ends after some weeks without a link', [first, mail({ subject: 'Re: My bill', date: '2026-08-02T10:00:00.000Z' })], 'ab'],
    ['does not begin with its answer', [mail({ subject: 'Re: My bill', date: '2026-02-02T10:00:00.000Z' }), first], 'ab'],
    [
      'is told by the token of a case in the subject',
      [mail({ subject: 'Bill [WD-000012-k7f2q9ab]' }), mail({ subject: 'something else [WD-000012-K7F2Q9AB]' })],
      'aa',
    ],
    [
      'is told by the token in an address',
      [mail({ tokens: [{ number: 12, token: 'k7f2' }] }), mail({ tokens: [{ number: 12, token: 'k7f2' }] })],
      'aa',
    ],
    ['is not one for a number whose token is another', [mail({ subject: '[WD-12-aaaa]' }), mail({ subject: '[WD-12-bbbb]' })], 'ab'],
    [
      "is not made by a person's address where a Message-ID belongs",
      [mail({ inReplyTo: '<ana@example.com>', messageId: '<5@x>' }), mail({ inReplyTo: '<ana@example.com>', messageId: '<6@x>' })],
      'ab',
    ],
    ['is not made by what nobody wrote', [mail({}), mail({})], 'ab'],
  ])('%s', (_, mails, expected) => expect(pattern(mails)).toBe(expected))

  it('of a long chain is one, however long', () => {
    const chain = Array.from({ length: 20_000 }, (_, n) => mail({ messageId: `<${n}@x>`, inReplyTo: n === 0 ? null : `<${n - 1}@x>` }))
    expect(new Set(threadMails(chain)).size).toBe(1)
  })
})

describe('the base of a subject', () => {
  it.each([
    ['Re: My bill', 'my bill', true],
    ['RE: AW: Fwd:  My   bill', 'my bill', true],
    ['Re[2]: My bill (fwd)', 'my bill', true],
    ['[ward42] Re: My bill', 'my bill', true],
    ['Fwd: My bill', 'my bill', false],
    ['回复：水费', '水费', true],
    ['Odp: Rachunek', 'rachunek', true],
    ['My bill [WD-000012-k7f2q9ab]', 'my bill', false],
    ['Regarding: my bill', 'regarding: my bill', false],
    ['Re:', 're:', false],
  ])('%j is %j', (subject, base, answers) => expect(baseSubject(subject)).toEqual({ base, answers }))
})
