// What was said on a case, in order: the customer's mails and ours, with the fate of each of ours.
import { addressInWords, isPostal } from '../../kernel/postal-address.ts'
import type { CaseMail, OutgoingRecord } from '../../mailroom/mailroom.ts'
import { kindOfMail, sizeWords, verdictWords, withheldWords } from './mail-words.ts'

/** Replies that were called back or held never left; the timeline has them. */
const leftTheDesk = new Set(['sending', 'sent', 'failed', 'unknown'])

const fateWords: Record<string, string> = {
  queued: 'waiting to leave',
  'to-print': 'waits to be printed and posted',
  sending: 'leaving now',
  sent: 'accepted by the customer’s server',
  failed: 'refused by the customer’s server',
  unknown: 'fate unknown',
  held: 'held',
  recalled: 'called back',
}

/** `inPanel` is the draft that stands below with its own fate; it is not shown twice. */
export function conversationView(mails: readonly CaseMail[], outgoing: readonly OutgoingRecord[], inPanel: string | undefined) {
  const heard = mails.map((mail) => ({
    at: mail.receivedAt,
    ours: false as const,
    id: mail.id,
    from: mail.fromName ?? mail.fromAddress ?? 'no sender',
    address: mail.fromAddress,
    subject: mail.subject,
    machine: mail.kind === 'person' ? null : kindOfMail(mail.kind),
    /** A colleague wrote it, in a mail program of his own. */
    outside: mail.kind === 'sent-outside',
    verdict: mail.verdict,
    verdictWords: verdictWords[mail.verdict],
    newText: mail.newText.trim() || mail.text.trim() || '(no words)',
    text: mail.text,
    hasMore: mail.text.trim() !== mail.newText.trim() && mail.newText.trim() !== '',
    html: mail.html !== null,
    attachments: mail.attachments.map(({ filename, bytes, offer }) => ({
      filename,
      size: sizeWords(bytes),
      offered: offer.kind === 'offered',
      withheld: offer.kind === 'offered' ? null : withheldWords(offer),
    })),
    last: false,
  }))
  const newest = heard.reduce<(typeof heard)[number] | undefined>((last, mail) => (!last || mail.at >= last.at ? mail : last), undefined)
  if (newest) newest.last = true
  const said = outgoing
    .filter((mail) => mail.kind === 'automatic' || (mail.kind === 'reply' && leftTheDesk.has(mail.status) && mail.draftId !== inPanel))
    .map((mail) => ({
      at: mail.sentAt ?? mail.createdAt,
      ours: true as const,
      id: mail.id,
      reply: mail.kind === 'reply',
      recipient: [mail.recipient, ...mail.cc].map(addressInWords).join(', '),
      subject: mail.subject,
      text: mail.text.trim(),
      status: mail.status,
      fate: mail.status === 'sent' && isPostal(mail.recipient) ? 'posted' : (fateWords[mail.status] ?? mail.status),
      error: mail.status === 'failed' || mail.status === 'unknown' ? mail.lastError : null,
      messageId: mail.messageId,
    }))
  return [...heard, ...said].sort((a, b) => a.at.getTime() - b.at.getTime())
}
