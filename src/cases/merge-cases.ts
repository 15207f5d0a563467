// Two cases of one customer become one: what was said in the first is answered in the second, and what is written to either comes there.
// A merge can be taken back.

import { type Day, dayOf } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { Jobs } from '../platform/jobs.ts'
import { may } from '../rulebook/kinds/authority.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { actorOf, type StaffMember } from '../staff/staff-member.ts'
import { type CaseRecord, caseName } from './case.ts'
import { caseHeard, caseMerged } from './case-heard.ts'
import type { MergeRefusal } from './case-refusals.ts'
import { appendEvents, findAbsorbed, findCases, lockCases, readTimeline, toEntry, updateCase } from './store.ts'

export type Merges = {
  /** `fromId` goes on in `intoId`. Both must be of the same customer, or about the same account. */
  merge(act: { fromId: string; intoId: string; reason: string; by: StaffMember }): Promise<Result<CaseRecord, MergeRefusal>>
  /** The merged case is open again, by itself. */
  unmerge(act: { caseId: string; reason: string; by: StaffMember }): Promise<Result<CaseRecord, MergeRefusal>>
}

type Parts = {
  db: Database
  clock: Clock
  jobs: Pick<Jobs, 'send'>
  rulebook: { inForce(kind: 'authority', day: Day): InForce<'authority'> }
  timeZone: string
}

const reasonLimitCharacters = 1_000

export function createMerges({ db, clock, jobs, rulebook, timeZone }: Parts): Merges {
  const mayWork = (by: StaffMember) => may(by, 'work_on_cases', rulebook.inForce('authority', dayOf(clock.now(), timeZone)).value)

  return {
    merge: ({ fromId, intoId, reason: given, by }) =>
      db.inTransaction(async (tx) => {
        if (!mayWork(by)) return refused({ kind: 'not-authorised' })
        const why = given.trim().slice(0, reasonLimitCharacters)
        if (why === '') return refused({ kind: 'reason-missing' })
        if (fromId === intoId) return refused({ kind: 'the-same-case' })
        await lockCases(tx, [fromId, intoId])
        const found = await findCases(tx, [fromId, intoId])
        const [from, into] = [fromId, intoId].map((id) => found.find((record) => record.id === id))
        if (!from || !into) return refused({ kind: 'no-case' })
        if (from.mergedIntoId !== null || into.mergedIntoId !== null) return refused({ kind: 'merged-already' })
        // An answer on its way would leave from a case that is no more.
        if (from.status === 'approved') return refused({ kind: 'not-in-this-state', status: from.status })
        if ((await findAbsorbed(tx, fromId)).length > 0) return refused({ kind: 'takes-others-in' })
        if (!areOneCustomers(from, into)) return refused({ kind: 'another-customer' })
        const at = clock.now()
        await updateCase(tx, fromId, { status: 'merged', mergedIntoId: intoId, waitsUntil: null, updatedAt: at })
        await updateCase(tx, intoId, { updatedAt: at })
        const words = await lastWords(tx, fromId)
        const absorbed = {
          case: caseName(from),
          caseId: fromId,
          receivedAt: from.openedAt.toISOString(),
          subject: from.subject,
          newText: words,
          why,
        }
        await appendEvents(tx, [
          { caseId: fromId, kind: 'case-merged', actor: actorOf(by), at, content: { case: caseName(into), caseId: intoId, why } },
          { caseId: intoId, kind: 'case-absorbed', actor: actorOf(by), at, content: absorbed },
        ])
        await jobs.send(tx, caseMerged, { caseId: fromId })
        await jobs.send(tx, caseHeard, { caseId: intoId, opened: false })
        return ok({ ...into, updatedAt: at })
      }),

    unmerge: ({ caseId, reason: given, by }) =>
      db.inTransaction(async (tx) => {
        if (!mayWork(by)) return refused({ kind: 'not-authorised' })
        const why = given.trim().slice(0, reasonLimitCharacters)
        if (why === '') return refused({ kind: 'reason-missing' })
        const [seen] = await findCases(tx, [caseId])
        if (!seen) return refused({ kind: 'no-case' })
        await lockCases(tx, [caseId, ...(seen.mergedIntoId ? [seen.mergedIntoId] : [])])
        const [record] = await findCases(tx, [caseId])
        if (!record?.mergedIntoId || record.mergedIntoId !== seen.mergedIntoId) return refused({ kind: 'not-merged' })
        const [into] = (await findCases(tx, [record.mergedIntoId])) as [CaseRecord]
        const at = clock.now()
        await updateCase(tx, caseId, { status: 'open', mergedIntoId: null, updatedAt: at })
        await appendEvents(tx, [
          { caseId, kind: 'merge-undone', actor: actorOf(by), at, content: { case: caseName(into), caseId: into.id, why } },
          { caseId: into.id, kind: 'merge-undone', actor: actorOf(by), at, content: { case: caseName(record), caseId, why } },
        ])
        return ok({ ...record, status: 'open' as const, mergedIntoId: null, updatedAt: at })
      }),
  }
}

function areOneCustomers(a: CaseRecord, b: CaseRecord): boolean {
  const sameAddress = a.customerAddress !== null && a.customerAddress === b.customerAddress
  return sameAddress || (a.accountNumber !== null && a.accountNumber === b.accountNumber && a.entitled && b.entitled)
}

async function lastWords(tx: Tx, caseId: string): Promise<string> {
  const heard = (await readTimeline(tx, caseId))
    .map(toEntry)
    .filter(({ kind }) => kind === 'mail-received' || kind === 'mail-attached' || kind === 'inquiry-noted')
  const words = heard.flatMap(({ content }) => (typeof content?.newText === 'string' ? content.newText : []))
  return words.join('\n\n')
}
