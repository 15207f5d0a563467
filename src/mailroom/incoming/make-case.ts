// A case made of a mail of the ledger because a person takes it for a complaint, whatever the desk took it for.

import { leadsTo } from '../../kernel/mail-address.ts'
import type { Tx } from '../../platform/database.ts'
import { actorOf, type StaffMember } from '../../staff/staff-member.ts'
import type { RecordParts } from '../ingest-parts.ts'
import type { MailReader } from '../reading/mail-reader.ts'
import type { MailReading } from '../reading/mail-reading.ts'
import type { Authentication } from '../reading/senders/sender.ts'
import { findRawBytes, type MailRow } from '../store.ts'
import type { ReadMail } from './assess-mail.ts'
import { pointersOf } from './find-case.ts'
import { type Standing, writeFate, writeMailKind } from './ledger-store.ts'
import { receivePersons } from './receive-persons.ts'

export type MakeCaseParts = RecordParts & { reader: MailReader }

/** Returns the case; undefined where the mail names nobody who could be answered. */
export async function makeCaseOf(tx: Tx, parts: MakeCaseParts, { entry, mail }: Standing, by: StaffMember): Promise<string | undefined> {
  const caseId = mail ? await receive(tx, parts, mail) : undefined
  if (!mail || caseId === undefined) return undefined
  const was = `${entry.kind}: ${entry.reason}`
  const reason = `a person made a case of it; it was ${was}`
  await writeFate(tx, entry.id, { kind: 'case-message', reason, caseId, mailId: mail.id })
  await writeMailKind(tx, mail.id, 'person')
  const text = `Made a case of a mail that had been set aside (${was}).`
  await parts.cases.record(tx, caseId, { kind: 'note', actor: actorOf(by), content: { text } })
  return caseId
}

async function receive(tx: Tx, parts: MakeCaseParts, mail: MailRow): Promise<string | undefined> {
  const reading = await readingOf(tx, parts.reader, mail)
  const sender = [reading.from, ...reading.replyTo].find(({ address }) => address !== null && !leadsTo(address, parts.office.address))
  if (!sender) return undefined
  const verdict = sender === reading.from ? (mail.verdict as Authentication['verdict']) : 'not-established' // the word was about From
  const person: ReadMail = {
    uid: 0n,
    arrivedAt: mail.receivedAt,
    size: null,
    emailId: null,
    sha256: mail.rawSha256,
    bytes: Buffer.alloc(0),
    state: 'read',
    reading: { ...reading, from: sender },
    judged: { kind: 'person', reasons: ['a person on the staff said so'], silent: true },
    authentication: { ...notChecked, verdict, basis: 'as it was when it arrived' },
    pointers: pointersOf(reading, parts.office.address),
    answerable: false,
  }
  const received = await receivePersons(tx, parts, [{ mail: person, original: { mailId: mail.id, caseId: null } }])
  return received.get(person)?.case.id
}

/** The stored description, and what a mail that could not be stored as a whole says when its bytes are read once more. */
async function readingOf(tx: Tx, reader: MailReader, mail: MailRow): Promise<MailReading> {
  const stored = { messageId: mail.messageId, from: { address: mail.fromAddress, name: mail.fromName }, subject: mail.subject }
  if (mail.reading.newText !== undefined) return { ...(mail.reading as MailReading), ...stored }
  const bytes = await findRawBytes(tx, mail.rawSha256)
  const read = bytes && (await reader.read(bytes))
  return read?.ok ? read.reading : { ...blank, ...stored }
}

const notChecked = { spf: 'not-checked', dkim: 'not-checked', dmarc: 'not-checked' } as const

/** A mail of which only its sender and subject could be read. */
const blank: Omit<MailReading, 'messageId' | 'from' | 'subject'> = {
  date: null,
  fromCount: 1,
  replyTo: [],
  to: [],
  cc: [],
  inReplyTo: null,
  references: [],
  text: '',
  html: null,
  newText: '',
  quotedText: '',
  signature: '',
  forwarded: null,
  attachments: [],
  harmful: [],
  enclosed: [],
  contentType: 'text/plain',
  reportType: null,
  headers: [],
  reported: { messageIds: [], recipients: [] },
  digest: '',
  problems: [],
}
