// Why what somebody says of a case is not done. Words for people are in case-words.ts.
import type { Day } from '../kernel/days.ts'
import type { CaseStatus } from './case.ts'
import type { MoveRefusal } from './lifecycle.ts'

export type AssignRefusal =
  | { kind: 'not-authorised' }
  | { kind: 'no-case' }
  | { kind: 'over'; status: CaseStatus }
  | { kind: 'no-such-person' }
  | { kind: 'has-it-already' }

export type MergeRefusal =
  | { kind: 'not-authorised' | 'no-case' | 'reason-missing' | 'the-same-case' | 'another-customer' | 'merged-already' | 'not-merged' }
  | { kind: 'takes-others-in' }
  | { kind: 'not-in-this-state'; status: CaseStatus }

export type LinkRefusal = {
  kind: 'not-authorised' | 'no-case' | 'reason-missing' | 'the-same-case' | 'linked-already' | 'not-linked'
}

export type CaseMoveRefusal =
  | MoveRefusal
  | { kind: 'not-authorised' | 'no-case' | 'reason-missing' }
  | { kind: 'day-missing' }
  | { kind: 'day-refused'; latest: Day }

export type InquiryRefusal = { kind: 'not-authorised' | 'words-missing' | 'no-account' | 'no-address' | 'no-case' | 'day-refused' }

export type FlagRefusal = { kind: 'not-authorised' | 'not-found' | 'reason-missing' }
