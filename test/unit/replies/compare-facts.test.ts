import { describe, expect, it } from 'vitest'
import { changedFacts } from '../../../src/replies/compare-facts.ts'
import type { Fact } from '../../../src/replies/draft.ts'

const balance: Fact = { id: 'balance', kind: 'money', value: 1450, label: 'Balance', source: 'ledger:1', text: '$14.50' }
const writtenOn: Fact = {
  id: 'letter-date',
  kind: 'date',
  value: '2026-05-04',
  label: 'Day of writing',
  source: 'desk',
  text: 'May 4, 2026',
}
const claimed = [{ start: 0, end: 6, text: '$14.50', factId: 'balance' }]

describe('facts gathered again', () => {
  it('names what changed, with old and new', () => {
    expect(changedFacts(claimed, [balance], [{ ...balance, value: 0, text: '$0.00' }])).toEqual([
      { label: 'Balance', was: '$14.50', is: '$0.00' },
    ])
  })
  it('says when a fact is gone', () => {
    expect(changedFacts(claimed, [balance], [])).toEqual([{ label: 'Balance', was: '$14.50', is: 'no longer on record' }])
  })
  it('overlooks facts that the text does not state, and the day of writing', () => {
    expect(changedFacts([], [balance], [])).toEqual([])
    const both = [...claimed, { start: 8, end: 19, text: 'May 4, 2026', factId: 'letter-date' }]
    expect(changedFacts(both, [balance, writtenOn], [balance, { ...writtenOn, value: '2026-05-05' }])).toEqual([])
  })
})
