// The rulebook's kinds and the refusals of its changes in the office's words.
import type { DecideRefusal, ProposeRefusal, Revision } from '../../revisions/revisions.ts'
import type { RulebookKind } from '../../rulebook/rulebook.ts'
import { dayWords } from './office-words.ts'

export const kindWords: Record<RulebookKind, string> = {
  adjustments: 'Adjustments and holds',
  approval: 'Which replies need whom',
  assignment: 'To whom cases go',
  authority: 'Who may do what',
  billing: 'Billing rules',
  calendar: 'Office hours and holidays',
  contact: 'How the office is reached',
  disclosure: 'Who may be told what',
  notices: 'Automatic mails',
  policies: 'What the rules say, for letters',
  properties: 'Properties and ownership',
  rates: 'Rates',
  records: 'Age of records',
  reopening: 'How long a case goes on',
  routing: 'What makes a case hard',
  sending: 'Recall window',
  standards: 'Standards',
  triage: 'Topics and urgency by words',
}

export const revisionStates: Record<Revision['status'], string> = {
  proposed: 'waits for a second person',
  approved: 'approved',
  returned: 'returned',
  withdrawn: 'withdrawn',
}

export function proposeWords(refusal: ProposeRefusal): string {
  switch (refusal.kind) {
    case 'not-authorised':
      return 'Your role does not propose changes of the rulebook.'
    case 'note-missing':
      return 'Say why it should change: whoever decides reads it.'
    case 'no-change':
      return 'That is what the rulebook says already.'
    case 'too-early':
      return `A version holds from ${dayWords(refusal.earliest)} at the earliest: what is decided in one day follows one version.`
    case 'not-valid':
      return `It cannot be used: ${refusal.problems.join('; ')}`
    default:
      return unknown(refusal)
  }
}

export function revisionWords(refusal: DecideRefusal): string {
  switch (refusal.kind) {
    case 'not-found':
      return 'This proposal is not there.'
    case 'not-authorised':
      return 'Your role may not do this.'
    case 'own-draft':
      return 'You proposed this yourself, so somebody else must approve it.'
    case 'reason-missing':
      return 'Say what should be otherwise.'
    case 'too-late':
      return `It should have held from ${dayWords(refusal.effectiveOn)} on, and that day has come. Propose it again with a later day.`
    case 'stale':
      return refusal.reason === 'expired' ? 'Nobody decided in time. Propose it again.' : 'Somebody has decided this meanwhile.'
    case 'over-limit':
    case 'not-routine':
    case 'decided-before':
      return 'Somebody else must decide this.'
    default:
      return unknown(refusal)
  }
}

function unknown(refusal: never): never {
  throw new Error(`no words for ${JSON.stringify(refusal)}`)
}
