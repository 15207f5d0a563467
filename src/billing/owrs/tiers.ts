// What use costs in tiers. Two ways of writing a tier's start, and they differ by one unit.
import { ok, type Result, refused } from '../../kernel/result.ts'
import { type Fraction, minus, plus, times, whole } from '../fraction.ts'
import { isBelow, roundHalfEven } from './exact-number.ts'

/** Where a tier ends is where the next begins; the last has no end. `limits` has one less than `prices`. */
export function tierCharge(use: Fraction, limits: readonly Fraction[], prices: readonly Fraction[]): Fraction {
  let charged = whole(0)
  let total = whole(0)
  prices.forEach((price, tier) => {
    const end = least(use, limits[tier] ?? use)
    if (!isBelow(charged, end)) return
    total = plus(total, times(price, minus(end, charged)))
    charged = end
  })
  return total
}

/** `Tiered`: a start is the first unit of its tier, so [0, 15] leaves fourteen below it. */
export function tieredLimits(starts: readonly Fraction[]): Result<Fraction[], 'unordered-tiers'> {
  if (!beginsAtZero(starts) || starts.some((start, tier) => tier > 0 && isBelow(start, starts[tier - 1] as Fraction)))
    return refused('unordered-tiers')
  return ok(starts.slice(1).map((start) => minus(start, whole(1))))
}

/**
 * `Budget`: a start is a customer's allowance in whole units, rounded half to even, and the tier begins after it. An allowance
 * below the one before it, such as outdoors in winter, leaves its tier empty.
 */
export function budgetLimits(starts: readonly Fraction[]): Result<Fraction[], 'unordered-tiers'> {
  return beginsAtZero(starts) ? ok(starts.slice(1).map(roundHalfEven)) : refused('unordered-tiers')
}

/** Units below a first start would have no price. 0 and 1 both say: from the first unit on. */
function beginsAtZero([first]: readonly Fraction[]): boolean {
  return first !== undefined && first.n >= 0n && first.n <= first.d
}

function least(a: Fraction, b: Fraction): Fraction {
  return isBelow(b, a) ? b : a
}
