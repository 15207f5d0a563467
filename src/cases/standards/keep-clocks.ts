// Keeps the clocks of cases: computed anew from the timeline when that went on, and each step taken in its time: a reminder, a breach, an
// escalation, told to the people whom the rulebook names and written into the timeline.
import type { Tx } from '../../platform/database.ts'
import type { StandardStep } from '../../rulebook/kinds/standards.ts'
import type { AtWork } from '../../staff/staff.ts'
import type { CaseRecord } from '../case.ts'
import type { DutyParts } from '../duty-parts.ts'
import { appendEvents, findCases, lockCase, readTimeline, toEntry } from '../store.ts'
import { type CaseClock, caseClocks } from './case-clocks.ts'
import { explainClock, type Interval } from './explain-clock.ts'
import { officeStandards } from './office-standards.ts'
import { findDueSteps, findStale, readClocks, type StoredClock, saveClocks } from './store.ts'

export type ExplainedClock = Pick<
  CaseClock,
  'standard' | 'targetMinutes' | 'startedAt' | 'holder' | 'running' | 'elapsedMinutes' | 'dueAt'
> & {
  intervals: Interval[]
  rulebook: string
}

export type Clocks = {
  /** The case's clocks as of now, each with its intervals. */
  explain(record: CaseRecord): Promise<ExplainedClock[]>
  /** Computes what is stale and takes the steps that are due, up to a bounded number a call. `escalated`: cases for a supervisor. */
  sweep(): Promise<{ worked: number; escalated: string[] }>
}

const batch = 200

export function createClocks(parts: DutyParts): Clocks {
  const { db, clock, rulebook, timeZone, today, rosters } = parts
  const office = () => officeStandards(rulebook, timeZone, today())

  async function computed(tx: Tx, record: CaseRecord): Promise<{ clocks: CaseClock[]; version: string }> {
    const { version, ...standards } = office()
    const timeline = (await readTimeline(tx, record.id)).map(toEntry)
    return { clocks: caseClocks(timeline, record.urgency, standards, clock.now().getTime()), version }
  }

  function refresh(caseId: string): Promise<void> {
    return db.inTransaction(async (tx) => {
      await lockCase(tx, caseId)
      const [record] = await findCases(tx, [caseId])
      if (!record) return
      const { clocks, version } = await computed(tx, record)
      await saveClocks(tx, record.id, withSteps(clocks, await readClocks(tx, record.id), version))
    })
  }

  /** All steps of the case that are due, oldest first; the record of each is what keeps it from being taken twice. */
  function takeSteps(caseId: string, people: readonly AtWork[]): Promise<{ escalated: boolean }> {
    return db.inTransaction(async (tx) => {
      await lockCase(tx, caseId)
      const [record] = await findCases(tx, [caseId])
      let escalated = false
      if (!record) return { escalated }
      const { clocks, version } = await computed(tx, record)
      const stored = withSteps(clocks, await readClocks(tx, caseId), version)
      const now = clock.now()
      for (const [index, kept] of stored.entries()) {
        const { standard, steps } = clocks[index] as CaseClock
        while (kept.nextStepAt !== null && kept.nextStepAt <= now) {
          const { step } = steps[kept.stepsTaken] as CaseClock['steps'][number]
          await takeStep(tx, record, { ...kept, name: standard.name, step }, people)
          escalated ||= step.does === 'escalate'
          kept.stepsTaken += 1
          const next = steps[kept.stepsTaken]?.at
          kept.nextStepAt = next === undefined || next === null ? null : new Date(next)
        }
      }
      await saveClocks(tx, caseId, stored)
      return { escalated }
    })
  }

  async function takeStep(
    tx: Tx,
    record: CaseRecord,
    due: StoredClock & { name: string; step: StandardStep },
    people: readonly AtWork[],
  ): Promise<void> {
    const { step, standard, name, startedAt } = due
    const told = peopleOf(step, record, people)
    const content = {
      ...{ standard, does: step.does, percent: step.at_percent, dueAt: due.dueAt?.toISOString() ?? null },
      ...{ told, rulebook: due.rulebook },
    }
    await appendEvents(tx, [{ caseId: record.id, kind: 'clock-step', actor: 'desk', at: clock.now(), content }])
    await parts.tell(tx, {
      ...{ caseId: record.id, key: `${standard}.${startedAt.getTime()}.${step.at_percent}`, to: told },
      ...{ says: sayings[step.does], about: name },
    })
  }

  function peopleOf({ tells }: StandardStep, record: CaseRecord, people: readonly AtWork[]): string[] {
    const supervisors = parts.deciders(people)
    const administrators = people.filter(({ member }) => member.active && member.role === 'administrator').map(({ member }) => member.id)
    const named = tells.flatMap((who) => {
      // What nobody has is a supervisor's to hear of.
      if (who === 'assignee') return record.assigneeId === null ? supervisors : [record.assigneeId]
      return who === 'supervisors' ? supervisors : administrators
    })
    return [...new Set(named)]
  }

  return {
    explain: (record) =>
      db.inTransaction(async (tx) => {
        const { clocks, version } = await computed(tx, record)
        const timeline = (await readTimeline(tx, record.id)).map(toEntry)
        const now = clock.now().getTime()
        return clocks.map((one) => {
          const { standard, targetMinutes, startedAt, holder, running, elapsedMinutes, dueAt } = one
          const intervals = explainClock(timeline, one, now)
          return { standard, targetMinutes, startedAt, holder, running, elapsedMinutes, dueAt, intervals, rulebook: version }
        })
      }),

    async sweep() {
      const stale = await findStale(db.client, batch)
      for (const id of stale) await refresh(id)
      const due = await findDueSteps(db.client, clock.now(), batch)
      const people = due.length > 0 ? await rosters.now() : []
      const escalated: string[] = []
      for (const id of due) if ((await takeSteps(id, people)).escalated) escalated.push(id)
      return { worked: stale.length + due.length, escalated }
    },
  }
}

const sayings = { remind: 'reminded', breach: 'breached', escalate: 'escalated' } as const

/** A count that goes on keeps the steps it has taken; one that begins anew takes them again. */
function withSteps(clocks: readonly CaseClock[], before: readonly StoredClock[], rulebook: string): StoredClock[] {
  return clocks.map(({ standard, startedAt, holder, running, dueAt, steps, targetMinutes }) => {
    const kept = before.find((one) => one.standard === standard.id && one.startedAt.getTime() === startedAt)
    const stepsTaken = kept?.stepsTaken ?? 0
    const next = steps[stepsTaken]?.at ?? null
    return {
      ...{ standard: standard.id, startedAt: new Date(startedAt), holder, running, stepsTaken, targetMinutes, rulebook },
      ...{ dueAt: dueAt === null ? null : new Date(dueAt), nextStepAt: next === null ? null : new Date(next) },
    }
  })
}
