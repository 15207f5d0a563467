// Mails take their place in the queue. A reply does so only with its sealed approval, and can be called back until it leaves.
import { randomUUID } from 'node:crypto'
import type { CaseRecord } from '../../cases/case.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Tx } from '../../platform/database.ts'
import type { Jobs } from '../../platform/jobs.ts'
import { type Approved, assertSealed } from '../approved.ts'
import { dispatchMail } from '../mailroom-jobs.ts'
import { insertCaseMessageIds } from '../store.ts'
import { findOfDraft, insertOutgoing, lockByMessageId, moveOutgoing, threadOf } from './outbox-store.ts'
import { replyRow, type StaffMail, staffRow } from './write-outgoing.ts'

export type Enqueuing = {
  /** Queues an approved reply until the recall window has passed. The same reply again changes nothing. */
  enqueueReply(tx: Tx, reply: Approved): Promise<{ outgoingId: string; messageId: string; sendsAt: Date }>
  /** True when it had not begun to leave. */
  recallReply(tx: Tx, draftId: string): Promise<boolean>
  /** A mail to a colleague, such as a request for an approval; it never carries an account's details. The same key again changes nothing. */
  enqueueStaffMail(tx: Tx, mail: StaffMail): Promise<void>
}

export type EnqueueParts = {
  clock: Clock
  jobs: Pick<Jobs, 'send'>
  cases: { byMany(tx: Tx, ids: readonly string[]): Promise<CaseRecord[]> }
  office: { address: string }
  /** How long after its approval a reply can still be called back. */
  recallSeconds(): number
}

export function createEnqueuing({ clock, jobs, cases, office, recallSeconds }: EnqueueParts): Enqueuing {
  const occasion = () => ({ id: randomUUID(), now: clock.now(), officeAddress: office.address })
  return {
    async enqueueReply(tx, reply) {
      assertSealed(reply)
      const [record] = await cases.byMany(tx, [reply.caseId])
      if (!record) throw new Error(`no case ${reply.caseId}`)
      const sendsAt = new Date(clock.now().getTime() + recallSeconds() * 1000)
      const row = replyRow(reply, record, await threadOf(tx, record.id), { ...occasion(), sendsAt })
      const standing = await lockByMessageId(tx, row.messageId)
      if (standing) {
        // Called back or held, and approved again with the same words: it is the same mail.
        const again = await moveOutgoing(tx, standing.id, ['recalled', 'held', 'failed'], {
          status: 'queued',
          notBefore: sendsAt,
          lastError: null,
          claimedBy: null,
          attempts: 0,
          heldForAddress: false,
        })
        if (again) await jobs.send(tx, dispatchMail, { outgoingId: standing.id }, { startAfter: sendsAt })
        return { outgoingId: standing.id, messageId: row.messageId, sendsAt: again ? sendsAt : standing.notBefore }
      }
      await insertOutgoing(tx, [row])
      await insertCaseMessageIds(tx, [{ messageId: row.messageId, caseId: record.id, ours: true }])
      await jobs.send(tx, dispatchMail, { outgoingId: row.id }, { startAfter: sendsAt })
      return { outgoingId: row.id, messageId: row.messageId, sendsAt }
    },

    async recallReply(tx, draftId) {
      const mails = await findOfDraft(tx, draftId)
      if (mails.some(({ status }) => status === 'sending' || status === 'sent' || status === 'unknown')) return false
      for (const mail of mails) await moveOutgoing(tx, mail.id, ['queued', 'to-print', 'held'], { status: 'recalled' })
      return true
    },

    async enqueueStaffMail(tx, mail) {
      const row = staffRow(mail, occasion())
      if (await lockByMessageId(tx, row.messageId)) return
      await insertOutgoing(tx, [row])
      await jobs.send(tx, dispatchMail, { outgoingId: row.id })
    },
  }
}
