// An account's bills over a span of days, computed again from reads and the rates in force, and held against what was billed:
// line by line, with the reason for every difference. With assumptions it says what each of them moves. Nothing is stored.
import type { AccountHistory, BillRecord } from '../../accounts/account-history.ts'
import type { Day } from '../../kernel/days.ts'
import { type Cents, cents, sumCents } from '../../kernel/money.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { billInputOf, linesOf } from '../bill-of-record.ts'
import { checkPeriods } from '../check-periods.ts'
import { type ComputedBill, computeBill } from '../compute-bill.ts'
import type { BillRefusal } from '../refusal.ts'
import type { Tariff } from '../tariff.ts'
import { compareLines, type LineComparison } from './compare-lines.ts'
import { type Assumption, type Supposed, suppose } from './what-if.ts'

export type Investigation = {
  accountNumber: string
  from: Day
  to: Day
  /** Every bill whose period touches the span, by the day it was issued. */
  bills: BillComparison[]
  /** What each assumption moves, one after the other; they add up to what all of them move. */
  effects: { assumption: Assumption; movedCents: Cents }[]
  /** Of the bills that could be computed. */
  recordedCents: Cents
  recomputedCents: Cents
  differenceCents: Cents
  /** A gap or an overlap between the bills' periods, or a bill that cannot be computed: no amount may be proposed from it. */
  refusals: BillRefusal[]
}

export type BillComparison =
  | {
      state: 'compared'
      record: BillRecord
      bill: ComputedBill
      lines: LineComparison[]
      recomputedCents: Cents
      differenceCents: Cents
    }
  | { state: 'refused'; record: BillRecord; refusal: BillRefusal }

export type Span = { from: Day; to: Day }

/** Refuses only an assumption that cannot be made; a bill that cannot be computed is told in its place. */
export function investigate(
  history: AccountHistory,
  span: Span,
  tariff: Tariff,
  assumptions: readonly Assumption[] = [],
): Result<Investigation, BillRefusal> {
  const touched = billsTouching(history, span)
  let supposed: Supposed = { history, tariff }
  let total = totalOf(touched, supposed)
  const effects: Investigation['effects'] = []
  for (const assumption of assumptions) {
    const next = suppose(supposed, assumption)
    if (!next.ok) return next
    supposed = next.value
    const after = totalOf(touched, supposed)
    effects.push({ assumption, movedCents: cents(after - total) })
    total = after
  }
  const bills = touched.map((record) => compareBill(record, supposed))
  const compared = bills.filter((bill) => bill.state === 'compared')
  const recordedCents = sumCents(compared.map(({ record }) => record.totalCents))
  const recomputedCents = sumCents(compared.map((bill) => bill.recomputedCents))
  return ok({
    accountNumber: history.account.number,
    ...span,
    bills,
    effects,
    recordedCents,
    recomputedCents,
    differenceCents: cents(recomputedCents - recordedCents),
    refusals: [...bills.flatMap((bill) => (bill.state === 'refused' ? [bill.refusal] : [])), ...chainRefusals(touched, supposed.history)],
  })
}

/** A bill covers the days after its first read up to its last; one whose reads are unknown counts by the day it was issued. */
function billsTouching({ bills, reads }: AccountHistory, { from, to }: Span): BillRecord[] {
  const readOn = new Map(reads.map((read) => [read.id, read.readOn]))
  return bills.filter((bill) => {
    const [first, last] = [readOn.get(bill.fromReadId), readOn.get(bill.toReadId)]
    return first === undefined || last === undefined ? bill.issuedOn >= from && bill.issuedOn <= to : first < to && last >= from
  })
}

function totalOf(records: readonly BillRecord[], supposed: Supposed): number {
  return records.reduce((sum, record) => {
    const bill = computeBill(billInputOf(supposed.history, record, supposed.tariff))
    return bill.ok ? sum + bill.value.totalCents : sum
  }, 0)
}

function compareBill(record: BillRecord, { history, tariff }: Supposed): BillComparison {
  const bill = computeBill(billInputOf(history, record, tariff))
  if (!bill.ok) return { state: 'refused', record, refusal: bill.refusal }
  const lines = compareLines(record.lines, linesOf(bill.value))
  const recomputedCents = bill.value.totalCents
  return {
    state: 'compared',
    record,
    bill: bill.value,
    lines,
    recomputedCents,
    differenceCents: cents(recomputedCents - record.totalCents),
  }
}

function chainRefusals(records: readonly BillRecord[], { reads }: AccountHistory): BillRefusal[] {
  const readOn = new Map(reads.map((read) => [read.id, read.readOn]))
  const periods = records.flatMap(({ id, fromReadId, toReadId }) => {
    const [fromReadOn, toReadOn] = [readOn.get(fromReadId), readOn.get(toReadId)]
    return fromReadOn === undefined || toReadOn === undefined ? [] : [{ id, fromReadOn, toReadOn }]
  })
  const checked = checkPeriods(periods)
  return checked.ok ? [] : [checked.refusal]
}
