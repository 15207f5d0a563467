// Addresses that mail came back from for good. Nothing more goes to them by itself: what would is held, until a person with
// the authority clears the mark or has one mail sent all the same.
import { ok, type Result, refused } from '../../kernel/result.ts'
import { audit } from '../../platform/audit.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.ts'
import type { Jobs } from '../../platform/jobs.ts'
import { actorOf, type StaffMember } from '../../staff/staff-member.ts'
import type { CasesAsked } from '../ingest-parts.ts'
import { dispatchMail } from '../mailroom-jobs.ts'
import type { AlarmsAsked } from './alarm-lamp.ts'
import { automaticLimitMilliseconds } from './mail-age.ts'
import { findHeldFor, moveOutgoing } from './outbox-store.ts'
import { clearMark, findMarks, insertMark, type UndeliverableMark } from './undeliverable-store.ts'
import { type OutgoingRecord, recipientsOf } from './write-outgoing.ts'

export type ClearRefusal = { kind: 'not-authorised' } | { kind: 'not-marked' } | { kind: 'reason-missing' }

export type Undeliverables = {
  /** The standing marks on these addresses; without any given all of them, newest first, up to 200. */
  undeliverable(addresses?: readonly string[]): Promise<UndeliverableMark[]>
  /** Lets mail go to the address again; what the mark held takes its place in the queue, where approval and facts are asked anew. */
  clearUndeliverable(act: { address: string; by: StaffMember; reason: string }): Promise<Result<{ leaving: number }, ClearRefusal>>
}

export type UndeliverableParts = {
  db: Database
  clock: Clock
  jobs: Pick<Jobs, 'send'>
  cases: Pick<CasesAsked, 'record' | 'setStatus' | 'byMany'>
  alarms?: AlarmsAsked
  mayClear(by: StaffMember): boolean
}

const reasonLimitCharacters = 500

export function createUndeliverables(parts: UndeliverableParts): Undeliverables {
  const { db, clock } = parts
  return {
    undeliverable: (addresses) => findMarks(db.client, addresses),

    clearUndeliverable: ({ address, by, reason: given }) =>
      db.inTransaction(async (tx) => {
        if (!parts.mayClear(by)) return refused({ kind: 'not-authorised' })
        const reason = given.trim().slice(0, reasonLimitCharacters)
        if (reason === '') return refused({ kind: 'reason-missing' })
        const at = clock.now()
        const cleared = { clearedBy: by.id, clearedAt: at, clearedReason: reason }
        if (!(await clearMark(tx, address, cleared))) return refused({ kind: 'not-marked' })
        await audit(tx, { at, actor: actorOf(by), act: 'undeliverable mark cleared', subject: address.toLowerCase(), detail: { reason } })
        await parts.alarms?.clearAlarm(staffAlarm(address), tx)
        let leaving = 0
        for (const mail of await findHeldFor(tx, address)) if (await release(tx, parts, mail, { by, at, reason })) leaving++
        return ok({ leaving })
      }),
  }
}

/** A case's mail says on its timeline why it leaves after all. */
async function release(
  tx: Tx,
  { cases, jobs }: UndeliverableParts,
  mail: OutgoingRecord,
  { by, at, reason }: { by: StaffMember; at: Date; reason: string },
): Promise<boolean> {
  // A request or a receipt of days ago says what is no longer so.
  const stale = mail.kind !== 'reply' && at.getTime() - mail.createdAt.getTime() > automaticLimitMilliseconds
  const change = stale
    ? ({ status: 'recalled' } as const)
    : ({ status: 'queued', notBefore: at, lastError: null, claimedBy: null } as const)
  if (!(await moveOutgoing(tx, mail.id, ['held'], { ...change, heldForAddress: false })) || stale) return false
  await jobs.send(tx, dispatchMail, { outgoingId: mail.id })
  if (mail.kind !== 'reply' || mail.caseId === null) return true
  const content = { messageId: mail.messageId, outcome: 'address-cleared', reason }
  await cases.record(tx, mail.caseId, { kind: 'send-settled', actor: actorOf(by), content })
  const [record] = await cases.byMany(tx, [mail.caseId])
  if (record?.status === 'open') await cases.setStatus(tx, mail.caseId, 'approved')
  return true
}

/** Marks the address of a mail that came back. Of a colleague's the office is told: requests for a decision stay away from him. */
export async function markAddress(
  tx: Tx,
  { alarms }: { alarms?: AlarmsAsked | undefined },
  mail: Pick<OutgoingRecord, 'kind' | 'recipient'>,
  found: Omit<UndeliverableMark, 'address'>,
): Promise<boolean> {
  if (!(await insertMark(tx, { ...found, address: mail.recipient }))) return false
  if (mail.kind === 'staff') {
    const text = `Mail to the colleague ${mail.recipient} comes back: ${found.reason}`
    const remedy = 'Correct the address, or clear its mark on the Mailroom page once it takes mail again.'
    await alarms?.raiseAlarm({ key: staffAlarm(mail.recipient), text, remedy }, tx)
  }
  return true
}

const staffAlarm = (address: string) => `staff-address:${address.toLowerCase()}`

/** Why a mail must not leave by itself now; null where nothing stands against any of its addresses, or a person said so after the mark. */
export async function markAgainst(tx: Tx, mail: Pick<OutgoingRecord, 'recipient' | 'cc' | 'anywayAt'>): Promise<string | null> {
  const { anywayAt } = mail
  const mark = (await findMarks(tx, recipientsOf(mail))).find(({ since }) => anywayAt === null || anywayAt < since)
  if (!mark) return null
  const since = mark.since.toISOString().slice(0, 10)
  return `mail to ${mark.address} has come back since ${since} (${mark.reason}); clear the mark, or try again to send it all the same`
}
