// The last resort of ingest: a mail that the desk could read but not record is kept with its bytes, visible to people.
import type { Tx } from '../platform/database.ts'
import { type AssessedMail, wasFetched } from './assess-mail.ts'
import { insertMails, lockIngest, moveCursor } from './store.ts'

const reasonLimitCharacters = 300

export async function setAsidePoison(
  tx: Tx,
  source: { mailbox: string; uidValidity: bigint },
  mail: AssessedMail,
  error: unknown,
  now: Date,
): Promise<void> {
  const { mailbox, uidValidity } = source
  const known = await lockIngest(tx, mailbox, uidValidity, [mail.uid])
  if (!known.has(mail.uid)) {
    const raw = wasFetched(mail) ? [{ sha256: mail.sha256, bytes: mail.bytes }] : []
    const words = (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').replace(/\s+/g, ' ').toWellFormed()
    const reason = `it could not be recorded: ${words}`.slice(0, reasonLimitCharacters)
    const row = {
      mailbox,
      uidValidity,
      uid: mail.uid,
      kind: 'quarantined',
      reason,
      rawSha256: raw[0]?.sha256 ?? null,
      mailId: null,
      caseId: null,
      recordedAt: now,
    } as const
    await insertMails(tx, raw, [], [row])
  }
  await moveCursor(tx, mailbox, uidValidity, mail.uid)
}
