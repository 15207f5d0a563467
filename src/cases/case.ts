// A case is one inquiry from first word to closing. This file says what it is; the other files here say what happens to it.
import type { Json } from '../kernel/canonical-json.ts'
import type { HardReason, Urgency } from '../rulebook/kinds/triage.ts'
import type { Topic } from '../rulebook/topics.ts'
import type { Actor } from '../staff/staff-member.ts'

export type { Topic } from '../rulebook/topics.ts'

/**
 * new: nobody has looked, the desk is drafting; open: a person must act (no draft, or one was returned);
 * waiting-for-customer, waiting-for-field: until a day, for somebody else's word or work; waiting-for-supervisor: a draft waits for its
 * decision; approved: the answer is on its way out; answered: the answer was accepted by the customer's server; resolved: a person said
 * that the matter is done; closed: no answer is owed, or its time to be opened again has passed; merged: it goes on in another case.
 */
export const caseStatuses = [
  'new',
  'open',
  'waiting-for-customer',
  'waiting-for-field',
  'waiting-for-supervisor',
  'approved',
  'answered',
  'resolved',
  'closed',
  'merged',
] as const
export type CaseStatus = (typeof caseStatuses)[number]

/** States that are over: in time they hold nearly every case. */
export const pastStatuses = ['resolved', 'closed', 'merged'] as const
export type LiveStatus = Exclude<CaseStatus, (typeof pastStatuses)[number]>
export const liveStatuses = caseStatuses.filter((status): status is LiveStatus => !(pastStatuses as readonly string[]).includes(status))

/** How an inquiry came. Only one by e-mail has an address to answer to by itself. */
export const caseChannels = ['email', 'telephone', 'walk-in', 'post', 'fax'] as const
export type CaseChannel = (typeof caseChannels)[number]

export type CaseRecord = {
  id: string
  number: number
  token: string
  status: CaseStatus
  topic: Topic
  topicReason: string
  /** Every topic that its first mail raised; a person may have corrected `topic` since. */
  topics: Topic[]
  urgency: Urgency
  /** Why it is a hard case; none: a routine one. */
  hardReasons: HardReason[]
  /** Of the topic, 0 to 1. */
  confidence: number
  /** ISO 639-1: what the customer writes in. */
  language: string
  channel: CaseChannel
  subject: string
  customerAddress: string | null
  customerName: string | null
  accountNumber: string | null
  /** on-file: found by the sender's address on file. suggested: a number in the text only, which proves nothing. staff: a person said so. */
  accountBasis: 'on-file' | 'suggested' | 'staff' | null
  /** The customer's address is on file for the account, and his mail was authenticated. */
  entitled: boolean
  assigneeId: string | null
  openedAt: Date
  updatedAt: Date
  /** When its newest answer was accepted. */
  answeredAt: Date | null
  /** The bill and payment that the customer means; null before the first draft. */
  disputed: Disputed | null
  /** The language that a person chose for replies. */
  replyLanguage: ReplyLanguage | null
  /** The case in which it goes on. */
  mergedIntoId: string | null
  /** A case that waits comes back on this day. */
  waitsUntil: Date | null
  /** When the earliest of its running clocks falls due. */
  dueAt: Date | null
}

/** `by`: the desk, from the customer's words, or the id of the person who chose. `also`: other bills named beside it, or those it may be. */
export type Disputed = {
  kind: 'chosen' | 'ambiguous' | 'none-such' | 'default'
  billId: string | null
  also: string[]
  entryId: string | null
  reason: string
  by: string
}

/** What a person chose, or else what the customer writes in. */
export function languageOfReply(record: Pick<CaseRecord, 'language' | 'replyLanguage'>): string {
  return record.replyLanguage ?? record.language
}

export const replyLanguages = ['en', 'es'] as const
export type ReplyLanguage = (typeof replyLanguages)[number]

/** What a person puts right in a case; each is counted by its kind. */
export const correctionKinds = ['topic', 'urgency', 'account', 'bill', 'language'] as const
export type CorrectionKind = (typeof correctionKinds)[number]
export type Correction = { what: CorrectionKind; was: string | null; is: string | null }

export type JoinedBy = 'thread' | 'token' | 'plus-address' | 'subject'
/**
 * not-its-customer: knowing a case is not being let into it. answered-long-ago: its customer, but another matter by now. constituent: an
 * elected official asks for him. split-off: one was a part of the other. by-hand: a person said so.
 */
export const linkReasons = ['not-its-customer', 'answered-long-ago', 'constituent', 'split-off', 'by-hand'] as const
export type LinkedBecause = (typeof linkReasons)[number]
export type FoundLinked = Extract<LinkedBecause, 'not-its-customer' | 'answered-long-ago'>

/** Where a mail belongs, and why: in a case, in one of its own that is linked to another, or in one of its own. */
export type FoundCase =
  | { kind: 'joins'; caseId: string; by: JoinedBy }
  | { kind: 'linked'; caseId: string; because: FoundLinked }
  | { kind: 'none' }

/** `WD-000123`: how staff name a case. */
export function caseName(record: Pick<CaseRecord, 'number'>): string {
  return `WD-${String(record.number).padStart(6, '0')}`
}

/** `123`, `WD-000123`, `wd-123`. */
export function caseNumberIn(text: string): number | undefined {
  const digits = /^(?:WD-)?0*(\d{1,9})$/i.exec(text.trim())?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** `[WD-000123-k7f2q9]`: what subjects carry. The random part keeps a guessed number from joining a case. */
export function subjectToken(record: Pick<CaseRecord, 'number' | 'token'>): string {
  return `[${caseName(record)}-${record.token}]`
}

export type TimelineEntry = {
  seq: number
  at: Date
  kind: TimelineKind
  actor: Actor
  /** null when the content was lawfully destroyed; the entry itself and its place in the chain stay. */
  content: { [key: string]: Json } | null
}

export const timelineKinds = [
  'mail-received', // { mailId, from, fromName, subject, newText, established, messageId, joinedBy }
  'mail-forwarded', // { mailId, by, name, established }: the mail came through a colleague, who passed it on
  'case-opened', // { topic, topicReason, topics, urgency, hardReasons, confidence, language, accountNumber, accountBasis }
  'case-reopened', // { answeredAt }
  'case-linked', // { case, caseId, because, from, why }: in both cases
  'link-undone', // { case, caseId, why }: in both cases
  'acknowledged', // { to, messageId }
  'draft-written', // { draftId, version, author, contentHash, template, asks }: asks, whether it waits for a decision
  'draft-edited', // { draftId, version, contentHash, vouched, promises, rewrite }: rewrite where a language model put it in other words
  'draft-returned', // { draftId, version, reason }
  'draft-missing', // { why }
  'draft-held', // { draftId, version, why, changes }
  'approved-first', // { draftId, version, contentHash, approvalId, rulebook }: by the first of two
  'approved', // { draftId, version, contentHash, approvalId, sendsAt }
  'recalled', // { draftId, version }
  'sent', // { draftId, messageId, to, cc }
  'send-failed', // { messageId, error }
  'send-unknown', // { messageId, error }
  'send-settled', // { messageId, outcome }
  'bounced', // { recipient, reason, status, messageId, about, sure }
  'delivery-delayed', // as of 'bounced'
  'delivered', // as of 'bounced'
  'answered-outside', // { mailId, from, to, subject, newText, messageId }: by a person's own mail program
  'mail-attached', // { mailId, from, fromName, subject, newText, messageId }: by a person, from the ledger
  'mail-reread', // { mailId, charset, newText }
  'automatic-reply-noted', // { mailId, from }
  'attachment-infected', // { mailId, number, reason }: number is the file's place, from nought
  'adjustment-proposed', // { adjustmentId, reference, amountCents, reasonCode }
  'adjustment-decided', // { adjustmentId, reference, amountCents, decision, rulebook }
  'promise-made', // { promiseId, text, ownerId, dueOn }: with the reply that left
  'promise-settled', // { promiseId, text, outcome, note }
  'inquirer-established', // { establishmentId, role, basis, scope, address }
  'inquirer-revoked', // { establishmentId, role, address, reason }
  'topic-suggested', // { topic, urgency, exchangeId }: by a language model, where the rules were unsure
  'assigned', // { assigneeId, assigneeName, because }
  'case-routed', // { reasons, because, rulebook }
  'escalated', // { toId, toName, because }
  'clock-step', // { standard, does, percent, dueAt, told, rulebook }
  'waits-for-customer', // { until, reason }
  'waits-for-field', // { until, reason }
  'wait-over', // { because }
  'case-resolved', // { how }
  'case-closed', // { why }
  'case-merged', // { case, caseId, why }: into that one
  'case-absorbed', // { case, caseId, receivedAt, subject, newText, why }: that one came into this one
  'case-split', // { case, caseId, words, why }: a part of it goes on in that one
  'case-split-off', // { case, caseId, from, established, receivedAt, subject, newText, why }: it began as a part of that one
  'merge-undone', // { case, caseId, why }: in both cases
  'inquiry-noted', // { channel, with, telephone, subject, newText }: by a person, who heard or read it
  'call-logged', // { with, telephone, text, callBackOn }
  'safety-flag-raised', // { reason, reviewBy }
  'safety-flag-cleared', // { reason, because }
  'urgency-set', // { was, is, reason }
  'corrected', // { what, was, is }
  'request-dismissed', // { draftId, requestId, words, reason }
  'note', // { text }
] as const
export type TimelineKind = (typeof timelineKinds)[number]
