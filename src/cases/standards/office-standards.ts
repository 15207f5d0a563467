// The standards and the calendars of an office as its rulebook has them: what the clocks of its cases are computed with.
import { type Day, midnightOf } from '../../kernel/days.ts'
import { alwaysOpen, calendarIn } from '../../rulebook/kinds/calendar.ts'
import type { InForce } from '../../rulebook/rulebook.ts'
import type { Office } from './case-clocks.ts'

export type StandardRules = {
  inForce(kind: 'standards', day: Day): InForce<'standards'>
  versionsUntil(kind: 'calendar', day: Day): { from: Day; version: InForce<'calendar'> }[]
}

/** As of `today`; `version` names the standards' words. Calendars that take effect later do not count yet. */
export function officeStandards(rulebook: StandardRules, zone: string, today: Day): Office & { version: string } {
  const { value, version } = rulebook.inForce('standards', today)
  const hours = rulebook
    .versionsUntil('calendar', today)
    .map(({ from, version: { value: given } }) => ({ from: midnightOf(from, zone), calendar: calendarIn(zone, given) }))
  return { standards: value.standards, hours, always: alwaysOpen(zone), version }
}
