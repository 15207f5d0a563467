// The mail ledger's rows: every disposition with as much of its mail as is known, and what people decided about it.
import { Prisma, type Tx } from '../../platform/database.ts'
import type { FolderRole } from '../folder-store.ts'
import { type DispositionKind, type MailRow, type Reader, singleWords, updateSearch } from '../store.ts'

export type LedgerEntry = {
  id: string
  mailbox: string
  folder: string
  uid: bigint
  kind: DispositionKind
  reason: string
  fromAddress: string | null
  fromName: string | null
  subject: string | null
  receivedAt: Date
  recordedAt: Date
  /** As the server told it, in bytes. */
  size: bigint | null
  caseId: string | null
  mailId: string | null
  rawSha256: string | null
  /** What a person decided, if one did; `by` is his id. */
  settled: { by: string; at: Date; reason: string } | null
}

export type LedgerAsked = {
  /** Words, or their beginnings, of sender, subject, Message-ID and text; all of them must be there. */
  search?: string
  kinds?: DispositionKind[]
  mailbox?: string
  /** Only the places where this mail was found. */
  mailId?: string
  /** Only those that wait for a person: quarantined mails, and bounces of nothing known. */
  standing?: boolean
  after?: { recordedAt: Date; id: string }
  limit?: number
}

const standingKinds: DispositionKind[] = ['quarantined', 'bounce']
const pageLimit = 100
const pageDefault = 50
const wordLimit = 20

/** Newest first. */
export async function findLedger(from: Reader, asked: LedgerAsked): Promise<{ entries: LedgerEntry[]; more: boolean }> {
  const wanted = Math.min(Math.max(1, asked.limit ?? pageDefault), pageLimit)
  const words = searchQuery(asked.search ?? '')
  const where = Prisma.join(
    [
      Prisma.sql`true`,
      ...(words === '' ? [] : [Prisma.sql`m.search @@ to_tsquery('simple', ${words})`]),
      ...(asked.kinds ? [Prisma.sql`d.kind = ANY(${asked.kinds}::text[])`] : []),
      ...(asked.mailbox === undefined ? [] : [Prisma.sql`f.mailbox = ${asked.mailbox}`]),
      ...(asked.mailId === undefined ? [] : [Prisma.sql`d.mail_id = ${asked.mailId}::uuid`]),
      ...(asked.standing ? [Prisma.sql`d.settled_at IS NULL AND d.case_id IS NULL AND d.kind = ANY(${standingKinds}::text[])`] : []),
      ...(asked.after ? [Prisma.sql`(d.recorded_at, d.id) < (${asked.after.recordedAt}, ${asked.after.id}::uuid)`] : []),
    ],
    ' AND ',
  )
  const rows = await from.$queryRaw<Row[]>`${select} WHERE ${where} ORDER BY d.recorded_at DESC, d.id DESC LIMIT ${wanted + 1}`
  return { entries: rows.slice(0, wanted).map(toEntry), more: rows.length > wanted }
}

export async function findLedgerEntry(from: Reader, id: string): Promise<LedgerEntry | undefined> {
  const [row] = await from.$queryRaw<Row[]>`${select} WHERE d.id = ${id}::uuid`
  return row && toEntry(row)
}

const select = Prisma.sql`
  SELECT d.id, f.mailbox, f.path AS folder, d.uid, d.kind, d.reason, m.from_address AS "fromAddress", m.from_name AS "fromName", m.subject,
    coalesce(d.arrived_at, m.received_at, d.recorded_at) AS "receivedAt", d.recorded_at AS "recordedAt", d.size, d.case_id AS "caseId",
    d.mail_id AS "mailId", d.raw_sha256 AS "rawSha256", d.settled_by AS "settledBy", d.settled_at AS "settledAt",
    d.settled_reason AS "settledReason"
  FROM disposition d JOIN mail_folder f ON f.id = d.folder_id LEFT JOIN mail m ON m.id = d.mail_id`

type Row = Omit<LedgerEntry, 'settled'> & { settledBy: string | null; settledAt: Date | null; settledReason: string | null }

function toEntry({ settledBy, settledAt, settledReason, ...row }: Row): LedgerEntry {
  const settled = settledAt === null ? null : { by: settledBy ?? '', at: settledAt, reason: settledReason ?? '' }
  return { ...row, settled }
}

/** Letters and digits only, so that nothing in it is an operator. */
function searchQuery(search: string): string {
  const words = singleWords(search.slice(0, 500)).split(/\s+/).filter(Boolean).slice(0, wordLimit)
  return words.map((word) => `${word}:*`).join(' & ')
}

/** Those that nobody has decided about and that the desk itself could make nothing of. */
export async function countStanding(from: Reader): Promise<number> {
  return from.disposition.count({ where: { kind: { in: standingKinds }, caseId: null, settledAt: null } })
}

/** A mail as its entry's page shows it. */
export type LedgerMail = Omit<MailRow, 'digest' | 'rawSha256'>

export async function findLedgerMails(from: Reader, mailIds: readonly string[]): Promise<LedgerMail[]> {
  if (mailIds.length === 0) return []
  const rows = await from.mail.findMany({ where: { id: { in: [...mailIds] } }, omit: { digest: true, rawSha256: true } })
  return rows as LedgerMail[]
}

export type Standing = {
  entry: LedgerEntry
  /** null where nothing of it could be read. */
  mail: MailRow | null
  role: FolderRole
  /** As the server told it, in bytes. */
  size: number | null
}

export async function findStanding(from: Reader, id: string): Promise<Standing | undefined> {
  const entry = await findLedgerEntry(from, id)
  if (!entry) return undefined
  const row = await from.disposition.findUniqueOrThrow({ where: { id } })
  const folder = await from.mailFolder.findUniqueOrThrow({ where: { id: row.folderId } })
  const mail = entry.mailId === null ? null : await from.mail.findUnique({ where: { id: entry.mailId } })
  return { entry, mail: mail as MailRow | null, role: folder.role as FolderRole, size: row.size === null ? null : Number(row.size) }
}

export type Settled = { by: string; at: Date; reason: string }

/** null: nobody has decided. */
export async function writeSettled(tx: Tx, id: string, settled: Settled | null): Promise<void> {
  const { by = null, at = null, reason = null } = settled ?? {}
  await tx.disposition.update({ where: { id }, data: { settledBy: by, settledAt: at, settledReason: reason } })
}

export type NewFate = { kind: DispositionKind; reason: string; caseId: string | null; mailId: string }

/** What became of the mail by a person's decision; the copies of it that came by other ways share its case. */
export async function writeFate(tx: Tx, id: string, { kind, reason, caseId, mailId }: NewFate): Promise<void> {
  await tx.disposition.update({ where: { id }, data: { kind, reason, caseId, mailId } })
  if (caseId === null) return
  await tx.$executeRaw`UPDATE mail SET case_id = ${caseId}::uuid, reading = reading - 'spam' WHERE id = ${mailId}::uuid`
  await tx.disposition.updateMany({ where: { mailId, kind: 'duplicate' }, data: { caseId } })
}

export async function writeMailKind(tx: Tx, mailId: string, kind: string): Promise<void> {
  await tx.mail.update({ where: { id: mailId }, data: { kind } })
}

/** A mail that was read again. Its bytes, its arrival and its case stay. */
export async function writeReading(tx: Tx, mail: MailRow): Promise<void> {
  const { id, rawSha256, receivedAt, caseId, reading, ...columns } = mail
  await tx.mail.update({ where: { id }, data: { ...columns, reading: reading as unknown as Prisma.InputJsonObject } })
  await updateSearch(tx, mail)
}

const mentionsRead = 2_000 // a word that stands in more mails than this tells nothing

/** Cases in whose mails all of these words stand, the last of them perhaps a beginning; some of them, where they stand in very many. */
export async function findCasesMentioning(from: Reader, text: string): Promise<string[]> {
  const words = searchQuery(text).replaceAll(':* &', ' &') // only the last may be a beginning: a rare whole word is found at once
  if (words === '') return []
  const rows = await from.$queryRaw<{ caseId: string }[]>`
    SELECT DISTINCT case_id AS "caseId" FROM (
      SELECT case_id FROM mail WHERE search @@ to_tsquery('simple', ${words}) AND case_id IS NOT NULL LIMIT ${mentionsRead}) AS m`
  return rows.map(({ caseId }) => caseId)
}
