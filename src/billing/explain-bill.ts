// Why a bill is what it is: against the bill before and the one a year ago, with what an investigation finds. Data
// only; words and charts are made from it.
import type { AccountHistory, BillRecord, LedgerEntry, PaymentElsewhere } from '../accounts/account-history.ts'
import { addDays, type Day } from '../kernel/days.ts'
import { type Cents, cents } from '../kernel/money.ts'
import { ok, type Result } from '../kernel/result.ts'
import type { RateSchedule } from '../rulebook/kinds/rates.ts'
import { billOfRecord, type RecordedBill } from './bill-of-record.ts'
import { gallonsOf } from './charge.ts'
import { net } from './compute-bill.ts'
import { amountOf, type Difference, explainDifference } from './explain-difference.ts'
import type { Finding } from './finding.ts'
import { findingsOfLedger } from './findings-of-ledger.ts'
import { findingsOfUse } from './findings-of-use.ts'
import { decimal, roundHalfUp } from './fraction.ts'
import { balanceAsOf } from './ledger-balance.ts'
import type { BilledRead } from './measure-use.ts'
import type { BillRefusal } from './refusal.ts'
import { tariffOf } from './tariff.ts'
import { perDay } from './use-of-bills.ts'

export type BillExplanation = {
  accountNumber: string
  bill: BillSide
  /** null: the account has no such bill. */
  before: Comparison | null
  yearAgo: Comparison | null
  findings: Finding[]
  /** What was owed from before on the day before the bill was issued; no part of what the bill itself charges. */
  broughtForwardCents: Cents
}

export type Comparison = { bill: BillSide; difference: Difference }

export type BillSide = {
  billId: string
  issuedOn: Day
  dueOn: Day
  /** First and last counted day. */
  from: Day
  to: Day
  days: number
  fromRead: BilledRead
  toRead: BilledRead
  quantityCubicFeet: number
  gallons: number
  gallonsPerDay: number
  waterCents: Cents
  sewerCents: Cents
  taxCents: Cents
  totalCents: Cents
  /** Adjustments and penalties entered since the bill before. */
  entries: LedgerEntry[]
  /** The total with those entries: what the comparison explains. */
  amountCents: Cents
  /** A sample rate had a part in it, and whoever shows it says so. */
  sample: boolean
  schedule: string
}

const yearAgoDays = { least: 330, most: 400, aim: 365 }

/** `elsewhere`: for the office's eyes only; a letter is explained without it. Refuses a bill, or one it is compared with, that its own records or the rules contradict. */
export function explainBill(
  history: AccountHistory,
  billId: string,
  schedule: RateSchedule,
  elsewhere: readonly PaymentElsewhere[] = [],
): Result<BillExplanation, BillRefusal> {
  const tariff = tariffOf(schedule)
  const recorded = billOfRecord(history, billId, tariff)
  if (!recorded.ok) return recorded
  const beforeRecord = history.bills[history.bills.findIndex((bill) => bill.id === billId) - 1]
  const before = beforeRecord ? billOfRecord(history, beforeRecord.id, tariff) : ok(null)
  if (!before.ok) return before
  const yearAgoRecord = billAYearBefore(history, recorded.value)
  const yearAgo = yearAgoRecord ? billOfRecord(history, yearAgoRecord.id, tariff) : ok(null)
  if (!yearAgo.ok) return yearAgo

  const compared = { before: before.value, yearAgo: yearAgo.value }
  const rule = { percent: decimal(schedule.late_penalty.percent), graceDays: schedule.late_penalty.grace_days }
  return ok({
    accountNumber: history.account.number,
    bill: sideOf(recorded.value),
    before: compare(before.value, recorded.value),
    yearAgo: compare(yearAgo.value, recorded.value),
    findings: [...findingsOfUse(history, recorded.value, compared), ...findingsOfLedger(history, recorded.value, rule, elsewhere)],
    broughtForwardCents: cents(balanceAsOf(history.ledger, addDays(recorded.value.record.issuedOn, -1)) - enteredBefore(recorded.value)),
  })
}

/** Any bill against any other of the account; refuses what `explainBill` refuses. */
export function compareBills(
  history: AccountHistory,
  { earlierId, laterId }: { earlierId: string; laterId: string },
  schedule: RateSchedule,
): Result<{ earlier: BillSide; later: BillSide; difference: Difference }, BillRefusal> {
  const tariff = tariffOf(schedule)
  const earlier = billOfRecord(history, earlierId, tariff)
  if (!earlier.ok) return earlier
  const later = billOfRecord(history, laterId, tariff)
  if (!later.ok) return later
  return ok({ earlier: sideOf(earlier.value), later: sideOf(later.value), difference: explainDifference(earlier.value, later.value) })
}

/** The bill whose period ended closest to a year before. */
function billAYearBefore(history: AccountHistory, { bill }: RecordedBill): BillRecord | undefined {
  const endOf = (record: BillRecord) => history.reads.find((read) => read.id === record.toReadId)?.readOn ?? Number.NaN
  const distance = (record: BillRecord) => Math.abs(bill.to - endOf(record) - yearAgoDays.aim)
  return history.bills
    .filter((record) => bill.to - endOf(record) >= yearAgoDays.least && bill.to - endOf(record) <= yearAgoDays.most)
    .sort((a, b) => distance(a) - distance(b))[0]
}

function compare(earlier: RecordedBill | null, later: RecordedBill): Comparison | null {
  return earlier && { bill: sideOf(earlier), difference: explainDifference(earlier, later) }
}

function sideOf(recorded: RecordedBill): BillSide {
  const { record, bill, input, ledger } = recorded
  const gallons = gallonsOf(bill.measured.use, input.tariff)
  return {
    billId: record.id,
    issuedOn: record.issuedOn,
    dueOn: record.dueOn,
    from: bill.from,
    to: bill.to,
    days: bill.measured.days,
    fromRead: bill.measured.from,
    toRead: bill.measured.to,
    quantityCubicFeet: record.quantityCubicFeet,
    gallons: roundHalfUp(gallons),
    gallonsPerDay: perDay(gallons, bill.measured.days),
    waterCents: net(bill.water),
    sewerCents: net(bill.sewer),
    taxCents: net(bill.tax),
    totalCents: bill.totalCents,
    entries: ledger,
    amountCents: amountOf(recorded),
    sample: bill.slices.some((slice) => slice.water.sample || slice.sewer.sample || slice.tax?.sample),
    schedule: record.schedule,
  }
}

/** Entries that stand on this bill already and were dated before its issue. */
function enteredBefore({ record, ledger }: RecordedBill): number {
  return ledger.reduce((sum, entry) => (entry.enteredOn < record.issuedOn ? sum + entry.amountCents : sum), 0)
}
