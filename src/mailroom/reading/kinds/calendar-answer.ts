// Answers to an invitation (iTIP's REPLY, RFC 5546). The calendar writes them; where the person added words of his own, they are his.
import type { MailReading } from '../mail-reading.ts'
import type { Judged } from './judged.ts'

const answerSubject =
  /^\s{0,5}(?:accepted|declined|tentative(?:ly accepted)?|accept[ée]|refus[ée]|aceptad[oa]|rechazad[oa]|provisional|zaakceptowan[oey]|odrzucon[oey]|zugesagt|abgesagt|mit vorbehalt|accettato|rifiutato|aceito|recusado|принято|отклонено|已接受|已拒绝|已拒絕|暂定|수락|거절)\s?[:：]/iu
const calendars = new Set(['text/calendar', 'application/ics', 'application/ms-tnef'])
const calendarWords =
  /(?:has (?:accepted|declined|tentatively accepted|replied)|ha (?:aceptado|rechazado)|a (?:accept[ée]|refus[ée])) .{0,40}(?:invitation|invitaci[oó]n|event|evento|.{0,3}$)/im

export function calendarAnswer(mail: MailReading): Judged | undefined {
  if (!answerSubject.test(mail.subject) || !mail.attachments.some(({ contentType }) => calendars.has(contentType))) return undefined
  const words = mail.newText.trim().slice(0, 4_000)
  if (words === '' || calendarWords.test(words)) return { kind: 'auto-reply', reasons: ["it is a calendar's answer to an invitation"] }
  return { kind: 'person', reasons: ['it answers an invitation, in words of its own'], silent: true }
}
