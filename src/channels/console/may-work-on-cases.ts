// Whether a button is offered that works on cases. The slices' verbs decide again when it is pressed.
import { dayOf } from '../../kernel/days.ts'
import { may } from '../../rulebook/kinds/authority.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import type { ConsoleOffice } from './office-faces.ts'

export function mayWorkOnCases(
  { rulebook, clock, config }: Pick<ConsoleOffice, 'rulebook' | 'clock' | 'config'>,
  by: StaffMember,
): boolean {
  const { value: authority } = rulebook.inForce('authority', dayOf(clock.now(), config.office.timeZone))
  return may(by, 'work_on_cases', authority)
}
