// The stop of all outgoing mail, by a setting or a person, and its end.
import { ok, type Result, refused } from '../../kernel/result.ts'
import { audit } from '../../platform/audit.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.ts'
import { actorOf, type StaffMember } from '../../staff/staff-member.ts'
import { automaticLimitMilliseconds, replyLimitMilliseconds } from './mail-age.ts'
import { countLeaving, readStop, writeStop } from './outbox-store.ts'

export type OutboundState =
  | { stopped: false }
  | { stopped: true; why: 'setting' }
  | { stopped: true; why: 'person'; by: string; reason: string; at: Date }

export type Stops = {
  outboundState(): Promise<OutboundState>
  stopOutgoing(act: { by: StaffMember; reason: string }): Promise<Result<void, { kind: 'not-authorised' }>>
  /** `leaving`: how many mails that waited leave now. Those that waited too long do not. */
  resumeOutgoing(act: { by: StaffMember }): Promise<Result<{ leaving: number }, { kind: 'not-authorised' }>>
}

export type StopParts = {
  db: Database
  clock: Clock
  outbound: 'send' | 'hold'
  mayStop(by: StaffMember): boolean
  /** Gives mails that are due their jobs again. */
  redoDue(tx: Tx): Promise<void>
}

const reasonLimitCharacters = 500

export function createStops({ db, clock, outbound, mayStop, redoDue }: StopParts): Stops {
  return {
    async outboundState() {
      if (outbound === 'hold') return { stopped: true, why: 'setting' }
      const stop = await readStop(db.client)
      return stop?.on ? { stopped: true, why: 'person', by: stop.by, reason: stop.reason, at: stop.at } : { stopped: false }
    },

    stopOutgoing: ({ by, reason }) =>
      db.inTransaction(async (tx) => {
        if (!mayStop(by)) return refused({ kind: 'not-authorised' })
        const words = reason.trim().slice(0, reasonLimitCharacters)
        await writeStop(tx, { on: true, by: by.id, reason: words, at: clock.now() })
        const detail = { reason: words }
        await audit(tx, { at: clock.now(), actor: actorOf(by), act: 'outgoing mail stopped', subject: 'outgoing mail', detail })
        return ok(undefined)
      }),

    resumeOutgoing: ({ by }) =>
      db.inTransaction(async (tx) => {
        if (!mayStop(by)) return refused({ kind: 'not-authorised' })
        const now = clock.now()
        await writeStop(tx, { on: false, by: by.id, reason: '', at: now })
        await audit(tx, { at: now, actor: actorOf(by), act: 'outgoing mail resumed', subject: 'outgoing mail' })
        await redoDue(tx)
        if (outbound === 'hold') return ok({ leaving: 0 })
        const writtenSince = new Date(now.getTime() - automaticLimitMilliseconds)
        const dueSince = new Date(now.getTime() - replyLimitMilliseconds)
        return ok({ leaving: await countLeaving(tx, now, { writtenSince, dueSince }) })
      }),
  }
}
