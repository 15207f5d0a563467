import { describe, expect, it } from 'vitest'
import { changedFacts, changedWords } from '../../../src/replies/compare-facts.ts'
import type { Fact } from '../../../src/replies/draft.ts'

const balance: Fact = { id: 'balance', kind: 'money', value: 1450, label: 'Balance', source: 'ledger:1', text: '$14.50' }
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
  it('overlooks facts that the text does not state', () => {
    expect(changedFacts([], [balance], [])).toEqual([])
  })
})

describe('words of the template, made again', () => {
  it('are the same, or their first different line is shown', () => {
    expect(changedWords('a\nb\n', 'a\nb\n')).toBeNull()
    expect(changedWords('a\nno payment\n', 'a\na payment\n')).toMatchObject({ was: 'no payment', is: 'a payment' })
    expect(changedWords('a', 'a\nmore')).toMatchObject({ is: 'more' })
  })
})
