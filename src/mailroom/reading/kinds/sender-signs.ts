// What a mail's sender says of who wrote it: a server, an address that takes no answers, or anybody.
import { domainOf, splitAddress } from '../../../kernel/mail-address.ts'
import { headerOf, type MailReading } from '../mail-reading.ts'
import { daemonNames, daemonSenders, noReplySenders, systemSenders } from './failure-words.ts'

/** The desk's own address: mail from it, or from its plus-addresses, is its own. */
export type OwnAddress = { address: string }

/**
 * daemon: only a server writes so. system: a server or a list manager, or a person who looks after one. no-reply: a program that
 * may pass on a person's words.
 */
export type SenderSign = 'daemon' | 'system' | 'no-reply' | 'anybody'

export function senderSign({ from }: Pick<MailReading, 'from'>): SenderSign {
  if (daemonNames.test(from.name ?? '')) return 'daemon'
  if (from.address === null) return 'anybody'
  const local = splitAddress(from.address)[0]
  if (daemonSenders.test(local)) return 'daemon'
  if (systemSenders.test(local)) return 'system'
  return noReplySenders.test(local) ? 'no-reply' : 'anybody'
}

/** RFC 5321, 4.5.5: reports and notices have no way back; neither have some web forms. */
export function nullReturnPath(mail: Pick<MailReading, 'headers'>): boolean {
  return /^<\s*>$/.test(headerOf(mail, 'return-path') ?? '')
}

/** What the desk writes: `<reply.…@example.gov>`, `<notice.…@example.gov>`, `<staff.…@example.gov>`. */
export function isOwnMessageId(messageId: string | null, own: OwnAddress): boolean {
  const domain = domainOf(own.address.toLowerCase())
  const id = messageId?.toLowerCase() ?? ''
  return /^<(?:reply|notice|staff)\.[^<>@]+@/.test(id) && id.endsWith(`@${domain}>`)
}

/** An answer or a forwarded mail, by its subject, in the mail programs' languages. */
export function isPassedOn(subject: string): boolean {
  return /^\s{0,5}(?:fwd?|rv|tr|wg|pd|przek|enc|转发|轉寄|نقل)\s?[:：]/iu.test(subject)
}

export function isAnswer({ subject, inReplyTo, references }: Pick<MailReading, 'subject' | 'inReplyTo' | 'references'>): boolean {
  return inReplyTo !== null || references.length > 0 || /^\s{0,5}(?:re|aw|odp|sv|antw|rif|res|回复|答复|回覆|答覆)\s?[:：]/iu.test(subject)
}
