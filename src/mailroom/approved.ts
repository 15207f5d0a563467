// The one type that the outbox takes for a reply to a customer. Nothing makes it but a standing approval of exactly this
// content, which is asked of the approvals here and taken from nobody's hand, so a reply that nobody approved does not
// compile, and does not run either.
import type { ApprovalRecord } from '../approvals/approval.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Tx } from '../platform/database.ts'
import { contentHash, type Hashed } from './content-hash.ts'

declare const seal: unique symbol

export type ReplyContent = Hashed & { caseId: string; draftId: string }
export type Approved = Readonly<ReplyContent & { approvalId: string; contentHash: string }> & { readonly [seal]: true }

export type Sealing = {
  /** Refused where no approval of exactly this draft with exactly this content stands. */
  sealReply(tx: Tx, content: ReplyContent): Promise<Result<Approved, 'not-approved'>>
}

type ApprovalsAsked = {
  standing(tx: Tx, subject: { subjectId: string; contentHash: string }): Promise<ApprovalRecord | undefined>
}

const sealed = new WeakSet<object>()

export function createSealing({ approvals }: { approvals: ApprovalsAsked }): Sealing {
  return {
    async sealReply(tx, { caseId, draftId, recipient, cc, subject, text, enclosures = [] }) {
      const enclosed = Object.freeze(enclosures.map((enclosure) => Object.freeze({ ...enclosure })))
      const content = { caseId, draftId, recipient, cc: Object.freeze([...cc]), subject, text, enclosures: enclosed }
      const hash = contentHash(content)
      const approval = await approvals.standing(tx, { subjectId: draftId, contentHash: hash })
      if (approval?.status !== 'approved' || approval.subjectId !== draftId || approval.contentHash !== hash) return refused('not-approved')
      const reply = Object.freeze({ ...content, approvalId: approval.id, contentHash: hash }) as Approved
      sealed.add(reply)
      return ok(reply)
    },
  }
}

/** Throws for an object that only looks like one. */
export function assertSealed(reply: Approved): void {
  if (!sealed.has(reply)) throw new Error('a reply reached the outbox without an approval')
}
