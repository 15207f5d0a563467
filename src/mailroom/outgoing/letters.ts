// Replies that go by post: they wait to be printed, and have left when a person says by name that he posted them.
import { type Day, dayOf } from '../../kernel/days.ts'
import { ok, type Result, refused } from '../../kernel/result.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { findByStatus, findOutgoing, moveOutgoing } from './outbox-store.ts'
import { type OutcomeParts, recordSent } from './record-outcome.ts'
import type { ReplyStands } from './send-outgoing.ts'
import type { OutgoingRecord } from './write-outgoing.ts'

/** `holds-no-longer`: what it states has changed since it was approved, so that it must not leave; it is held. */
export type PostedRefusal = { kind: 'not-authorised' | 'not-waiting' | 'day-refused' | 'holds-no-longer' }

export type Letters = {
  /** Those that wait to be printed and posted, oldest first, up to 200. */
  toPrint(): Promise<OutgoingRecord[]>
  /** One that waits; undefined: it does not, or no longer. */
  letter(outgoingId: string): Promise<OutgoingRecord | undefined>
  posted(act: { outgoingId: string; on: Day; by: StaffMember }): Promise<Result<void, PostedRefusal>>
}

type Parts = OutcomeParts & {
  db: Database
  clock: Clock
  timeZone: string
  replyStands: ReplyStands
  stillApproved(tx: Tx, letter: OutgoingRecord): Promise<boolean>
  mayPost(by: StaffMember): boolean
}

export function createLetters(parts: Parts): Letters {
  const { db, clock, timeZone } = parts
  const waiting = async (outgoingId: string) => {
    const letter = await findOutgoing(db.client, outgoingId)
    return letter?.status === 'to-print' ? letter : undefined
  }
  return {
    toPrint: () => findByStatus(db.client, 'to-print'),
    letter: waiting,
    async posted({ outgoingId, on, by }) {
      if (!parts.mayPost(by)) return refused({ kind: 'not-authorised' })
      const letter = await waiting(outgoingId)
      if (letter?.draftId == null || letter.contentHash === null) return refused({ kind: 'not-waiting' })
      if (on > dayOf(clock.now(), timeZone) || on < dayOf(letter.createdAt, timeZone)) return refused({ kind: 'day-refused' })
      if ((await parts.replyStands(letter.draftId, letter.contentHash)) !== 'stands') {
        await db.inTransaction((tx) =>
          moveOutgoing(tx, letter.id, ['to-print'], { status: 'held', lastError: 'what it states holds no longer' }),
        )
        return refused({ kind: 'holds-no-longer' })
      }
      return db.inTransaction(async (tx) => {
        if (!(await parts.stillApproved(tx, letter))) return refused({ kind: 'holds-no-longer' })
        const left = { status: 'sent', sentAt: clock.now() } as const
        if (!(await moveOutgoing(tx, letter.id, ['to-print'], left))) return refused({ kind: 'not-waiting' })
        await recordSent(tx, parts, { ...letter, ...left }, { by, on })
        return ok(undefined)
      })
    },
  }
}
