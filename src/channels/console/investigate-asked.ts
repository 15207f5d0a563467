// What an investigation's address asks for, worked out: the bills of a span with assumptions, or a final bill. The page, the PDF and a
// proposal all come from the same address, so that what is proposed is what was seen.
import type { AccountHistory } from '../../accounts/accounts.ts'
import { type FinalBill, finalBill } from '../../billing/investigate/final-bill.ts'
import { type Investigation, investigate } from '../../billing/investigate/investigate.ts'
import type { SettingMissing } from '../../billing/investigate/setting-missing.ts'
import type { Assumption } from '../../billing/investigate/what-if.ts'
import { type Worksheet, worksheetOf, worksheetOfSpan } from '../../billing/investigate/worksheet.ts'
import type { BillRefusal } from '../../billing/refusal.ts'
import { tariffOf } from '../../billing/tariff.ts'
import { addDays, type Day, dayOf, formatDay } from '../../kernel/days.ts'
import { ok, type Result, refused } from '../../kernel/result.ts'
import { dayAsked } from './account-asked.ts'
import { assumptionsAsked, assumptionText } from './assumptions-asked.ts'
import type { ConsoleOffice } from './office-faces.ts'

export type InvestigationAsked = { from: Day; to: Day; assumptions: Assumption[]; final: { on: Day; value?: number } | null }

export type Worked =
  | { kind: 'bills'; investigation: Investigation; worksheet: Worksheet }
  | { kind: 'final'; final: FinalBill; worksheet: Worksheet }

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
  return { from: from ?? addDays(today, -daysAtFirst), to: to ?? today, assumptions, final }
}

/** The same again as an address's query; `assumptions` of them instead. */
export function investigationQuery(asked: InvestigationAsked, assumptions = asked.assumptions): string {
  const query = new URLSearchParams({ from: formatDay(asked.from), to: formatDay(asked.to) })
  for (const assumption of assumptions) query.append('assume', assumptionText(assumption))
  if (asked.final) query.set('final_on', formatDay(asked.final.on))
  if (asked.final?.value !== undefined) query.set('final_value', String(asked.final.value))
  return query.toString()
}

export function work(
  office: Pick<ConsoleOffice, 'rulebook' | 'clock' | 'config'>,
  history: AccountHistory,
  asked: InvestigationAsked,
): Result<Worked, BillRefusal | SettingMissing> {
  const today = dayOf(office.clock.now(), office.config.office.timeZone)
  if (asked.to < asked.from) return refused({ name: 'period-overlap', about: formatDay(asked.to) })
  const tariff = tariffOf(office.rulebook.inForce('rates', today).value)
  if (asked.final) {
    const rule = office.rulebook.inForce('billing', today).value.final_bill
    const final = finalBill(history, { ...asked.final, metered: history.meters.length > 0 }, tariff, rule)
    if (!final.ok) return final
    return ok({ kind: 'final', final: final.value, worksheet: worksheetOfSpan(history.account.number, final.value.bill, []) })
  }
  const investigation = investigate(history, asked, tariff, asked.assumptions)
  if (!investigation.ok) return investigation
  return ok({ kind: 'bills', investigation: investigation.value, worksheet: worksheetOf(investigation.value) })
}
