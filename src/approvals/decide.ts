// The pure rule of the four-eyes act: may this person decide this request, of this content, now?
import { ok, type Result, refused } from '../kernel/result.ts'
import { type Authority, adjustmentLimit, may } from '../rulebook/kinds/authority.ts'
import type { StaffMember } from '../staff/staff-member.ts'
import type { ApprovalRecord, DecisionRefusal } from './approval.ts'

export type Decision = { kind: 'approve' | 'return'; by: StaffMember; contentHash: string; now: Date }

/** Approving needs the authority and somebody else's work; returning one's own is allowed to whoever may approve. */
export function mayDecide(request: ApprovalRecord, decision: Decision, authority: Authority): Result<ApprovalRecord, DecisionRefusal> {
  const { by } = decision
  const barred = outsideAuthority(request, by, authority)
  if (barred) return refused(barred)
  if (request.status !== 'pending') return refused({ kind: 'stale', reason: 'already-decided' })
  if (request.contentHash !== decision.contentHash) return refused({ kind: 'stale', reason: 'content-changed' })
  if (decision.now >= request.expiresAt) return refused({ kind: 'stale', reason: 'expired' })
  if (decision.kind === 'approve' && request.authorIds.includes(by.id)) return refused({ kind: 'own-draft' })
  return ok(request)
}

/** A reply needs the role; an adjustment the role up to its amount, whether it is a credit or a charge. */
function outsideAuthority({ subjectKind, amountCents }: ApprovalRecord, by: StaffMember, authority: Authority): DecisionRefusal | null {
  const notAuthorised = { kind: 'not-authorised', role: by.role } as const
  if (subjectKind === 'draft') return may(by, 'approve_reply', authority) ? null : notAuthorised
  const limitCents = adjustmentLimit(by, authority)
  if (limitCents === undefined || amountCents === null) return notAuthorised
  return limitCents === null || Math.abs(amountCents) <= limitCents ? null : { kind: 'over-limit', limitCents }
}
