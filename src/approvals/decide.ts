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
  if (decision.kind === 'approve' && request.earlierIds.includes(by.id)) return refused({ kind: 'decided-before' })
  if (decision.kind === 'approve' && request.authorIds.includes(by.id) && !mayApproveOwn(request, by, authority))
    return refused({ kind: 'own-draft' })
  return ok(request)
}

function mayApproveOwn({ subjectKind, needs }: ApprovalRecord, by: StaffMember, authority: Authority): boolean {
  return subjectKind === 'draft' && needs.length === 0 && authority.approve_own_routine_reply && may(by, 'approve_routine_reply', authority)
}

/** A reply needs the role, a routine one the lesser one; an adjustment the role up to its amount, whether it is a credit or a charge. */
function outsideAuthority(
  { subjectKind, amountCents, needs }: ApprovalRecord,
  by: StaffMember,
  authority: Authority,
): DecisionRefusal | null {
  const notAuthorised = { kind: 'not-authorised', role: by.role } as const
  if (subjectKind === 'draft') {
    if (may(by, 'approve_reply', authority)) return null
    if (!may(by, 'approve_routine_reply', authority)) return notAuthorised
    return needs.length === 0 ? null : { kind: 'not-routine', needs }
  }
  if (subjectKind === 'rulebook') return may(by, 'approve_rulebook', authority) ? null : notAuthorised
  if (subjectKind === 'staff') return may(by, 'manage_staff', authority) ? null : notAuthorised
  const limitCents = adjustmentLimit(by, authority)
  if (limitCents === undefined || amountCents === null) return notAuthorised
  return limitCents === null || Math.abs(amountCents) <= limitCents ? null : { kind: 'over-limit', limitCents }
}
