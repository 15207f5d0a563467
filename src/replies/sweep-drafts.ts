// Nothing waits for ever: a case whose draft did not come about is tried again and then given to a person, and a request
// that nobody decided in time comes back from its wait.
import type { CaseRecord } from '../cases/case.ts'
import { approvalDecided } from './approval-jobs.ts'
import { lockDraft } from './lock-draft.ts'
import type { RepliesParts } from './replies-parts.ts'
import { findNewestDraft, updateDraft } from './store.ts'

const draftDueMilliseconds = 2 * 60_000
const givenUpMilliseconds = 15 * 60_000
const expiredWords = 'Nobody decided in time. Look at it again, or write a fresh draft.'

export async function sweepDrafts(parts: RepliesParts, write: (about: { caseId: string; opened: true }) => Promise<void>): Promise<void> {
  const now = parts.clock.now().getTime()
  for (const record of await parts.cases.stillNew(new Date(now - draftDueMilliseconds))) {
    try {
      await write({ caseId: record.id, opened: true })
    } catch (err) {
      parts.log.error({ err, caseId: record.id }, 'a case has no draft')
      if (record.openedAt.getTime() < now - givenUpMilliseconds) await giveToPerson(record, err, parts)
    }
  }
  for (const request of await parts.approvals.pending('draft')) {
    if (request.expiresAt.getTime() <= now) await comeBack(request.id, request.subjectId, parts)
  }
}

function giveToPerson(record: CaseRecord, cause: unknown, { db, cases }: RepliesParts): Promise<void> {
  const why = cause instanceof Error ? cause.message : String(cause)
  return db.inTransaction(async (tx) => {
    await cases.lock(tx, record.id)
    if (await findNewestDraft(tx, record.id)) return
    await cases.record(tx, record.id, { kind: 'draft-missing', actor: 'desk', content: { why: why.slice(0, 500) } })
    await cases.setStatus(tx, record.id, 'open')
  })
}

function comeBack(approvalId: string, draftId: string, { db, cases, approvals, jobs }: RepliesParts): Promise<void> {
  return db.inTransaction(async (tx) => {
    const draft = await lockDraft(tx, draftId, cases)
    const asked = await approvals.byId(approvalId, tx)
    if (draft?.status !== 'in-review' || asked?.status !== 'pending') return
    await approvals.void(tx, draftId, 'expired')
    await updateDraft(tx, draftId, { status: 'returned', note: expiredWords })
    const { caseId, version } = draft
    await cases.record(tx, caseId, { kind: 'draft-returned', actor: 'desk', content: { draftId, version, reason: expiredWords } })
    await cases.setStatus(tx, caseId, 'open')
    await jobs.send(tx, approvalDecided, { approvalId, draftId, caseId })
  })
}
