// What the reads and rates of a bill suggest, each against a stated limit.
import type { AccountHistory } from '../accounts/account-history.ts'
import type { Day } from '../kernel/days.ts'
import type { RecordedBill } from './bill-of-record.ts'
import { gallonsOf } from './compute-bill.ts'
import type { Finding } from './finding.ts'
import { isEqual, roundHalfUp } from './fraction.ts'
import { separateCorrection } from './separate-correction.ts'
import { endedWithin, perDay, type UseOfBill, useOfBillsUpTo } from './use-of-bills.ts'

const highPercent = 150 // of the usual daily use
const leastExcessGallonsPerDay = 50 // below it a percentage says nothing: a household of one varies by as much
const steadyPercent = 135 // the highest of a steady run against its lowest
const steadyBills = 2
const baselineDays = 760 // two years of bills before the run: the same seasons twice
const averageDays = 366 // the twelve months before
const longerByDays = 7 // a reader's round moves by a few days; a week more is a longer period

export type ComparedBills = { before: RecordedBill | null; yearAgo: RecordedBill | null }

export function findingsOfUse(history: AccountHistory, recorded: RecordedBill, compared: ComparedBills): Finding[] {
  const uses = useOfBillsUpTo(history, recorded.record, recorded.input.tariff)
  const vacant = useAtVacantProperty(history, recorded)
  return [
    ...estimates(recorded, uses),
    ...vacant,
    ...(vacant.length > 0 ? [] : highUse(recorded, uses)), // an empty house has no usual use to compare with
    ...longerPeriod(recorded, compared),
    ...rateChanges(recorded, compared),
  ]
}

function estimates({ record, input, bill }: RecordedBill, uses: readonly UseOfBill[]): Finding[] {
  const earlier = uses.filter((use) => use.record.id !== record.id)
  const inARow = earlier.slice(earlier.findLastIndex((use) => use.to.kind !== 'estimated') + 1)
  const { from, to } = bill.measured
  if (to.kind === 'estimated') {
    const records = [`bill:${record.id}`, ...[...inARow.map((use) => use.to), to].map((read) => `read:${read.id}`)]
    return [{ name: 'estimated-bill', estimatedInARow: inARow.length + 1, records }]
  }
  const { correction, reads } = separateCorrection(input, bill)
  const lastKnown = reads[0]
  const correctionGallons = roundHalfUp(gallonsOf(correction, input.tariff))
  if (from.kind !== 'estimated' || !lastKnown || correctionGallons === 0) return []
  return [
    {
      name: 'catch-up-after-estimates',
      estimatedBills: inARow.length,
      lastKnownReadOn: lastKnown.readOn,
      correctionGallons,
      records: [...inARow.map((use) => `bill:${use.record.id}`), `bill:${record.id}`, ...reads.map((read) => `read:${read.id}`)],
    },
  ]
}

function highUse(recorded: RecordedBill, uses: readonly UseOfBill[]): Finding[] {
  const { record, input, bill } = recorded
  const gallonsPerDay = perDay(gallonsOf(separateCorrection(input, bill).own, input.tariff), bill.measured.days)
  const found: Finding[] = []
  const year = endedWithin(uses, averageDays, bill.to)
  const averageGallonsPerDay = averageOf(year)
  if (averageGallonsPerDay !== undefined && isHigh(gallonsPerDay, averageGallonsPerDay)) {
    const percentAbove = Math.round((gallonsPerDay / averageGallonsPerDay - 1) * 100)
    const records = [record, ...year.map((use) => use.record)].map(({ id }) => `bill:${id}`)
    if (Number.isFinite(percentAbove)) found.push({ name: 'use-above-average', gallonsPerDay, averageGallonsPerDay, percentAbove, records })
  }
  const steady = steadyRun(uses.filter((use) => use.known))
  if (steady && steady.run.at(-1)?.record.id === record.id) found.push(leak(steady.run, steady.usual))
  return found
}

/** The longest run of known bills up to the last that are all high against the bills before the run. */
function steadyRun(known: readonly UseOfBill[]): { run: UseOfBill[]; usual: number } | undefined {
  let found: { run: UseOfBill[]; usual: number } | undefined
  for (let length = steadyBills; length < known.length; length += 1) {
    const run = known.slice(-length)
    const rates = run.map((use) => use.gallonsPerDay)
    const usual = medianOf(endedWithin(known.slice(0, -length), baselineDays, (run[0] as UseOfBill).to.readOn))
    if (usual === undefined || Math.max(...rates) * 100 > Math.min(...rates) * steadyPercent) break
    if (rates.every((rate) => isHigh(rate, usual))) found = { run, usual }
  }
  return found
}

function leak(run: readonly UseOfBill[], usualGallonsPerDay: number): Finding {
  const [first, last] = [run[0] as UseOfBill, run.at(-1) as UseOfBill]
  return {
    name: 'steady-high-use',
    since: first.from.readOn,
    bills: run.length,
    gallonsPerDay: last.gallonsPerDay,
    usualGallonsPerDay,
    excessGallonsPerDay: last.gallonsPerDay - usualGallonsPerDay,
    records: [...run.map((use) => `bill:${use.record.id}`), `read:${first.from.id}`, ...run.map((use) => `read:${use.to.id}`)],
  }
}

function isHigh(gallonsPerDay: number, usual: number): boolean {
  return gallonsPerDay * 100 >= usual * highPercent && gallonsPerDay - usual >= leastExcessGallonsPerDay
}

function averageOf(uses: readonly UseOfBill[]): number | undefined {
  const days = uses.reduce((sum, use) => sum + use.days, 0)
  if (days === 0) return undefined
  return Math.round(uses.reduce((sum, use) => sum + roundHalfUp(use.gallons), 0) / days)
}

function medianOf(uses: readonly UseOfBill[]): number | undefined {
  return uses.map((use) => use.gallonsPerDay).sort((a, b) => a - b)[Math.floor(uses.length / 2)]
}

function useAtVacantProperty({ property }: AccountHistory, { record, input, bill }: RecordedBill): Finding[] {
  const gallons = roundHalfUp(gallonsOf(bill.measured.use, input.tariff))
  if (property.vacantSince === null || property.vacantSince > bill.from || gallons <= 0) return []
  const reads = [bill.measured.from, bill.measured.to].map((read) => `read:${read.id}`)
  const records = [`property:${property.id}`, `bill:${record.id}`, ...reads]
  return [{ name: 'use-at-vacant-property', vacantSince: property.vacantSince, gallons, records }]
}

function longerPeriod({ record, bill }: RecordedBill, { before, yearAgo }: ComparedBills): Finding[] {
  const usual = before ?? yearAgo
  const days = bill.measured.days
  if (!usual || days - usual.bill.measured.days < longerByDays) return []
  const comparedWith = usual === before ? 'before' : 'year-ago'
  return [
    {
      name: 'longer-period',
      comparedWith,
      days,
      usualDays: usual.bill.measured.days,
      records: [`bill:${record.id}`, `bill:${usual.record.id}`],
    },
  ]
}

function rateChanges(recorded: RecordedBill, { before, yearAgo }: ComparedBills): Finding[] {
  return [rateChange(recorded, before, 'before'), rateChange(recorded, yearAgo, 'year-ago')].filter((finding) => finding !== undefined)
}

function rateChange({ record, bill }: RecordedBill, other: RecordedBill | null, comparedWith: 'before' | 'year-ago'): Finding | undefined {
  const oldRate = other?.bill.slices[0]?.water
  const newRate = bill.slices.at(-1)?.water
  if (!other || !oldRate || !newRate || isEqual(oldRate.value, newRate.value)) return undefined
  return {
    name: 'rate-changed',
    comparedWith,
    effectiveOn: newRate.from as Day,
    oldRate: oldRate.printed,
    newRate: newRate.printed,
    sample: oldRate.sample || newRate.sample,
    records: [`bill:${record.id}`, `bill:${other.record.id}`, `rates:${record.schedule}`],
  }
}
