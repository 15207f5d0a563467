// The only code that touches mailboxes, mails and their dispositions. Statements take many rows: a batch is one of each.
import type { Json } from '../kernel/canonical-json.ts'
import type { Prisma, Tx } from '../platform/database.ts'
import type { PrismaClient } from '../platform/prisma/client.ts'
import type { MailReading } from './reading/mail-reading.ts'
import type { Authentication } from './reading/sender.ts'

export type Reader = PrismaClient | Tx

export type DispositionKind = 'case-message' | 'bounce' | 'automatic-reply' | 'ignored' | 'before-start' | 'duplicate' | 'quarantined'

export type DispositionRow = {
  mailbox: string
  uidValidity: bigint
  uid: bigint
  kind: DispositionKind
  reason: string
  rawSha256: string | null
  mailId: string | null
  caseId: string | null
  recordedAt: Date
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
  caseId: string | null
}

/** What is kept of a reading beside the columns: with it a page needs no second parse. */
export type StoredReading = Partial<MailReading> & { reasons?: string[]; authentication?: Json }

/** Ingest is one at a time over all desks: two mailboxes may hold the same mail, and it is to become one case. */
const ingestLockKey = 72_707_371

/** Takes the ingest's lock and returns those of `uids` that have their disposition already. */
export async function lockIngest(tx: Tx, mailbox: string, uidValidity: bigint, uids: bigint[]): Promise<Set<bigint>> {
  await tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(${ingestLockKey}::bigint)) AS taken`
  const rows = await tx.disposition.findMany({ where: { mailbox, uidValidity, uid: { in: uids } }, select: { uid: true } })
  return new Set(rows.map((row) => row.uid))
}

export type KnownMail = { id: string; rawSha256: string; messageId: string | null; digest: string | null; caseId: string | null }

export async function knownMails(tx: Tx, { sha256s, messageIds }: { sha256s: string[]; messageIds: string[] }): Promise<KnownMail[]> {
  return tx.$queryRaw<KnownMail[]>`
    SELECT id, raw_sha256 AS "rawSha256", message_id AS "messageId", reading ->> 'digest' AS digest, case_id AS "caseId"
    FROM mail WHERE raw_sha256 = ANY(${sha256s}::text[]) OR message_id = ANY(${messageIds}::text[])`
}

export async function casesOfMessageIds(tx: Tx, messageIds: string[]): Promise<Map<string, string>> {
  if (messageIds.length === 0) return new Map()
  const rows = await tx.caseMessageId.findMany({ where: { messageId: { in: messageIds } }, select: { messageId: true, caseId: true } })
  return new Map(rows.map((row) => [row.messageId, row.caseId]))
}

export async function insertMails(
  tx: Tx,
  raw: { sha256: string; bytes: Buffer }[],
  mails: MailRow[],
  dispositions: DispositionRow[],
): Promise<void> {
  const rawRows = raw.map(({ sha256, bytes }) => ({ sha256, bytes: new Uint8Array(bytes), size: bytes.length }))
  if (rawRows.length > 0) await tx.rawMail.createMany({ data: rawRows, skipDuplicates: true })
  if (mails.length > 0) {
    await tx.mail.createMany({ data: mails.map((mail) => ({ ...mail, reading: mail.reading as unknown as Prisma.InputJsonObject })) })
  }
  await tx.disposition.createMany({ data: dispositions })
}

/** The customer's own Message-IDs, and ours. One that is known already stays with its first case. */
export async function insertCaseMessageIds(tx: Tx, rows: { messageId: string; caseId: string; ours: boolean }[]): Promise<void> {
  if (rows.length > 0) await tx.caseMessageId.createMany({ data: rows, skipDuplicates: true })
}

/** Never backwards, but for a new UIDVALIDITY, where UIDs begin again. */
export async function moveCursor(tx: Tx, mailbox: string, uidValidity: bigint, uid: bigint): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO mailbox (name, uid_validity, last_uid) VALUES (${mailbox}, ${uidValidity}, ${uid})
    ON CONFLICT (name) DO UPDATE SET uid_validity = excluded.uid_validity,
      last_uid = CASE WHEN mailbox.uid_validity = excluded.uid_validity THEN greatest(mailbox.last_uid, excluded.last_uid) ELSE excluded.last_uid END`
}

export async function readCursor(from: Reader, mailbox: string, uidValidity: bigint): Promise<bigint> {
  const row = await from.mailbox.findUnique({ where: { name: mailbox } })
  return row && row.uidValidity === uidValidity ? row.lastUid : 0n
}

export type MailboxRow = {
  name: string
  state: 'never-connected' | 'connected' | 'down'
  problem: string | null
  stateSince: Date | null
  lastUid: bigint
}

export async function setMailboxState(
  from: Reader,
  name: string,
  state: 'connected' | 'down',
  problem: string | null,
  now: Date,
): Promise<void> {
  await from.$executeRaw`
    INSERT INTO mailbox (name, state, problem, state_since) VALUES (${name}, ${state}, ${problem}, ${now})
    ON CONFLICT (name) DO UPDATE SET problem = excluded.problem, state = excluded.state,
      state_since = CASE WHEN mailbox.state = excluded.state THEN mailbox.state_since ELSE excluded.state_since END`
}

export async function findMailboxes(from: Reader): Promise<MailboxRow[]> {
  const rows = await from.mailbox.findMany({ orderBy: { name: 'asc' } })
  return rows.map(({ name, state, problem, stateSince, lastUid }) => ({
    name,
    state: state as MailboxRow['state'],
    problem,
    stateSince,
    lastUid,
  }))
}

/** A mail of a case as a page shows it. */
export type CaseMail = Pick<MailRow, 'id' | 'messageId' | 'fromAddress' | 'fromName' | 'subject' | 'receivedAt' | 'kind'> &
  Pick<MailReading, 'newText' | 'text' | 'html' | 'attachments'> & { verdict: Authentication['verdict'] }

const caseMailLimit = 200

/** Oldest first. */
export async function findCaseMails(from: Reader, caseId: string): Promise<CaseMail[]> {
  // Of a very long case the newest are shown, oldest first.
  const newest = await from.mail.findMany({ where: { caseId }, orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }], take: caseMailLimit })
  const rows = newest.toReversed()
  return rows.map(({ id, messageId, fromAddress, fromName, subject, receivedAt, kind, verdict, reading }) => {
    const { newText = '', text = '', html = null, attachments = [] } = reading as unknown as StoredReading
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
      verdict: verdict as CaseMail['verdict'],
    }
  })
}

export async function findRawMail(from: Reader, mailId: string): Promise<Buffer | undefined> {
  const mail = await from.mail.findUnique({ where: { id: mailId }, select: { rawSha256: true } })
  return mail ? findRawBytes(from, mail.rawSha256) : undefined
}

export async function findRawBytes(from: Reader, sha256: string): Promise<Buffer | undefined> {
  const raw = await from.rawMail.findUnique({ where: { sha256 } })
  return raw ? Buffer.from(raw.bytes) : undefined
}
