// Warnings for whoever goes to a property or speaks to its people. They are raised by the rulebook's reasons or by a person, stand until
// somebody with the authority takes them down, and ask to be looked at again by a day.
import { randomUUID } from 'node:crypto'
import { addDays, type Day, dayOf, formatDay, fromDateColumn, toDateColumn } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import { may } from '../rulebook/kinds/authority.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import { type Actor, actorOf, type StaffMember } from '../staff/staff-member.ts'
import type { CaseRecord } from './case.ts'
import type { FlagRefusal } from './case-refusals.ts'
import { appendEvents, lockCase } from './store.ts'

export type SafetyFlag = { id: string; caseId: string; accountNumber: string | null; reason: string; raisedAt: Date; reviewBy: Day }

export type SafetyFlags = {
  /** Raised twice for one reason of one case, it is there once. */
  raise(tx: Tx, flag: { record: CaseRecord; reason: string; by: Actor }): Promise<void>
  /** That stand for an account or a case. */
  standing(about: { accountNumber: string | null; caseId?: string }): Promise<SafetyFlag[]>
  /** That somebody should look at again: their day has come. */
  toReview(): Promise<SafetyFlag[]>
  /** By a supervisor, with the reason. */
  clear(act: { id: string; reason: string; by: StaffMember }): Promise<Result<void, FlagRefusal>>
}

type Parts = { db: Database; clock: Clock; rulebook: Pick<Rulebook, 'inForce'>; timeZone: string }

const reasonLimitCharacters = 1_000
const reviewedAtOnce = 100

export function createSafetyFlags({ db, clock, rulebook, timeZone }: Parts): SafetyFlags {
  const today = () => dayOf(clock.now(), timeZone)
  return {
    async raise(tx, { record, reason, by }) {
      const reviewBy = addDays(today(), rulebook.inForce('routing', today()).value.safety_flag.days)
      const flag = { id: randomUUID(), caseId: record.id, accountNumber: record.accountNumber, reason, raisedBy: by, raisedAt: clock.now() }
      const { count } = await tx.safetyFlag.createMany({ data: [{ ...flag, reviewBy: toDateColumn(reviewBy) }], skipDuplicates: true })
      if (count === 0) return
      const content = { reason, reviewBy: formatDay(reviewBy) }
      await appendEvents(tx, [{ caseId: record.id, kind: 'safety-flag-raised', actor: by, at: clock.now(), content }])
    },

    async standing({ accountNumber, caseId }) {
      const places = [...(accountNumber === null ? [] : [{ accountNumber }]), ...(caseId === undefined ? [] : [{ caseId }])]
      if (places.length === 0) return []
      return (await db.client.safetyFlag.findMany({ where: { clearedAt: null, OR: places }, orderBy: { raisedAt: 'asc' } })).map(toFlag)
    },

    toReview: async () => {
      const where = { clearedAt: null, reviewBy: { lte: toDateColumn(today()) } }
      return (await db.client.safetyFlag.findMany({ where, orderBy: { reviewBy: 'asc' }, take: reviewedAtOnce })).map(toFlag)
    },

    clear: ({ id, reason: given, by }) =>
      db.inTransaction(async (tx) => {
        if (!may(by, 'clear_safety_flag', rulebook.inForce('authority', today()).value)) return refused({ kind: 'not-authorised' })
        const because = given.trim().slice(0, reasonLimitCharacters)
        if (because === '') return refused({ kind: 'reason-missing' })
        const flag = await tx.safetyFlag.findUnique({ where: { id } })
        if (!flag) return refused({ kind: 'not-found' })
        await lockCase(tx, flag.caseId)
        const at = clock.now()
        const { count } = await tx.safetyFlag.updateMany({
          where: { id, clearedAt: null },
          data: { clearedAt: at, clearedBy: by.id, clearedReason: because },
        })
        if (count === 0) return refused({ kind: 'not-found' })
        const content = { reason: flag.reason, because }
        await appendEvents(tx, [{ caseId: flag.caseId, kind: 'safety-flag-cleared', actor: actorOf(by), at, content }])
        return ok(undefined)
      }),
  }
}

function toFlag({ id, caseId, accountNumber, reason, raisedAt, reviewBy }: Omit<SafetyFlag, 'reviewBy'> & { reviewBy: Date }): SafetyFlag {
  return { id, caseId, accountNumber, reason, raisedAt, reviewBy: fromDateColumn(reviewBy) }
}
