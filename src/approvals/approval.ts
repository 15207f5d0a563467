// The four-eyes act: somebody with the authority decides on exactly one content, of a reply's draft or of an adjustment.
import type { Cents } from '../kernel/money.ts'
import type { Role } from '../staff/staff-member.ts'

export type ApprovalStatus = 'pending' | 'approved' | 'returned' | 'voided'

export type SubjectKind = 'draft' | 'adjustment' | 'rulebook' | 'staff'

export type ApprovalRecord = {
  id: string
  subjectKind: SubjectKind
  subjectId: string
  /** SHA-256 of everything that would leave: text, subject, recipients. */
  contentHash: string
  amountCents: number | null
  /** Why it is more than a routine reply, by the ids of its own slice; none: routine. */
  needs: string[]
  /** Who approved it before, where more than one must. */
  earlierIds: string[]
  /** How many decisions are still needed, this one included. */
  decisionsNeeded: number
  /** None of them may approve; empty: written by the desk alone. */
  authorIds: string[]
  status: ApprovalStatus
  requestedAt: Date
  expiresAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  reason: string | null
  /** One of the rulebook's reasons for returning a draft. */
  reasonCode: string | null
  rulebook: string
}

/** Why a decision was refused. Words for people are put on in the channel. */
export type DecisionRefusal =
  | { kind: 'not-found' }
  | { kind: 'not-authorised'; role: Role }
  | { kind: 'own-draft' }
  | { kind: 'not-routine'; needs: string[] }
  | { kind: 'decided-before' }
  | { kind: 'over-limit'; limitCents: Cents }
  | { kind: 'stale'; reason: 'content-changed' | 'already-decided' | 'expired' }
