// To whom a case goes: somebody at work who may decide it and reads its language, the one who has it already before others, then who
// knows its topic, then who has the least. The decision says why.
import type { AssignmentRules } from '../../rulebook/kinds/assignment.ts'
import type { Urgency } from '../../rulebook/kinds/triage.ts'
import type { Topic } from '../../rulebook/topics.ts'

export type Candidate = {
  id: string
  role: 'clerk' | 'supervisor'
  atWork: boolean
  languages: readonly string[]
  skills: readonly string[]
  /** Of the open cases that he has. */
  weight: number
  /** Epoch milliseconds at which he was last given a case; 0: never. */
  lastGivenAt: number
}

export type Wanted = { hard: boolean; urgency: Urgency; language: string; topic: Topic; stickyId: string | null }

export type Choice = { kind: 'given'; id: string; because: string } | { kind: 'nobody'; because: NobodyBecause }
export type NobodyBecause = 'nobody at work' | 'no supervisor at work' | 'everybody at work has as much as the rulebook allows'

function caseWeight({ urgency, hard }: Pick<Wanted, 'urgency' | 'hard'>, rules: AssignmentRules): number {
  return rules.weights[urgency] * (hard ? rules.hard_factor : 1)
}

export function chooseAssignee(candidates: readonly Candidate[], wanted: Wanted, rules: AssignmentRules): Choice {
  const atWork = candidates.filter((candidate) => candidate.atWork)
  if (atWork.length === 0) return { kind: 'nobody', because: 'nobody at work' }
  const supervisors = atWork.filter(({ role }) => role === 'supervisor')
  const clerks = atWork.filter(({ role }) => role === 'clerk')
  if (wanted.hard && supervisors.length === 0) return { kind: 'nobody', because: 'no supervisor at work' }
  const added = caseWeight(wanted, rules)
  const hasRoom = ({ role, weight }: Candidate) => weight + added <= rules.most_weight[role]
  // A routine case goes to a supervisor only where no clerk is there or has room.
  const tiers = wanted.hard ? [supervisors] : [clerks, supervisors]
  const tier = tiers.map((people) => people.filter(hasRoom)).find((people) => people.length > 0)
  if (!tier) return { kind: 'nobody', because: 'everybody at work has as much as the rulebook allows' }
  const reading = tier.filter(({ languages }) => languages.includes(wanted.language))
  const unread = reading.length === 0 ? `; nobody at work reads ${wanted.language}` : ''
  const able = reading.length === 0 ? tier : reading
  const sticky = able.find(({ id }) => id === wanted.stickyId)
  if (sticky) return { kind: 'given', id: sticky.id, because: `had the case before${unread}` }
  const skilled = able.filter(({ skills }) => skills.includes(wanted.topic))
  const pool = skilled.length === 0 ? able : skilled
  const chosen = pool.toSorted(
    (a, b) => share(a, rules) - share(b, rules) || a.lastGivenAt - b.lastGivenAt || (a.id < b.id ? -1 : 1),
  )[0] as Candidate
  const why = [
    wanted.hard ? 'a hard case, to a supervisor at work' : chosen.role === 'clerk' ? 'to a clerk at work' : 'no clerk at work has room',
    ...(skilled.length > 0 ? ['who knows the topic'] : []),
    ...(pool.length > 1 ? ['with the least to do'] : []),
  ]
  return { kind: 'given', id: chosen.id, because: `${why.join(', ')}${unread}` }
}

function share({ role, weight }: Candidate, { most_weight }: AssignmentRules): number {
  return weight / most_weight[role]
}

/** Whether somebody who is not at work keeps a case: he is back before it falls due. */
export function keepsUntilBack({ absent, nextShiftAt }: { absent: boolean; nextShiftAt: Date | null }, dueAt: Date | null): boolean {
  return !absent && nextShiftAt !== null && (dueAt === null || nextShiftAt < dueAt)
}
