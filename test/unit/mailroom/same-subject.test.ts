// A reply without any thread is led by its subject, or better not.
import { describe, expect, it } from 'vitest'
import type { CaseRecord } from '../../../src/cases/case.ts'
import { caseOfSameSubject, leadingSubject, type SubjectReply } from '../../../src/mailroom/incoming/same-subject.ts'

describe('a subject leads', () => {
  it.each([
    ['a reply', 'Re: My bill is too high', 'my bill is too high'],
    ['a reply by a Spanish program, through a list', '[Ward 42] RE: Re[2]: Factura de agua muy alta', 'factura de agua muy alta'],
    ['a reply by a Polish program', 'Odp: Rachunek za wodę z marca', 'rachunek za wodę z marca'],
    ['a reply by a Chinese program', '回复：三月份水费单问题', '三月份水费单问题'],
  ])('%s', (_, subject, base) => {
    expect(leadingSubject({ subject, quotes: false })).toBe(base)
  })

  it.each([
    ['no reply, although it has the same words', 'My bill is too high', false],
    ['a mail passed on', 'Fwd: My bill is too high', false],
    ['words that mean "about"', 'Re: water bill', false],
    ['no words', 'Re:', true],
    ['nothing but a list’s tag', 'Re: [ward]', false],
  ])('not %s', (_, subject, quotes) => {
    expect(leadingSubject({ subject, quotes })).toBeNull()
  })

  it('a common one, where a quotation shows that it is a reply', () => {
    expect(leadingSubject({ subject: 'Re: water bill', quotes: true })).toBe('water bill')
  })
})

describe('a reply without a thread goes on with', () => {
  const hers = (parts: Partial<CaseRecord>) =>
    ({
      customerAddress: 'ana@example.com',
      subject: 'My bill is  TOO high',
      entitled: true,
      accountNumber: '111111-111111',
      ...parts,
    }) as CaseRecord
  const reply = (parts: Partial<SubjectReply> = {}): SubjectReply => ({
    address: 'ana@example.com',
    verdict: 'established',
    subject: 'Re: My bill is too high',
    quotes: false,
    accountNumber: null,
    ...parts,
  })

  it.each([
    ['her newest case of that subject', reply(), [hers({ id: 'a' }), hers({ id: 'b' })], 'a'],
    [
      'the one about the account that she names',
      reply({ accountNumber: '222222-222222' }),
      [hers({ id: 'a' }), hers({ id: 'b', accountNumber: '222222-222222' })],
      'b',
    ],
    ['one that knew no account yet', reply({ accountNumber: '222222-222222' }), [hers({ id: 'a', accountNumber: null })], 'a'],
    ['none about another account', reply({ accountNumber: '222222-222222' }), [hers({ id: 'a' })], undefined],
    ['none of another subject', reply({ subject: 'Re: My bill is too high again' }), [hers({ id: 'a' })], undefined],
    ['none that tells of an account, where nobody vouches for her', reply({ verdict: 'not-established' }), [hers({ id: 'a' })], undefined],
    [
      'one that tells of none, although nobody vouches for her',
      reply({ verdict: 'not-established' }),
      [hers({ id: 'a', entitled: false })],
      'a',
    ],
    ['none, where her domain denies her', reply({ verdict: 'contradicted' }), [hers({ id: 'a', entitled: false })], undefined],
  ])('%s', (_, mail, recent, expected) => {
    expect(caseOfSameSubject(mail, recent)?.id).toBe(expected)
  })
})
