// Mails that are reports by their own structure: abuse reports (RFC 5965), read receipts (RFC 8098), delivery reports
// (RFC 3464), and what providers send in their stead.
import { type BouncedRecipient, headerOf, type MailReading } from '../mail-reading.ts'
import { readNotification } from '../reports/notification-json.ts'
import type { Judged } from './judged.ts'
import { isPassedOn, nullReturnPath, senderSign } from './sender-signs.ts'

const wordsLimitCharacters = 4_000

export function reportKind(mail: MailReading): Judged | undefined {
  return notification(mail) ?? abuseReport(mail) ?? readReceipt(mail) ?? deliveryReport(mail)
}

function notification({ text }: MailReading): Judged | undefined {
  switch (readNotification(text)?.kind) {
    case 'bounce':
      return { kind: 'bounce', reasons: ['it is a delivery report of a mail service (Amazon SES)'] }
    case 'complaint':
      return { kind: 'feedback-report', reasons: ['it is an abuse report of a mail service (Amazon SES)'] }
    case 'delivery':
      return { kind: 'receipt', reasons: ['a mail service (Amazon SES) reports a delivery that succeeded'] }
    case undefined:
      return undefined
  }
}

function abuseReport(mail: MailReading): Judged | undefined {
  const parts = typesOf(mail)
  const said = (reason: string): Judged => ({ kind: 'feedback-report', reasons: [reason] })
  const hasReport = parts.includes('message/feedback-report')
  if (mail.reportType === 'feedback-report' || (hasReport && (isReport(mail) || fromServer(mail) || parts.length > 1)))
    return said('it is an abuse report (RFC 5965)')
  const words = mail.text.slice(0, wordsLimitCharacters)
  if (
    /^Feedback-Type:\s?\w/im.test(words) &&
    /^(?:User-Agent|Version|Source-IP|Original-Mail-From|Arrival-Date|Reported-Domain):/im.test(words) &&
    !isPassedOn(mail.subject)
  )
    return said('its text is an abuse report (RFC 5965)')
  // Microsoft's complaint programme attaches the mail complained of and writes nothing.
  if (complaintSubject.test(mail.subject) && mail.enclosed.length > 0 && mail.newText.trim().length < 200)
    return said('it passes on a mail that somebody complained about')
  if (headerOf(mail, 'x-apple-unsubscribe') !== undefined || (/^unsubscribe$/i.test(mail.subject.trim()) && writtenByProgram.test(words)))
    return said('a mail program asks for no more mail')
  return undefined
}

const complaintSubject =
  /^\s{0,5}(?:complaint about (?:a )?message from|(?:email )?(?:feedback|abuse|spam) report (?:for|about|from)|\[?abuse report\]?)/i
const writtenByProgram = /(?:automatically (?:generated|sent)|sent this email to unsubscribe)/i

function readReceipt(mail: MailReading): Judged | undefined {
  const hasDisposition = typesOf(mail).includes('message/disposition-notification')
  if (mail.reportType?.includes('disposition-notification') || (isReport(mail) && hasDisposition))
    return { kind: 'receipt', reasons: ['it is a read receipt (RFC 8098)'] }
  if (receiptSubject.test(mail.subject) && receiptWords.test(mail.text.slice(0, wordsLimitCharacters).replace(/\s+/g, ' ')))
    return { kind: 'receipt', reasons: ['subject and text are those of a receipt'] }
  return undefined
}

const receiptSubject =
  /^\s{0,5}(?:read|not read|deleted|return receipt(?: \(displayed\))?|read receipt|delivered|relayed|le[ií]d[oa]|no le[ií]d[oa]|eliminado|confirmaci[oó]n de lectura|gelesen|lu|lido|letto|przeczytano|прочтено|прочитано|已读|已讀|읽음|đã đọc|مقروءة)\s?[:：(-]/iu
const receiptWords =
  /(?:(?:your|the|this) (?:message|e-?mail|mail)\b.{0,300}(?:was|has been) (?:read|displayed|opened|deleted without being read|(?:successfully )?delivered)|return receipt for the mail|this (?:return receipt|receipt verifies)|(?:su|el|este) (?:mensaje|correo)(?!\p{L}).{0,300}(?:fue|ha sido|se ha) (?:le[ií]d[oa]|mostrad[oa]|eliminad[oa]|abiert[oa])|ihre nachricht.{0,300}wurde (?:am .{1,40})?gelesen|votre message.{0,300}a [ée]t[ée] lu|(?:sua|a) mensagem.{0,300}foi lida|messaggio.{0,300}[eè] stato letto|wiadomo[sś][cć].{0,300}zosta[lł]a? (?:przeczytan|wy[sś]wietlon)|сообщение.{0,300}был[оа]? (?:прочитано|прочтено)|(?:邮件|郵件).{0,300}已(?:被)?(?:阅读|閱讀|读取|讀取)|메시지.{0,300}읽었습니다|thư.{0,300}đã được đọc)/iu

function deliveryReport(mail: MailReading): Judged | undefined {
  const hasStatus = typesOf(mail).some((type) => type === 'message/delivery-status' || type === 'message/global-delivery-status')
  const isWhole = mail.contentType === 'message/delivery-status'
  if (!(isReport(mail) && mail.reportType === 'delivery-status') && !(hasStatus && (isReport(mail) || fromServer(mail) || isWhole)))
    return undefined
  return delivered(mail.reported.recipients)
    ? { kind: 'receipt', reasons: ['it reports a delivery that succeeded (RFC 3464)'] }
    : { kind: 'bounce', reasons: ['it is a delivery report (RFC 3464)'] }
}

function delivered(recipients: BouncedRecipient[]): boolean {
  return (
    recipients.some(({ action }) => action !== null) &&
    recipients.every(({ action }) => action === null || /^(?:delivered|relayed|expanded)$/.test(action))
  )
}

function typesOf({ attachments }: MailReading): string[] {
  return attachments.map(({ contentType }) => contentType)
}

function isReport({ contentType }: MailReading): boolean {
  return contentType === 'multipart/report'
}

function fromServer(mail: MailReading): boolean {
  const sign = senderSign(mail)
  return sign === 'daemon' || sign === 'system' || nullReturnPath(mail)
}
