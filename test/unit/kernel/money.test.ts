import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocateCents, cents, formatCents, parseDollars, sumCents } from '../../../src/kernel/money.ts'

describe('money', () => {
  it.each([
    [0, '$0.00'],
    [5, '$0.05'],
    [123456789, '$1,234,567.89'],
    [-1450, '-$14.50'],
  ])('%i cents read %s', (amount, text) => expect(formatCents(cents(amount))).toBe(text))

  it.each(['1.234', '', 'abc', '1,000.00', '--1', '1.', '.5', 'NaN'])('%j is no amount', (text) =>
    expect(parseDollars(text)).toBeUndefined(),
  )
  it('refuses fractions of a cent', () => expect(() => cents(0.5)).toThrow(RangeError))

  // From the domain's worked examples: $100.00 by 19 and 41 days, and by 30/31/30.
  it('allocates by largest remainder', () => {
    expect(allocateCents(cents(10000), [19, 41])).toEqual([3167, 6833])
    expect(allocateCents(cents(10000), [30, 31, 30])).toEqual([3297, 3406, 3297])
    expect(allocateCents(cents(10000), [1, 1, 1])).toEqual([3334, 3333, 3333])
  })

  it('property: the parts add up exactly, and no part is off by a cent or more', () => {
    const weights = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 20 }).filter((all) => all.some((weight) => weight > 0))
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), weights, (total, all) => {
        const parts = allocateCents(cents(total), all)
        expect(sumCents(parts)).toBe(total)
        const sum = all.reduce((a, weight) => a + weight, 0)
        for (const [index, part] of parts.entries()) expect(Math.abs(part - (total * all[index]!) / sum)).toBeLessThan(1.001)
      }),
    )
  })
})
