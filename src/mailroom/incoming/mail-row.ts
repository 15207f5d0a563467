// A mail as its row keeps it: what lists and rules ask for as columns, the rest of its reading beside them.
import type { MailRow } from '../store.ts'
import type { ReadMail, UnreadableMail } from './assess-mail.ts'
import { contentDigest } from './find-duplicates.ts'

export type MailFate = {
  mailId: string
  caseId: string | null
  /** It stood in the Sent folder and is not the desk's. */
  sent?: boolean
  /** What the office's own filter says of it. */
  spam?: string
}

export function mailRow(mail: ReadMail | UnreadableMail, { mailId, caseId, sent, spam }: MailFate): MailRow {
  const { reading } = mail
  const judged =
    mail.state === 'read'
      ? { kind: sent ? 'sent-outside' : mail.judged.kind, verdict: mail.authentication.verdict }
      : { kind: 'unreadable', verdict: 'not-established' }
  const { messageId = null, date = null, from, subject = '', ...rest } = reading ?? {}
  const stored = mail.state === 'read' ? { ...rest, reasons: mail.judged.reasons, authentication: { ...mail.authentication } } : rest
  return {
    id: mailId,
    rawSha256: mail.sha256,
    messageId,
    fromAddress: from?.address ?? null,
    fromName: from?.name ?? null,
    subject,
    sentAt: date === null ? null : new Date(date),
    receivedAt: mail.arrivedAt,
    ...judged,
    reading: spam ? { ...stored, spam } : stored,
    digest: mail.state === 'read' ? contentDigest(mail.reading) : null,
    caseId,
  }
}
