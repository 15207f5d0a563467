// Asks for decisions and takes them. It knows contents by their hash only; what a subject is, its own slice knows.
import { randomUUID } from 'node:crypto'
import { type Day, dayOf } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import type { StaffMember } from '../staff/staff-member.ts'
import type { ApprovalRecord, DecisionRefusal, SubjectKind } from './approval.ts'
import { mayDecide } from './decide.ts'
import { decideRequest, findApproved, findNewest, findPending, findRequest, insertRequest, lockRequest, voidStanding } from './store.ts'

export type Approvals = {
  request(
    tx: Tx,
    ask: {
      subjectKind: SubjectKind
      subjectId: string
      contentHash: string
      authorIds: string[]
      amountCents?: number
      needs?: string[]
      earlierIds?: string[]
      decisionsNeeded?: number
    },
  ): Promise<ApprovalRecord>
  /** Takes one decision; of two at the same time the second is refused as stale. */
  decide(
    tx: Tx,
    decision: {
      approvalId: string
      kind: 'approve' | 'return'
      by: StaffMember
      contentHash: string
      reason?: string
      reasonCode?: string
    },
  ): Promise<Result<ApprovalRecord, DecisionRefusal>>
  /** Whether somebody would be let approve a request as it stands now. `decide` asks again. */
  waitsFor(request: ApprovalRecord, by: StaffMember): boolean
  /** Ends what was asked or granted for a subject, because its content or its facts changed. */
  void(tx: Tx, subjectId: string, reason: string): Promise<void>
  byId(id: string, tx?: Tx): Promise<ApprovalRecord | undefined>
  /** The newest request about a subject, whatever became of it. */
  newestFor(subjectId: string, tx?: Tx): Promise<ApprovalRecord | undefined>
  /** Oldest first. */
  pending(subjectKind: SubjectKind): Promise<ApprovalRecord[]>
  /** The approval of exactly this content, while it stands. */
  standing(tx: Tx, subject: { subjectId: string; contentHash: string }): Promise<ApprovalRecord | undefined>
}

type Rules = { inForce(kind: 'authority', day: Day): InForce<'authority'> }

const millisecondsAnHour = 3_600_000

export function createApprovals({
  db,
  clock,
  rulebook,
  timeZone,
}: {
  db: Database
  clock: Clock
  rulebook: Rules
  timeZone: string
}): Approvals {
  const authority = () => rulebook.inForce('authority', dayOf(clock.now(), timeZone))
  return {
    async request(tx, { subjectKind, subjectId, contentHash, authorIds, amountCents, needs = [], earlierIds = [], decisionsNeeded = 1 }) {
      const { value, version } = authority()
      const requestedAt = clock.now()
      const request: ApprovalRecord = {
        id: randomUUID(),
        subjectKind,
        subjectId,
        contentHash,
        amountCents: amountCents ?? null,
        authorIds,
        needs,
        earlierIds,
        decisionsNeeded,
        status: 'pending',
        requestedAt,
        expiresAt: new Date(requestedAt.getTime() + value.approval_expires_after_hours * millisecondsAnHour),
        decidedBy: null,
        decidedAt: null,
        reason: null,
        reasonCode: null,
        rulebook: version,
      }
      await insertRequest(tx, request)
      return request
    },

    async decide(tx, { approvalId, kind, by, contentHash, reason, reasonCode }) {
      const request = await lockRequest(tx, approvalId)
      if (!request) return refused({ kind: 'not-found' })
      const { value, version } = authority()
      const allowed = mayDecide(request, { kind, by, contentHash, now: clock.now() }, value)
      if (!allowed.ok) return allowed
      const decision = {
        status: kind === 'approve' ? 'approved' : 'returned',
        decidedBy: by.id,
        decidedAt: clock.now(),
        reason: reason ?? null,
        reasonCode: reasonCode ?? null,
        rulebook: version,
      } as const
      await decideRequest(tx, request.id, decision)
      return ok({ ...request, ...decision })
    },

    waitsFor: (request, by) =>
      mayDecide(request, { kind: 'approve', by, contentHash: request.contentHash, now: clock.now() }, authority().value).ok,

    void: (tx, subjectId, reason) => voidStanding(tx, subjectId, clock.now(), reason),
    byId: (id, tx) => findRequest(tx ?? db.client, id),
    newestFor: (subjectId, tx) => findNewest(tx ?? db.client, subjectId),
    pending: (subjectKind) => findPending(db.client, subjectKind),
    standing: (tx, { subjectId, contentHash }) => findApproved(tx, subjectId, contentHash),
  }
}
