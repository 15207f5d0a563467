// A person decides that a reply need not answer a request, and why. The reply's content stays, and what was asked for it.
import { ok, type Result, refused } from '../kernel/result.ts'
import { actorOf } from '../staff/staff-member.ts'
import { mayWrite } from './decide-draft.ts'
import type { DismissRefusal, Draft } from './draft.ts'
import { lockDraft } from './lock-draft.ts'
import type { Act, RepliesParts } from './replies-parts.ts'
import { updateAsked } from './store.ts'

export type Dismiss = Act & { requestId: string; reason: string }

const reasonLimitCharacters = 1_000
const open: ReadonlySet<Draft['status']> = new Set(['in-review', 'returned', 'held'])

export function dismissRequest(
  { draftId, contentHash, requestId, reason: given, by }: Dismiss,
  parts: RepliesParts,
): Promise<Result<Draft, DismissRefusal>> {
  const { db, cases, clock } = parts
  return db.inTransaction(async (tx) => {
    if (!mayWrite(by, parts)) return refused({ kind: 'not-authorised', role: by.role })
    const reason = given.trim().slice(0, reasonLimitCharacters)
    if (reason === '') return refused({ kind: 'reason-missing' })
    const draft = await lockDraft(tx, draftId, cases)
    if (!draft) return refused({ kind: 'not-found' })
    if (draft.contentHash !== contentHash || !open.has(draft.status)) return refused({ kind: 'stale', reason: 'content-changed' })
    const request = draft.asked.find(({ id, dismissed }) => id === requestId && dismissed === null)
    if (!request) return refused({ kind: 'no-request' })
    const dismissed = { by: by.id, reason, at: clock.now().toISOString() }
    const asked = draft.asked.map((candidate) => (candidate === request ? { ...request, dismissed } : candidate))
    await updateAsked(tx, draft.id, asked)
    const content = { draftId, requestId, words: request.words, reason }
    await cases.record(tx, draft.caseId, { kind: 'request-dismissed', actor: actorOf(by), content })
    return ok({ ...draft, asked })
  })
}
