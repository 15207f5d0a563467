// The last resort of ingest: a mail that the desk could read but not record is kept with its bytes, visible to people.
import { randomUUID } from 'node:crypto'
import type { Tx } from '../../platform/database.ts'
import { lockIngest, moveCursor } from '../folder-store.ts'
import { insertMails, knownMails, type MailRow } from '../store.ts'
import { type AssessedMail, type ReadMail, type UnreadableMail, wasFetched } from './assess-mail.ts'

const reasonLimitCharacters = 300

/** `withWords`: sender and subject are kept beside the bytes. Should they be what cannot be recorded, it goes without. */
export async function setPoisonAside(
  tx: Tx,
  { folderId }: { folderId: string },
  mail: AssessedMail,
  { error, now, withWords }: { error: unknown; now: Date; withWords: boolean },
): Promise<void> {
  const done = await lockIngest(tx, folderId, [mail.uid])
  if (!done.has(mail.uid)) {
    const kept = wasFetched(mail) ? mail : undefined
    const known = kept && withWords ? await knownMails(tx, { sha256s: [kept.sha256], messageIds: [], digests: [] }) : []
    const words = kept && withWords && known.length === 0 ? wordsOf(kept) : undefined
    const reason = `it could not be recorded: ${clean(error instanceof Error ? error.message : String(error))}`.slice(
      0,
      reasonLimitCharacters,
    )
    const row = {
      uid: mail.uid,
      size: mail.size,
      emailId: mail.emailId,
      arrivedAt: mail.arrivedAt,
      kind: 'quarantined',
      reason,
      rawSha256: kept?.sha256 ?? null,
      mailId: words?.id ?? known[0]?.id ?? null,
      caseId: null,
    } as const
    await insertMails(tx, folderId, { raw: kept ? [kept] : [], mails: words ? [words] : [], dispositions: [row], now })
  }
  await moveCursor(tx, folderId, mail.uid)
}

/** No Message-ID and no text: another mail is never taken for a copy of this one. */
function wordsOf(mail: ReadMail | UnreadableMail): MailRow {
  const { from, subject } = mail.reading ?? {}
  return {
    id: randomUUID(),
    rawSha256: mail.sha256,
    messageId: null,
    fromAddress: from?.address ?? null,
    fromName: from?.name ?? null,
    subject: clean(subject ?? ''),
    sentAt: null,
    receivedAt: mail.arrivedAt,
    kind: 'unreadable',
    verdict: mail.state === 'read' ? mail.authentication.verdict : 'not-established',
    reading: {},
    digest: null,
    caseId: null,
  }
}

function clean(words: string): string {
  return words.replaceAll('\0', '').replace(/\s+/g, ' ').toWellFormed()
}
