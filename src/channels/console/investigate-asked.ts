// What an investigation's address asks for, worked out: the bills of a span with assumptions, or a final bill. The page, the PDF and a
// proposal all come from the same address, so that what is proposed is what was seen.
import type { AccountHistory } from '../../accounts/accounts.ts'
import { type CorrectedBill, type Correction, type CorrectionRefusal, correctBill } from '../../billing/investigate/correct-bill.ts'
import { type FinalBill, finalBill } from '../../billing/investigate/final-bill.ts'
import { type Investigation, investigate } from '../../billing/investigate/investigate.ts'
import type { Assumption } from '../../billing/investigate/what-if.ts'
import { type Worksheet, worksheetOf, worksheetOfBill, worksheetOfSpan } from '../../billing/investigate/worksheet.ts'
import { tariffOf } from '../../billing/tariff.ts'
import { addDays, type Day, dayOf, formatDay } from '../../kernel/days.ts'
import { ok, type Result, refused } from '../../kernel/result.ts'
import type { AdjustmentKind } from '../../rulebook/kinds/adjustments.ts'
import { dayAsked, textAsked } from './account-asked.ts'
import { assumptionsAsked, assumptionText } from './assumptions-asked.ts'
import type { ConsoleOffice } from './office-faces.ts'

export type InvestigationAsked = {
  from: Day
  to: Day
  assumptions: Assumption[]
  final: { on: Day; value?: number } | null
  /** One bill with another use. */
  correct: { billId: string; correction: Correction } | null
}

export type Worked =
  | { kind: 'bills'; investigation: Investigation; worksheet: Worksheet }
  | { kind: 'final'; final: FinalBill; worksheet: Worksheet }
  | { kind: 'correction'; corrected: CorrectedBill; worksheet: Worksheet }

const daysAtFirst = 3 * 365

/** null: an assumption or a day that is none. Without days: the last three years. */
export function readInvestigation(query: Record<string, unknown>, today: Day): InvestigationAsked | null {
  const assumptions = assumptionsAsked(query)
  const [from, to] = [query.from, query.to].map((value) => (value === undefined || value === '' ? undefined : (dayAsked(value) ?? null)))
  if (!assumptions || from === null || to === null) return null
  const on = query.final_on === undefined || query.final_on === '' ? undefined : dayAsked(query.final_on)
  if (on === undefined && query.final_on !== undefined && query.final_on !== '') return null
  const value = query.final_value === undefined || query.final_value === '' ? undefined : Number(query.final_value)
  if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0)) return null
  const final = on === undefined ? null : { on, ...(value === undefined ? {} : { value }) }
  const correct = correctionAsked(query)
  if (correct === undefined) return null
  return { from: from ?? addDays(today, -daysAtFirst), to: to ?? today, assumptions, final, correct }
}

/** undefined: it names a bill, and what it asks of it is no correction. */
function correctionAsked({ correct, correction, registered, since }: Record<string, unknown>): InvestigationAsked['correct'] | undefined {
  const billId = textAsked(correct)
  if (billId === undefined) return null
  if (correction === 'stopped-meter') return { billId, correction: { kind: correction } }
  const sinceBillId = textAsked(since)
  if (correction === 'leak') return { billId, correction: { kind: correction, ...(sinceBillId === undefined ? {} : { sinceBillId }) } }
  const percent = textAsked(registered)
  if (correction !== 'wrong-meter' || percent === undefined || !/^\d{1,3}(\.\d{1,2})?$/.test(percent)) return undefined
  return { billId, correction: { kind: correction, registeredPercent: percent } }
}

/** The same again as an address's query; `assumptions` of them instead. */
export function investigationQuery(asked: InvestigationAsked, assumptions = asked.assumptions): string {
  const query = new URLSearchParams({ from: formatDay(asked.from), to: formatDay(asked.to) })
  for (const assumption of assumptions) query.append('assume', assumptionText(assumption))
  if (asked.final) query.set('final_on', formatDay(asked.final.on))
  if (asked.final?.value !== undefined) query.set('final_value', String(asked.final.value))
  if (asked.correct) {
    const { billId, correction } = asked.correct
    query.set('correct', billId)
    query.set('correction', correction.kind)
    if (correction.kind === 'leak' && correction.sinceBillId) query.set('since', correction.sinceBillId)
    if (correction.kind === 'wrong-meter') query.set('registered', correction.registeredPercent)
  }
  return query.toString()
}

export function work(
  office: Pick<ConsoleOffice, 'rulebook' | 'clock' | 'config'>,
  history: AccountHistory,
  asked: InvestigationAsked,
): Result<Worked, CorrectionRefusal> {
  const today = dayOf(office.clock.now(), office.config.office.timeZone)
  if (asked.to < asked.from) return refused({ name: 'period-overlap', about: formatDay(asked.to) })
  const tariff = tariffOf(office.rulebook.inForce('rates', today).value)
  const rules = office.rulebook.inForce('billing', today).value
  if (asked.correct) {
    const corrected = correctBill(history, asked.correct.billId, asked.correct.correction, tariff, rules)
    if (!corrected.ok) return corrected
    const { record, bill } = corrected.value
    return ok({ kind: 'correction', corrected: corrected.value, worksheet: worksheetOfBill(history.account.number, record, bill) })
  }
  if (asked.final) {
    const rule = rules.final_bill
    const final = finalBill(history, { ...asked.final, metered: history.meters.length > 0 }, tariff, rule)
    if (!final.ok) return final
    return ok({ kind: 'final', final: final.value, worksheet: worksheetOfSpan(history.account.number, final.value.bill, []) })
  }
  const investigation = investigate(history, asked, tariff, asked.assumptions)
  if (!investigation.ok) return investigation
  return ok({ kind: 'bills', investigation: investigation.value, worksheet: worksheetOf(investigation.value) })
}

/** As what the difference is proposed. */
export function proposedKind(worked: Worked, asked: InvestigationAsked): AdjustmentKind {
  if (worked.kind === 'bills') return 'rebill'
  if (worked.kind === 'final') return 'final-bill'
  return asked.correct?.correction.kind === 'leak' ? 'leak' : 'wrong-meter'
}
