// Which case a mail points to, and who is let into it.
import { describe, expect, it } from 'vitest'
import type { CaseRecord } from '../../../src/cases/case.ts'
import { plusAddress } from '../../../src/mailroom/case-address.ts'
import { chooseCase, letIn, pointersOf } from '../../../src/mailroom/incoming/find-case.ts'
import { readMail } from '../../../src/mailroom/reading/read-mail.ts'

const office = 'water@city.example'
const read = (...lines: string[]) => readMail(Buffer.from(`${lines.join('\r\n')}\r\n\r\nhi`))

describe('a mail points to a case', () => {
  it('by the mail it answers first, then by its forebears, nearest first', async () => {
    const mail = await read('References: <1@x> <2@x> <3@x>', 'In-Reply-To: <3@x>')
    expect(pointersOf(mail, office).messageIds).toEqual(['<3@x>', '<2@x>', '<1@x>'])
  })

  it.each([
    ['its subject', 'token', ['Subject: Re: bill [WD-000123-K7f2q9]']],
    ['the address it was written to', 'plus-address', [`To: ${plusAddress(office, { number: 123, token: 'k7f2q9' })}`]],
    ['the address, changed to capitals on the way', 'plus-address', ['Cc: WATER+wd-000123-K7F2Q9@CITY.EXAMPLE']],
    ['the address it was delivered to', 'plus-address', ['Delivered-To: water+WD-000123-k7f2q9@city.example']],
  ])('by the token in %s', async (_, by, lines) => {
    expect(pointersOf(await read(...lines), office).tokens).toEqual([{ number: 123, token: 'k7f2q9', by }])
  })

  it.each([
    ['the number alone', ['Subject: WD-000123']],
    ["another desk's address", ['To: other+WD-000123-k7f2q9@city.example']],
    ['another domain', ['To: water+WD-000123-k7f2q9@evil.example']],
  ])('not by %s', async (_, lines) => {
    expect(pointersOf(await read(...lines), office).tokens).toEqual([])
  })
})

describe('into a case', () => {
  const record = (parts: Partial<CaseRecord>) => ({ id: 'c', customerAddress: 'ana@example.com', entitled: false, ...parts }) as CaseRecord
  it.each([
    ['its customer', false, 'ana@example.com', 'not-established', true],
    ['its customer, where it tells of an account', true, 'ana@example.com', 'established', true],
    ['somebody who may not be him, where it tells of an account', true, 'ana@example.com', 'not-established', false],
    ['somebody who is certainly not him', false, 'ana@example.com', 'contradicted', false],
    ['a stranger', false, 'bob@example.org', 'established', false],
  ] as const)('%s is let (entitled %s): %s %s %s', (_, entitled, address, verdict, let_) => {
    expect(letIn(record({ entitled }), { address, verdict })).toBe(let_)
  })
})

describe('of several cases pointed to', () => {
  const hers = { id: 'hers', customerAddress: 'ana@example.com', entitled: true } as CaseRecord
  const his = { id: 'his', customerAddress: 'bob@example.org', entitled: false } as CaseRecord
  const past = { ...hers, id: 'past' }
  const ana = { address: 'ana@example.com', verdict: 'established' } as const
  it.each([
    ['the one whose customer she is lets her in, whichever stands first', [his, hers], { kind: 'joins', caseId: 'hers', by: 'thread' }],
    [
      'the one that goes on lets her in, although she answers one of long ago',
      [past, hers],
      { kind: 'joins', caseId: 'hers', by: 'thread' },
    ],
    ['her own of long ago is linked before a stranger’s', [his, past], { kind: 'linked', caseId: 'past', because: 'answered-long-ago' }],
    [
      'the first is linked where none lets her in',
      [his, { ...hers, id: 'other', customerAddress: 'eve@example.net' }],
      { kind: 'linked', caseId: 'his', because: 'not-its-customer' },
    ],
    ['none is, where there is none', [], { kind: 'none' }],
  ])('%s', (_, records, found) => {
    const candidates = records.map((record) => ({ record, by: 'thread' as const }))
    expect(chooseCase(candidates, ana, ({ id }) => id !== 'past')).toEqual(found)
  })
})
