// How far back service that was not billed in time may still be billed (Illinois Public Act 104-0328, where it applies).
import { type Day, day, formatDay, parseDay } from '../../kernel/days.ts'
import { ok, type Result, refused } from '../../kernel/result.ts'
import type { BillingRules } from '../../rulebook/kinds/billing.ts'
import { type SettingMissing, settingMissing } from './setting-missing.ts'
import type { Worksheet } from './worksheet.ts'

/** What a worksheet charges more than was billed, for days before the limit. Refuses to say while the office has not decided. */
export function tooLateFor(
  rule: BillingRules['back_billing'],
  { sections }: Pick<Worksheet, 'sections'>,
  asked: BackBilling,
): Result<{ earliest: Day; billId: string | null } | null, SettingMissing> {
  const asIfBound = earliestBillable({ ...rule, applies: rule.applies ?? true }, asked)
  if (!asIfBound.ok) return asIfBound
  const earliest = asIfBound.value
  if (earliest === null) return ok(null)
  const late = sections.find(
    ({ recordedCents, recomputedCents, recomputed }) =>
      recomputedCents > recordedCents && recomputed.some((row) => (parseDay(row.from) ?? earliest) < earliest),
  )
  if (!late) return ok(null)
  return rule.applies === null ? refused(settingMissing('back_billing.applies')) : ok({ earliest, billId: late.billId })
}

export type BackBilling = {
  residential: boolean /** Such as `stopped-meter` or `tampering`. */
  cause: string /** When the office learnt of it. */
  foundOn: Day
}

/** The first day that may be billed; null: there is no limit. */
export function earliestBillable(rule: BillingRules['back_billing'], asked: BackBilling): Result<Day | null, SettingMissing> {
  if (rule.unlimited_causes.includes(asked.cause)) return ok(null)
  if (rule.applies === null) return refused(settingMissing('back_billing.applies'))
  if (!rule.applies) return ok(null)
  return ok(monthsBefore(asked.foundOn, asked.residential ? rule.residential_months : rule.non_residential_months))
}

/** The same day of the month; where that month is shorter, its last day. */
function monthsBefore(from: Day, months: number): Day {
  const [year, month, date] = formatDay(from).split('-').map(Number) as [number, number, number]
  const index = year * 12 + (month - 1) - months
  const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1]
  const first = (y: number, m: number) => day(`${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-01`)
  const next = toMonth === 12 ? first(toYear + 1, 1) : first(toYear, toMonth + 1)
  return Math.min(first(toYear, toMonth) + date - 1, next - 1) as Day
}
