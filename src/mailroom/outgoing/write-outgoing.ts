// The rows of mails on their way out: their addresses, threading fields and names. Pure; what is stored is what leaves.
import { answerSubject, headerLine, withToken } from '../../cases/answer-subject.ts'
import { type CaseRecord, caseName } from '../../cases/case.ts'
import { domainOf } from '../../kernel/mail-address.ts'
import type { Approved } from '../approved.ts'
import { plusAddress } from '../case-address.ts'
import type { Enclosure } from '../enclosure.ts'

export const outgoingKinds = ['reply', 'automatic', 'staff'] as const
/** `to-print`: a letter that may leave, and waits to be printed and posted. */
export const outgoingStates = ['queued', 'to-print', 'sending', 'sent', 'failed', 'unknown', 'held', 'recalled'] as const
/** What reports have said of a mail that was sent; doubtful: something that proves nothing says that it came back. */
export const deliveryStates = ['doubtful', 'delayed', 'delivered', 'failed'] as const
export type OutgoingKind = (typeof outgoingKinds)[number]
type OutgoingStatus = (typeof outgoingStates)[number]
export type DeliveryState = (typeof deliveryStates)[number]

export type OutgoingRecord = {
  id: string
  messageId: string
  kind: OutgoingKind
  caseId: string | null
  draftId: string | null
  contentHash: string | null
  sender: string
  recipient: string
  /** Who gets a copy; only a reply has any. */
  cc: string[]
  subject: string
  text: string
  /** Only a reply has any. */
  enclosures: Enclosure[]
  headers: { [name: string]: string }
  status: OutgoingStatus
  notBefore: Date
  attempts: number
  lastError: string | null
  claimedBy: string | null
  claimedAt: Date | null
  createdAt: Date
  sentAt: Date | null
  /** A reply's bytes as they left. */
  rawSha256: string | null
  delivery: DeliveryState | null
  deliveryAt: Date | null
  deliveryReason: string | null
  /** Held because its address is marked as undeliverable. */
  heldForAddress: boolean
  /** A person had it sent in spite of the mark; a later mark holds it again. */
  anywayAt: Date | null
  /** When its copy is next to be put into the Sent folder; null: never, or done. */
  fileAt: Date | null
  filingAttempts: number
  filingProblem: string | null
  filedAt: Date | null
}

/** The mails of a case so far, oldest first, as far as they have a Message-ID. */
export type Thread = readonly string[]

type Occasion = { id: string; now: Date; officeAddress: string }

const hashPrefixCharacters = 12
const referencesLimit = 20 // RFC 5322 sets none; the first and the newest are what programs thread by

/** The Message-ID says which draft with which content it is, so that a second copy would be known as one. */
export function replyRow(reply: Approved, record: CaseRecord, thread: Thread, occasion: Occasion & { sendsAt: Date }): OutgoingRecord {
  const messageId = `<reply.${reply.draftId}.${reply.contentHash.slice(0, hashPrefixCharacters)}@${domainOf(occasion.officeAddress)}>`
  return {
    ...blankRow(occasion),
    messageId,
    kind: 'reply',
    caseId: record.id,
    draftId: reply.draftId,
    contentHash: reply.contentHash,
    sender: plusAddress(occasion.officeAddress, record),
    recipient: reply.recipient,
    cc: [...reply.cc],
    subject: headerLine(reply.subject),
    text: reply.text,
    enclosures: (reply.enclosures ?? []).map(({ name, type, sha256, alt }) => ({ name, type, sha256, alt })),
    headers: { ...threading(thread, messageId), 'X-Waterdesk-Case': caseName(record) },
    notBefore: occasion.sendsAt,
  }
}

const wordlessSubject = 'We have your message'

/** `subject`: the sender's words, null where they are not repeated. An automatic mail's fields keep other machines from answering it (RFC 3834). */
export function acknowledgementRow(
  record: CaseRecord,
  about: { address: string; subject: string | null; text: string; messageId: string | null },
  occasion: Occasion,
): OutgoingRecord {
  const messageId = `<notice.${occasion.id}@${domainOf(occasion.officeAddress)}>`
  return {
    ...blankRow(occasion),
    messageId,
    kind: 'automatic',
    caseId: record.id,
    sender: plusAddress(occasion.officeAddress, record),
    recipient: about.address,
    subject: about.subject === null ? withToken(wordlessSubject, record) : answerSubject(about.subject, record),
    text: about.text,
    headers: {
      ...threading(about.messageId === null ? [] : [about.messageId], messageId),
      'Auto-Submitted': 'auto-replied',
      'X-Auto-Response-Suppress': 'All',
      'X-Waterdesk-Case': caseName(record),
    },
  }
}

const unreadableSubject = 'We could not open your message'

/** About a mail that became no case: its sender's words are not repeated. */
export function unreadableRow(about: { address: string; text: string; messageId: string | null }, occasion: Occasion): OutgoingRecord {
  const messageId = `<notice.${occasion.id}@${domainOf(occasion.officeAddress)}>`
  return {
    ...blankRow(occasion),
    messageId,
    kind: 'automatic',
    caseId: null,
    sender: occasion.officeAddress,
    recipient: about.address,
    cc: [],
    subject: unreadableSubject,
    text: about.text,
    headers: {
      ...threading(about.messageId === null ? [] : [about.messageId], messageId),
      'Auto-Submitted': 'auto-replied',
      'X-Auto-Response-Suppress': 'All',
    },
  }
}

export type StaffMail = { key: string; to: string; subject: string; text: string; caseId: string | null }

export function staffMessageId(key: string, officeAddress: string): string {
  return `<staff.${key}@${domainOf(officeAddress)}>`
}

export function staffRow(mail: StaffMail, occasion: Occasion): OutgoingRecord {
  return {
    ...blankRow(occasion),
    messageId: staffMessageId(mail.key, occasion.officeAddress),
    kind: 'staff',
    caseId: mail.caseId,
    sender: occasion.officeAddress,
    recipient: mail.to,
    subject: headerLine(mail.subject),
    text: mail.text,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  }
}

function blankRow({ id, now }: Occasion) {
  const unsent = { draftId: null, contentHash: null, attempts: 0, lastError: null, claimedBy: null, claimedAt: null, sentAt: null }
  const unreported = { delivery: null, deliveryAt: null, deliveryReason: null, heldForAddress: false, anywayAt: null }
  const unfiled = { rawSha256: null, fileAt: null, filingAttempts: 0, filingProblem: null, filedAt: null }
  return { id, cc: [], enclosures: [], ...unsent, ...unreported, ...unfiled, status: 'queued' as const, notBefore: now, createdAt: now }
}

function threading(thread: Thread, own: string): { [name: string]: string } {
  const others = thread.filter((id) => id !== own && threadable.test(id))
  const last = others.at(-1)
  if (last === undefined) return {}
  const kept = others.length > referencesLimit ? [others[0] as string, ...others.slice(1 - referencesLimit)] : others
  return { 'In-Reply-To': last, References: kept.join(' ') }
}

/** Strangers' Message-IDs stand in our header: one word of printable ASCII each, short enough for a line (RFC 5322: 998). */
const threadable = /^<[\x21-\x7e]{3,900}>$/

/** Everybody whom a mail goes to. */
export function recipientsOf({ recipient, cc }: Pick<OutgoingRecord, 'recipient' | 'cc'>): string[] {
  return [recipient, ...cc]
}
