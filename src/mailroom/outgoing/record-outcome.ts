// What a try at sending a mail came to: its next state, the case's timeline, and the work that follows.
import { type Day, formatDay } from '../../kernel/days.ts'
import { unreachable } from '../../kernel/result.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Tx } from '../../platform/database.ts'
import type { Jobs } from '../../platform/jobs.ts'
import { actorOf, type StaffMember } from '../../staff/staff-member.ts'
import type { CasesAsked } from '../ingest-parts.ts'
import { dispatchMail, fileSentCopy, replyDispatched } from '../mailroom-jobs.ts'
import type { AlarmsAsked } from './alarm-lamp.ts'
import { filingTime } from './file-sent-copy.ts'
import { markRefused } from './follow-delivery.ts'
import { moveOutgoing } from './outbox-store.ts'
import type { SentFolder } from './sent-folder.ts'
import type { RefusedRecipient, SendOutcome } from './transport.ts'
import type { OutgoingRecord } from './write-outgoing.ts'

export type OutcomeParts = {
  clock: Clock
  jobs: Pick<Jobs, 'send'>
  cases: Pick<CasesAsked, 'record' | 'setStatus'>
  presence: { instance: string }
  sentFolder?: SentFolder
  alarms?: AlarmsAsked
}

const attemptLimit = 24 // about 17 hours with the delays below: a night's outage passes
const firstDelayMilliseconds = 15_000
const delayLimitMilliseconds = 3_600_000
const errorLimitCharacters = 500

/** Another desk may have given this one up for dead and called the mail unknown; while it is still this try, what it knows now is the better word. */
export async function recordOutcome(tx: Tx, parts: OutcomeParts, waiting: OutgoingRecord, outcome: SendOutcome): Promise<boolean> {
  const attempts = waiting.attempts + 1
  const change = changeAfter(outcome, attempts, parts.clock.now())
  const mine = { claimedBy: parts.presence.instance, attempts }
  if (!(await moveOutgoing(tx, waiting.id, ['sending', 'unknown'], change, mine))) return false
  await tellAfter(tx, parts, { ...waiting, ...change }, outcome)
  return true
}

function changeAfter(outcome: SendOutcome, attempts: number, now: Date): Partial<OutgoingRecord> & { status: OutgoingRecord['status'] } {
  switch (outcome.kind) {
    case 'accepted':
      return { status: 'sent', sentAt: now, lastError: null }
    case 'refused':
      return { status: 'failed', lastError: brief(outcome.error) }
    case 'unknown':
      return { status: 'unknown', lastError: brief(outcome.error) }
    case 'not-signed-in': // no try at this mail; the sweep comes back to it, and after a day it is looked at again
      return { status: 'queued', attempts: attempts - 1, lastError: brief(outcome.error), claimedBy: null }
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
async function tellAfter(tx: Tx, parts: OutcomeParts, mail: OutgoingRecord, outcome: SendOutcome): Promise<void> {
  if (outcome.kind === 'not-signed-in') return
  if (mail.status === 'queued') {
    await parts.jobs.send(tx, dispatchMail, { outgoingId: mail.id }, { startAfter: mail.notBefore })
    return
  }
  if (mail.status === 'sent') {
    await recordSent(tx, parts, mail)
    return recordRefusedRecipients(tx, parts, mail, outcome.kind === 'accepted' ? (outcome.refused ?? []) : [])
  }
  if (outcome.kind === 'refused') {
    const { refused = [{ address: mail.recipient, error: outcome.error }] } = outcome
    for (const { address, error } of refused) await markRefused(tx, parts, { kind: mail.kind, recipient: address }, brief(error))
  }
  if (mail.caseId === null) return
  const error = outcome.kind === 'accepted' ? '' : brief(outcome.error)
  const content = { messageId: mail.messageId, to: mail.recipient, about: mail.kind, draftId: mail.draftId, error }
  await parts.cases.record(tx, mail.caseId, { kind: mail.status === 'unknown' ? 'send-unknown' : 'send-failed', actor: 'desk', content })
  if (mail.kind === 'reply') await parts.cases.setStatus(tx, mail.caseId, 'open') // a person must look
}

/** The server took the mail for others and not for these. Where the customer is among them, a person must look. */
async function recordRefusedRecipients(
  tx: Tx,
  parts: OutcomeParts,
  mail: OutgoingRecord,
  refused: readonly RefusedRecipient[],
): Promise<void> {
  for (const { address, error: given } of refused) {
    const error = brief(given)
    await markRefused(tx, parts, { kind: mail.kind, recipient: address }, error)
    if (mail.caseId === null) continue
    const content = { messageId: mail.messageId, to: address, about: mail.kind, draftId: mail.draftId, error }
    await parts.cases.record(tx, mail.caseId, { kind: 'send-failed', actor: 'desk', content })
    if (mail.kind === 'reply' && address === mail.recipient) await parts.cases.setStatus(tx, mail.caseId, 'open')
  }
}

/** A mail has certainly left. Also said by the person who settles an unknown one, and by who posted a letter. */
export async function recordSent(
  tx: Tx,
  { cases, jobs, clock, sentFolder }: Pick<OutcomeParts, 'cases' | 'jobs' | 'clock' | 'sentFolder'>,
  mail: OutgoingRecord,
  posted?: { by: StaffMember; on: Day },
): Promise<void> {
  if (mail.caseId === null) return
  const { draftId, messageId, recipient: to, cc } = mail
  if (mail.kind === 'automatic') await cases.record(tx, mail.caseId, { kind: 'acknowledged', actor: 'desk', content: { to, messageId } })
  if (mail.kind !== 'reply' || draftId === null) return
  const content = { draftId, messageId, to, cc, ...(posted ? { postedOn: formatDay(posted.on) } : {}) }
  await cases.record(tx, mail.caseId, { kind: 'sent', actor: posted ? actorOf(posted.by) : 'desk', content })
  await cases.setStatus(tx, mail.caseId, 'answered')
  await jobs.send(tx, replyDispatched, { draftId, outgoingId: mail.id })
  const fileAt = filingTime(mail, mail.sentAt ?? clock.now(), sentFolder)
  if (fileAt === null) return
  await moveOutgoing(tx, mail.id, ['sent'], { fileAt })
  await jobs.send(tx, fileSentCopy, { outgoingId: mail.id }, { startAfter: fileAt })
}

function brief(error: string): string {
  return error.replaceAll('\0', '').slice(0, errorLimitCharacters).toWellFormed()
}
