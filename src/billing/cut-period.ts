// A bill's period is cut on every day on which a value in force changes: an effective date is the first day at the new
// value. Rows that repeat the value before them cut nothing.
import { addDays, type Day, formatDay } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { isEqual } from './fraction.ts'
import type { BillRefusal } from './refusal.ts'
import { type Rate, type RatePayer, rateOn, sameRowsUntil, type Tariff } from './tariff.ts'

/** Days `from` to `to`, both counted, over which every price stays the same. */
export type Piece = { from: Day; to: Day; water: Rate; sewer: Rate; tax: Rate | null; service: Rate | null; minimum: Rate | null }

/** `first` and `last` are the first and last counted day. A day without a rate is refused, never billed at nothing. */
export function cutPeriod(tariff: Tariff, first: Day, last: Day, payer?: RatePayer): Result<Piece[], BillRefusal> {
  const pieces: Piece[] = []
  for (let from = first; from <= last; from = addDays((pieces.at(-1) as Piece).to, 1)) {
    const asked = tariff.selective ? payer : undefined
    const water = rateOn(tariff.water, from, asked)
    const sewer = rateOn(tariff.sewer, from, asked)
    const tax = tariff.tax === null ? null : rateOn(tariff.tax, from, asked)
    const service = tariff.service ? rateOn(tariff.service, from, asked) : null
    if (!water || !sewer || tax === undefined || service === undefined) return refused({ name: 'missing-rate', about: formatDay(from) })
    const minimum = (tariff.minimum && rateOn(tariff.minimum, from, asked)) ?? null
    const untils = [water.until, sewer.until, tax?.until ?? last, service?.until ?? last, minimum?.until ?? last]
    const to = Math.min(last, ...untils, tariff.selective ? sameRowsUntil(tariff, from) : last) as Day
    const prices = { water, sewer, tax, service, minimum }
    const before = pieces.at(-1)
    if (before && samePrice(before, prices)) {
      pieces[pieces.length - 1] = { from: before.from, to, ...keepingSampleMarks(before, prices) }
    } else {
      pieces.push({ from, to, ...prices })
    }
  }
  return ok(pieces)
}

type Prices = Pick<Piece, 'water' | 'sewer' | 'tax' | 'service' | 'minimum'>

function samePrice(a: Prices, b: Prices): boolean {
  if ((a.water.blocks || b.water.blocks) && a.water !== b.water) return false
  return ['water', 'sewer', 'tax', 'service', 'minimum'].every((part) => sameRate(a[part as keyof Prices], b[part as keyof Prices]))
}

function sameRate(a: Rate | null, b: Rate | null): boolean {
  return a === null || b === null ? a === b : a === b || isEqual(a.value, b.value)
}

/** One day at a sample rate marks the whole slice, even where a published row has the same value. */
function keepingSampleMarks(a: Prices, b: Prices): Prices {
  return {
    water: b.water.sample ? b.water : a.water,
    sewer: b.sewer.sample ? b.sewer : a.sewer,
    tax: b.tax?.sample ? b.tax : a.tax,
    service: b.service?.sample ? b.service : a.service,
    minimum: b.minimum?.sample ? b.minimum : a.minimum,
  }
}
