// A rate schedule made ready for arithmetic: exact values, and the last day to which each row really reaches.
import { addDays, type Day, formatDay } from '../kernel/days.ts'
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
  /** Dollars for a normal period: a fixed charge, and the least that water and it come to. */
  service?: readonly Rate[]
  minimum?: readonly Rate[]
  assessments?: readonly Assessment[]
  budget?: { perUnitPerDay: Fraction; perLotSquareFootPerDay: Fraction }
  /** Of the period for which blocks, service and minimum are printed. */
  normalPeriodDays?: Fraction
  yearDays?: number
  /** Whether the day of a period's first read is billed, and that of its last one not; else the reverse. */
  firstDayIn?: boolean
  halfEven?: boolean
  /** Some row is not for everybody, or not for every month. */
  selective?: boolean
}

export type Rate = Span & {
  /** Of a row with blocks, that of its first. */
  value: Fraction
  printed: string
  sample: boolean
  blocks?: readonly Block[]
}

/** `upTo`: in the unit, for a normal period; or the share of the budget; null: no end. */
export type Block = { upTo: Fraction | null; ofBudget: boolean; value: Fraction; printed: string }

export type Assessment = Span & { sample: boolean; base: Fraction; perUnit: Fraction; perBuilding: Fraction; perLot: Fraction }

type Span = {
  from: Day
  /** Last day at this value. */
  until: Day
  classes?: readonly string[] | undefined
  meterSizes?: readonly string[] | undefined
  months?: readonly number[] | undefined
}

export type RateRow = { from: Day; to: Day | null; printed: string; sample: boolean }

/** Whom a rate is asked for. */
export type RatePayer = { class: string; meterSize: string | null }

const noEnd = Number.MAX_SAFE_INTEGER as Day

export function tariffOf(schedule: RateSchedule): Tariff {
  const { conventions, service, minimum, assessments, budget } = schedule
  const rows = [
    ...schedule.water,
    ...schedule.sewer,
    ...(schedule.tax ?? []),
    ...(service ?? []),
    ...(minimum ?? []),
    ...(assessments ?? []),
  ]
  return {
    classes: schedule.classes,
    unit: schedule.unit,
    spread: conventions.spread,
    gallonsPerCubicFoot: decimal(conventions.gallons_per_cubic_foot),
    water: schedule.water.map((row) => {
      const blocks = row.blocks?.map(blockOf)
      const printed = row.dollars_per_1000 ?? blocks?.[0]?.printed ?? ''
      return { ...spanOf(row), ...priced(printed, row.sample), ...(blocks ? { blocks } : {}) }
    }),
    sewer: schedule.sewer.map((row) => ({ ...spanOf(row), ...priced(row.percent_of_water, row.sample) })),
    tax: schedule.tax?.map((row) => ({ ...spanOf(row), ...priced(row.dollars_per_1000_gallons, row.sample) })) ?? null,
    ...(service ? { service: service.map((row) => ({ ...spanOf(row), ...priced(row.dollars, row.sample) })) } : {}),
    ...(minimum ? { minimum: minimum.map((row) => ({ ...spanOf(row), ...priced(row.dollars, row.sample) })) } : {}),
    ...(assessments
      ? { assessments: assessments.map((row) => ({ ...spanOf(row), ...assessedBy(row.dollars_per_year), sample: row.sample })) }
      : {}),
    ...(budget
      ? { budget: { perUnitPerDay: decimal(budget.per_unit_per_day), perLotSquareFootPerDay: decimal(budget.per_lot_square_foot_per_day) } }
      : {}),
    ...(conventions.normal_period_days ? { normalPeriodDays: decimal(conventions.normal_period_days) } : {}),
    yearDays: conventions.year_days,
    firstDayIn: conventions.days === 'first day in, last day out',
    halfEven: conventions.rounding === 'each slice half even to the cent',
    selective: rows.some((row) => row.classes ?? row.meter_sizes ?? row.months),
  }
}

type ScheduleRow = { from: Day; to: Day | null; classes?: string[]; meter_sizes?: string[]; months?: number[] }

function spanOf({ from, to, classes, meter_sizes, months }: ScheduleRow): Span {
  return { from, until: to ?? noEnd, classes, meterSizes: meter_sizes, months }
}

function priced(printed: string, sample: boolean) {
  return { value: decimal(printed), printed, sample }
}

type ScheduleBlock = NonNullable<RateSchedule['water'][number]['blocks']>[number]

function blockOf({ up_to, up_to_percent_of_budget, dollars_per_1000 }: ScheduleBlock): Block {
  const end = up_to ?? up_to_percent_of_budget
  const ofBudget = up_to_percent_of_budget !== undefined
  return { upTo: end === undefined ? null : decimal(end), ofBudget, value: decimal(dollars_per_1000), printed: dollars_per_1000 }
}

function assessedBy(year: NonNullable<RateSchedule['assessments']>[number]['dollars_per_year']) {
  const { base, per_unit, per_1000_building_square_feet, per_1000_lot_square_feet } = year
  return {
    base: decimal(base),
    perUnit: decimal(per_unit),
    perBuilding: decimal(per_1000_building_square_feet),
    perLot: decimal(per_1000_lot_square_feet),
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

export function rateOn<R extends Span>(rates: readonly R[], day: Day, payer?: RatePayer): R | undefined {
  return rates.findLast((rate) => rate.from <= day && day <= rate.until && (payer === undefined || isFor(rate, payer, day)))
}

function isFor({ classes, meterSizes, months }: Span, payer: RatePayer, day: Day): boolean {
  if (classes && !classes.includes(payer.class)) return false
  if (meterSizes && (payer.meterSize === null || !meterSizes.includes(payer.meterSize))) return false
  return !months || months.includes(monthOf(day))
}

function monthOf(day: Day): number {
  return Number(formatDay(day).slice(5, 7))
}

/** The last day up to which the same rows can be in force as on `from`, for a schedule whose rows are not for everybody. */
export function sameRowsUntil(tariff: Tariff, from: Day): Day {
  const rows: readonly Span[] = [
    ...tariff.water,
    ...tariff.sewer,
    ...(tariff.tax ?? []),
    ...(tariff.service ?? []),
    ...(tariff.minimum ?? []),
    ...(tariff.assessments ?? []),
  ]
  const begins = rows.reduce((least, row) => (row.from > from ? Math.min(least, row.from - 1) : least), noEnd as number)
  const monthEnds = rows.some((row) => row.months) ? lastOfMonth(from) : noEnd
  return Math.min(begins, monthEnds) as Day
}

function lastOfMonth(day: Day): Day {
  let last = day
  while (monthOf(addDays(last, 1)) === monthOf(day)) last = addDays(last, 1)
  return last
}
