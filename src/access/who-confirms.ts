// The pure rules of changes about people: what needs a second administrator, and whether there is one.
import type { Role, StaffMember } from '../staff/staff-member.ts'

export type ChangeKind = 'role' | 'second-factor' | 'invitation'

/** Never who asked, never whom it is about. Where nobody is left it goes through, and an alarm tells everybody. */
export function isThereAnother(
  managers: readonly Pick<StaffMember, 'id' | 'active'>[],
  { askedBy, about }: { askedBy: string; about: string | null },
): boolean {
  return managers.some(({ id, active }) => active && id !== askedBy && id !== about)
}

/** A clerk is invited by one; whoever comes in above that is given a role, which needs two. */
export function invitationNeedsTwo(role: Role): boolean {
  return role !== 'clerk'
}

/** Somebody must be left who can undo what was done. */
export function wouldLeaveNobody(managers: readonly Pick<StaffMember, 'id' | 'active'>[], leaving: string): boolean {
  return managers.every(({ id, active }) => !active || id === leaving)
}
