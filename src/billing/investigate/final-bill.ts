// The last bill of an account that is closed or handed on: from the last billed read to the day, by a reading of that day or by an
// estimate, with the balance that stands beside it.
import type { AccountHistory, MeterRead, ReadKind } from '../../accounts/account-history.ts'
import { addDays, type Day, formatDay } from '../../kernel/days.ts'
import { type Cents, cents } from '../../kernel/money.ts'
import { ok, type Result, refused } from '../../kernel/result.ts'
import type { BillingRules } from '../../rulebook/kinds/billing.ts'
import { billInputOf } from '../bill-of-record.ts'
import { type ComputedBill, computeBill } from '../compute-bill.ts'
import { roundHalfUp, scale } from '../fraction.ts'
import { balanceAsOf } from '../ledger-balance.ts'
import { measureUse } from '../measure-use.ts'
import type { BillRefusal } from '../refusal.ts'
import type { Tariff } from '../tariff.ts'
import { billSpan } from './bill-span.ts'
import { type SettingMissing, settingMissing } from './setting-missing.ts'

export type FinalBill = {
  bill: ComputedBill
  /** As read on the day, or as estimated. */
  read: MeterRead
  balanceCents: Cents
  /** The balance with this bill; below zero is a credit to be paid out. */
  dueCents: Cents
}

/** `value`: what the register showed on the day; without it, the rulebook's estimate. */
export type FinalBillAsked = { on: Day; value?: number; kind?: Exclude<ReadKind, 'estimated'>; metered: boolean }

/** Refuses a day that is billed already, a reading below the last, and what the rulebook has not decided. */
export function finalBill(
  history: AccountHistory,
  asked: FinalBillAsked,
  tariff: Tariff,
  rule: BillingRules['final_bill'],
): Result<FinalBill, BillRefusal | SettingMissing> {
  if (!asked.metered && rule.for_non_metered === null) return refused(settingMissing('final_bill.for_non_metered'))
  const last = lastBilledRead(history)
  if (!last) return refused({ name: 'missing-input', about: 'bills' })
  if (asked.on <= last.readOn) return refused({ name: 'period-overlap', about: formatDay(asked.on) })
  const value = asked.value === undefined ? estimated(history, last, asked.on, tariff, rule) : ok(asked.value)
  if (!value.ok) return value
  const kind: ReadKind = asked.value === undefined ? 'estimated' : (asked.kind ?? 'actual')
  const read: MeterRead = { id: 'final', meterId: last.meterId, readOn: asked.on, kind, value: value.value, rolledOver: false }
  const reads = [...history.reads.filter(({ readOn }) => readOn <= asked.on), read]
  const bill = computeBill(billInputOf({ ...history, reads }, { fromReadId: last.id, toReadId: read.id }, tariff))
  if (!bill.ok) return bill
  const balanceCents = cents(balanceAsOf(history.ledger, asked.on))
  return ok({ bill: bill.value, read, balanceCents, dueCents: cents(balanceCents + bill.value.totalCents) })
}

function lastBilledRead({ bills, reads }: AccountHistory): MeterRead | undefined {
  const id = bills.at(-1)?.toReadId
  return reads.find((read) => read.id === id)
}

/** The register's value on the day, as the use of the basis would have moved it. */
function estimated(
  history: AccountHistory,
  last: MeterRead,
  on: Day,
  tariff: Tariff,
  rule: BillingRules['final_bill'],
): Result<number, BillRefusal> {
  const days = on - last.readOn
  const basis =
    rule.estimate_from === 'last-period' ? lastPeriod(history) : lastYear(history, { from: addDays(last.readOn, 1), to: on }, tariff)
  if (!basis.ok) return basis
  const unitsPerCount = history.meters.find(({ id }) => id === last.meterId)?.unitsPerCount
  if (unitsPerCount === undefined) return refused({ name: 'missing-input', about: last.meterId })
  const counts = roundHalfUp(scale(basis.value.use, days, basis.value.days * unitsPerCount))
  return ok(last.value + counts)
}

function lastPeriod(history: AccountHistory): ReturnType<typeof measureUse> {
  const bill = history.bills.at(-1)
  return bill
    ? measureUse(history.meters, history.reads, bill.fromReadId, bill.toReadId)
    : refused({ name: 'missing-input', about: 'bills' })
}

const daysAYear = 365

function lastYear(history: AccountHistory, { from, to }: { from: Day; to: Day }, tariff: Tariff): ReturnType<typeof measureUse> {
  const bill = billSpan(history, { from: addDays(from, -daysAYear), to: addDays(to, -daysAYear) }, tariff)
  return bill.ok ? ok(bill.value.measured) : bill
}
