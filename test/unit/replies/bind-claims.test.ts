import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bindClaims } from '../../../src/replies/bind-claims.ts'
import type { Fact } from '../../../src/replies/draft.ts'

const total: Fact = { id: 'bill.total', kind: 'money', value: 1450, label: 'Total', source: 'bill:B-1', text: '$14.50' }
const issued: Fact = { id: 'bill.issued', kind: 'date', value: '2026-05-04', label: 'Issued', source: 'bill:B-1', text: 'May 4, 2026' }
const days: Fact = { id: 'bill.days', kind: 'quantity', value: 31, unit: 'days', label: 'Days', source: 'bill:B-1', text: '31 days' }
const facts = [total, issued, days]
const nothing = { vouched: [], promises: [] }

describe('figures of an edited reply', () => {
  it('binds each fact where it stands, with its offsets', () => {
    const text = 'Your bill of May 4, 2026 is $14.50 for 31 days.'
    const { claims, unsupported } = bindClaims(text, facts, nothing)
    expect(unsupported).toEqual([])
    expect(claims.map((claim) => [claim.factId, text.slice(claim.start, claim.end)])).toEqual([
      ['bill.issued', 'May 4, 2026'],
      ['bill.total', '$14.50'],
      ['bill.days', '31 days'],
    ])
  })

  it.each([
    ['a digit changed', 'Your bill is $14.60.', ['$14.60']],
    ['a fact inside a longer amount', 'Your bill is $214.50.', ['$214.50']],
    ['a fact with a digit added', 'Your bill is $14.501.', ['$14.501']],
    ['a fact as part of a thousand', 'Your bill is $14.50,000.', ['$14.50,000']],
    ['a day off', 'Your bill of May 5, 2026.', ['May 5, 2026']],
    ['a percentage', 'We take 31% off.', ['31%']],
    ['an invented identifier', 'Call 312-555-0100.', ['312-555-0100']],
    ['a sign turned round', 'A balance of -$14.50.', ['-$14.50']],
    ['a real minus sign', 'A balance of \u2212$14.50.', ['\u2212$14.50']],
    ['brackets as a sign', 'A balance of ($14.50).', ['$14.50']],
    ['another currency behind it', 'It is 14.50 €.', ['14.50 €']],
    ['a number with another unit', 'It is 31 dollars.', ['31 dollars']],
    ['an amount in words', 'It is five hundred dollars.', ['five hundred dollars']],
    ['a share in words', 'We take twenty-five percent.', ['twenty-five percent']],
    ['a promise and its amount', 'We will send $14.50.', ['We will send $14.50.']],
    ['a rule that nobody made', 'Our policy is to wait.', ['Our policy is to wait.']],
    ['a comparison without another bill', 'Your bill doubled.', ['doubled']],
    ['digits of another script', 'Your bill is ١٤٫٥٠.', ['١٤٫٥٠']],
    ['a full-width digit', 'It took ３１ days.', ['３１ days']],
  ])('shows %s as unsupported', (_, text, figures) => {
    expect(bindClaims(text, facts, nothing).unsupported.map((claim) => claim.text)).toEqual(figures)
  })

  it('lets a figure pass that somebody vouched for, and only that one', () => {
    const vouched = [{ text: '$20.00', by: 'someone', reason: 'from the counter receipt' }]
    expect(bindClaims('We received $20.00 and $21.00.', facts, { vouched, promises: [] }).unsupported.map((claim) => claim.text)).toEqual([
      '$21.00',
    ])
  })

  it('lets a promise pass that is recorded, to its day and no other, and no amount in it', () => {
    const promise = { id: 'p', text: 'We will read your meter again by May 20, 2026.', ownerId: 'ann', dueOn: '2026-05-20', by: 'ann' }
    const unsupported = (text: string, dueOn = promise.dueOn) =>
      bindClaims(text, facts, { vouched: [], promises: [{ ...promise, text, dueOn }] }).unsupported.map((claim) => claim.text)
    expect(unsupported(promise.text)).toEqual([])
    expect(unsupported(promise.text, '2026-05-21')).toEqual(['May 20, 2026'])
    expect(unsupported('We will credit $25.00 by May 20, 2026.')).toEqual(['$25.00'])
    expect(bindClaims(`${promise.text} We will call you.`, facts, { vouched: [], promises: [promise] }).unsupported).toMatchObject([
      { text: 'We will call you.', kind: 'commitment' },
    ])
  })

  it('property: no digit of any text escapes, and claims never overlap', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.constantFrom('$14.50', '31 days', 'May 4, 2026', ''), (noise, known) => {
        const text = `${noise} ${known} ${noise}`
        const { claims, unsupported } = bindClaims(text, facts, nothing)
        let rest = text
        for (const claim of [...claims].reverse())
          rest = rest.slice(0, claim.start) + ' '.repeat(claim.end - claim.start) + rest.slice(claim.end)
        const figures = unsupported.map((claim) => claim.text)
        for (const figure of figures.sort((a, b) => b.length - a.length)) rest = rest.replaceAll(figure, ' ')
        expect(rest).not.toMatch(/\p{N}/u)
        for (const [index, claim] of claims.entries()) expect(claim.start).toBeGreaterThanOrEqual(claims[index - 1]?.end ?? 0)
      }),
    )
  })
})
