// One bill with another use than its reads say: water that leaked away, a meter that was found wrong, or one that stood still. By
// the rulebook's formulas; the bill is then billed again with that use.
import type { AccountHistory, BillRecord } from '../../accounts/account-history.ts'
import { addDays, type Day, parseDay } from '../../kernel/days.ts'
import { ok, type Result, refused } from '../../kernel/result.ts'
import type { BillingRules } from '../../rulebook/kinds/billing.ts'
import { billInputOf, linesOf } from '../bill-of-record.ts'
import { type ComputedBill, chargeDays, computeBill } from '../compute-bill.ts'
import { type Fraction, minus, over, scale, times } from '../fraction.ts'
import { type MeasuredUse, measureUse } from '../measure-use.ts'
import type { BillRefusal } from '../refusal.ts'
import type { Tariff } from '../tariff.ts'
import { billSpan } from './bill-span.ts'
import { compareLines, type LineComparison } from './compare-lines.ts'
import { correctedUse, leakCredit } from './correct-use.ts'
import { type SettingMissing, settingMissing } from './setting-missing.ts'

/** `sinceBillId`: the first bill with the leak; the average is taken of those before it. */
export type Correction =
  | { kind: 'leak'; sinceBillId?: string }
  | { kind: 'wrong-meter'; registeredPercent: string }
  | { kind: 'stopped-meter' }

export type CorrectedBill = {
  record: BillRecord
  bill: ComputedBill
  lines: LineComparison[]
  /** In the schedule's unit. */
  measured: Fraction
  corrected: Fraction
  /** The rule's own words: its name or source, and what a person confirms before it is used. */
  rule: string
  conditions: string[]
}

export type CorrectionRefusal = BillRefusal | SettingMissing | { name: 'no-rule'; about: string } | { name: 'not-stopped'; about: string }

type Ruled = { use: Fraction; rule: string; conditions: string[] }

export function correctBill(
  history: AccountHistory,
  billId: string,
  correction: Correction,
  tariff: Tariff,
  rules: BillingRules,
): Result<CorrectedBill, CorrectionRefusal> {
  const record = history.bills.find(({ id }) => id === billId)
  if (!record) return refused({ name: 'missing-input', about: billId })
  const input = billInputOf(history, record, tariff)
  const computed = computeBill(input)
  if (!computed.ok) return computed
  const { measured, from, to } = computed.value
  const ruled = ruledUse(history, record, computed.value, correction, tariff, rules)
  if (!ruled.ok) return ruled
  const { use, rule, conditions } = ruled.value
  const bill = chargeDays(input, withUse(measured, use), from, to)
  if (!bill.ok) return bill
  const lines = compareLines(record.lines, linesOf(bill.value))
  return ok({ record, bill: bill.value, lines, measured: measured.use, corrected: use, rule, conditions })
}

function ruledUse(
  history: AccountHistory,
  record: BillRecord,
  bill: ComputedBill,
  correction: Correction,
  tariff: Tariff,
  rules: BillingRules,
): Result<Ruled, CorrectionRefusal> {
  const { measured } = bill
  switch (correction.kind) {
    case 'leak': {
      const rule = rules.leak.find((one) => holdsOn(one, bill.to))
      if (!rule) return refused({ name: 'no-rule', about: 'leakage' })
      const { sinceBillId = record.id } = correction
      const first = history.bills.find(({ id, issuedOn }) => id === sinceBillId && issuedOn <= record.issuedOn)
      if (!first) return refused({ name: 'missing-input', about: sinceBillId })
      const credit = leakCredit(rule, usesBefore(history, first), measured)
      if (!credit.ok) return credit
      return ok({ use: minus(measured.use, credit.value.credited), rule: `${rule.name} (${rule.source})`, conditions: rule.conditions })
    }
    case 'wrong-meter': {
      const use = correctedUse(rules.wrong_meter, measured.use, correction.registeredPercent)
      return use.ok ? ok({ use: use.value, rule: rules.wrong_meter?.source ?? '', conditions: [] }) : use
    }
    case 'stopped-meter':
      return stoppedUse(history, record, bill, tariff, rules.stopped_meter)
  }
}

function holdsOn(rule: BillingRules['leak'][number], day: Day): boolean {
  const [from, to] = [parseDay(rule.from), rule.to === null ? undefined : parseDay(rule.to)]
  return from !== undefined && from <= day && (to === undefined || day <= to)
}

/** Of the bills before, in their order; one whose reads measure nothing is left out. */
function usesBefore(history: AccountHistory, record: BillRecord): MeasuredUse[] {
  return history.bills
    .filter((bill) => bill.issuedOn < record.issuedOn)
    .flatMap((bill) => {
      const measured = measureUse(history.meters, history.reads, bill.fromReadId, bill.toReadId)
      return measured.ok ? [measured.value] : []
    })
}

const daysAYear = 365

function stoppedUse(
  history: AccountHistory,
  record: BillRecord,
  { measured, from, to }: ComputedBill,
  tariff: Tariff,
  rule: BillingRules['stopped_meter'],
): Result<Ruled, CorrectionRefusal> {
  if (rule === null) return refused(settingMissing('stopped_meter'))
  if (measured.use.n !== 0n) return refused({ name: 'not-stopped', about: record.id })
  const ruled = (use: Fraction): Result<Ruled, CorrectionRefusal> => ok({ use, rule: rule.source, conditions: [] })
  if (rule.estimate_from === 'period-before') {
    const before = usesBefore(history, record).findLast(({ use }) => use.n > 0n)
    return before ? ruled(scale(before.use, measured.days, before.days)) : refused({ name: 'missing-input', about: 'bills before' })
  }
  const yearAgo = billSpan(history, { from: addDays(from, -daysAYear), to: addDays(to, -daysAYear) }, tariff)
  return yearAgo.ok ? ruled(yearAgo.value.measured.use) : yearAgo
}

/** Each stretch keeps its share; where nothing was measured, the use is even over the days. */
function withUse(measured: MeasuredUse, use: Fraction): MeasuredUse {
  if (measured.use.n === 0n) return { ...measured, use, stretches: [{ from: measured.from.readOn, to: measured.to.readOn, use }] }
  const stretches = measured.stretches.map((stretch) => ({ ...stretch, use: over(times(stretch.use, use), measured.use) }))
  return { ...measured, use, stretches }
}
