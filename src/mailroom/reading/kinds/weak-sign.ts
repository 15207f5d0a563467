// Signs that a machine's mail has and a person's may have: one written to a group, by a web form, through a ward's list. A
// customer's words outweigh all of them but a list's own; proofs outweigh the rest.
import { domainOf } from '../../../kernel/mail-address.ts'
import { headerOf, type MailReading } from '../mail-reading.ts'
import { isFilledForm, isRecording } from './automatic-header.ts'
import { speaksAsCustomer } from './customer-words.ts'
import type { Judged, MailKind, Proof } from './judged.ts'
import { isAnswer, nullReturnPath, type OwnAddress, senderSign } from './sender-signs.ts'

export function weakSign(mail: MailReading, own: OwnAddress): Judged | undefined {
  const said = (name: string) => headerOf(mail, name)?.toLowerCase()
  // Who sends in bulk says so beside the list fields (RFC 8058, Feedback-ID); his own domain's word makes him no customer.
  const bulk = said('feedback-id') !== undefined || said('list-unsubscribe-post') !== undefined
  const personWhen: Proof[] = bulk ? ['points-to-a-case'] : ['established', 'points-to-a-case']
  const weak = (kind: MailKind, reason: string): Judged => ({ kind, reasons: [reason], personWhen })
  const listId = said('list-id')
  if (listId !== undefined && !listId.includes(domainOf(own.address.toLowerCase()))) return weak('list', 'it came through a mailing list')
  const precedence = said('precedence')
  // A group that is called as the desk is its own address (Google Groups): whoever writes to the desk comes through it.
  const isOwnGroup = listId?.includes(`<${own.address.toLowerCase().replace('@', '.')}>`) === true
  if (!isOwnGroup && (precedence === 'list' || said('mailing-list') !== undefined)) return weak('list', 'a mailing list passed it on')
  if (said('list-unsubscribe') !== undefined && listId === undefined) return weak('list', 'it offers to unsubscribe')
  const machine = doubtful(mail, precedence, weak)
  if (!machine || !passesOnAPerson(mail)) return machine
  return { kind: 'person', reasons: [...machine.reasons, "but its words are a person's"], silent: true }
}

function doubtful(mail: MailReading, precedence: string | undefined, weak: (kind: MailKind, reason: string) => Judged): Judged | undefined {
  if (precedence === 'bulk' || precedence === 'junk') return weak('list', `Precedence says ${precedence}`)
  if (/\b(?:all|autoreply|oof)\b/i.test(headerOf(mail, 'x-auto-response-suppress') ?? '') && !mail.references.length)
    return weak('auto-reply', 'it forbids automatic answers')
  // An answer without a way back is an absent person's program; other mails of that kind are web forms' as well.
  if (nullReturnPath(mail))
    return isAnswer(mail)
      ? { kind: 'auto-reply', reasons: ['it is an answer without a return address'] }
      : weak('auto-reply', 'it has no return address')
  const sender = senderSign(mail)
  if (sender === 'daemon') return { kind: 'auto-reply', reasons: ['a mail system sent it'] }
  if (sender === 'no-reply' && saysSo.test(mail.text.slice(0, 20_000)))
    return weak('auto-reply', 'its sender takes no answers, and it says that a program wrote it')
  return undefined
}

const saysSo =
  /(?:automat(?:ic|ed|ically)|auto-?generated|(?:do|please) not (?:reply|respond)|not monitored|unattended (?:mailbox|e-?mail)|no responda|autom[aá]tic|nie odpowiada|automatycznie|请勿回复|請勿回覆|unsubscribe)/iu

/** A web form names its visitor; a voice or a fax is somebody's; a customer speaks as one. */
function passesOnAPerson(mail: MailReading): boolean {
  const domain = domainOf(mail.from.address ?? '')
  const visitor = mail.replyTo.some(
    ({ address }) => address !== null && domainOf(address) !== domain && senderSign({ from: { address, name: null } }) === 'anybody',
  )
  return (
    visitor || isFilledForm(mail.newText) || mail.attachments.some(({ contentType }) => isRecording(contentType)) || speaksAsCustomer(mail)
  )
}
