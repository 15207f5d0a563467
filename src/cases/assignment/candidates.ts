// Who may be given cases: clerks and supervisors, with what each has already.
import type { AtWork } from '../../staff/staff.ts'
import type { Candidate } from './choose-assignee.ts'

export type { AtWork } from '../../staff/staff.ts'
export type Load = { assigneeId: string; weight: number; lastGivenAt: Date | null }

export function candidatesOf(people: readonly AtWork[], loads: readonly Load[]): Candidate[] {
  const loadOf = new Map(loads.map((load) => [load.assigneeId, load]))
  return people.flatMap(({ member: { id, active, role, languages, skills }, presence }): Candidate[] => {
    if (!active || role === 'administrator') return []
    const load = loadOf.get(id)
    return [
      { id, role, atWork: presence.atWork, languages, skills, weight: load?.weight ?? 0, lastGivenAt: load?.lastGivenAt?.getTime() ?? 0 },
    ]
  })
}
