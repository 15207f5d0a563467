// What a report inside a mail says: which recipients it is about (RFC 3464, Amazon's JSON, or plain words) and which of our
// mails. It reads what is there and does not judge whether the mail is a report at all.

import { failureSubjects, failureWords } from '../kinds/failure-words.ts'
import { nullReturnPath, senderSign } from '../kinds/sender-signs.ts'
import { type Address, type BouncedRecipient, type HeaderField, headerOf, type MailReading, type ReportPart } from '../mail-reading.ts'
import { wordsOfHtml } from '../words/html-words.ts'
import { addressPattern, plainAddress } from './address-in-text.ts'
import { holdsDeliveryStatus, readDeliveryStatus } from './delivery-status.ts'
import { messageIdsIn } from './named-message-ids.ts'
import { readNotification } from './notification-json.ts'
import { splitReturnedMail } from './returned-mail.ts'
import { toldInWords } from './told-in-words.ts'

export type Reporting = { from: Address; to: Address[]; subject: string; headers: HeaderField[] }

const recipientLimit = 50
const messageIdLimit = 20

export function readReport(parts: readonly ReportPart[], mail: Reporting): MailReading['reported'] {
  const notification = parts.map(({ depth, text }) => (depth === 0 ? readNotification(text) : null)).find((found) => found !== null)
  const messageIds = new Set([...(notification?.messageIds ?? []), ...parts.flatMap(({ text }) => messageIdsIn(text))])
  const recipients = notification?.recipients ?? recipientsOf(parts, mail)
  return { messageIds: [...messageIds].slice(0, messageIdLimit), recipients: recipients.slice(0, recipientLimit) }
}

/** What the mail itself reports goes before what a mail inside it reports: a bounce of a bounce is about the outer one. */
function recipientsOf(parts: readonly ReportPart[], mail: Reporting): BouncedRecipient[] {
  const failed = failedRecipients(mail)
  const own = parts.filter(({ depth }) => depth === 0)
  for (const level of [own, parts]) {
    const reports = level.filter(
      ({ contentType, text }) => isStatus.test(contentType) || (isWords(contentType) && holdsDeliveryStatus(text)),
    )
    const recipients = reports.flatMap(({ text }) => readDeliveryStatus(text))
    if (recipients.length > 0) return named(recipients, failed)
  }
  const words = wordsOf(own)
  const { own: lines, returned } = splitReturnedMail(words)
  if (failed.length === 0 && !looksLikeNotice(mail, lines)) return []
  const inner = parts.find(({ contentType }) => /^message\/(?:rfc822|global)$/.test(contentType))?.text ?? returned.join('\n')
  return toldInWords({ subject: mail.subject, lines, failed, parties: partiesOf(mail), returnedTo: returnedTo(inner) })
}

const isStatus = /^message\/(?:global-)?delivery-status$/

function isWords(contentType: string): boolean {
  return contentType.startsWith('text/') || contentType.startsWith('multipart/')
}

/** A mailbox's path has no address; the header says whose it is. */
function named(recipients: BouncedRecipient[], failed: string[]): BouncedRecipient[] {
  const [only, another] = failed
  if (only === undefined || another !== undefined || recipients.length !== 1) return recipients
  return recipients.map((recipient) => ({ ...recipient, recipient: recipient.recipient ?? only }))
}

function wordsOf(parts: readonly ReportPart[]): string {
  const plain = parts.filter(({ contentType }) => contentType === 'text/plain' || contentType.startsWith('multipart/'))
  if (plain.some(({ text }) => text.trim() !== '')) return plain.map(({ text }) => text).join('\n')
  return parts.flatMap(({ contentType, text }) => (contentType === 'text/html' ? [wordsOfHtml(text)] : [])).join('\n')
}

/** Words are looked at for recipients only where a mail system may have written them. */
function looksLikeNotice({ from, subject, headers }: Reporting, lines: readonly string[]): boolean {
  const beginning = lines.join('\n').slice(0, 4_000)
  return (
    senderSign({ from }) !== 'anybody' ||
    nullReturnPath({ headers }) ||
    headerOf({ headers }, 'x-mlserver') !== undefined ||
    failureSubjects.test(subject) ||
    failureWords.test(beginning)
  )
}

const addresses = new RegExp(addressPattern, 'g')

function failedRecipients({ headers }: Reporting): string[] {
  return [...new Set((headerOf({ headers }, 'x-failed-recipients')?.match(addresses) ?? []).map(plainAddress))].slice(0, recipientLimit)
}

function partiesOf({ from, to }: Reporting): Set<string> {
  return new Set([from, ...to].flatMap(({ address }) => address ?? []))
}

function returnedTo(text: string): string[] {
  const field = /^(?:X-Envelope-To|To):((?:[^\n]|\n[ \t]){1,2000})/im.exec(text.slice(0, 64_000))?.[1]
  return [...new Set((field?.match(addresses) ?? []).map(plainAddress))].slice(0, recipientLimit)
}
