// Who works on cases, and so may put a stopped reply or a mail that was set aside back to work.
import type { Role, StaffMember } from '../staff/staff-member.ts'

const caseWorkers: readonly Role[] = ['clerk', 'supervisor']

export function worksOnCases(member: Pick<StaffMember, 'active' | 'role'>): boolean {
  return member.active && caseWorkers.includes(member.role)
}
