// The office's duty towards its cases: each is routed, in somebody's hands, and followed by its clocks.
import { z } from 'zod'
import type { JobKind } from '../platform/jobs.ts'
import { type Assignment, createAssignment } from './assignment/assign-cases.ts'
import { type DutyGiven, dutyParts } from './duty-parts.ts'
import { createLinks, type Links } from './link-cases.ts'
import { createMerges, type Merges } from './merge-cases.ts'
import { type CaseMoves, createCaseMoves } from './move-case.ts'
import { createPresence, type Presence } from './presence.ts'
import type { Promises } from './promises.ts'
import { createRoutes, type RecordsAsked, type Routes } from './routing/keep-routes.ts'
import { createSafetyFlags, type SafetyFlags } from './safety-flags.ts'
import { type Clocks, createClocks } from './standards/keep-clocks.ts'

/** Each minute. */
export const sweepCases: JobKind<Record<string, never>> = {
  name: 'sweep-cases',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
}

export type Duty = Pick<Assignment, 'assign' | 'escalate' | 'loads' | 'unassigned'> &
  Pick<CaseMoves, 'move'> &
  Pick<Clocks, 'explain'> &
  Pick<Routes, 'simulateRouting'> &
  Merges &
  Links &
  Pick<Presence, 'here'> & {
    safety: Pick<SafetyFlags, 'clear' | 'standing' | 'toReview'>
    /** Works the job of a case that heard from its customer. */
    caseHeard(about: { caseId: string }): Promise<void>
    sweep(): Promise<void>
  }

const roundsLimit = 50 // of a bounded batch each: what is left waits for the next minute

export function createDuty(given: DutyGiven & { promises: Pick<Promises, 'remind'> }, records: RecordsAsked): Duty {
  const parts = dutyParts(given)
  const assignment = createAssignment(parts)
  const flags = createSafetyFlags(parts)
  const routes = createRoutes(parts, records, flags)
  const clocks = createClocks(parts)
  const moves = createCaseMoves(parts)
  const presence = createPresence(parts)
  return {
    assign: assignment.assign,
    escalate: assignment.escalate,
    loads: assignment.loads,
    unassigned: assignment.unassigned,
    move: moves.move,
    explain: clocks.explain,
    simulateRouting: routes.simulateRouting,
    ...createMerges(parts),
    ...createLinks(parts),
    here: presence.here,
    safety: flags,
    async caseHeard({ caseId }) {
      const { turnedHard } = await routes.route(caseId)
      await assignment.place(caseId, { turnedHard })
    },
    async sweep() {
      await moves.sweep()
      await presence.sweep()
      if (parts.officeIsOpen()) await given.promises.remind(parts.tell, parts.deciders(await given.rosters.now()))
      for (let round = 0; round < roundsLimit; round++) {
        const { worked, escalated } = await clocks.sweep()
        for (const caseId of escalated) await assignment.place(caseId, { turnedHard: true })
        if (worked === 0) break
      }
      await assignment.sweep()
    },
  }
}
