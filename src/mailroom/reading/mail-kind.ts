// What kind of mail it is, with the reasons. Two mistakes cost most: a person's mail set aside as a machine's, and a
// machine answered (RFC 3834). Where only words speak for a machine, it takes two signs. Each kind has its file in kinds/.

import { leadsTo } from '../../kernel/mail-address.ts'
import { absenceNotice, mayBeAbsence } from './kinds/absence-notice.ts'
import { acknowledgement } from './kinds/acknowledgement.ts'
import { automaticHeader } from './kinds/automatic-header.ts'
import { calendarAnswer } from './kinds/calendar-answer.ts'
import { failureNotice } from './kinds/failure-notice.ts'
import type { Judged, Proof } from './kinds/judged.ts'
import { reportKind } from './kinds/report-kind.ts'
import { isOwnMessageId, nullReturnPath, type OwnAddress, senderSign } from './kinds/sender-signs.ts'
import { weakSign } from './kinds/weak-sign.ts'
import { headerOf, type MailReading } from './mail-reading.ts'

export type { Judged, Proof } from './kinds/judged.ts'
export type { OwnAddress } from './kinds/sender-signs.ts'

export function tellKind(mail: MailReading, own: OwnAddress): Judged {
  return (
    ownLoop(mail, own) ??
    reportKind(mail) ??
    failureNotice(mail) ??
    automaticHeader(mail) ??
    calendarAnswer(mail) ??
    absenceNotice(mail) ??
    acknowledgement(mail) ??
    weakSign(mail, own) ??
    person(mail)
  )
}

/** The judgement with a proof at hand. A mail with a machine's signs is taken for a person's, but never answered by the desk itself. */
export function withProof(judged: Judged, proof: Proof): Judged {
  if (!judged.personWhen?.includes(proof)) return judged
  const words = proof === 'established' ? 'its sender is established' : 'it points to a case'
  return { kind: 'person', reasons: [...judged.reasons, `but ${words}`], silent: true }
}

/** Whether an automatic mail may go there at all: not to machines, lists' helpers, senders without a way back, or ourselves. */
export function mayAnswer(mail: MailReading, own: OwnAddress): boolean {
  const { address } = mail.from
  if (address === null || leadsTo(address, own.address) || nullReturnPath(mail)) return false
  return senderSign(mail) === 'anybody' && headerOf(mail, 'list-id') === undefined
}

function ownLoop(mail: MailReading, own: OwnAddress): Judged | undefined {
  if (mail.from.address !== null && leadsTo(mail.from.address, own.address))
    return { kind: 'own-loop', reasons: ['it comes from the address of the desk'] }
  // Whoever passed it back wrote himself into From; a program that sends it as a mail of its own gives it another Message-ID.
  if (isOwnMessageId(mail.messageId, own)) return { kind: 'own-loop', reasons: ['it has the Message-ID of a mail of the desk'] }
  return undefined
}

/** Somebody else's mail with the desk's mark is one of ours "edited as new"; should it be a loop after all, silence ends it. */
function person(mail: MailReading): Judged {
  if (headerOf(mail, 'x-waterdesk-case') !== undefined)
    return { kind: 'person', reasons: ['it carries the mark of a mail that the desk wrote, but comes from somebody else'], silent: true }
  if (mayBeAbsence(mail)) return { kind: 'person', reasons: ['it speaks of an absence, but not as a notice does'], silent: true }
  const plain: Judged = { kind: 'person', reasons: ['nothing says that a machine wrote it'] }
  return senderSign(mail) === 'anybody' ? plain : { ...plain, silent: true }
}
