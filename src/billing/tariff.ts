// A rate schedule made ready for arithmetic: exact values, and the last day to which each row really reaches.
import type { Day } from '../kernel/days.ts'
import type { RateSchedule } from '../rulebook/kinds/rates.ts'
import { decimal, type Fraction } from './fraction.ts'

export type Tariff = {
  classes: readonly string[]
  unit: 'cubic_feet' | 'gallons'
  spread: 'by-day' | 'by-reads'
  gallonsPerCubicFoot: Fraction
  /** Dollars for 1,000 of the unit; percent of water; dollars for 1,000 gallons. */
  water: readonly Rate[]
  sewer: readonly Rate[]
  tax: readonly Rate[] | null
}

export type Rate = {
  from: Day
  /** Last day at this value. */
  until: Day
  value: Fraction
  printed: string
  sample: boolean
}

export type RateRow = { from: Day; to: Day | null; printed: string; sample: boolean }

const noEnd = Number.MAX_SAFE_INTEGER as Day

export function tariffOf(schedule: RateSchedule): Tariff {
  return {
    classes: schedule.classes,
    unit: schedule.unit,
    spread: schedule.conventions.spread,
    gallonsPerCubicFoot: decimal(schedule.conventions.gallons_per_cubic_foot),
    water: ratesOf(schedule.water.map((row) => ({ ...row, printed: row.dollars_per_1000 }))),
    sewer: ratesOf(schedule.sewer.map((row) => ({ ...row, printed: row.percent_of_water }))),
    tax: schedule.tax === null ? null : ratesOf(schedule.tax.map((row) => ({ ...row, printed: row.dollars_per_1000_gallons }))),
  }
}

/** Where rows overlap, as they may in what others hand in, the one that begins later holds from its first day on. */
export function ratesOf(rows: readonly RateRow[]): Rate[] {
  const sorted = [...rows].sort((a, b) => a.from - b.from)
  return sorted.map(({ from, to, printed, sample }, index) => {
    const nextFrom = sorted[index + 1]?.from ?? noEnd
    const until = Math.min(to ?? noEnd, nextFrom === noEnd ? noEnd : nextFrom - 1) as Day
    return { from, until, value: decimal(printed), printed, sample }
  })
}

export function rateOn(rates: readonly Rate[], day: Day): Rate | undefined {
  return rates.findLast((rate) => rate.from <= day && day <= rate.until)
}
