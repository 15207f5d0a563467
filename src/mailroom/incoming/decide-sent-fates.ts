// What becomes of the mails of a Sent folder: each is looked at once, whatever else is known of its words.
import { randomUUID } from 'node:crypto'
import type { Tx } from '../../platform/database.ts'
import type { RecordParts } from '../ingest-parts.ts'
import { type AssessedMail, wasFetched } from './assess-mail.ts'
import { type Fates, fateOfCopy, fateUnfetched } from './fates.ts'
import type { KnownMails } from './find-duplicates.ts'
import { recordSentMail } from './record-sent-mail.ts'

export async function decideSentFates(tx: Tx, parts: RecordParts, mails: readonly AssessedMail[], known: KnownMails): Promise<Fates> {
  const fates: Fates = new Map()
  for (const mail of mails) {
    if (!wasFetched(mail)) {
      fates.set(mail, fateUnfetched(mail))
      continue
    }
    // The same words may be known from the inbox, where an answer by hand came as a copy: it is an answer all the same.
    const original = known.originalOf(mail)
    if (original && (original.kind === 'sent-outside' || original.rawSha256 === mail.sha256)) {
      fates.set(mail, fateOfCopy(original))
      continue
    }
    const mailId = randomUUID()
    const { keep, ...fate } = await recordSentMail(tx, parts, mail, mailId)
    fates.set(mail, keep ? { ...fate, mailId, stored: true } : { ...fate, mailId: null, stored: false })
    if (keep) known.remember(mail, { mailId, caseId: fate.caseId, kind: 'sent-outside', spam: false, rawSha256: mail.sha256 })
  }
  return fates
}
