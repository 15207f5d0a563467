// The mailroom: every mail that comes in ends in exactly one disposition, and none goes out to a customer without the
// approval of exactly what it says.
import { type Day, dayOf } from '../kernel/days.ts'
import type { Clock } from '../platform/clock.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import type { FetchedMail } from './incoming/assess-mail.ts'
import { type IngestParts, ingest } from './incoming/ingest.ts'
import { createSettingAside, type SettingAside } from './incoming/set-aside.ts'
import { createOutbox, type Outbox, type OutboxParts } from './outgoing/outbox.ts'
import { createMailReader } from './reading/mail-reader.ts'
import {
  type CaseMail,
  findCaseMails,
  findMailboxes,
  findRawBytes,
  findRawMail,
  type MailboxRow,
  readCursor,
  setMailboxState,
} from './store.ts'

export type { FetchedMail } from './incoming/assess-mail.ts'
export { dispatchMail, replyDispatched, sweepOutbox } from './mailroom-jobs.ts'
export type { OutgoingMail, SendOutcome, Transport } from './outgoing/transport.ts'
export type { OutgoingRecord } from './outgoing/write-outgoing.ts'
export type { CaseMail, MailboxRow } from './store.ts'

export type Mailroom = Outbox &
  SettingAside & {
    /** The last UID that has its disposition. A new UIDVALIDITY starts at 0: what is known already is found by its content. */
    cursor(mailbox: string, uidValidity: bigint): Promise<bigint>
    /** Records mails of one mailbox; resolves when all of them have their disposition. May be repeated. */
    ingest(mailbox: string, from: { uidValidity: bigint; startsOn: Date }, mails: readonly FetchedMail[]): Promise<void>
    mailboxConnected(name: string): Promise<void>
    mailboxDown(name: string, problem: string): Promise<void>
    mailboxes(): Promise<MailboxRow[]>
    mailsOfCase(caseId: string): Promise<CaseMail[]>
    /** The bytes as they arrived. */
    rawMail(mailId: string): Promise<Buffer | undefined>
    rawBytes(sha256: string): Promise<Buffer | undefined>
    close(): Promise<void>
  }

type Rules = { inForce<K extends 'sending' | 'authority'>(kind: K, day: Day): InForce<K> }

export type MailroomParts = Omit<OutboxParts, 'recallSeconds' | 'authority' | 'cases' | 'office'> &
  Omit<IngestParts, 'reader' | 'maxBytes' | 'office' | 'jobs'> & {
    clock: Clock
    rulebook: Rules
    office: { name: string; address: string; timeZone: string; authservId?: string }
    mailMaxBytes: number
  }

export function createMailroom(parts: MailroomParts): Mailroom {
  const { db, clock, office } = parts
  const reader = createMailReader()
  const today = () => dayOf(clock.now(), office.timeZone)
  const recallSeconds = () => parts.rulebook.inForce('sending', today()).value.recall_seconds
  const authority = () => parts.rulebook.inForce('authority', today()).value
  return {
    ...createOutbox({ ...parts, recallSeconds, authority }),
    ...createSettingAside({ ...parts, reader, authority }),
    cursor: (mailbox, uidValidity) => readCursor(db.client, mailbox, uidValidity),
    ingest: (mailbox, from, mails) => ingest({ ...parts, reader, maxBytes: parts.mailMaxBytes }, { mailbox, ...from }, mails),
    mailboxConnected: (name) => setMailboxState(db.client, name, 'connected', null, clock.now()),
    mailboxDown: (name, problem) => setMailboxState(db.client, name, 'down', problem, clock.now()),
    mailboxes: () => findMailboxes(db.client),
    mailsOfCase: (caseId) => findCaseMails(db.client, caseId),
    rawMail: (mailId) => findRawMail(db.client, mailId),
    rawBytes: (sha256) => findRawBytes(db.client, sha256),
    close: () => reader.close(),
  }
}
