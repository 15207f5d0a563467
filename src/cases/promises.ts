// What the office has promised customers. A promise is written with a reply, becomes due once that has left, and stays on its
// owner until a person says that it was kept or broken.
import { type Day, dayOf, formatDay, fromDateColumn, toDateColumn } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import { may } from '../rulebook/kinds/authority.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { actorOf, type StaffMember } from '../staff/staff-member.ts'
import type { StaffTold } from './staff-told.ts'
import { appendEvents, lockCase } from './store.ts'

export type MadePromise = {
  id: string
  caseId: string
  /** Null: promised on the telephone. */
  draftId: string | null
  /** The very words of the reply. */
  text: string
  ownerId: string
  dueOn: Day
  madeBy: string
  madeAt: Date
  outcome: 'kept' | 'broken' | null
  settledBy: string | null
  settledAt: Date | null
  note: string | null
}

type SettleRefusal = { kind: 'not-authorised' | 'not-found' | 'settled-already' | 'note-missing' }

export type Promises = {
  /** Tells owners of what is due today, and them and the supervisors of what is late; each once. */
  remind(tell: (tx: Tx, news: StaffTold) => Promise<void>, supervisors: readonly string[]): Promise<void>
  /** Not settled yet, by the day they are due; of one owner, or of all. */
  open(asked: { ownerId?: string; limit: number }): Promise<MadePromise[]>
  /** In the caller's transaction, when the reply has left. Made twice, it is there once. */
  make(tx: Tx, made: readonly Omit<MadePromise, 'madeAt' | 'outcome' | 'settledBy' | 'settledAt' | 'note'>[]): Promise<void>
  /** By the day they are due. */
  ofCase(caseId: string, tx?: Tx): Promise<MadePromise[]>
  /** Of this case, by whoever works on cases. A broken promise needs a note that says why. */
  settle(act: {
    id: string
    caseId: string
    outcome: 'kept' | 'broken'
    note: string
    by: StaffMember
  }): Promise<Result<MadePromise, SettleRefusal>>
}

type Parts = {
  db: Database
  clock: Clock
  rulebook: { inForce(kind: 'authority', day: Day): InForce<'authority'> }
  timeZone: string
}

const noteLimitCharacters = 1_000
const remindedAtOnce = 200

export function createPromises({ db, clock, rulebook, timeZone }: Parts): Promises {
  return {
    async make(tx, made) {
      const madeAt = clock.now()
      const { count } = await tx.promiseMade.createMany({
        data: made.map((promise) => ({ ...promise, dueOn: toDateColumn(promise.dueOn), madeAt })),
        skipDuplicates: true,
      })
      if (count === 0) return
      await appendEvents(
        tx,
        made.map(({ caseId, id, text, ownerId, dueOn, madeBy }) => ({
          ...{ caseId, kind: 'promise-made' as const, actor: `staff:${madeBy}` as const, at: madeAt },
          content: { promiseId: id, text, ownerId, dueOn: formatDay(dueOn) },
        })),
      )
    },

    async remind(tell, supervisors) {
      const today = toDateColumn(dayOf(clock.now(), timeZone))
      const due = await db.client.promiseMade.findMany({
        where: {
          outcome: null,
          OR: [
            { dueOn: today, reminded: null },
            { dueOn: { lt: today }, NOT: { reminded: 'late' } },
            { dueOn: { lt: today }, reminded: null },
          ],
        },
        orderBy: { dueOn: 'asc' },
        take: remindedAtOnce,
      })
      for (const { id, caseId, ownerId, dueOn } of due) {
        const late = dueOn < today
        const says = late ? 'promise-late' : 'promise-due'
        await db.inTransaction(async (tx) => {
          const { count } = await tx.promiseMade.updateMany({
            where: { id, outcome: null, OR: [{ reminded: null }, { NOT: { reminded: late ? 'late' : 'due' } }] },
            data: { reminded: late ? 'late' : 'due' },
          })
          if (count === 0) return
          await tell(tx, { caseId, key: `${says}.${id}`, to: [...new Set([ownerId, ...(late ? supervisors : [])])], says })
        })
      }
    },

    open: async ({ ownerId, limit }) =>
      (
        await db.client.promiseMade.findMany({
          where: { outcome: null, ...(ownerId === undefined ? {} : { ownerId }) },
          orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
          take: limit,
        })
      ).map(toPromise),

    ofCase: async (caseId, tx) =>
      (await (tx ?? db.client).promiseMade.findMany({ where: { caseId }, orderBy: [{ dueOn: 'asc' }, { id: 'asc' }] })).map(toPromise),

    settle: ({ id, caseId, outcome, note, by }) =>
      db.inTransaction(async (tx) => {
        if (!may(by, 'work_on_cases', rulebook.inForce('authority', dayOf(clock.now(), timeZone)).value))
          return refused({ kind: 'not-authorised' })
        const found = await tx.promiseMade.findUnique({ where: { id, caseId } })
        if (!found) return refused({ kind: 'not-found' })
        if (outcome === 'broken' && note.trim() === '') return refused({ kind: 'note-missing' })
        await lockCase(tx, found.caseId)
        const settled = { outcome, settledBy: by.id, settledAt: clock.now(), note: note.trim().slice(0, noteLimitCharacters) || null }
        const { count } = await tx.promiseMade.updateMany({ where: { id, outcome: null }, data: settled })
        if (count === 0) return refused({ kind: 'settled-already' })
        const content = { promiseId: id, text: found.text, outcome, note: settled.note }
        await appendEvents(tx, [{ caseId: found.caseId, kind: 'promise-settled', actor: actorOf(by), at: settled.settledAt, content }])
        return ok(toPromise({ ...found, ...settled }))
      }),
  }
}

function toPromise({
  reminded: _,
  ...row
}: Omit<MadePromise, 'dueOn' | 'outcome'> & { dueOn: Date; outcome: string | null; reminded?: string | null }): MadePromise {
  return { ...row, dueOn: fromDateColumn(row.dueOn), outcome: row.outcome as MadePromise['outcome'] }
}
