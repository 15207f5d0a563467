// What the reads and rates of a bill suggest, each against a stated limit.
import type { AccountHistory } from '../accounts/account-history.ts'
import type { Day } from '../kernel/days.ts'
import type { RecordedBill } from './bill-of-record.ts'
import { gallonsOf } from './charge.ts'
import type { Finding } from './finding.ts'
import { findingsOfHighUse } from './findings-of-high-use.ts'
import { isEqual, roundHalfUp } from './fraction.ts'
import { separateCorrection } from './separate-correction.ts'
import { perDay, type UseOfBill, useOfBillsUpTo } from './use-of-bills.ts'

const longerByDays = 7 // a reader's round moves by a few days; a week more is a longer period

export type ComparedBills = { before: RecordedBill | null; yearAgo: RecordedBill | null }

export function findingsOfUse(history: AccountHistory, recorded: RecordedBill, compared: ComparedBills): Finding[] {
  const uses = useOfBillsUpTo(history, recorded.record, recorded.input.tariff)
  const vacant = useAtVacantProperty(history, recorded)
  return [
    ...estimates(recorded, uses),
    ...vacant,
    ...stoppedMeter(history, recorded, uses),
    ...(vacant.length > 0 ? [] : findingsOfHighUse(recorded, uses)), // an empty house has no usual use to compare with
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
  const { own, correction, reads } = separateCorrection(input, bill)
  const lastKnown = reads[0]
  const correctionGallons = roundHalfUp(gallonsOf(correction, input.tariff))
  if (from.kind !== 'estimated' || !lastKnown || correctionGallons === 0) return []
  return [
    {
      name: 'catch-up-after-estimates',
      estimatedBills: inARow.length,
      lastKnownReadOn: lastKnown.readOn,
      correctionGallons,
      evenGallonsPerDay: perDay(gallonsOf(own, input.tariff), bill.measured.days),
      records: [...inARow.map((use) => `bill:${use.record.id}`), `bill:${record.id}`, ...reads.map((read) => `read:${read.id}`)],
    },
  ]
}

/** Nothing at all between two actual reads, where there was use before and nobody has moved out. */
function stoppedMeter({ property }: AccountHistory, { record, bill }: RecordedBill, uses: readonly UseOfBill[]): Finding[] {
  const { from, to, use } = bill.measured
  const empty = property.vacantSince !== null && property.vacantSince <= bill.to
  if (use.n !== 0n || from.kind === 'estimated' || to.kind === 'estimated' || empty) return []
  const before = uses.findLast(({ record: { id }, gallonsPerDay }) => id !== record.id && gallonsPerDay > 0)
  if (!before) return []
  const records = [`bill:${record.id}`, `read:${from.id}`, `read:${to.id}`, `bill:${before.record.id}`]
  return [{ name: 'meter-may-have-stopped', usualGallonsPerDay: before.gallonsPerDay, records }]
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
