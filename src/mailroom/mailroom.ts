// The mailroom: every mail that comes in ends in exactly one disposition, and none goes out to a customer without the
// approval of exactly what it says.
import { type Day, dayOf } from '../kernel/days.ts'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { type Attachments, createAttachments, type OfferedMail, withOffers } from './attachments/attachments.ts'
import { type FolderCursor, findMailboxes, type MailboxRow, setMailboxState } from './folder-store.ts'
import type { FetchedMail } from './incoming/assess-mail.ts'
import { createFolders, type Folders } from './incoming/folders.ts'
import { type IngestParts, ingest } from './incoming/ingest.ts'
import { createLedger, type Ledger, type LedgerParts } from './incoming/ledger.ts'
import { findCasesMentioning } from './incoming/ledger-store.ts'
import { findNamedBeside, type NamedBeside } from './incoming/named-beside.ts'
import type { DeliveryReport } from './outgoing/delivery-report.ts'
import { type FollowParts, followDelivery } from './outgoing/follow-delivery.ts'
import { createOutbox, type Outbox, type OutboxParts } from './outgoing/outbox.ts'
import { createMailReader } from './reading/mail-reader.ts'
import { createSignatureCheck, type Resolve } from './reading/senders/check-signatures.ts'
import { type ResultsSeen, resultsSeen } from './results-seen.ts'
import { findCaseMails, findRawBytes, findRawMail, keepRawBytes } from './store.ts'

export type { AttachmentRefusal, OfferedMail as CaseMail } from './attachments/attachments.ts'
export type { ScanVerdict, VirusScanner } from './attachments/virus-scanner.ts'
export type { FolderCursor, FolderPlace, FolderRole, MailboxRow, Recorded } from './folder-store.ts'
export type { FetchedMail } from './incoming/assess-mail.ts'
export { type Comparison, type Difference, sameMail } from './incoming/compare-folder.ts'
export type { LedgerAsked, LedgerEntry, LedgerMail } from './incoming/ledger-store.ts'
export type { FolderReport, FoundDifference } from './incoming/reconciliation-store.ts'
export {
  dispatchMail,
  fileSentCopy,
  reconcileMailboxes,
  replyDispatched,
  scanAttachments,
  sweepOutbox,
  sweepScans,
} from './mailroom-jobs.ts'
export type { AlarmsAsked } from './outgoing/alarm-lamp.ts'
export { letterPage } from './outgoing/letter-page.ts'
export type { PostedRefusal } from './outgoing/letters.ts'
export type { SentFolder } from './outgoing/sent-folder.ts'
export type { OutgoingMail, RefusedRecipient, SendOutcome, Transport } from './outgoing/transport.ts'
export type { OutgoingRecord } from './outgoing/write-outgoing.ts'
export type { ResultsSeen } from './results-seen.ts'
export type { DispositionKind, Listed } from './store.ts'

export type Mailroom = Outbox &
  Attachments &
  Ledger &
  Folders & {
    /** Records mails of one folder; resolves when all of them have their disposition. May be repeated. */
    ingest(from: { folder: FolderCursor; startsOn: Date }, mails: readonly FetchedMail[], after?: Promise<void>): Promise<void>
    mailboxConnected(name: string): Promise<void>
    mailboxDown(name: string, problem: string): Promise<void>
    mailboxes(): Promise<MailboxRow[]>
    mailsOfCase(caseId: string): Promise<OfferedMail[]>
    /** Whom the customer's newest mail names beside him; the desk's own addresses are left out. */
    namedBeside(tx: Tx, caseId: string, customer: string): Promise<NamedBeside>
    /** Whose Authentication-Results the newest mails carry. */
    resultsSeen(): Promise<ResultsSeen>
    /** The bytes as they arrived. */
    /** Cases in whose mails all of these words stand, the last of them perhaps a beginning; up to a bounded number. */
    casesMentioning(words: string): Promise<string[]>
    rawMail(mailId: string): Promise<Buffer | undefined>
    rawBytes(sha256: string): Promise<Buffer | undefined>
    /** Keeps a file that is to go out with a reply, once for each content; its hash names it. */
    keepEnclosure(tx: Tx, bytes: Buffer): Promise<string>
    close(): Promise<void>
  }

type Rules = { inForce<K extends 'sending' | 'authority'>(kind: K, day: Day): InForce<K> }

export type MailroomParts = Omit<OutboxParts, 'recallSeconds' | 'authority' | 'cases' | 'office'> &
  Omit<IngestParts, 'reader' | 'checkSignatures' | 'maxBytes' | 'office' | 'jobs' | 'followDelivery' | 'enqueueStaffMail'> &
  Pick<FollowParts, 'staff' | 'consoleUrl'> &
  Pick<LedgerParts, 'cases'> & {
    clock: Clock
    rulebook: Rules
    office: { name: string; address: string; timeZone: string; authservId?: string }
    mailMaxBytes: number
    /** DNS, where the desk is to verify signatures itself. */
    resolve?: Resolve
  }

export function createMailroom(parts: MailroomParts): Mailroom {
  const { db, clock, office } = parts
  const reader = createMailReader()
  const today = () => dayOf(clock.now(), office.timeZone)
  const recallSeconds = () => parts.rulebook.inForce('sending', today()).value.recall_seconds
  const authority = () => parts.rulebook.inForce('authority', today()).value
  const outbox = createOutbox({ ...parts, recallSeconds, authority })
  const following: FollowParts = { ...parts, authority, enqueueStaffMail: outbox.enqueueStaffMail }
  const taking = {
    ...parts,
    reader,
    ...(parts.resolve ? { checkSignatures: createSignatureCheck({ reader, resolve: parts.resolve }) } : {}),
    maxBytes: parts.mailMaxBytes,
    followDelivery: (tx: Tx, report: DeliveryReport) => followDelivery(tx, following, report),
    enqueueStaffMail: outbox.enqueueStaffMail,
  }
  return {
    ...outbox,
    ...createLedger({ ...taking, authority }),
    ...createFolders(parts),
    ...createAttachments({ ...parts, reader }),
    ingest: ({ folder, startsOn }, mails, after) => ingest(taking, { ...folder, startsOn }, mails, after),
    mailboxConnected: (name) => setMailboxState(db.client, name, 'connected', null, clock.now()),
    mailboxDown: (name, problem) => setMailboxState(db.client, name, 'down', problem, clock.now()),
    mailboxes: () => findMailboxes(db.client),
    mailsOfCase: async (caseId) => withOffers(parts, await findCaseMails(db.client, caseId)),
    namedBeside: (tx, caseId, customer) => findNamedBeside(tx, { caseId, customer, office: office.address }),
    resultsSeen: () => resultsSeen(db.client),
    casesMentioning: (words) => findCasesMentioning(db.client, words),
    rawMail: (mailId) => findRawMail(db.client, mailId),
    rawBytes: (sha256) => findRawBytes(db.client, sha256),
    keepEnclosure: keepRawBytes,
    close: () => reader.close(),
  }
}
