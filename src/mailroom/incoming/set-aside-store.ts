// The rows of mails that were set aside without a case, and of what people decided about them.
import type { Tx } from '../../platform/database.ts'
import type { DispositionKind, MailRow, Reader } from '../store.ts'

/** A mail without a case, with as much of it as could be read. */
export type SetAsideMail = {
  mailbox: string
  uidValidity: bigint
  uid: bigint
  kind: DispositionKind
  reason: string
  fromAddress: string | null
  fromName: string | null
  subject: string | null
  recordedAt: Date
  rawSha256: string | null
}

export type MailPlace = { mailbox: string; uidValidity: bigint; uid: bigint }
export type SetAsidePage = { after?: { recordedAt: Date; mailbox: string; uid: bigint }; limit?: number }

const pageLimit = 100
const pageDefault = 50

/** Newest first. */
export async function findSetAside(
  from: Reader,
  { after, limit = pageDefault }: SetAsidePage,
): Promise<{ mails: SetAsideMail[]; more: boolean }> {
  const wanted = Math.min(Math.max(1, limit), pageLimit)
  const { recordedAt = null, mailbox = null, uid = null } = after ?? {}
  const mails = await from.$queryRaw<SetAsideMail[]>`
    SELECT d.mailbox, d.uid_validity AS "uidValidity", d.uid, d.kind, d.reason, m.from_address AS "fromAddress", m.from_name AS "fromName",
      m.subject, d.recorded_at AS "recordedAt", d.raw_sha256 AS "rawSha256"
    FROM disposition d LEFT JOIN mail m ON m.id = d.mail_id
    WHERE d.kind IN ('ignored', 'automatic-reply', 'quarantined') AND d.case_id IS NULL AND d.settled_at IS NULL
      AND (${recordedAt}::timestamptz IS NULL
        OR (d.recorded_at, d.mailbox, d.uid) < (${recordedAt}::timestamptz, ${mailbox}::text, ${uid}::bigint))
    ORDER BY d.recorded_at DESC, d.mailbox DESC, d.uid DESC LIMIT ${wanted + 1}`
  return { mails: mails.slice(0, wanted), more: mails.length > wanted }
}

/** Those that nobody has decided about and that the desk itself could make nothing of. */
export async function countQuarantined(from: Reader): Promise<number> {
  return from.disposition.count({ where: { kind: 'quarantined', caseId: null, settledAt: null } })
}

export type StandingMail = { kind: DispositionKind; reason: string; rawSha256: string | null; settledAt: Date | null; mail: MailRow | null }

/** undefined where no mail was set aside there. */
export async function findStanding(tx: Tx, place: MailPlace): Promise<StandingMail | undefined> {
  const row = await tx.disposition.findUnique({ where: { mailbox_uidValidity_uid: place } })
  if (!row || !(row.kind === 'ignored' || row.kind === 'automatic-reply' || row.kind === 'quarantined' || row.settledAt)) return undefined
  if (row.caseId !== null && row.settledAt === null) return undefined // an automatic reply that its case knows of
  const mail = row.mailId === null ? null : await tx.mail.findUnique({ where: { id: row.mailId } })
  return { ...row, kind: row.kind as DispositionKind, mail: mail as MailRow | null }
}

export async function writeSettled(
  tx: Tx,
  place: MailPlace,
  settled: { settledBy: string; settledAt: Date; settledReason: string },
): Promise<void> {
  await tx.disposition.update({ where: { mailbox_uidValidity_uid: place }, data: settled })
}

/** The mail is a case's now, and so are the copies of it that came by other ways. */
export async function writeCaseOf(tx: Tx, place: MailPlace, about: { mailId: string; caseId: string; reason: string }): Promise<void> {
  const { mailId, caseId, reason } = about
  await tx.mail.update({ where: { id: mailId }, data: { caseId, kind: 'person' } })
  await tx.disposition.update({ where: { mailbox_uidValidity_uid: place }, data: { kind: 'case-message', caseId, reason } })
  await tx.disposition.updateMany({ where: { mailId, kind: 'duplicate' }, data: { caseId } })
}
