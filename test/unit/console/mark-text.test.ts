import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markText } from '../../../src/channels/console/mark-text.ts'
import type { Fact } from '../../../src/replies/draft.ts'

const total: Fact = { id: 'bill.total', kind: 'money', value: 48360, label: 'Latest bill: total', source: 'bill:B-1', text: '$483.60' }
const text = 'Your bill is $483.60. We take $5.00 off.'

describe('a reply with its statements marked', () => {
  it('cuts the text at a claim and names its fact', () => {
    const segments = markText(text, [{ start: 13, end: 20, text: '$483.60', factId: 'bill.total' }], [total], [])
    expect(segments).toEqual([
      { kind: 'words', text: 'Your bill is ' },
      { kind: 'claim', text: '$483.60', fact: total, place: 0 },
      { kind: 'words', text: '. We take $5.00 off.' },
    ])
  })

  it('marks a vouched figure as one that no record bears', () => {
    const vouched = { text: '$5.00', by: 'sam', reason: 'the director granted it' }
    expect(markText(text, [], [total], [vouched])[1]).toEqual({ kind: 'vouched', text: '$5.00', vouched, place: 0 })
  })

  it('leaves a claim that names no fact, or does not fit the text, as plain words', () => {
    const claims = [
      { start: 13, end: 20, text: '$483.60', factId: 'unknown' },
      { start: 30, end: 900, text: 'x', factId: 'bill.total' },
    ]
    expect(markText(text, claims, [total], [])).toEqual([{ kind: 'words', text }])
  })

  it('never loses or adds a character, whatever claims it is given', () => {
    const claim = fc.record({
      start: fc.integer({ min: -5, max: 60 }),
      end: fc.integer({ min: -5, max: 60 }),
      text: fc.string(),
      factId: fc.constantFrom('bill.total', 'other'),
    })
    const vouched = fc.record({ text: fc.constantFrom('', '$5.00', 'bill', ' '), by: fc.constant('sam'), reason: fc.constant('') })
    fc.assert(
      fc.property(fc.array(claim), fc.array(vouched), (claims, vouchers) => {
        expect(
          markText(text, claims, [total], vouchers)
            .map((segment) => segment.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})
