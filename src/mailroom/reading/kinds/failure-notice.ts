// Failures that a mail system tells in words only. Persons complain in the same words, and forward such mails: its sender, or
// its missing way back, must speak for a system first.
import { headerOf, type MailReading } from '../mail-reading.ts'
import { enhancedStatusIn, replyCodeIn } from '../reports/status-in-text.ts'
import { speaksAsCustomer } from './customer-words.ts'
import { failureSubjects, failureWords } from './failure-words.ts'
import type { Judged } from './judged.ts'
import { isPassedOn, nullReturnPath, senderSign } from './sender-signs.ts'

const wordsLimitCharacters = 4_000 // a notice says so at its beginning

export function failureNotice(mail: MailReading): Judged | undefined {
  if (headerOf(mail, 'x-failed-recipients') !== undefined) return { kind: 'bounce', reasons: ['it names failed recipients'] }
  const words = mail.text.slice(0, wordsLimitCharacters)
  const told = [failureSubjects.test(mail.subject), failureWords.test(words)].filter(Boolean).length
  const sender = senderSign(mail)
  if (sender === 'daemon' && (told > 0 || mail.reported.messageIds.length > 0))
    return { kind: 'bounce', reasons: ['a mail system sent it', 'it speaks of a failed delivery'] }
  if (headerOf(mail, 'x-mlserver') !== undefined && listRefusals.test(`${mail.subject}\n${words}`))
    return { kind: 'bounce', reasons: ['a mailing list sent it', 'it refused a mail'] }
  if (told === 2 && dialogue.test(words) && !isPassedOn(mail.subject) && !speaksAsCustomer(mail))
    return { kind: 'bounce', reasons: ['it speaks of a failed delivery', 'it shows what the servers said to each other'] }
  const unanswerable = nullReturnPath(mail)
  if ((sender === 'anybody' && !unanswerable) || isPassedOn(mail.subject) || told === 0) return undefined
  const evidence =
    enhancedStatusIn(words) !== null || replyCodeIn(words) !== null || mail.reported.messageIds.length > 0 || mail.enclosed.length > 0
  const enough = sender === 'anybody' ? told === 2 && evidence : told + (evidence ? 1 : 0) + (unanswerable ? 1 : 0) >= 2
  if (!enough || (!evidence && speaksAsCustomer(mail))) return undefined
  const who = sender === 'anybody' ? 'it has no return address' : "its sender's address is a system's"
  return { kind: 'bounce', reasons: [who, 'it speaks of a failed delivery'] }
}

/** A line of the talk between two servers, as gateways print it into their notices. */
const dialogue = /^[ \t]{0,8}(?:(?:sent|received)[ \t]{1,4})?(?:<<<|>>>)[ \t]{0,4}(?:rcpt to|mail from|data|[45]\d\d)/im
const listRefusals =
  /not (?:a )?member|loop alert|duplicated message-id|only members (?:may|can) (?:post|send)|(?:article|post|message) (?:was )?(?:rejected|refused)/i
