// The pure rule of the four-eyes act: may this person decide this request, of this content, now?
import { ok, type Result, refused } from '../kernel/result.ts'
import { type Authority, may } from '../rulebook/kinds/authority.ts'
import type { StaffMember } from '../staff/staff-member.ts'
import type { ApprovalRecord, DecisionRefusal } from './approval.ts'

export type Decision = { kind: 'approve' | 'return'; by: StaffMember; contentHash: string; now: Date }

/** Approving needs the authority and somebody else's draft; returning one's own draft is allowed to whoever may approve. */
export function mayDecide(request: ApprovalRecord, decision: Decision, authority: Authority): Result<ApprovalRecord, DecisionRefusal> {
  const { by } = decision
  if (!may(by, 'approve_reply', authority)) return refused({ kind: 'not-authorised', role: by.role })
  if (request.status !== 'pending') return refused({ kind: 'stale', reason: 'already-decided' })
  if (request.contentHash !== decision.contentHash) return refused({ kind: 'stale', reason: 'content-changed' })
  if (decision.now >= request.expiresAt) return refused({ kind: 'stale', reason: 'expired' })
  if (decision.kind === 'approve' && request.authorIds.includes(by.id)) return refused({ kind: 'own-draft' })
  return ok(request)
}
