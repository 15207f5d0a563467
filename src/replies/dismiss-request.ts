// A person decides that a reply need not answer a request, and why, or that it goes on as a case of its own. The reply's content stays, and
// what was asked for it.
import { type CaseRecord, caseName } from '../cases/case.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Tx } from '../platform/database.ts'
import { actorOf } from '../staff/staff-member.ts'
import { isAuthenticated } from './accounts-asked.ts'
import { mayWrite } from './decide-draft.ts'
import type { DismissRefusal, Draft } from './draft.ts'
import { lockDraft } from './lock-draft.ts'
import type { Act, RepliesParts } from './replies-parts.ts'
import { updateAsked } from './store.ts'
import { isNotedByStaff } from './told.ts'

export type Dismiss = Act & { requestId: string; reason: string }

const reasonLimitCharacters = 1_000
const open: ReadonlySet<Draft['status']> = new Set(['in-review', 'returned', 'held'])

export function dismissRequest(act: Dismiss, parts: RepliesParts): Promise<Result<Draft, DismissRefusal>> {
  return parts.db.inTransaction((tx) => settle(tx, act, parts, async (_, reason) => reason))
}

/** What is asked becomes a case of its own of the same customer, and this reply need not answer it. */
export function splitRequest(act: Dismiss, parts: RepliesParts): Promise<Result<CaseRecord, DismissRefusal>> {
  const { db, cases } = parts
  return db.inTransaction(async (tx) => {
    let opened: CaseRecord | undefined
    const settled = await settle(tx, act, parts, async ({ caseId, words }, reason) => {
      const from = await cases.byId(caseId, tx)
      if (!from) throw new Error(`no case ${caseId}`)
      const timeline = await cases.timeline(caseId, tx)
      const { customerAddress: address } = from
      const established = isNotedByStaff(timeline) || (address !== null && isAuthenticated(address, timeline))
      opened = await cases.splitOff(tx, { from, words, established, reason, by: act.by })
      return `goes on in ${caseName(opened)}: ${reason}`
    })
    if (!settled.ok) return settled
    return ok(opened as CaseRecord)
  })
}

async function settle(
  tx: Tx,
  { draftId, contentHash, requestId, reason: given, by }: Dismiss,
  parts: RepliesParts,
  reasonOf: (request: { caseId: string; words: string }, given: string) => Promise<string>,
): Promise<Result<Draft, DismissRefusal>> {
  const { cases, clock } = parts
  if (!mayWrite(by, parts)) return refused({ kind: 'not-authorised', role: by.role })
  const why = given.trim().slice(0, reasonLimitCharacters)
  if (why === '') return refused({ kind: 'reason-missing' })
  const draft = await lockDraft(tx, draftId, cases)
  if (!draft) return refused({ kind: 'not-found' })
  if (draft.contentHash !== contentHash || !open.has(draft.status)) return refused({ kind: 'stale', reason: 'content-changed' })
  const request = draft.asked.find(({ id, dismissed }) => id === requestId && dismissed === null)
  if (!request) return refused({ kind: 'no-request' })
  const reason = await reasonOf({ caseId: draft.caseId, words: request.words }, why)
  const dismissed = { by: by.id, reason, at: clock.now().toISOString() }
  const asked = draft.asked.map((candidate) => (candidate === request ? { ...request, dismissed } : candidate))
  await updateAsked(tx, draft.id, asked)
  const content = { draftId, requestId, words: request.words, reason }
  await cases.record(tx, draft.caseId, { kind: 'request-dismissed', actor: actorOf(by), content })
  return ok({ ...draft, asked })
}
