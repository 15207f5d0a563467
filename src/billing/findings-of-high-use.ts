// Whether a bill's use is high for its account, and whether it has been high on every day for a while, as with a leak.
import type { RecordedBill } from './bill-of-record.ts'
import { gallonsOf } from './charge.ts'
import type { Finding } from './finding.ts'
import { roundHalfUp } from './fraction.ts'
import { separateCorrection } from './separate-correction.ts'
import { endedWithin, perDay, type UseOfBill } from './use-of-bills.ts'

const highPercent = 150 // of the usual daily use
const leastExcessGallonsPerDay = 50 // below it a percentage says nothing: a household of one varies by as much
const steadyPercent = 135 // the highest of a steady run against its lowest
const steadyBills = 2
const baselineDays = 760 // two years of bills before the run: the same seasons twice
const averageDays = 366 // the twelve months before
const sameSeasonDays = { least: 330, most: 400 }

/** `uses` are the account's bills by date up to this one, with it. */
export function findingsOfHighUse(recorded: RecordedBill, uses: readonly UseOfBill[]): Finding[] {
  const run = steadyRun(uses.filter((use) => use.known))
  const leak = run && run.bills.at(-1)?.record.id === recorded.record.id ? [leakSuspected(run)] : []
  return [...aboveAverage(recorded, uses), ...leak]
}

function aboveAverage({ record, input, bill }: RecordedBill, uses: readonly UseOfBill[]): Finding[] {
  // What earlier estimates left out is no use of these days.
  const gallonsPerDay = perDay(gallonsOf(separateCorrection(input, bill).own, input.tariff), bill.measured.days)
  const year = endedWithin(uses, averageDays, bill.to)
  const averageGallonsPerDay = averageOf(year)
  if (averageGallonsPerDay === undefined || averageGallonsPerDay <= 0 || !isHigh(gallonsPerDay, averageGallonsPerDay)) return []
  const percentAbove = Math.round((gallonsPerDay / averageGallonsPerDay - 1) * 100)
  const records = [record, ...year.map((use) => use.record)].map(({ id }) => `bill:${id}`)
  return [{ name: 'use-above-average', gallonsPerDay, averageGallonsPerDay, percentAbove, records }]
}

type SteadyRun = { bills: readonly UseOfBill[]; usualGallonsPerDay: number }

/** The longest run of known bills up to the last that are even, and all high against the bills before the run. */
function steadyRun(known: readonly UseOfBill[]): SteadyRun | undefined {
  let found: SteadyRun | undefined
  for (let length = steadyBills; length < known.length; length += 1) {
    const bills = known.slice(-length)
    const before = known.slice(0, -length)
    const rates = bills.map((use) => use.gallonsPerDay)
    const usualGallonsPerDay = medianOf(endedWithin(before, baselineDays, (bills[0] as UseOfBill).to.readOn))
    if (usualGallonsPerDay === undefined || Math.max(...rates) * 100 > Math.min(...rates) * steadyPercent) break
    const high = bills.every((use) => isHigh(use.gallonsPerDay, usualGallonsPerDay) && !isUsualForItsSeason(use, before))
    if (high) found = { bills, usualGallonsPerDay }
  }
  return found
}

/** A garden that is watered every summer is no leak. */
function isUsualForItsSeason(use: UseOfBill, before: readonly UseOfBill[]): boolean {
  const yearBefore = before.filter(
    ({ to }) => use.to.readOn - to.readOn >= sameSeasonDays.least && use.to.readOn - to.readOn <= sameSeasonDays.most,
  )
  return yearBefore.some(({ gallonsPerDay }) => !isHigh(use.gallonsPerDay, gallonsPerDay))
}

function leakSuspected({ bills, usualGallonsPerDay }: SteadyRun): Finding {
  const [first, last] = [bills[0] as UseOfBill, bills.at(-1) as UseOfBill]
  return {
    name: 'steady-high-use',
    since: first.from.readOn,
    bills: bills.length,
    gallonsPerDay: last.gallonsPerDay,
    usualGallonsPerDay,
    excessGallonsPerDay: last.gallonsPerDay - usualGallonsPerDay,
    records: [...bills.map((use) => `bill:${use.record.id}`), `read:${first.from.id}`, ...bills.map((use) => `read:${use.to.id}`)],
  }
}

function isHigh(gallonsPerDay: number, usual: number): boolean {
  return gallonsPerDay * 100 >= usual * highPercent && gallonsPerDay - usual >= leastExcessGallonsPerDay
}

function averageOf(uses: readonly UseOfBill[]): number | undefined {
  const days = uses.reduce((sum, use) => sum + use.days, 0)
  return days === 0 ? undefined : Math.round(uses.reduce((sum, use) => sum + roundHalfUp(use.gallons), 0) / days)
}

function medianOf(uses: readonly UseOfBill[]): number | undefined {
  return uses.map((use) => use.gallonsPerDay).sort((a, b) => a - b)[Math.floor(uses.length / 2)]
}
