// One mail leaves. It is claimed under this desk's name before the first byte goes out, so that a desk that dies meanwhile
// leaves a mail of unknown fate behind and never a second copy.
import type { Approvals } from '../../approvals/approvals.ts'
import { unreachable } from '../../kernel/result.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.ts'
import type { Jobs } from '../../platform/jobs.ts'
import type { Log } from '../../platform/log.ts'
import { contentHash } from '../content-hash.ts'
import type { CasesAsked } from '../ingest-parts.ts'
import { dispatchMail, replyDispatched } from '../mailroom-jobs.ts'
import { type TooOld, tooOld } from './mail-age.ts'
import { findOutgoing, moveOutgoing } from './outbox-store.ts'
import type { SendOutcome, Transport } from './transport.ts'
import type { OutgoingRecord } from './write-outgoing.ts'

/** Replies' own look at an approved draft, with facts gathered again: 'held' when it must not leave as it is. */
export type ReplyStands = (draftId: string, contentHash: string) => Promise<'stands' | 'held'>

export type SendParts = {
  db: Database
  clock: Clock
  log: Log
  jobs: Pick<Jobs, 'send'>
  cases: Pick<CasesAsked, 'record' | 'setStatus'>
  approvals: Pick<Approvals, 'standing'>
  office: { name: string }
  replyStands: ReplyStands
  presence: { instance: string }
  transport?: Transport
  /** All outgoing mail is stopped, by a setting or a person. */
  stopped(tx?: Tx): Promise<boolean>
}

const attemptLimit = 24 // about 17 hours with the delays below: a night's outage passes
const firstDelayMilliseconds = 15_000
const delayLimitMilliseconds = 3_600_000
const earlyMarginMilliseconds = 500
const errorLimitCharacters = 500

/** `underway` holds the mails that this very process is sending now. A second job for one of them does nothing. */
export async function sendOutgoing(parts: SendParts, outgoingId: string, underway: Set<string>): Promise<void> {
  const { db, clock, transport, presence } = parts
  if (underway.has(outgoingId)) return
  const waiting = await findOutgoing(db.client, outgoingId)
  if (waiting?.status !== 'queued') return
  if (waiting.notBefore > clock.now()) return comeBack(parts, waiting)
  if (!transport || (await parts.stopped())) return // it stays queued; the sweep comes back to it
  const late = tooOld(waiting, clock.now())
  if (late) return db.inTransaction((tx) => keepBack(tx, parts, waiting, late))
  if (waiting.kind === 'reply' && !(await mayLeave(parts, waiting))) return

  let ours = false // the mark that this call made, and no other's
  try {
    const claimed = await db.inTransaction(async (tx) => {
      if (underway.has(outgoingId) || !(await claim(tx, parts, waiting))) return false
      // Before the claim is seen by others: whoever sees it must see the mark too.
      underway.add(outgoingId)
      ours = true
      return true
    })
    if (!claimed) return
    const outcome = await send(transport, waiting, parts)
    const recorded = await db.inTransaction((tx) => recordOutcome(tx, parts, waiting, outcome))
    const event = { outgoingId, kind: waiting.kind, outcome: outcome.kind, instance: presence.instance }
    if (recorded) parts.log.info(event, 'mail dispatched')
    else parts.log.warn(event, 'a mail was settled by others while it was being sent')
  } finally {
    if (ours) underway.delete(outgoingId)
  }
}

/** Another desk may have given this one up for dead and called the mail unknown; while it is still this try, what it knows now is the better word. */
async function recordOutcome(tx: Tx, parts: SendParts, waiting: OutgoingRecord, outcome: SendOutcome): Promise<boolean> {
  const attempts = waiting.attempts + 1
  const change = changeAfter(outcome, attempts, parts.clock.now())
  const mine = { claimedBy: parts.presence.instance, attempts }
  if (!(await moveOutgoing(tx, waiting.id, ['sending', 'unknown'], change, mine))) return false
  await tellAfter(tx, parts, { ...waiting, ...change }, outcome)
  return true
}

/** A reply that waited too long is a person's to look at; an acknowledgement is let go. */
async function keepBack(tx: Tx, parts: SendParts, mail: OutgoingRecord, { status, reason }: TooOld): Promise<void> {
  if (!(await moveOutgoing(tx, mail.id, ['queued'], { status, lastError: reason }, mail))) return
  if (mail.kind !== 'reply' || mail.caseId === null) return
  const content = { messageId: mail.messageId, to: mail.recipient, about: mail.kind, draftId: mail.draftId, error: reason }
  await parts.cases.record(tx, mail.caseId, { kind: 'send-failed', actor: 'desk', content })
  await parts.cases.setStatus(tx, mail.caseId, 'open')
}

/** The job came early: the database's clock may be ahead of this machine's. */
async function comeBack({ db, jobs }: SendParts, mail: OutgoingRecord): Promise<void> {
  const startAfter = new Date(mail.notBefore.getTime() + earlyMarginMilliseconds)
  await db.inTransaction((tx) => jobs.send(tx, dispatchMail, { outgoingId: mail.id }, { startAfter }))
}

async function mayLeave(parts: SendParts, mail: OutgoingRecord): Promise<boolean> {
  if (mail.draftId === null || mail.contentHash === null) throw new Error(`reply ${mail.id} has no draft`)
  if ((await parts.replyStands(mail.draftId, mail.contentHash)) === 'stands') return true
  await parts.db.inTransaction((tx) =>
    moveOutgoing(tx, mail.id, ['queued'], {
      status: 'held',
      lastError: 'what it states holds no longer, or the customer has written again',
    }),
  )
  return false
}

/** The last look and the claim are one transaction: a stop or a voided approval comes before it or too late. */
async function claim(tx: Tx, parts: SendParts, mail: OutgoingRecord): Promise<boolean> {
  if (await parts.stopped(tx)) return false
  if (mail.kind === 'reply') {
    const { draftId, contentHash: hash } = mail as { draftId: string; contentHash: string }
    const approval = contentHash(mail) === hash ? await parts.approvals.standing(tx, { subjectId: draftId, contentHash: hash }) : undefined
    if (!approval) {
      await moveOutgoing(tx, mail.id, ['queued'], { status: 'held', lastError: 'no approval of exactly this content stands' })
      return false
    }
  }
  const mine = { claimedBy: parts.presence.instance, claimedAt: parts.clock.now(), attempts: mail.attempts + 1 }
  return moveOutgoing(tx, mail.id, ['queued'], { status: 'sending', ...mine }, mail)
}

async function send(transport: Transport, mail: OutgoingRecord, { office }: SendParts): Promise<SendOutcome> {
  const { messageId, sender, recipient, subject, text, headers, createdAt } = mail
  try {
    return await transport.send({
      messageId,
      envelopeFrom: sender,
      from: { name: office.name, address: sender },
      to: recipient,
      subject,
      text,
      headers,
      date: createdAt,
    })
  } catch (error) {
    // A transport that throws did not say how far it came.
    return { kind: 'unknown', error: error instanceof Error ? error.message : String(error) }
  }
}

function changeAfter(outcome: SendOutcome, attempts: number, now: Date): Partial<OutgoingRecord> & { status: OutgoingRecord['status'] } {
  switch (outcome.kind) {
    case 'accepted':
      return { status: 'sent', sentAt: now, lastError: null }
    case 'refused':
      return { status: 'failed', lastError: brief(outcome.error) }
    case 'unknown':
      return { status: 'unknown', lastError: brief(outcome.error) }
    case 'try-again': {
      if (attempts >= attemptLimit) return { status: 'failed', lastError: brief(`given up after ${attempts} tries: ${outcome.error}`) }
      const delay = Math.min(firstDelayMilliseconds * 2 ** (attempts - 1), delayLimitMilliseconds)
      return { status: 'queued', notBefore: new Date(now.getTime() + delay), lastError: brief(outcome.error), claimedBy: null }
    }
    default:
      return unreachable(outcome)
  }
}

/** Puts on the case's timeline what became of its mail, and has it tried again where that may help. */
async function tellAfter(tx: Tx, parts: SendParts, mail: OutgoingRecord, outcome: SendOutcome): Promise<void> {
  if (mail.status === 'queued') {
    await parts.jobs.send(tx, dispatchMail, { outgoingId: mail.id }, { startAfter: mail.notBefore })
    return
  }
  if (mail.status === 'sent') return recordSent(tx, parts, mail)
  if (mail.caseId === null) return
  const error = outcome.kind === 'accepted' ? '' : brief(outcome.error)
  const content = { messageId: mail.messageId, to: mail.recipient, about: mail.kind, draftId: mail.draftId, error }
  await parts.cases.record(tx, mail.caseId, { kind: mail.status === 'unknown' ? 'send-unknown' : 'send-failed', actor: 'desk', content })
  if (mail.kind === 'reply') await parts.cases.setStatus(tx, mail.caseId, 'open') // a person must look
}

/** A mail has certainly left. Also said by the person who settles an unknown one. */
export async function recordSent(tx: Tx, parts: Pick<SendParts, 'cases' | 'jobs'>, mail: OutgoingRecord): Promise<void> {
  if (mail.caseId === null) return
  const { draftId, messageId, recipient: to } = mail
  if (mail.kind === 'automatic')
    await parts.cases.record(tx, mail.caseId, { kind: 'acknowledged', actor: 'desk', content: { to, messageId } })
  if (mail.kind !== 'reply' || draftId === null) return
  await parts.cases.record(tx, mail.caseId, { kind: 'sent', actor: 'desk', content: { draftId, messageId, to } })
  await parts.cases.setStatus(tx, mail.caseId, 'answered')
  await parts.jobs.send(tx, replyDispatched, { draftId, outgoingId: mail.id })
}

function brief(error: string): string {
  return error.replaceAll('\0', '').slice(0, errorLimitCharacters).toWellFormed()
}
