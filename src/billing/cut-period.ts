// A bill's period is cut on every day on which a value in force changes: an effective date is the first day at the new
// value. Rows that repeat the value before them cut nothing.
import { addDays, type Day, formatDay } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { isEqual } from './fraction.ts'
import type { BillRefusal } from './refusal.ts'
import { type Rate, rateOn, type Tariff } from './tariff.ts'

/** Days `from` to `to`, both counted, over which every price stays the same. */
export type Piece = { from: Day; to: Day; water: Rate; sewer: Rate; tax: Rate | null }

/** `first` and `last` are the first and last counted day. A day without a rate is refused, never billed at nothing. */
export function cutPeriod(tariff: Tariff, first: Day, last: Day): Result<Piece[], BillRefusal> {
  const pieces: Piece[] = []
  for (let from = first; from <= last; from = addDays((pieces.at(-1) as Piece).to, 1)) {
    const water = rateOn(tariff.water, from)
    const sewer = rateOn(tariff.sewer, from)
    const tax = tariff.tax === null ? null : rateOn(tariff.tax, from)
    if (!water || !sewer || tax === undefined) return refused({ name: 'missing-rate', about: formatDay(from) })
    const to = Math.min(last, water.until, sewer.until, tax?.until ?? last) as Day
    const before = pieces.at(-1)
    if (before && samePrice(before, { water, sewer, tax })) {
      pieces[pieces.length - 1] = { from: before.from, to, ...keepingSampleMarks(before, { water, sewer, tax }) }
    } else {
      pieces.push({ from, to, water, sewer, tax })
    }
  }
  return ok(pieces)
}

type Prices = Pick<Piece, 'water' | 'sewer' | 'tax'>

function samePrice(a: Prices, b: Prices): boolean {
  if (!isEqual(a.water.value, b.water.value) || !isEqual(a.sewer.value, b.sewer.value)) return false
  return a.tax === null || b.tax === null ? a.tax === b.tax : isEqual(a.tax.value, b.tax.value)
}

/** One day at a sample rate marks the whole slice, even where a published row has the same value. */
function keepingSampleMarks(a: Prices, b: Prices): Prices {
  return {
    water: b.water.sample ? b.water : a.water,
    sewer: b.sewer.sample ? b.sewer : a.sewer,
    tax: b.tax?.sample ? b.tax : a.tax,
  }
}
