// Mails from a mailbox into the desk: read outside any transaction, then one transaction for a batch, with the raw bytes,
// the dispositions, what the cases make of them, and the cursor. A batch that fails is redone one by one, and a mail that
// fails alone is set aside, so that nothing behind it waits.
import type { Log } from '../../platform/log.ts'
import type { FolderRole } from '../folder-store.ts'
import type { RecordParts } from '../ingest-parts.ts'
import { type AssessedMail, assessMail, type FetchedMail, type Surroundings } from './assess-mail.ts'
import { isPassing } from './passing-fault.ts'
import { recordMails } from './record-mails.ts'
import { setPoisonAside } from './set-poison-aside.ts'

const batchLimit = 50 // mails a transaction: enough to share the commit, few enough to redo

export type IngestParts = RecordParts & Omit<Surroundings, 'startsOn'> & { log: Log }
/** `mailbox` is for the log. */
export type Source = { folderId: string; role: FolderRole; mailbox: string; startsOn: Date }

/** `after`: these mails are read at once and recorded when it has resolved; where it rejects, none of them is. */
export async function ingest(parts: IngestParts, source: Source, mails: readonly FetchedMail[], after?: Promise<void>): Promise<void> {
  after?.catch(() => {}) // it is awaited below, when these mails are read
  const inOrder = mails.toSorted((a, b) => (a.uid < b.uid ? -1 : a.uid > b.uid ? 1 : 0))
  for (let from = 0; from < inOrder.length; from += batchLimit) {
    const surroundings = { ...parts, startsOn: source.startsOn }
    const batch = await Promise.all(inOrder.slice(from, from + batchLimit).map((mail) => assessMail(mail, surroundings)))
    await after
    await recordBatch(parts, source, batch)
  }
}

async function recordBatch(parts: IngestParts, source: Source, batch: AssessedMail[]): Promise<void> {
  try {
    await parts.db.inTransaction((tx) => recordMails(tx, parts, source, batch))
  } catch (err) {
    if (isPassing(err)) throw err
    parts.log.warn({ err, mailbox: source.mailbox, mails: batch.length }, 'a batch of mails failed and is redone one by one')
    for (const mail of batch) await recordAlone(parts, source, mail)
  }
}

async function recordAlone(parts: IngestParts, source: Source, mail: AssessedMail): Promise<void> {
  try {
    await parts.db.inTransaction((tx) => recordMails(tx, parts, source, [mail]))
  } catch (err) {
    if (isPassing(err)) throw err
    parts.log.error({ err, mailbox: source.mailbox, uid: String(mail.uid) }, 'a mail could not be recorded and was set aside')
    const now = parts.clock.now()
    try {
      await parts.db.inTransaction((tx) => setPoisonAside(tx, source, mail, { error: err, now, withWords: true }))
    } catch (again) {
      if (isPassing(again)) throw again
      await parts.db.inTransaction((tx) => setPoisonAside(tx, source, mail, { error: err, now, withWords: false }))
    }
  }
}
