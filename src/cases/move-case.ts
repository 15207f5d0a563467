// What people say of a case: that it waits, goes on, is resolved, closed or open again. Each word needs its reason, and a wait its day: on
// that day the case comes back by itself.
import { type Day, dayOf, formatDay, fromDateColumn, longDay, toDateColumn } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import { may } from '../rulebook/kinds/authority.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { actorOf, type StaffMember } from '../staff/staff-member.ts'
import type { CaseRecord } from './case.ts'
import type { CaseMoveRefusal } from './case-refusals.ts'
import { type CaseMove, moved } from './lifecycle.ts'
import { appendEvents, findCases, findOver, findWaitsOver, lockCase, updateCase } from './store.ts'

export type CaseMoveAsked = {
  caseId: string
  move: CaseMove
  /** Why, or how: it stands in the timeline. */
  reason: string
  /** The day on which a waiting case comes back. */
  until?: Day | null
  by: StaffMember
}

export type CaseMoves = {
  move(asked: CaseMoveAsked): Promise<Result<CaseRecord, CaseMoveRefusal>>
  /** Cases whose day has come are open again; those that nobody can open again by writing are closed. */
  sweep(): Promise<void>
}

type Parts = {
  db: Database
  clock: Clock
  rulebook: { inForce<K extends 'authority' | 'reopening'>(kind: K, day: Day): InForce<K> }
  timeZone: string
}

const reasonLimitCharacters = 1_000
const longestWaitDays = 90
const sweepLimit = 200

export function createCaseMoves({ db, clock, rulebook, timeZone }: Parts): CaseMoves {
  const today = () => dayOf(clock.now(), timeZone)

  return {
    move: ({ caseId, move, reason: given, until = null, by }) =>
      db.inTransaction(async (tx) => {
        if (!may(by, 'work_on_cases', rulebook.inForce('authority', today()).value)) return refused({ kind: 'not-authorised' })
        const reason = given.trim().slice(0, reasonLimitCharacters)
        if (reason === '' && move !== 'go-on') return refused({ kind: 'reason-missing' })
        await lockCase(tx, caseId)
        const [record] = await findCases(tx, [caseId])
        if (!record) return refused({ kind: 'no-case' })
        const rule = moved(record.status, move)
        if (!rule.ok) return rule
        const waits = move === 'wait-for-customer' || move === 'wait-for-field'
        if (waits && until === null) return refused({ kind: 'day-missing' })
        const latest = (today() + longestWaitDays) as Day
        if (waits && until !== null && (until <= today() || until > latest)) return refused({ kind: 'day-refused', latest })
        const at = clock.now()
        const waitsUntil = waits && until !== null ? toDateColumn(until) : null
        await updateCase(tx, caseId, { status: rule.value.to, waitsUntil, updatedAt: at })
        const content = contentOf(move, reason, until)
        await appendEvents(tx, [{ caseId, kind: rule.value.entry, actor: actorOf(by), at, content }])
        return ok({ ...record, status: rule.value.to, waitsUntil, updatedAt: at })
      }),

    async sweep() {
      for (const id of await findWaitsOver(db.client, toDateColumn(today()), sweepLimit)) await db.inTransaction((tx) => comeBack(tx, id))
      const days = rulebook.inForce('reopening', today()).value.reopen_within_days
      const before = new Date(clock.now().getTime() - (days + 1) * 86_400_000)
      for (const id of await findOver(db.client, before, sweepLimit)) await db.inTransaction((tx) => closeOld(tx, id, before, days))
    },
  }

  async function comeBack(tx: Tx, caseId: string): Promise<void> {
    await lockCase(tx, caseId)
    const [record] = await findCases(tx, [caseId])
    if (!record?.waitsUntil || fromDateColumn(record.waitsUntil) > today()) return
    if (record.status !== 'waiting-for-customer' && record.status !== 'waiting-for-field') return
    const at = clock.now()
    await updateCase(tx, caseId, { status: 'open', waitsUntil: null, updatedAt: at })
    const because = `waited until ${longDay(fromDateColumn(record.waitsUntil))}`
    await appendEvents(tx, [{ caseId, kind: 'wait-over', actor: 'desk', at, content: { because } }])
  }

  async function closeOld(tx: Tx, caseId: string, before: Date, days: number): Promise<void> {
    await lockCase(tx, caseId)
    const [record] = await findCases(tx, [caseId])
    if (!record || record.updatedAt >= before || (record.status !== 'answered' && record.status !== 'resolved')) return
    const at = clock.now()
    await updateCase(tx, caseId, { status: 'closed', updatedAt: at })
    await appendEvents(tx, [{ caseId, kind: 'case-closed', actor: 'desk', at, content: { why: `nothing was heard for ${days} days` } }])
  }
}

function contentOf(move: CaseMove, reason: string, until: Day | null): { [key: string]: string | null } {
  switch (move) {
    case 'wait-for-customer':
    case 'wait-for-field':
      return { reason, until: until === null ? null : formatDay(until) }
    case 'go-on':
      return { because: reason || 'a person went on with it' }
    case 'resolve':
      return { how: reason }
    case 'close':
      return { why: reason }
    case 'reopen':
      return { reason, answeredAt: null }
    default:
      return unknownMove(move)
  }
}

function unknownMove(move: never): never {
  throw new Error(`no such move: ${String(move)}`)
}
