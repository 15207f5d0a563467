// The one type that the outbox takes for a reply to a customer. Nothing makes it but a standing approval of exactly this
// content, so a reply that nobody approved does not compile, and does not run either.
import type { ApprovalRecord } from '../approvals/approval.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { contentHash } from './content-hash.ts'

declare const seal: unique symbol

export type ReplyContent = { caseId: string; draftId: string; recipient: string; subject: string; text: string }
export type Approved = Readonly<ReplyContent & { approvalId: string; contentHash: string }> & { readonly [seal]: true }

const sealed = new WeakSet<object>()

export function sealApproved(approval: ApprovalRecord, content: ReplyContent): Result<Approved, 'not-approved' | 'other-content'> {
  if (approval.status !== 'approved') return refused('not-approved')
  const hash = contentHash(content)
  if (approval.contentHash !== hash || approval.subjectId !== content.draftId) return refused('other-content')
  const reply = Object.freeze({ ...content, approvalId: approval.id, contentHash: hash }) as Approved
  sealed.add(reply)
  return ok(reply)
}

/** Throws for an object that only looks like one. */
export function assertSealed(reply: Approved): void {
  if (!sealed.has(reply)) throw new Error('a reply reached the outbox without an approval')
}
