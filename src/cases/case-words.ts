// How refusals of what people say of cases are told, the same in the console and in Slack, and what states and moves are called.
import { longDay } from '../kernel/days.ts'
import { unreachable } from '../kernel/result.ts'
import type { CaseStatus } from './case.ts'
import type { AssignRefusal, CaseMoveRefusal, FlagRefusal, InquiryRefusal, LinkRefusal, MergeRefusal } from './case-refusals.ts'
import type { CaseMove } from './lifecycle.ts'

export const statusWords: Record<CaseStatus, string> = {
  new: 'New',
  open: 'Open',
  'waiting-for-customer': 'Waits for customer',
  'waiting-for-field': 'Waits for field',
  'waiting-for-supervisor': 'Needs decision',
  approved: 'Leaving',
  answered: 'Answered',
  resolved: 'Resolved',
  closed: 'Closed',
  merged: 'Merged',
}

export const moveNames: Record<CaseMove, { words: string; asks: string }> = {
  'wait-for-customer': { words: 'Wait for the customer', asks: 'What is asked of the customer' },
  'wait-for-field': { words: 'Wait for the field crew', asks: 'What the field crew does' },
  'go-on': { words: 'Go on with it', asks: 'What happened' },
  resolve: { words: 'Resolve', asks: 'How it was resolved' },
  close: { words: 'Close without an answer', asks: 'Why no answer is owed' },
  reopen: { words: 'Open again', asks: 'Why it is open again' },
}

export function assignWords(refusal: AssignRefusal): string {
  switch (refusal.kind) {
    case 'not-authorised':
      return 'Your role may take a case itself, and not give it to somebody else. Ask a supervisor.'
    case 'no-case':
      return 'This case is not here any more.'
    case 'over':
      return `This case is ${statusWords[refusal.status].toLowerCase()}. Open it again first.`
    case 'no-such-person':
      return 'Choose somebody who works here and works on cases.'
    case 'has-it-already':
      return 'Nothing changed: it is so already.'
    default:
      return unreachable(refusal)
  }
}

export function escalateWords(refusal: AssignRefusal | { kind: 'reason-missing' }): string {
  if (refusal.kind === 'reason-missing') return 'Say what the supervisor should decide.'
  return refusal.kind === 'has-it-already' ? 'A supervisor was asked for already.' : assignWords(refusal)
}

export function moveWords(refusal: CaseMoveRefusal): string {
  switch (refusal.kind) {
    case 'not-authorised':
      return 'Your role does not work on cases.'
    case 'no-case':
      return 'This case is not here any more.'
    case 'reason-missing':
      return `Say why: it stands in the timeline.`
    case 'day-missing':
      return 'Say until which day it waits: on that day it comes back by itself.'
    case 'day-refused':
      return `A case waits until a day after today, ${longDay(refusal.latest)} at the latest.`
    case 'not-in-this-state':
      return `“${moveNames[refusal.move].words}” is not possible while the case is ${statusWords[refusal.status].toLowerCase()}.${hints[refusal.status] ?? ''}`
    default:
      return unreachable(refusal)
  }
}

const hints: { [status: string]: string } = {
  'waiting-for-supervisor': ' Decide on its draft first.',
  approved: ' Its answer is on its way: call it back first.',
  new: ' The desk is still drafting.',
}

export const linkWords: Record<LinkRefusal['kind'], string> = {
  'not-authorised': 'Your role does not work on cases.',
  'no-case': 'There is no such case. A case is named by its number, such as 123 or WD-000123.',
  'reason-missing': 'Say why: it stands in both timelines.',
  'the-same-case': 'A case cannot be linked to itself.',
  'linked-already': 'The two are linked already.',
  'not-linked': 'The two are not linked.',
}

export function mergeWords(refusal: MergeRefusal): string {
  switch (refusal.kind) {
    case 'not-authorised':
      return 'Your role does not work on cases.'
    case 'no-case':
      return 'There is no such case. A case is named by its number, such as 123 or WD-000123.'
    case 'reason-missing':
      return 'Say why: it stands in both timelines.'
    case 'the-same-case':
      return 'A case cannot be merged into itself.'
    case 'another-customer':
      return 'The two cases are of different customers, or of accounts that their senders are not established for: what one is told is not for the other.'
    case 'merged-already':
      return 'One of the two is merged into another case already.'
    case 'not-merged':
      return 'This case is not merged into another.'
    case 'takes-others-in':
      return 'Other cases were merged into this one. Merge them one by one, or merge the other way round.'
    case 'not-in-this-state':
      return 'Its answer is on its way: call it back first.'
    default:
      return unreachable(refusal)
  }
}

export const safetyWords: Record<FlagRefusal['kind'], string> = {
  'not-authorised': 'A supervisor takes a safety flag down.',
  'not-found': 'This flag is down already.',
  'reason-missing': 'Say why the flag comes down.',
}

export const inquiryWords: Record<InquiryRefusal['kind'], string> = {
  'not-authorised': 'Your role does not work on cases.',
  'words-missing': 'Write down what was said.',
  'no-account': 'There is no account with this number. Leave it empty if it is not known.',
  'no-address':
    'This is no address to write to: an e-mail address, or two to six lines of up to 60 characters for the post. Leave both empty if there is none.',
  'no-case': 'This case is not here any more.',
  'day-refused': 'Choose a day from today on, within two months, for the call back.',
}
