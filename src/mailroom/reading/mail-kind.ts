// What kind of mail it is, with the reasons. Two mistakes cost most: a person's mail set aside as a machine's, and a
// machine answered (RFC 3834). Where only words speak for a machine, it takes two signs.

import {
  absenceSubjects,
  absenceWords,
  automaticSubjects,
  failureSubjects,
  failureWords,
  robotSenders,
  silentSenders,
} from './automatic-words.ts'
import { type BouncedRecipient, headerOf, type MailReading } from './mail-reading.ts'

export type MailKind = 'person' | 'auto-reply' | 'bounce' | 'feedback-report' | 'receipt' | 'list' | 'own-loop'
/** What shows that a person wrote a mail after all: his domain vouched for him, or the mail answers one of a case. */
export type Proof = 'established' | 'points-to-a-case'
export type Judged = {
  kind: MailKind
  reasons: string[]
  /** Only signs speak for a machine that persons' mails carry too (lists, groups, web forms): these proofs outweigh them. */
  personWhen?: readonly Proof[]
  /** It is never answered by a machine, whoever wrote it. */
  silent?: boolean
}

/** The desk's own address: mail from it, or from its plus-addresses, is its own. */
export type OwnAddress = { address: string }

const wordsLimitCharacters = 4_000 // an automatic mail says so at its beginning

export function tellKind(mail: MailReading, own: OwnAddress): Judged {
  return ownLoop(mail, own) ?? report(mail) ?? failure(mail) ?? automatic(mail, own) ?? person(mail)
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
  if (address === null || isOwn(address, own) || nullReturnPath(mail)) return false
  return !silentSenders.test(localPart(address)) && headerOf(mail, 'list-id') === undefined
}

/** `desk@example.gov` and `desk+WD-000001-abc@example.gov` are the office's. */
function isOwn(address: string, own: OwnAddress): boolean {
  const [local, domain] = splitAddress(own.address.toLowerCase())
  const [theirs, theirDomain] = splitAddress(address)
  return theirDomain === domain && (theirs === local || theirs.startsWith(`${local}+`))
}

function ownLoop(mail: MailReading, own: OwnAddress): Judged | undefined {
  if (mail.from.address !== null && isOwn(mail.from.address, own))
    return { kind: 'own-loop', reasons: ['it comes from the address of the desk'] }
  return undefined
}

/** Somebody else's mail with the desk's mark is one of ours "edited as new"; should it be a loop after all, silence ends it. */
function person(mail: MailReading): Judged {
  if (headerOf(mail, 'x-waterdesk-case') === undefined) return { kind: 'person', reasons: ['nothing says that a machine wrote it'] }
  return { kind: 'person', reasons: ['it carries the mark of a mail that the desk wrote, but comes from somebody else'], silent: true }
}

/** Mails that are reports by their own structure. */
function report(mail: MailReading): Judged | undefined {
  const parts = mail.attachments.map((part) => part.contentType)
  const robot = fromRobot(mail) || nullReturnPath(mail)
  const isReport = mail.contentType === 'multipart/report'
  if (mail.reportType === 'feedback-report' || (parts.includes('message/feedback-report') && (isReport || robot || parts.length > 1))) {
    return { kind: 'feedback-report', reasons: ['it is an abuse report (RFC 5965)'] }
  }
  if (mail.reportType?.includes('disposition-notification') || (isReport && parts.includes('message/disposition-notification'))) {
    return { kind: 'receipt', reasons: ['it is a read receipt (RFC 8098)'] }
  }
  const hasStatus = parts.some((type) => type === 'message/delivery-status' || type === 'message/global-delivery-status')
  if (
    (isReport && mail.reportType === 'delivery-status') ||
    (hasStatus && (isReport || robot || mail.contentType === 'message/delivery-status'))
  ) {
    return delivered(mail.reported.recipients)
      ? { kind: 'receipt', reasons: ['it reports a delivery that succeeded (RFC 3464)'] }
      : { kind: 'bounce', reasons: ['it is a delivery report (RFC 3464)'] }
  }
  return undefined
}

function delivered(recipients: BouncedRecipient[]): boolean {
  return (
    recipients.some(({ action }) => action !== null) &&
    recipients.every(({ action }) => action === null || /^(?:delivered|relayed|expanded)$/.test(action))
  )
}

/** Failures told in words only. */
function failure(mail: MailReading): Judged | undefined {
  if (headerOf(mail, 'x-failed-recipients') !== undefined) return { kind: 'bounce', reasons: ['it names failed recipients'] }
  const robot = fromRobot(mail)
  const words = mail.text.slice(0, wordsLimitCharacters)
  const signs = [failureSubjects.test(mail.subject), failureWords.test(words), mail.reported.messageIds.length > 0]
  if (robot && signs.some(Boolean)) return { kind: 'bounce', reasons: ['a mail system sent it', 'it speaks of a failed delivery'] }
  if (nullReturnPath(mail) && signs[0] && signs[1])
    return { kind: 'bounce', reasons: ['it has no return address', 'it speaks of a failed delivery'] }
  return undefined
}

function automatic(mail: MailReading, own: OwnAddress): Judged | undefined {
  const said = (name: string) => headerOf(mail, name)?.toLowerCase()
  const submitted = said('auto-submitted')
  if (submitted !== undefined && !/^no\b/.test(submitted))
    return { kind: 'auto-reply', reasons: [`Auto-Submitted says ${submitted.slice(0, 40)}`] }
  for (const name of ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply', 'x-vacation']) {
    const value = said(name)
    if (value !== undefined && !/^(?:no|false|0)\b/.test(value)) return { kind: 'auto-reply', reasons: [`it has the field ${name}`] }
  }
  const precedence = said('precedence')
  if (precedence === 'auto_reply' || precedence === 'auto-reply') return { kind: 'auto-reply', reasons: ['Precedence says so'] }
  const words = mail.text.slice(0, wordsLimitCharacters)
  if (automaticSubjects.some((pattern) => pattern.test(mail.subject)))
    return { kind: 'auto-reply', reasons: ['its subject is an automatic one'] }
  if (absenceSubjects.some((pattern) => pattern.test(mail.subject)) && absenceWords.some((pattern) => pattern.test(words))) {
    return { kind: 'auto-reply', reasons: ['subject and text are those of an absence notice'] }
  }
  if (fromRobot(mail)) return { kind: 'auto-reply', reasons: ['a mail system sent it'] }
  return weakSign(mail, own)
}

/** Signs that a machine's mail has and a person's may have: one written to a group, by a web form, through a ward's list. */
function weakSign(mail: MailReading, own: OwnAddress): Judged | undefined {
  const said = (name: string) => headerOf(mail, name)?.toLowerCase()
  // Who sends in bulk says so beside the list fields (RFC 8058, Feedback-ID); his own domain's word makes him no customer.
  const bulk = said('feedback-id') !== undefined || said('list-unsubscribe-post') !== undefined
  const personWhen: Proof[] = bulk ? ['points-to-a-case'] : ['established', 'points-to-a-case']
  const weak = (kind: MailKind, reason: string): Judged => ({ kind, reasons: [reason], personWhen })
  const listId = said('list-id')
  if (listId !== undefined && !listId.includes(splitAddress(own.address.toLowerCase())[1]))
    return weak('list', 'it came through a mailing list')
  const precedence = said('precedence')
  if (precedence === 'list' || precedence === 'bulk' || precedence === 'junk') return weak('list', `Precedence says ${precedence}`)
  if (said('list-unsubscribe') !== undefined && listId === undefined) return weak('list', 'it offers to unsubscribe')
  if (said('x-auto-response-suppress')?.match(/\b(?:all|autoreply|oof)\b/) && !mail.references.length)
    return weak('auto-reply', 'it forbids automatic answers')
  if (nullReturnPath(mail)) return weak('auto-reply', 'it has no return address')
  return undefined
}

function nullReturnPath(mail: MailReading): boolean {
  const path = headerOf(mail, 'return-path')
  return path !== undefined && /^<\s*>$/.test(path)
}

function fromRobot(mail: MailReading): boolean {
  const { address } = mail.from
  return address === null ? /mailer-daemon|mail delivery (?:sub)?system/i.test(mail.from.name ?? '') : robotSenders.test(localPart(address))
}

function localPart(address: string): string {
  return splitAddress(address)[0]
}

function splitAddress(address: string): [string, string] {
  const at = address.lastIndexOf('@')
  return [address.slice(0, at), address.slice(at + 1)]
}
