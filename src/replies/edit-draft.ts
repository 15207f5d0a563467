// A person changes a draft: a new version comes into being, the old one's approval is void, and every figure that no fact
// bears is named until it is corrected, removed or vouched for. The subject stays: it carries no words but the customer's.
import { randomUUID } from 'node:crypto'
import { ok, type Result, refused } from '../kernel/result.ts'
import { contentHash } from '../mailroom/content-hash.ts'
import { actorOf } from '../staff/staff-member.ts'
import { answerStates } from './asked/answered.ts'
import { asStatedBefore, type Bound, bindClaims } from './bind-claims.ts'
import { mayWrite } from './decide-draft.ts'
import type { Draft, DraftView, EditRefusal, Vouched } from './draft.ts'
import { withdrawDraft } from './hold-draft.ts'
import { lockDraft } from './lock-draft.ts'
import type { Act, RepliesParts } from './replies-parts.ts'
import { updateDraft } from './store.ts'
import { keepDraft } from './write-fresh-draft.ts'

export type Edit = Act & { text: string; vouchReason?: string }

/** Stands where no template knows the answer; it never leaves. */
const placeholder = '[Write the answer here.]'
const textLimitCharacters = 20_000
const reasonLimitCharacters = 1_000

export function editDraft(edit: Edit, parts: RepliesParts): Promise<Result<DraftView, EditRefusal>> {
  const { db, cases, clock } = parts
  const { by } = edit
  return db.inTransaction(async (tx) => {
    if (!mayWrite(by, parts)) return refused({ kind: 'not-authorised', role: by.role })
    const text = `${edit.text.replace(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed().trim()}\n`
    if (text.trim() === '' || text.includes(placeholder)) return refused({ kind: 'empty' })
    if (text.length > textLimitCharacters) return refused({ kind: 'too-long', limitCharacters: textLimitCharacters })
    const draft = await lockDraft(tx, edit.draftId, cases)
    const record = draft && (await cases.byId(draft.caseId, tx))
    if (!draft || !record) return refused({ kind: 'not-found' })
    if (draft.contentHash !== edit.contentHash || !editable.has(draft.status)) return refused({ kind: 'stale', reason: 'content-changed' })

    if ((await cases.newestMailSeq(record.id, tx)) > draft.heardSeq)
      return refused({ kind: 'held', hold: { why: 'new-mail', changes: [] } })
    const bound = boundAs(draft, text)
    const reason = edit.vouchReason?.trim().slice(0, reasonLimitCharacters) ?? ''
    if (bound.unsupported.length > 0 && reason === '') return refused({ kind: 'unsupported', claims: bound.unsupported })
    if (!(await withdrawDraft(tx, draft, 'edited', parts))) return refused({ kind: 'stale', reason: 'already-decided' })
    await updateDraft(tx, draft.id, { status: 'superseded' })
    const content = { recipient: draft.recipient, cc: draft.cc, subject: draft.subject, text }
    const edited: Draft = {
      ...draft,
      ...content,
      id: randomUUID(),
      version: draft.version + 1,
      status: 'in-review',
      authorIds: authorsAfter(edit, draft, bound),
      claims: bound.claims,
      vouched: [...draft.vouched, ...bound.unsupported.map((claim): Vouched => ({ text: claim.text, by: by.id, reason }))],
      contentHash: contentHash(content),
      hold: null,
      note: null,
      createdAt: clock.now(),
      asked: answerStates(draft.asked, { ...draft, text, accountNumber: record.accountNumber }, draft.asked),
    }
    return ok(await keepDraft(tx, edited, { kind: 'draft-edited', actor: actorOf(by) }, parts))
  })
}

const editable: ReadonlySet<Draft['status']> = new Set(['in-review', 'returned', 'approved'])

/** What a text states, held against the draft's facts. */
function boundAs(draft: Draft, text: string): Bound {
  const bound = bindClaims(text, draft.facts, draft.vouched)
  return { ...bound, claims: asStatedBefore(bound.claims, draft.claims) }
}

function stated({ claims, spoken }: Bound): string {
  return [...claims.map((claim) => `${claim.factId} ${claim.text}`), ...spoken].join('\n')
}

/**
 * Words alone leave the authors as they were, so that a supervisor who mends a phrase may still approve. Whoever changes
 * what is stated, vouches for a figure, or writes what no template knew, is an author from then on.
 */
function authorsAfter({ by }: Edit, draft: Draft, bound: Bound): string[] {
  const wordsOnly = bound.unsupported.length === 0 && stated(bound) === stated(boundAs(draft, draft.text)) && draft.note === null
  return wordsOnly || draft.authorIds.includes(by.id) ? draft.authorIds : [...draft.authorIds, by.id]
}
