// Use that was not what it should have been: water that leaked away, and water that a wrong meter counted. The formulas are the
// rulebook's; these only apply them. Quantities are in the schedule's unit and never rounded here.
import { ok, type Result, refused } from '../../kernel/result.ts'
import type { BillingRules } from '../../rulebook/kinds/billing.ts'
import { decimal, type Fraction, minus, over, plus, scale, times } from '../fraction.ts'
import { type SettingMissing, settingMissing } from './setting-missing.ts'

type LeakRule = BillingRules['leak'][number]
type WrongMeterRule = NonNullable<BillingRules['wrong_meter']>

export type LeakCredit = { average: Fraction; excess: Fraction; credited: Fraction }

/**
 * `before`: the use of the bills before the leak, the newest last, and their days; `leaking`: that of the bill with it. Takes the
 * rule's share of the use above the average of as many days off; nothing where there is none.
 */
export function leakCredit(
  rule: LeakRule,
  before: readonly { use: Fraction; days: number }[],
  leaking: { use: Fraction; days: number },
): Result<LeakCredit, SettingMissing | { name: 'missing-input'; about: string }> {
  if (rule.average_over_bills === null) return refused(settingMissing('leak.average_over_bills'))
  const averaged = before.slice(-rule.average_over_bills)
  if (averaged.length < rule.average_over_bills) return refused({ name: 'missing-input', about: 'bills before the leak' })
  const days = averaged.reduce((sum, bill) => sum + bill.days, 0)
  if (days === 0) return refused({ name: 'missing-input', about: 'days before the leak' })
  const used = averaged.reduce((sum, bill) => plus(sum, bill.use), decimal('0'))
  const average = scale(used, leaking.days, days)
  const above = minus(leaking.use, average)
  const excess = above.n > 0n ? above : decimal('0')
  return ok({ average, excess, credited: share(excess, rule.excess_percent) })
}

/** `registered`: what the meter counted for every 100 of water, as tested. A meter within the limits is left as it is. */
export function correctedUse(
  rule: WrongMeterRule | null,
  use: Fraction,
  registered: string,
): Result<Fraction, SettingMissing | { name: 'division-by-zero'; about: string }> {
  if (rule === null) return refused(settingMissing('wrong_meter'))
  const percent = decimal(registered)
  if (percent.n === 0n) return refused({ name: 'division-by-zero', about: 'registered' }) // a stopped meter counted nothing to correct by
  const fast = less(decimal(rule.fast_above_percent), percent)
  const slow = less(percent, decimal(rule.slow_below_percent))
  return ok(fast || slow ? over(times(use, decimal('100')), percent) : use)
}

function share(value: Fraction, percent: string): Fraction {
  return over(times(value, decimal(percent)), decimal('100'))
}

function less(a: Fraction, b: Fraction): boolean {
  return a.n * b.d < b.n * a.d
}
