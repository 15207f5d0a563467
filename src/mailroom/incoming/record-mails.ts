// Records a batch of mails in the caller's transaction: each gets its one disposition, persons' mails go to cases, and the
// acknowledgements that follow are queued. Nothing here waits for anything but the database.
import type { Tx } from '../../platform/database.ts'
import { queueScans } from '../attachments/queue-scans.ts'
import { type FolderRole, lockIngest, moveCursor } from '../folder-store.ts'
import type { RecordParts } from '../ingest-parts.ts'
import { type DispositionRow, insertMails, knownMails, type MailRow } from '../store.ts'
import { type AssessedMail, wasFetched } from './assess-mail.ts'
import { decideFates } from './decide-fates.ts'
import { decideSentFates } from './decide-sent-fates.ts'
import type { Fate, Unkept } from './fates.ts'
import { contentDigest, KnownMails } from './find-duplicates.ts'
import { findPersons } from './find-persons.ts'
import { mailRow } from './mail-row.ts'

export type RecordSource = { folderId: string; role: FolderRole }

/** `batch` stands in the order of its UIDs. */
export async function recordMails(tx: Tx, parts: RecordParts, source: RecordSource, batch: readonly AssessedMail[]): Promise<void> {
  const done = await lockIngest(
    tx,
    source.folderId,
    batch.map((mail) => mail.uid),
  )
  const unseen = [...new Map(batch.filter((mail) => !done.has(mail.uid)).map((mail) => [mail.uid, mail])).values()]
  const fresh = await findPersons(tx, parts, unseen)
  const known = await knownOf(tx, fresh)
  const { role } = source
  const fates =
    role === 'sent' ? await decideSentFates(tx, parts, fresh, known) : await decideFates(tx, parts, { mails: fresh, role, known })

  const now = parts.clock.now()
  const raw: { sha256: string; bytes: Buffer }[] = []
  const mails: MailRow[] = []
  const dispositions: DispositionRow[] = []
  for (const mail of fresh) {
    const { kind, reason, mailId, caseId, stored, spam } = fates.get(mail) as Fate | Unkept
    const kept = wasFetched(mail) && mailId !== null ? mail : null
    if (kept) raw.push(kept)
    if (kept?.reading && stored)
      mails.push(mailRow(kept, { mailId: mailId as string, caseId, sent: role === 'sent', ...(spam ? { spam } : {}) }))
    const { uid, size, emailId } = mail
    const arrivedAt = mail.state === 'gone' ? null : mail.arrivedAt
    const row = kept && !kept.reading ? null : mailId
    dispositions.push({ uid, size, emailId, arrivedAt, kind, reason, rawSha256: kept?.sha256 ?? null, mailId: row, caseId })
  }
  await insertMails(tx, source.folderId, { raw, mails, dispositions, now })
  await queueScans(tx, parts, mails)
  const last = batch.at(-1)
  if (last) await moveCursor(tx, source.folderId, last.uid)
}

/** What is known already of these mails' bytes and words. */
async function knownOf(tx: Tx, mails: readonly AssessedMail[]): Promise<KnownMails> {
  const kept = mails.filter(wasFetched)
  return new KnownMails(
    await knownMails(tx, {
      sha256s: kept.map((mail) => mail.sha256),
      messageIds: kept.flatMap((mail) => mail.reading?.messageId ?? []),
      digests: kept.flatMap((mail) => (mail.reading && contentDigest(mail.reading)) ?? []),
    }),
  )
}
