// The outbox: what is to leave, until it has left or a person has decided. It takes a reply only with its sealed approval.
import { randomUUID } from 'node:crypto'
import type { CaseRecord } from '../cases/case.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/database.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { Authority } from '../rulebook/kinds/authority.ts'
import { actorOf, type StaffMember } from '../staff/staff-member.ts'
import { type Approved, assertSealed } from './approved.ts'
import { dispatchMail } from './mailroom-jobs.ts'
import {
  countByStatus,
  findByStatus,
  findDue,
  findOfDraft,
  findOutgoing,
  findOutgoingOfCase,
  insertOutgoing,
  lockByMessageId,
  moveOutgoing,
  readStop,
  threadOf,
  writeStop,
} from './outbox-store.ts'
import { recordSent, type SendParts, sendOutgoing } from './send-outgoing.ts'
import { insertCaseMessageIds } from './store.ts'
import { type OutgoingRecord, replyRow, type StaffMail, staffRow } from './write-outgoing.ts'

export type OutboundState =
  | { stopped: false }
  | { stopped: true; why: 'setting' }
  | { stopped: true; why: 'person'; by: string; reason: string; at: Date }

export type Outbox = {
  /** Queues an approved reply until the recall window has passed. The same reply again changes nothing. */
  enqueueReply(tx: Tx, reply: Approved): Promise<{ outgoingId: string; messageId: string; sendsAt: Date }>
  /** True when it had not begun to leave. */
  recallReply(tx: Tx, draftId: string): Promise<boolean>
  /** A mail to a colleague, such as a request for an approval; it never carries an account's details. The same key again changes nothing. */
  enqueueStaffMail(tx: Tx, mail: StaffMail): Promise<void>
  dispatch(outgoingId: string): Promise<void>
  /** Mails that a desk was sending when it died become "unknown": a person decides about them. */
  settleOrphans(): Promise<void>
  /** What the job of each minute does: orphans, and mails that are due and have lost their job. */
  sweep(): Promise<void>
  unknowns(): Promise<OutgoingRecord[]>
  settleUnknown(act: {
    outgoingId: string
    outcome: 'was-delivered' | 'send-again'
    by: StaffMember
  }): Promise<Result<void, { kind: 'not-authorised' } | { kind: 'not-unknown' }>>
  outgoingOfCase(caseId: string): Promise<OutgoingRecord[]>
  /** How many mails wait to leave. */
  heldMail(): Promise<number>
  outboundState(): Promise<OutboundState>
  stopOutgoing(act: { by: StaffMember; reason: string }): Promise<Result<void, { kind: 'not-authorised' }>>
  resumeOutgoing(act: { by: StaffMember }): Promise<Result<void, { kind: 'not-authorised' }>>
}

export type OutboxParts = Omit<SendParts, 'stopped' | 'jobs' | 'presence' | 'cases' | 'office'> & {
  jobs: Pick<Jobs, 'send' | 'sendMany'>
  cases: SendParts['cases'] & { byMany(tx: Tx, ids: readonly string[]): Promise<CaseRecord[]> }
  office: { name: string; address: string }
  presence: { instance: string; living(): Promise<Set<string>> }
  outbound: 'send' | 'hold'
  /** Who may do what with the office's mail, as the rulebook has it today. */
  authority(): Pick<Authority, 'settle_unknown_mail' | 'stop_outgoing_mail'>
  /** How long after its approval a reply can still be called back. */
  recallSeconds(): number
}

const sweepLimit = 500
const reasonLimitCharacters = 500

export function createOutbox(parts: OutboxParts): Outbox {
  const { db, clock, jobs, cases, presence } = parts
  const underway = new Set<string>()
  const occasion = () => ({ id: randomUUID(), now: clock.now(), officeAddress: parts.office.address })
  const stopped = async (tx?: Tx) => parts.outbound === 'hold' || ((await readStop(tx ?? db.client))?.on ?? false)
  const sending: SendParts = { ...parts, stopped }
  const may = (act: 'settle_unknown_mail' | 'stop_outgoing_mail', by: StaffMember) => by.active && parts.authority()[act].includes(by.role)

  async function settleOrphans(): Promise<void> {
    const claimed = await findByStatus(db.client, 'sending')
    if (claimed.length === 0) return
    const living = await presence.living()
    for (const mail of claimed) {
      const alive = mail.claimedBy === presence.instance ? underway.has(mail.id) : living.has(mail.claimedBy ?? '')
      if (!alive) await db.inTransaction((tx) => callUnknown(tx, mail))
    }
  }

  async function callUnknown(tx: Tx, mail: OutgoingRecord): Promise<void> {
    const error = 'the desk ended while it sent this mail'
    if (!(await moveOutgoing(tx, mail.id, ['sending'], { status: 'unknown', lastError: error })) || mail.caseId === null) return
    const content = { messageId: mail.messageId, to: mail.recipient, about: mail.kind, draftId: mail.draftId, error }
    await cases.record(tx, mail.caseId, { kind: 'send-unknown', actor: 'desk', content })
    if (mail.kind === 'reply') await cases.setStatus(tx, mail.caseId, 'open')
  }

  async function redoDue(tx: Tx): Promise<void> {
    const due = await findDue(tx, clock.now(), sweepLimit)
    await jobs.sendMany(
      tx,
      dispatchMail,
      due.map(({ id }) => ({ outgoingId: id })),
    )
  }

  return {
    async enqueueReply(tx, reply) {
      assertSealed(reply)
      const [record] = await cases.byMany(tx, [reply.caseId])
      if (!record) throw new Error(`no case ${reply.caseId}`)
      const sendsAt = new Date(clock.now().getTime() + parts.recallSeconds() * 1000)
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
      for (const mail of mails) await moveOutgoing(tx, mail.id, ['queued', 'held'], { status: 'recalled' })
      return true
    },

    async enqueueStaffMail(tx, mail) {
      const row = staffRow(mail, occasion())
      if (await lockByMessageId(tx, row.messageId)) return
      await insertOutgoing(tx, [row])
      await jobs.send(tx, dispatchMail, { outgoingId: row.id })
    },

    dispatch: (outgoingId) => sendOutgoing(sending, outgoingId, underway),
    settleOrphans,

    async sweep() {
      await settleOrphans()
      if (!(await stopped())) await db.inTransaction(redoDue)
    },

    unknowns: () => findByStatus(db.client, 'unknown'),

    settleUnknown: ({ outgoingId, outcome, by }) =>
      db.inTransaction(async (tx) => {
        if (!may('settle_unknown_mail', by)) return refused({ kind: 'not-authorised' })
        const mail = await findOutgoing(tx, outgoingId)
        const change =
          outcome === 'was-delivered'
            ? ({ status: 'sent', sentAt: clock.now() } as const)
            : ({ status: 'queued', notBefore: clock.now(), claimedBy: null } as const)
        if (!mail || !(await moveOutgoing(tx, outgoingId, ['unknown'], change))) return refused({ kind: 'not-unknown' })
        if (mail.caseId !== null)
          await cases.record(tx, mail.caseId, { kind: 'send-settled', actor: actorOf(by), content: { messageId: mail.messageId, outcome } })
        if (outcome === 'was-delivered') await recordSent(tx, parts, { ...mail, ...change } as OutgoingRecord)
        else await jobs.send(tx, dispatchMail, { outgoingId })
        return ok(undefined)
      }),

    outgoingOfCase: (caseId) => findOutgoingOfCase(db.client, caseId),
    heldMail: () => countByStatus(db.client, 'queued'),

    async outboundState() {
      if (parts.outbound === 'hold') return { stopped: true, why: 'setting' }
      const stop = await readStop(db.client)
      return stop?.on ? { stopped: true, why: 'person', by: stop.by, reason: stop.reason, at: stop.at } : { stopped: false }
    },

    stopOutgoing: ({ by, reason }) =>
      db.inTransaction(async (tx) => {
        if (!may('stop_outgoing_mail', by)) return refused({ kind: 'not-authorised' })
        const words = reason.trim().slice(0, reasonLimitCharacters)
        await writeStop(tx, { on: true, by: by.id, reason: words, at: clock.now() })
        await audit(tx, {
          at: clock.now(),
          actor: actorOf(by),
          act: 'outgoing mail stopped',
          subject: 'outgoing mail',
          detail: { reason: words },
        })
        return ok(undefined)
      }),

    resumeOutgoing: ({ by }) =>
      db.inTransaction(async (tx) => {
        if (!may('stop_outgoing_mail', by)) return refused({ kind: 'not-authorised' })
        await writeStop(tx, { on: false, by: by.id, reason: '', at: clock.now() })
        await audit(tx, { at: clock.now(), actor: actorOf(by), act: 'outgoing mail resumed', subject: 'outgoing mail' })
        await redoDue(tx)
        return ok(undefined)
      }),
  }
}
