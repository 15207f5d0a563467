// A case's timeline in plain words.

import { z } from 'zod'
import type { TimelineEntry, TimelineKind } from '../../cases/case.ts'
import { addressInWords } from '../../kernel/postal-address.ts'
import type { Names } from './draft-view.ts'

const words: Record<TimelineKind, string> = {
  'mail-received': 'wrote',
  'mail-forwarded': 'had this mail from a colleague',
  'case-opened': 'opened the case',
  'case-reopened': 'opened the case again',
  'case-linked': 'linked the case',
  'link-undone': 'took a link back',
  acknowledged: 'acknowledged the mail',
  'draft-written': 'wrote a draft',
  'draft-edited': 'edited the draft',
  'draft-returned': 'returned the draft',
  'draft-missing': 'could not write a draft',
  'draft-held': 'held the draft',
  'approved-first': 'approved the reply, as the first of two',
  approved: 'approved the reply',
  recalled: 'called the reply back',
  sent: 'sent the reply',
  'send-failed': 'could not send the mail',
  'send-unknown': 'does not know whether the mail arrived',
  'send-settled': 'settled the fate of the mail',
  bounced: 'got the mail back as undeliverable',
  'delivery-delayed': 'heard that the mail is delayed',
  delivered: 'heard that the mail arrived',
  'answered-outside': 'found that somebody answered from a mail program',
  'mail-attached': 'attached a mail',
  'mail-reread': 'had a mail read again',
  'automatic-reply-noted': 'noted an automatic reply',
  'attachment-infected': 'found a virus in an attachment',
  'adjustment-proposed': 'proposed an adjustment',
  'adjustment-decided': 'decided an adjustment',
  'promise-made': 'promised',
  'promise-settled': 'settled a promise',
  'inquirer-established': 'established who may be told',
  'inquirer-revoked': 'revoked who may be told',
  'topic-suggested': 'has a suggestion of the language model',
  assigned: 'assigned the case',
  'case-routed': 'routed it to a supervisor',
  escalated: 'asked for a supervisor',
  'clock-step': 'watched the clock',
  'waits-for-customer': 'waits for the customer',
  'waits-for-field': 'waits for the field crew',
  'wait-over': 'went on with the case',
  'case-resolved': 'resolved the case',
  'case-closed': 'closed the case',
  'case-merged': 'merged the case into another',
  'case-absorbed': 'took in another case',
  'case-split': 'made a part of it a case of its own',
  'case-split-off': 'began as a part of another case',
  'merge-undone': 'took a merge back',
  'inquiry-noted': 'took the inquiry down',
  'call-logged': 'logged a telephone call',
  'safety-flag-raised': 'raised a safety flag',
  'safety-flag-cleared': 'took the safety flag down',
  'urgency-set': 'set the urgency',
  note: 'noted',
  corrected: 'corrected the case',
  'request-dismissed': 'decided that the reply need not answer a request',
}

// The content is ours, and written over years by many versions: what is missing is left out.
const told = z
  .object({
    subject: z.string(),
    topicReason: z.string(),
    topic: z.string(),
    urgency: z.string(),
    version: z.number(),
    reason: z.string(),
    why: z.string(),
    error: z.string(),
    outcome: z.string(),
    to: z.string(),
    recipient: z.string(),
    text: z.string(),
    dueOn: z.string(),
    note: z.string(),
    vouched: z.array(z.object({ text: z.string(), reason: z.string() })),
    messageId: z.string(),
    assigneeName: z.string(),
    joinedBy: z.string(),
    name: z.string(),
    role: z.string(),
    basis: z.string(),
    address: z.string(),
    established: z.boolean(),
    case: z.string(),
    reference: z.string(),
    decision: z.string(),
    because: z.string(),
    from: z.string(),
    fromName: z.string(),
    charset: z.string(),
    sure: z.string(),
    what: z.string(),
    was: z.string(),
    is: z.string(),
    words: z.string(),
    until: z.string(),
    reviewBy: z.string(),
    how: z.string(),
    does: z.string(),
    standard: z.string(),
    percent: z.number(),
    toName: z.string(),
    with: z.string(),
    channel: z.string(),
    callBackOn: z.string(),
    rewrite: z.object({ wish: z.string() }),
  })
  .partial()
  .catch({})

export function timelineView(entries: readonly TimelineEntry[], names: Names, customerName: string) {
  return entries.map((entry) => {
    const content = told.parse(dropNulls(entry.content ?? {}))
    return {
      at: entry.at,
      kind: entry.kind,
      who: actorWords(entry.actor, names, customerName),
      did: words[entry.kind],
      detail: entry.content === null ? 'destroyed by order' : detailOf(entry.kind, content),
    }
  })
}

function actorWords(actor: TimelineEntry['actor'], names: Names, customerName: string): string {
  if (actor === 'desk') return 'The desk'
  return actor === 'customer' ? customerName : names(actor.slice('staff:'.length))
}

function detailOf(kind: TimelineKind, content: z.infer<typeof told>): string | null {
  const detail = partsOf(kind, content)
    .filter((part) => part !== undefined && part !== '')
    .join(' · ')
  return detail === '' ? null : detail
}

function partsOf(kind: TimelineKind, content: z.infer<typeof told>): (string | undefined)[] {
  switch (kind) {
    case 'mail-received':
      return [content.subject, plain(content.joinedBy)]
    case 'mail-forwarded':
      return [content.name, content.established === false ? 'not authenticated' : undefined]
    case 'case-linked':
      return [content.case, content.because === 'by-hand' ? undefined : plain(content.because), content.from, content.why]
    case 'link-undone':
      return [content.case, content.why]
    case 'mail-attached':
      return [content.fromName ?? content.from, content.subject, content.reason]
    case 'answered-outside':
      return [content.from, content.to, content.subject]
    case 'mail-reread':
      return [content.charset ? `in the letters of ${content.charset}` : undefined]
    case 'bounced':
    case 'delivery-delayed':
    case 'delivered':
      return [content.recipient, content.reason, sureWords[content.sure ?? '']]
    case 'adjustment-proposed':
    case 'adjustment-decided':
      return [content.reference, content.decision]
    case 'note':
      return [content.text]
    case 'assigned':
      return [content.assigneeName ?? 'to nobody', content.because]
    case 'case-routed':
      return [content.because]
    case 'escalated':
      return [content.reason, content.toName ? `to ${content.toName}` : content.because]
    case 'clock-step':
      return [content.standard, stepWords[content.does ?? ''], content.percent === undefined ? undefined : `at ${content.percent} %`]
    case 'waits-for-customer':
    case 'waits-for-field':
      return [content.reason, content.until && `until ${content.until}`]
    case 'wait-over':
      return [content.because]
    case 'case-merged':
    case 'case-split':
    case 'case-split-off':
    case 'case-absorbed':
    case 'merge-undone':
      return [content.case, content.why]
    case 'safety-flag-raised':
      return [content.reason, content.reviewBy && `to be looked at again by ${content.reviewBy}`]
    case 'safety-flag-cleared':
      return [content.reason, content.because]
    case 'case-resolved':
      return [content.how]
    case 'inquiry-noted':
      return [content.channel, content.with, content.subject]
    case 'call-logged':
      return [content.with, content.text, content.callBackOn && `call back by ${content.callBackOn}`]
    case 'inquirer-established':
    case 'inquirer-revoked':
      return [content.address && addressInWords(content.address), content.role, content.basis, content.reason]
    case 'promise-made':
      return [content.text, content.dueOn && `due ${content.dueOn}`]
    case 'promise-settled':
      return [content.text, content.outcome, content.note]
    case 'draft-edited':
      return [
        content.version === undefined ? undefined : `version ${content.version}`,
        content.rewrite && `in other words of the language model, ${content.rewrite.wish.replace('in-', 'in ')}`,
        ...(content.vouched ?? []).map(({ text, reason }) => `vouched for “${text}”: ${reason}`),
      ]
    case 'corrected':
      return [content.what, `from ${content.was ?? 'nothing'} to ${content.is ?? 'what the customer’s words say'}`]
    case 'request-dismissed':
      return [content.words?.replace(/\s+/g, ' ').slice(0, 200), content.reason]
    case 'topic-suggested':
      return [content.topic, content.urgency]
    case 'case-opened':
      return [content.topicReason]
    default: {
      const version = content.version === undefined ? undefined : `version ${content.version}`
      const why = content.reason ?? plain(content.why) ?? content.error ?? plain(content.outcome)
      return [version, content.to ?? content.recipient, why, content.assigneeName]
    }
  }
}

/** How surely a report is about this mail. Anybody can write one; what is proven needs no word. */
const stepWords: { [does: string]: string } = {
  remind: 'reminded its people',
  breach: 'was not kept',
  escalate: 'called a supervisor',
}

const sureWords: Record<string, string> = {
  likely: 'likely this mail, and not proven',
  guess: 'a guess: nothing says which mail it is about',
}

/** The causes and outcomes that the slices write in short; anything else is in plain words already. */
function plain(word: string | undefined): string | undefined {
  return word === undefined ? undefined : (plainWords[word] ?? word)
}

const plainWords: Record<string, string> = {
  'facts-changed': 'the records have changed',
  'new-mail': 'the customer wrote again',
  'was-delivered': 'it arrived',
  'send-again': 'sent again',
  'try-again': 'tried again',
  'address-cleared': 'sent, since its address takes mail again',
  thread: 'joined by the mail that it answers',
  token: 'joined by the case number in its subject',
  'plus-address': 'joined by the address that it was written to',
  subject: 'joined by its subject alone',
  'not-its-customer': 'somebody knew the case who is not let into it',
  'answered-long-ago': 'the answer was too long ago to open the case again',
}

function dropNulls(content: object): object {
  return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null))
}
