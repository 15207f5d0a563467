// The clocks' states and events in the office's words.
import type { Holder } from './who-holds-it.ts'

export const holderWords: Record<Holder, string> = {
  us: 'The office',
  supervisor: 'A supervisor, to decide on a draft',
  customer: 'The customer',
  field: 'The field crew',
  nobody: 'Nobody: nothing was owed',
}

export const clockWords: { [event: string]: string } = {
  'waiting-for-customer': 'waits for the customer',
  'waiting-for-field': 'waits for the field crew',
  'case-opened': 'the inquiry came in',
  'inquiry-noted': 'the inquiry was taken down',
  'mail-received': 'the customer wrote',
  'mail-attached': 'a mail was attached',
  'draft-written': 'a draft asked for its decision',
  'draft-edited': 'an edited draft asked for its decision',
  'draft-returned': 'the draft was returned',
  'draft-held': 'the draft was held',
  'draft-missing': 'no draft could be written',
  recalled: 'the reply was called back',
  approved: 'the reply was approved',
  sent: 'the reply was sent',
  'send-failed': 'the reply could not be sent',
  'waits-for-customer': 'the customer was asked for something',
  'waits-for-field': 'a field crew was asked',
  'wait-over': 'the wait was over',
  'case-resolved': 'it was resolved',
  'case-closed': 'it was closed',
  'case-reopened': 'it was opened again',
  'case-merged': 'it was merged into another case',
  'merge-undone': 'the merge was taken back',
  'calendar-changed': 'the office’s hours changed',
}
