// Tiers held against a count unit by unit, and against what everybody expects of a price list.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Fraction, isEqual, whole } from '../../../src/billing/fraction.ts'
import { isBelow } from '../../../src/billing/owrs/exact-number.ts'
import { budgetLimits, tierCharge, tieredLimits } from '../../../src/billing/owrs/tiers.ts'

const table = fc
  .array(fc.record({ start: fc.integer({ min: 1, max: 60 }), price: fc.nat(2000) }), { minLength: 0, maxLength: 5 })
  .chain((others) => fc.record({ others: fc.constant(others), first: fc.nat(2000) }))
  .map(({ others, first }) => ({
    starts: [0, ...others.map(({ start }) => start).sort((a, b) => a - b)],
    prices: [first, ...others.map(({ price }) => price)],
  }))

function chargeOf(kind: 'Tiered' | 'Budget', use: Fraction, starts: readonly number[], prices: readonly number[]): Fraction {
  const limits = (kind === 'Tiered' ? tieredLimits : budgetLimits)(starts.map(whole))
  if (!limits.ok) throw new Error(limits.refusal)
  return tierCharge(use, limits.value, prices.map(whole))
}

/** The price of one whole unit: the last tier that has begun. */
function priceOf(unit: number, kind: 'Tiered' | 'Budget', starts: readonly number[], prices: readonly number[]): number {
  const begun = starts.findLastIndex((start, tier) => tier === 0 || (kind === 'Tiered' ? unit >= start : unit > start))
  return prices[begun] as number
}

describe.each(['Tiered', 'Budget'] as const)('%s', (kind) => {
  it('charges whole units one by one', () => {
    fc.assert(
      fc.property(table, fc.nat(80), ({ starts, prices }, use) => {
        const units = Array.from({ length: use }, (_, index) => priceOf(index + 1, kind, starts, prices))
        const sum = units.reduce((total, price) => total + price, 0)
        expect(isEqual(chargeOf(kind, whole(use), starts, prices), whole(sum))).toBe(true)
      }),
    )
  })

  it('never charges less for more', () => {
    fc.assert(
      fc.property(table, fc.nat(8000), fc.nat(500), ({ starts, prices }, hundredths, more) => {
        const [less, greater] = [hundredths, hundredths + more].map((n) => chargeOf(kind, { n: BigInt(n), d: 100n }, starts, prices))
        expect(isBelow(greater as Fraction, less as Fraction)).toBe(false)
      }),
    )
  })
})

it('begins a tier with its start where it is Tiered, and after it where it is a Budget', () => {
  const [starts, prices] = [
    [0, 15],
    [1, 100],
  ]
  expect([14, 15, 16].map((use) => Number(chargeOf('Tiered', whole(use), starts, prices).n))).toEqual([14, 114, 214])
  expect([14, 15, 16].map((use) => Number(chargeOf('Budget', whole(use), starts, prices).n))).toEqual([14, 15, 115])
})

it('rounds allowances half to even', () => {
  const limits = budgetLimits([whole(0), { n: 5n, d: 2n }, { n: 7n, d: 2n }])
  expect(limits).toEqual({ ok: true, value: [whole(2), whole(4)] })
})

it('refuses units without a price, and starts that do not ascend', () => {
  expect(tieredLimits([whole(5), whole(10)])).toMatchObject({ refusal: 'unordered-tiers' })
  expect(tieredLimits([whole(0), whole(20), whole(10)])).toMatchObject({ refusal: 'unordered-tiers' })
  expect(budgetLimits([])).toMatchObject({ refusal: 'unordered-tiers' })
})
