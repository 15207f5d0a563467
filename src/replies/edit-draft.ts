// A person changes a draft: a new version comes into being, the old one's approval is void, and every statement that no fact
// bears is named until it is corrected, removed, vouched for or, where it commits the office, recorded as a promise. The subject
// stays: it carries no words but the customer's.
import { randomUUID } from 'node:crypto'
import { dayOf, parseDay } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { contentHash } from '../mailroom/content-hash.ts'
import { actorOf } from '../staff/staff-member.ts'
import { answerStates } from './asked/answered.ts'
import { toWrite } from './asked/to-write.ts'
import { type AnsweredFor, asStatedBefore, type Bound, bindClaims, checkText, sentenceFinder } from './bind-claims.ts'
import type { Checked } from './claims/check-claims.ts'
import { mayWrite } from './decide-draft.ts'
import type { Draft, DraftView, EditRefusal, Promised, Vouched } from './draft.ts'
import { withdrawDraft } from './hold-draft.ts'
import { lockDraft } from './lock-draft.ts'
import { dueFacts } from './promise-facts.ts'
import type { Act, RepliesParts } from './replies-parts.ts'
import { findDraft, updateDraft } from './store.ts'
import { keepDraft } from './write-fresh-draft.ts'

/** `vouches` and `promises` name the very words that they answer for, one statement each. Days are ISO texts. */
export type Edit = Act & {
  text: string
  vouches?: readonly { text: string; reason: string }[]
  promises?: readonly { text: string; ownerId: string; dueOn: string }[]
  /** Enclosures that are not to leave, by their hashes. */
  leaveOut?: readonly string[]
  /** The words are a language model's: whoever asked for them answers for them. `stated`: where which fact went. */
  rewrite?: { wish: string; exchangeId: string; stated: readonly { start: number; factId: string }[] }
}

export type CheckedText = Checked & { text: string; draft: Draft }

const textLimitCharacters = 20_000
const reasonLimitCharacters = 1_000

export function editDraft(edit: Edit, parts: RepliesParts): Promise<Result<DraftView, EditRefusal>> {
  const { db, cases, clock } = parts
  const { by } = edit
  return db.inTransaction(async (tx) => {
    if (!mayWrite(by, parts)) return refused({ kind: 'not-authorised', role: by.role })
    const text = asKept(edit.text)
    if (text.trim() === '' || text.search(toWrite) !== -1) return refused({ kind: 'empty' })
    if (text.length > textLimitCharacters) return refused({ kind: 'too-long', limitCharacters: textLimitCharacters })
    const draft = await lockDraft(tx, edit.draftId, cases)
    const record = draft && (await cases.byId(draft.caseId, tx))
    if (!draft || !record) return refused({ kind: 'not-found' })
    if (draft.contentHash !== edit.contentHash || !editable.has(draft.status)) return refused({ kind: 'stale', reason: 'content-changed' })

    if ((await cases.newestMailSeq(record.id, tx)) > draft.heardSeq)
      return refused({ kind: 'held', hold: { why: 'new-mail', changes: [] } })
    const answered = answeredFor(edit, draft, text)
    const promiseFault = await faultOfPromises(answered.promises, draft, parts)
    if (promiseFault) return refused(promiseFault)
    const bound = boundAs(draft, text, answered, edit.rewrite?.stated)
    if (bound.unsupported.length > 0) return refused({ kind: 'unsupported', claims: bound.unsupported })
    if (!(await withdrawDraft(tx, draft, 'edited', parts))) return refused({ kind: 'stale', reason: 'already-decided' })
    await updateDraft(tx, draft.id, { status: 'superseded' })
    const enclosures = draft.enclosures.filter(({ sha256 }) => !edit.leaveOut?.includes(sha256))
    const content = { recipient: draft.recipient, cc: draft.cc, subject: draft.subject, text, enclosures }
    const edited: Draft = {
      ...draft,
      ...content,
      id: randomUUID(),
      version: draft.version + 1,
      status: 'in-review',
      authorIds: authorsAfter(edit, draft, bound, answered),
      facts: [...recordedFacts(draft), ...dueFacts(answered.promises)],
      claims: bound.claims,
      ...answered,
      contentHash: contentHash(content),
      hold: null,
      note: null,
      createdAt: clock.now(),
      asked: answerStates(draft.asked, { ...draft, text, accountNumber: record.accountNumber }, draft.asked),
    }
    return ok(await keepDraft(tx, edited, { kind: 'draft-edited', actor: actorOf(by), ...rewriteNoted(edit) }, parts))
  })
}

export const editable: ReadonlySet<Draft['status']> = new Set(['in-review', 'returned', 'approved'])

/** What an edit would find, while somebody writes. A promise that he is about to record bears its day already. */
export async function checkEdit(
  { draftId, text: given, promises = [] }: Pick<Edit, 'draftId' | 'text' | 'promises'>,
  { db }: RepliesParts,
): Promise<CheckedText | undefined> {
  const draft = await findDraft(db.client, draftId)
  if (!draft) return undefined
  const text = asKept(given.slice(0, textLimitCharacters))
  const days = promises.filter(({ dueOn }) => parseDay(dueOn)).map((promise, at): Promised => ({ ...promise, id: `new-${at}`, by: '' }))
  return { ...checkText(text, [...recordedFacts(draft), ...dueFacts(days)], stillSaid(draft, text)), text, draft }
}

export function asKept(text: string): string {
  return `${text.replace(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed().trim()}\n`
}

/** What was answered for before and still stands in the text, and what this edit answers for. */
function answeredFor({ vouches = [], promises = [], by }: Edit, draft: Draft, text: string): { vouched: Vouched[]; promises: Promised[] } {
  const before = stillSaid(draft, text)
  const { unsupported } = checkText(text, recordedFacts(draft), before)
  const sentenceOf = sentenceFinder(text)
  const promised = promises
    .filter((promise) => unsupported.some((claim) => claim.kind === 'commitment' && claim.text === promise.text))
    .map((promise): Promised => ({ ...promise, id: randomUUID(), by: by.id }))
  const vouched = unsupported.flatMap(({ text: words, start }): Vouched[] => {
    const reason =
      vouches
        .find((vouch) => vouch.text === words)
        ?.reason.trim()
        .slice(0, reasonLimitCharacters) ?? ''
    const isPromised = promised.some((promise) => promise.text === words)
    return reason === '' || isPromised ? [] : [{ text: words, by: by.id, reason, within: sentenceOf(start) }]
  })
  return { vouched: [...before.vouched, ...vouched], promises: [...before.promises, ...promised] }
}

export function stillSaid(draft: Draft, text: string): { vouched: Vouched[]; promises: Promised[] } {
  const said = text.replace(/\s+/g, ' ')
  return {
    vouched: draft.vouched.filter((entry) => said.includes(entry.within ?? entry.text)),
    promises: draft.promises.filter((promise) => said.includes(promise.text.replace(/\s+/g, ' '))),
  }
}

/** Of a promise that is new with this edit; one made earlier stands as it was recorded. */
async function faultOfPromises(
  promises: readonly Promised[],
  draft: Draft,
  { staff, clock, office }: RepliesParts,
): Promise<Extract<EditRefusal, { kind: 'promise-refused' }> | null> {
  const today = dayOf(clock.now(), office.timeZone)
  for (const { id, text, ownerId, dueOn } of promises) {
    if (draft.promises.some((before) => before.id === id)) continue
    const due = parseDay(dueOn)
    if (due === undefined || due < today) return { kind: 'promise-refused', why: 'past', text }
    const owner = await staff.byId(ownerId)
    if (!owner?.active || owner.role === 'administrator') return { kind: 'promise-refused', why: 'no-such-owner', text }
  }
  return null
}

/** The facts of the draft without those that only its own promises gave it. */
export function recordedFacts({ facts, promises }: Draft): Draft['facts'] {
  const own = new Set(dueFacts(promises).map(({ id }) => id))
  return facts.filter(({ id }) => !own.has(id))
}

/** What a text states, held against the draft's facts. */
function boundAs(draft: Draft, text: string, answered: AnsweredFor, stated?: NonNullable<Edit['rewrite']>['stated']): Bound {
  const bound = bindClaims(text, recordedFacts(draft), answered)
  if (!stated) return { ...bound, claims: asStatedBefore(bound.claims, draft.claims) }
  const factAt = new Map(stated.map(({ start, factId }) => [start, factId]))
  return { ...bound, claims: bound.claims.map((claim) => ({ ...claim, factId: factAt.get(claim.start) ?? claim.factId })) }
}

function rewriteNoted({ rewrite }: Edit) {
  return rewrite ? { rewrite: { wish: rewrite.wish, exchangeId: rewrite.exchangeId } } : {}
}

function stated({ claims, spoken }: Bound): string {
  return [...claims.map((claim) => `${claim.factId} ${claim.text}`), ...spoken].join('\n')
}

/**
 * Words alone leave the authors as they were, so that a supervisor who mends a phrase may still approve. Whoever changes
 * what is stated, answers for a statement, writes what no template knew, or has a language model write, is an author from then on.
 */
function authorsAfter({ by, leaveOut, rewrite }: Edit, draft: Draft, bound: Bound, answered: AnsweredFor): string[] {
  const answersAnew = [...answered.vouched, ...answered.promises].some(
    (entry) => !([...draft.vouched, ...draft.promises] as object[]).includes(entry),
  )
  const wordsOnly =
    !rewrite && !answersAnew && !leaveOut?.length && stated(bound) === stated(boundAs(draft, draft.text, draft)) && draft.note === null
  return wordsOnly || draft.authorIds.includes(by.id) ? draft.authorIds : [...draft.authorIds, by.id]
}
