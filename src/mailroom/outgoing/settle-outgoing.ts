// Mails that stopped on their way: those of a desk that died, those of unknown fate, and replies that failed or were held.
// Nothing here sends; a person's word puts a mail back into the queue.
import type { Approvals } from '../../approvals/approvals.ts'
import { ok, type Result, refused } from '../../kernel/result.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.ts'
import type { Jobs } from '../../platform/jobs.ts'
import { actorOf, type StaffMember } from '../../staff/staff-member.ts'
import type { CasesAsked } from '../ingest-parts.ts'
import { dispatchMail } from '../mailroom-jobs.ts'
import { findByStatus, findOutgoing, moveOutgoing } from './outbox-store.ts'
import { recordSent } from './record-outcome.ts'
import type { SentFolder } from './sent-folder.ts'
import type { OutgoingRecord } from './write-outgoing.ts'

export type Settling = {
  /** Mails that a desk was sending when it died become "unknown": a person decides about them. */
  settleOrphans(): Promise<void>
  unknowns(): Promise<OutgoingRecord[]>
  /** `not-unknown` also says that this desk is still waiting for the server's word about it. */
  settleUnknown(act: {
    outgoingId: string
    outcome: 'was-delivered' | 'send-again'
    by: StaffMember
  }): Promise<Result<void, { kind: 'not-authorised' } | { kind: 'not-unknown' }>>
  /**
   * Tries a reply again that failed or was held, under its Message-ID. Approval and facts are asked again before it leaves.
   * Where a mark on its address held it or made it fail, this is the person's word that it goes there all the same.
   */
  retryReply(act: { outgoingId: string; by: StaffMember }): Promise<Result<void, RetryRefusal>>
}

/** not-approved: a newer draft, or a person, has voided its approval, so that it could not leave. */
export type RetryRefusal = { kind: 'not-authorised' | 'not-stopped' | 'not-approved' }

export type SettleParts = {
  db: Database
  clock: Clock
  jobs: Pick<Jobs, 'send'>
  cases: Pick<CasesAsked, 'record' | 'setStatus' | 'byMany'>
  approvals: Pick<Approvals, 'standing'>
  presence: { instance: string; living(): Promise<Set<string>> }
  sentFolder?: SentFolder
  maySettle(by: StaffMember): boolean
  mayRetry(by: StaffMember): boolean
  /** The mails that this very process is sending now. */
  underway: ReadonlySet<string>
}

export function createSettling(parts: SettleParts): Settling {
  const { db, clock, jobs, cases, approvals, presence, underway } = parts

  async function callUnknown(tx: Tx, mail: OutgoingRecord): Promise<void> {
    const error = 'the desk ended while it sent this mail'
    if (!(await moveOutgoing(tx, mail.id, ['sending'], { status: 'unknown', lastError: error }, mail)) || mail.caseId === null) return
    const content = { messageId: mail.messageId, to: mail.recipient, about: mail.kind, draftId: mail.draftId, error }
    await cases.record(tx, mail.caseId, { kind: 'send-unknown', actor: 'desk', content })
    if (mail.kind === 'reply') await cases.setStatus(tx, mail.caseId, 'open')
  }

  return {
    async settleOrphans() {
      const claimed = await findByStatus(db.client, 'sending')
      if (claimed.length === 0) return
      const living = await presence.living()
      for (const mail of claimed) {
        const alive = mail.claimedBy === presence.instance ? underway.has(mail.id) : living.has(mail.claimedBy ?? '')
        if (!alive) await db.inTransaction((tx) => callUnknown(tx, mail))
      }
    },

    unknowns: () => findByStatus(db.client, 'unknown'),

    settleUnknown: ({ outgoingId, outcome, by }) =>
      db.inTransaction(async (tx) => {
        if (!parts.maySettle(by)) return refused({ kind: 'not-authorised' })
        if (outcome === 'send-again' && underway.has(outgoingId)) return refused({ kind: 'not-unknown' })
        const mail = await findOutgoing(tx, outgoingId)
        const change =
          outcome === 'was-delivered'
            ? ({ status: 'sent', sentAt: clock.now() } as const)
            : ({ status: 'queued', notBefore: clock.now(), claimedBy: null } as const)
        if (!mail || !(await moveOutgoing(tx, outgoingId, ['unknown'], change))) return refused({ kind: 'not-unknown' })
        if (mail.caseId !== null) await cases.record(tx, mail.caseId, settled(mail, outcome, by))
        if (outcome === 'was-delivered') await recordSent(tx, parts, { ...mail, ...change } as OutgoingRecord)
        else await jobs.send(tx, dispatchMail, { outgoingId })
        return ok(undefined)
      }),

    retryReply: ({ outgoingId, by }) =>
      db.inTransaction(async (tx) => {
        if (!parts.mayRetry(by)) return refused({ kind: 'not-authorised' })
        const mail = await findOutgoing(tx, outgoingId)
        if (mail?.kind !== 'reply' || mail.caseId === null || mail.draftId === null || mail.contentHash === null)
          return refused({ kind: 'not-stopped' })
        const approved = await approvals.standing(tx, { subjectId: mail.draftId, contentHash: mail.contentHash })
        if (!approved && (mail.status === 'failed' || mail.status === 'held')) return refused({ kind: 'not-approved' })
        const now = clock.now()
        const anywayAt = mail.heldForAddress || mail.status === 'failed' ? now : mail.anywayAt
        const fresh = { lastError: null, claimedBy: null, attempts: 0, heldForAddress: false }
        const again = { status: 'queued', notBefore: now, ...fresh, anywayAt } as const
        if (!(await moveOutgoing(tx, outgoingId, ['failed', 'held'], again))) return refused({ kind: 'not-stopped' })
        await cases.record(tx, mail.caseId, settled(mail, 'try-again', by))
        const [record] = await cases.byMany(tx, [mail.caseId])
        if (record?.status === 'open') await cases.setStatus(tx, mail.caseId, 'approved') // a newer draft's state is left alone
        await jobs.send(tx, dispatchMail, { outgoingId })
        return ok(undefined)
      }),
  }
}

function settled(mail: OutgoingRecord, outcome: string, by: StaffMember) {
  return { kind: 'send-settled', actor: actorOf(by), content: { messageId: mail.messageId, outcome } } as const
}
