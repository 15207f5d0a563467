// A person changes a draft: a new version comes into being, the old one's approval is void, and every figure that no fact
// bears is named until it is corrected, removed or vouched for.
import { randomUUID } from 'node:crypto'
import { withToken } from '../cases/answer-subject.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { contentHash } from '../mailroom/content-hash.ts'
import { actorOf } from '../staff/staff-member.ts'
import { bindClaims, figureTexts } from './bind-claims.ts'
import { mayWrite } from './decide-draft.ts'
import type { Draft, DraftView, EditRefusal, Vouched } from './draft.ts'
import { withdrawDraft } from './hold-draft.ts'
import type { Act, RepliesParts } from './replies-parts.ts'
import { lockDraft, updateDraft } from './store.ts'
import { keepDraft } from './write-fresh-draft.ts'

export type Edit = Act & { subject?: string; text: string; vouchReason?: string }

/** Stands where no template knows the answer; it never leaves. */
const placeholder = '[Write the answer here.]'
const textLimitCharacters = 20_000
const reasonLimitCharacters = 1_000

export function editDraft(edit: Edit, parts: RepliesParts): Promise<Result<DraftView, EditRefusal>> {
  const { db, cases, clock } = parts
  const { by } = edit
  return db.inTransaction(async (tx) => {
    if (!mayWrite(by)) return refused({ kind: 'not-authorised', role: by.role })
    const text = `${edit.text.replace(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed().trim()}\n`
    if (text.trim() === '' || text.includes(placeholder)) return refused({ kind: 'empty' })
    if (text.length > textLimitCharacters) return refused({ kind: 'too-long', limitCharacters: textLimitCharacters })
    const draft = await lockDraft(tx, edit.draftId)
    const record = draft && (await cases.byId(draft.caseId, tx))
    if (!draft || !record) return refused({ kind: 'not-found' })
    if (draft.contentHash !== edit.contentHash || !editable.has(draft.status)) return refused({ kind: 'stale', reason: 'content-changed' })

    const bound = bindClaims(text, draft.facts, draft.vouched)
    const reason = edit.vouchReason?.trim().slice(0, reasonLimitCharacters) ?? ''
    if (bound.unsupported.length > 0 && reason === '') return refused({ kind: 'unsupported', figures: bound.unsupported })
    if (!(await withdrawDraft(tx, draft, 'edited', parts))) return refused({ kind: 'stale', reason: 'already-decided' })
    await updateDraft(tx, draft.id, { status: 'superseded' })
    const content = { recipient: draft.recipient, subject: edit.subject ? withToken(edit.subject, record) : draft.subject, text }
    const edited: Draft = {
      ...draft,
      ...content,
      id: randomUUID(),
      version: draft.version + 1,
      status: 'in-review',
      authorId: authorAfter(edit, draft, text),
      claims: bound.claims,
      vouched: [...draft.vouched, ...bound.unsupported.map((figure): Vouched => ({ text: figure, by: by.id, reason }))],
      contentHash: contentHash(content),
      hold: null,
      note: null,
      createdAt: clock.now(), // whoever edits has the customer's newest mail before him; the facts are compared by value
    }
    return ok(await keepDraft(tx, edited, { kind: 'draft-edited', actor: actorOf(by) }, parts))
  })
}

const editable: ReadonlySet<Draft['status']> = new Set(['in-review', 'returned', 'approved'])

/**
 * Words alone leave the author as he was, so that a supervisor who mends a phrase may still approve. Whoever changes a
 * figure, or writes what no template knew, is the author from then on.
 */
function authorAfter({ by }: Edit, draft: Draft, text: string): string | null {
  const sameFigures = figureTexts(draft.text).join(' ') === figureTexts(text).join(' ')
  return sameFigures && draft.note === null ? draft.authorId : by.id
}
