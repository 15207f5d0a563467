// What an account without a meter pays for a span of days: an assessment by its building and lot, for a year, by the days; and
// the sewer charge that follows it.
import type { Day } from '../kernel/days.ts'
import { formatDay } from '../kernel/days.ts'
import { type Cents, cents } from '../kernel/money.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { type BilledProperty, percentOf } from './charge.ts'
import { type Fraction, over, plus, roundHalfUp, scale, times, whole } from './fraction.ts'
import type { BillRefusal } from './refusal.ts'
import { type Assessment, rateOn, sameRowsUntil, type Tariff } from './tariff.ts'

export type AssessedProperty = BilledProperty & { buildingSquareFeet: number | null }

export type AssessedSlice = { from: Day; to: Day; days: number; assessmentCents: Cents; sewerCents: Cents; sample: boolean }

export type AssessedBill = { from: Day; to: Day; slices: AssessedSlice[]; totalCents: Cents }

/** `from` and `to`: first and last counted day. Refuses a day without an assessment or sewer percentage, and a measure that it needs. */
export function assessBill(
  { class: name, property, sewerExempt }: { class: string; property: AssessedProperty; sewerExempt: boolean },
  { from, to }: { from: Day; to: Day },
  tariff: Tariff,
): Result<AssessedBill, BillRefusal> {
  if (!tariff.classes.includes(name)) return refused({ name: 'unknown-class', about: name })
  const payer = { class: name, meterSize: null }
  const slices: AssessedSlice[] = []
  for (let first = from; first <= to; first = ((slices.at(-1) as AssessedSlice).to + 1) as Day) {
    const assessment = rateOn(tariff.assessments ?? [], first, payer)
    const sewer = rateOn(tariff.sewer, first, payer)
    if (!assessment || !sewer) return refused({ name: 'missing-rate', about: formatDay(first) })
    const last = Math.min(to, assessment.until, sewer.until, sameRowsUntil(tariff, first)) as Day
    const year = dollarsAYear(assessment, property)
    if (!year.ok) return year
    const days = last - first + 1
    const charged = cents(roundHalfUp(times(scale(year.value, days, tariff.yearDays ?? defaultYearDays), whole(100))))
    const sewerCents = sewerExempt ? cents(0) : percentOf(charged, sewer.value, tariff)
    slices.push({ from: first, to: last, days, assessmentCents: charged, sewerCents, sample: assessment.sample || sewer.sample })
  }
  const total = slices.reduce((sum, slice) => sum + slice.assessmentCents + slice.sewerCents, 0)
  return ok({ from, to, slices, totalCents: cents(total) })
}

const defaultYearDays = 365

function dollarsAYear({ base, perUnit, perBuilding, perLot }: Assessment, property: AssessedProperty): Result<Fraction, BillRefusal> {
  let year = base
  for (const [factor, measure, divisor, field] of [
    [perUnit, property.units, 1, 'units'],
    [perBuilding, property.buildingSquareFeet, 1000, 'building_square_feet'],
    [perLot, property.lotSquareFeet, 1000, 'lot_square_feet'],
  ] as const) {
    if (factor.n === 0n) continue
    if (measure === null) return refused({ name: 'missing-input', about: field })
    year = plus(year, over(scale(factor, measure, 1), whole(divisor)))
  }
  return ok(year)
}
