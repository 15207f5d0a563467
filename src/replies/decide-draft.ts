// The decisions on a draft. Each runs in one transaction with what follows from it, and locks the case first, so that of
// two at the same time the second finds the first one's result.

import type { ApprovalRecord, DecisionRefusal } from '../approvals/approval.ts'
import { dayOf } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { tellLanguage } from '../mailroom/reading/words/tell-language.ts'
import type { Tx } from '../platform/database.ts'
import { may } from '../rulebook/kinds/authority.ts'
import { actorOf, type StaffMember } from '../staff/staff-member.ts'
import { approvalDecided, approvalRequested } from './approval-jobs.ts'
import { openRequests } from './asked/answered.ts'
import type { ApproveRefusal, Draft } from './draft.ts'
import { holdDraft, reasonToHold, withdrawDraft } from './hold-draft.ts'
import { lockDraft } from './lock-draft.ts'
import type { Act, RepliesParts } from './replies-parts.ts'
import { updateDraft } from './store.ts'

const reasonLimitCharacters = 1_000

/** `sendsAt`: null while somebody else must decide, too. */
export type ApprovedDraft = { sendsAt: Date | null }

export function approveDraft({ draftId, contentHash: hash, by }: Act, parts: RepliesParts): Promise<Result<ApprovedDraft, ApproveRefusal>> {
  const { db, cases, approvals, jobs, mailroom } = parts
  return db.inTransaction(async (tx) => {
    const draft = await lockDraft(tx, draftId, cases)
    const asked = draft && (await approvals.newestFor(draft.id, tx))
    if (!draft || !asked) return refused({ kind: 'not-found' })
    const hold = asked.status === 'pending' ? await reasonToHold(tx, draft, parts) : null
    if (hold && (await holdDraft(tx, draft, hold, parts))) return refused({ kind: 'held', hold })
    const open = openRequests(draft.asked)
    if (asked.status === 'pending' && draft.contentHash === hash && open.length > 0)
      return refused({ kind: 'not-answered', requests: open })
    const language = await ownWordsIn(tx, draft, cases)
    if (language !== null && !by.languages.includes(language)) return refused({ kind: 'language', language })
    const decided = await approvals.decide(tx, { approvalId: asked.id, kind: 'approve', by, contentHash: hash })
    if (!decided.ok) return decided
    const { recipient, cc, subject, text, enclosures, caseId, version } = draft
    if (asked.decisionsNeeded > 1) return ok(await askAgain(tx, draft, decided.value, by, parts))
    const reply = await mailroom.sealReply(tx, { draftId, caseId, recipient, cc, subject, text, enclosures })
    if (!reply.ok) throw new Error(`draft ${draftId} was approved with a hash that is not its content's`)
    const { sendsAt } = await mailroom.enqueueReply(tx, reply.value)
    await updateDraft(tx, draftId, { status: 'approved' })
    const content = {
      draftId,
      version,
      contentHash: hash,
      approvalId: asked.id,
      sendsAt: sendsAt.toISOString(),
      rulebook: decided.value.rulebook,
    }
    await cases.record(tx, caseId, { kind: 'approved', actor: actorOf(by), content })
    await cases.setStatus(tx, caseId, 'approved')
    await jobs.send(tx, approvalDecided, { approvalId: asked.id, draftId, caseId })
    return ok({ sendsAt })
  })
}

/** The language of what people wrote of it, figures or not; null where the desk wrote all, in templates that were read before. */
async function ownWordsIn(tx: Tx, { id, caseId, authorIds, text, template }: Draft, cases: RepliesParts['cases']): Promise<string | null> {
  const edited = (await cases.timeline(caseId, tx)).some(({ kind, content }) => kind === 'draft-edited' && content?.draftId === id)
  if (authorIds.length === 0 && !edited) return null
  return (await tellLanguage(text)) ?? (template.split('/')[0] as string)
}

/** One of two has approved: the same content asks for somebody else's decision. */
async function askAgain(
  tx: Tx,
  { id: draftId, caseId, version, contentHash, authorIds }: Draft,
  { id: approvalId, needs, earlierIds, decisionsNeeded, rulebook }: ApprovalRecord,
  by: StaffMember,
  { cases, approvals, jobs }: RepliesParts,
): Promise<ApprovedDraft> {
  const content = { draftId, version, contentHash, approvalId, rulebook }
  await cases.record(tx, caseId, { kind: 'approved-first', actor: actorOf(by), content })
  await jobs.send(tx, approvalDecided, { approvalId, draftId, caseId })
  const next = await approvals.request(tx, {
    ...{ subjectKind: 'draft', subjectId: draftId, contentHash, authorIds, needs },
    ...{ earlierIds: [...earlierIds, by.id], decisionsNeeded: decisionsNeeded - 1 },
  })
  await jobs.send(tx, approvalRequested, { approvalId: next.id, draftId, caseId })
  return { sendsAt: null }
}

export function returnDraft(
  { draftId, contentHash: hash, by, reason: given, reasonCode }: Act & { reason: string; reasonCode?: string },
  { db, cases, approvals, jobs }: RepliesParts,
): Promise<Result<void, DecisionRefusal | { kind: 'reason-missing' }>> {
  return db.inTransaction(async (tx) => {
    const reason = given.trim().slice(0, reasonLimitCharacters)
    if (reason === '') return refused({ kind: 'reason-missing' })
    const draft = await lockDraft(tx, draftId, cases)
    const asked = draft && (await approvals.newestFor(draft.id, tx))
    if (!draft || !asked) return refused({ kind: 'not-found' })
    const decided = await approvals.decide(tx, {
      approvalId: asked.id,
      kind: 'return',
      by,
      contentHash: hash,
      reason,
      ...(reasonCode ? { reasonCode } : {}),
    })
    if (!decided.ok) return decided
    const { caseId, version } = draft
    await updateDraft(tx, draftId, { status: 'returned', note: reason })
    await cases.record(tx, caseId, {
      kind: 'draft-returned',
      actor: actorOf(by),
      content: { draftId, version, reason, reasonCode: reasonCode ?? null },
    })
    await cases.setStatus(tx, caseId, 'open')
    await jobs.send(tx, approvalDecided, { approvalId: asked.id, draftId, caseId })
    return ok(undefined)
  })
}

/** Inside the recall window an approved reply comes back, for anybody who may write replies. */
export function recallDraft(
  { draftId, by }: { draftId: string; by: StaffMember },
  parts: RepliesParts,
): Promise<Result<void, { kind: 'too-late' } | DecisionRefusal>> {
  const { db, cases } = parts
  return db.inTransaction(async (tx) => {
    if (!mayWrite(by, parts)) return refused({ kind: 'not-authorised', role: by.role })
    const draft = await lockDraft(tx, draftId, cases)
    if (!draft) return refused({ kind: 'not-found' })
    if (draft.status !== 'approved' || !(await withdrawDraft(tx, draft, 'recalled', parts))) return refused({ kind: 'too-late' })
    const { caseId, version } = draft
    await updateDraft(tx, draftId, { status: 'returned', note: `Called back by ${by.name}` })
    await cases.record(tx, caseId, { kind: 'recalled', actor: actorOf(by), content: { draftId, version } })
    await cases.setStatus(tx, caseId, 'open')
    return ok(undefined)
  })
}

/** Whether the rulebook lets somebody write, edit and call back replies today. */
export function mayWrite(by: StaffMember, { rulebook, clock, office }: Pick<RepliesParts, 'rulebook' | 'clock' | 'office'>): boolean {
  return may(by, 'work_on_cases', rulebook.inForce('authority', dayOf(clock.now(), office.timeZone)).value)
}
