// The only code that touches mails and their dispositions. Statements take many rows: a batch is one of each, in plain SQL,
// since the typed client spends more on a row than the database does. Folders and mailboxes are in `folder-store.ts`.
import { createHash } from 'node:crypto'
import type { Json } from '../kernel/canonical-json.ts'
import { Prisma, type Tx } from '../platform/database.ts'
import { insertRows } from '../platform/insert-rows.ts'
import type { PrismaClient } from '../platform/prisma/client.ts'
import type { MailReading } from './reading/mail-reading.ts'
import type { Authentication } from './reading/senders/sender.ts'

export type Reader = PrismaClient | Tx

export type DispositionKind = 'case-message' | 'bounce' | 'automatic-reply' | 'ignored' | 'before-start' | 'duplicate' | 'quarantined'

/** A mail as the server lists it. `emailId` (RFC 8474) never names another mail; few servers offer it. */
export type Listed = { uid: bigint; size: number | null; arrivedAt: Date | null; emailId: string | null }

export type DispositionRow = Listed & {
  kind: DispositionKind
  reason: string
  rawSha256: string | null
  mailId: string | null
  caseId: string | null
}

export type MailRow = {
  id: string
  rawSha256: string
  messageId: string | null
  fromAddress: string | null
  fromName: string | null
  subject: string
  sentAt: Date | null
  receivedAt: Date
  kind: string
  verdict: string
  reading: StoredReading
  /** See `incoming/find-duplicates.ts`. */
  digest: string | null
  caseId: string | null
}

/** What is kept of a reading beside the columns: with it a page needs no second parse. */
export type StoredReading = Partial<MailReading> & { reasons?: string[]; authentication?: Json; spam?: string }

/** Ingest is one at a time over all desks: two mailboxes may hold the same mail, and it is to become one case. */
const ingestLockKey = 72_707_371

/** Keeps every other taking in, and every decision about a mail in the ledger, waiting until the transaction ends. */
export async function lockLedger(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(${ingestLockKey}::bigint)) AS taken`
}

export type KnownMail = {
  id: string
  rawSha256: string
  messageId: string | null
  digest: string | null
  kind: string
  caseId: string | null
  /** It stands in quarantine because the office's own filter took it for spam. */
  spam: boolean
}

export type Traces = { sha256s: string[]; messageIds: string[]; digests: string[] }

export async function knownMails(tx: Tx, { sha256s, messageIds, digests }: Traces): Promise<KnownMail[]> {
  return tx.$queryRaw<KnownMail[]>`
    SELECT id, raw_sha256 AS "rawSha256", message_id AS "messageId", digest, kind, case_id AS "caseId",
      case_id IS NULL AND coalesce(reading ? 'spam', false) AS spam
    FROM mail WHERE raw_sha256 = ANY(${sha256s}::text[]) OR message_id = ANY(${messageIds}::text[]) OR digest = ANY(${digests}::text[])`
}

export async function casesOfMessageIds(tx: Tx, messageIds: string[]): Promise<Map<string, string>> {
  if (messageIds.length === 0) return new Map()
  const rows = await tx.caseMessageId.findMany({ where: { messageId: { in: messageIds } }, select: { messageId: true, caseId: true } })
  return new Map(rows.map((row) => [row.messageId, row.caseId]))
}

/** A batch, and the cursor with it. */
export async function insertMails(
  tx: Tx,
  folderId: string,
  {
    raw,
    mails,
    dispositions,
    now,
  }: { raw: { sha256: string; bytes: Buffer }[]; mails: MailRow[]; dispositions: DispositionRow[]; now: Date },
): Promise<void> {
  if (raw.length > 0) {
    const rows = raw.map(({ sha256, bytes }) => Prisma.sql`(${sha256}, ${new Uint8Array(bytes)}, ${bytes.length})`)
    await tx.$executeRaw`INSERT INTO raw_mail (sha256, bytes, size) VALUES ${Prisma.join(rows)} ON CONFLICT DO NOTHING`
  }
  await insertMailRows(tx, mails)
  if (dispositions.length > 0) {
    const rows = JSON.stringify(dispositions.map((row) => ({ ...row, uid: String(row.uid) })))
    await tx.$executeRaw`
      INSERT INTO disposition (folder_id, uid, kind, reason, size, arrived_at, email_id, raw_sha256, mail_id, case_id, recorded_at)
      SELECT ${folderId}::uuid, r.uid, r.kind, r.reason, r.size, r."arrivedAt", r."emailId", r."rawSha256", r."mailId", r."caseId", ${now}
      FROM jsonb_to_recordset(${rows}::jsonb) AS r(uid bigint, kind text, reason text, size bigint, "arrivedAt" timestamptz, "emailId" text,
        "rawSha256" text, "mailId" uuid, "caseId" uuid)`
  }
}

export async function insertMailRows(tx: Tx, mails: MailRow[]): Promise<void> {
  if (mails.length === 0) return
  const rows = JSON.stringify(mails.map((mail) => ({ ...mail, search: searchText(mail) })))
  await tx.$executeRaw`
    INSERT INTO mail (id, raw_sha256, message_id, from_address, from_name, subject, sent_at, received_at, kind, verdict, reading, digest,
      search, case_id)
    SELECT r.id, r."rawSha256", r."messageId", r."fromAddress", r."fromName", r.subject, r."sentAt", r."receivedAt", r.kind, r.verdict,
      r.reading, r.digest, to_tsvector('simple', r.search), r."caseId"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(id uuid, "rawSha256" text, "messageId" text, "fromAddress" text, "fromName" text,
      subject text, "sentAt" timestamptz, "receivedAt" timestamptz, kind text, verdict text, reading jsonb, digest text, search text,
      "caseId" uuid)`
}

/** What the ledger finds a mail by: single words of its sender, subject, Message-ID and text. */
function searchText({
  fromAddress,
  fromName,
  subject,
  messageId,
  reading,
}: Pick<MailRow, 'fromAddress' | 'fromName' | 'subject' | 'messageId' | 'reading'>): string {
  return singleWords([fromAddress, fromName, subject, messageId, reading.newText].filter(Boolean).join(' ').slice(0, searchLimitCharacters))
}

const searchLimitCharacters = 20_000

/** Letters and digits only; of scripts without spaces each sign is a word. */
export function singleWords(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu, ' $& ')
    .trim()
}

/** A mail that stood in quarantine without a case came again by a way that gave it one. */
export async function letOutOfQuarantine(
  tx: Tx,
  { mailId, caseId, reason }: { mailId: string; caseId: string; reason: string },
): Promise<void> {
  await tx.$executeRaw`UPDATE mail SET case_id = ${caseId}::uuid, reading = reading - 'spam' WHERE id = ${mailId}::uuid`
  await tx.disposition.updateMany({ where: { mailId, kind: 'quarantined' }, data: { kind: 'duplicate', caseId, reason } })
}

/** The search words of a mail that was read again. */
export async function updateSearch(tx: Tx, mail: MailRow): Promise<void> {
  await tx.$executeRaw`UPDATE mail SET search = to_tsvector('simple', ${searchText(mail)}) WHERE id = ${mail.id}::uuid`
}

/** The customer's own Message-IDs, and ours. One that is known already stays with its first case. */
export async function insertCaseMessageIds(tx: Tx, rows: { messageId: string; caseId: string; ours: boolean }[]): Promise<void> {
  await insertRows(tx, 'case_message_id', rows, { unless: 'ON CONFLICT DO NOTHING' })
}

/** A mail of a case as a page shows it. */
export type CaseMail = Pick<MailRow, 'id' | 'messageId' | 'fromAddress' | 'fromName' | 'subject' | 'receivedAt' | 'kind'> &
  Pick<MailReading, 'newText' | 'text' | 'html' | 'attachments' | 'harmful'> & { verdict: Authentication['verdict'] }

const caseMailLimit = 200

/** Oldest first. */
export async function findCaseMails(from: Reader, caseId: string): Promise<CaseMail[]> {
  // Of a very long case the newest are shown, oldest first.
  const newest = await from.mail.findMany({ where: { caseId }, orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }], take: caseMailLimit })
  const rows = newest.toReversed()
  return rows.map(({ id, messageId, fromAddress, fromName, subject, receivedAt, kind, verdict, reading }) => {
    const { newText = '', text = '', html = null, attachments = [], harmful = [] } = reading as unknown as StoredReading
    return {
      id,
      messageId,
      fromAddress,
      fromName,
      subject,
      receivedAt,
      kind,
      newText,
      text,
      html,
      attachments,
      harmful,
      verdict: verdict as CaseMail['verdict'],
    }
  })
}

/** What a mail was read as, and the case it belongs to. */
export async function findMailReading(
  from: Reader,
  mailId: string,
): Promise<{ caseId: string | null; reading: StoredReading } | undefined> {
  const mail = await from.mail.findUnique({ where: { id: mailId }, select: { caseId: true, reading: true } })
  return mail ? { caseId: mail.caseId, reading: mail.reading as unknown as StoredReading } : undefined
}

/** The header fields of the mails that came last, whatever became of them. */
export async function newestHeaders(from: Reader, limit: number): Promise<MailReading['headers'][]> {
  const rows = await from.$queryRaw<{ headers: MailReading['headers'] }[]>`
    SELECT coalesce(m.reading -> 'headers', '[]') AS headers FROM disposition d JOIN mail m ON m.id = d.mail_id
    WHERE d.kind <> 'duplicate' ORDER BY d.recorded_at DESC, d.id DESC LIMIT ${limit}`
  return rows.map(({ headers }) => headers)
}

/** Keeps bytes once for each content, and says under which hash. */
export async function keepRawBytes(tx: Tx, bytes: Buffer): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await tx.rawMail.createMany({ data: [{ sha256, bytes: new Uint8Array(bytes), size: bytes.length }], skipDuplicates: true })
  return sha256
}

export async function findRawMail(from: Reader, mailId: string): Promise<Buffer | undefined> {
  const mail = await from.mail.findUnique({ where: { id: mailId }, select: { rawSha256: true } })
  return mail ? findRawBytes(from, mail.rawSha256) : undefined
}

export async function findRawBytes(from: Reader, sha256: string): Promise<Buffer | undefined> {
  const raw = await from.rawMail.findUnique({ where: { sha256 } })
  return raw ? Buffer.from(raw.bytes) : undefined
}
