// A person has the language model put a draft in other words. What comes back is checked, and then goes the way of every edit: claims,
// approval, and an author by name, who is the person that asked for it.

import { ok, type Result, refused } from '../../kernel/result.ts'
import type { ModelRefusal, Wish } from '../../model/model.ts'
import type { Filled } from '../../model/slots.ts'
import { fromSlots } from '../../model/slots.ts'
import { toWrite } from '../asked/to-write.ts'
import { clausesIn } from '../bind-claims.ts'
import { mayWrite } from '../decide-draft.ts'
import type { Draft, DraftView, EditRefusal } from '../draft.ts'
import { asKept, editable, editDraft, recordedFacts, stillSaid } from '../edit-draft.ts'
import { inSpanish } from '../fields-in-spanish.ts'
import type { Act, RepliesParts } from '../replies-parts.ts'
import { findDraft } from '../store.ts'
import { otherThanBefore } from './says-the-same.ts'
import { slotPlaces } from './slot-places.ts'

export type Rewrite = Act & { wish: Wish }
export type RewriteRefusal = EditRefusal | ModelRefusal

/** The case is not locked while the model is asked; an act on it meanwhile makes the rewritten text stale. */
export async function rewriteDraft({ wish, ...act }: Rewrite, parts: RepliesParts): Promise<Result<DraftView, RewriteRefusal>> {
  const { db, model } = parts
  if (!mayWrite(act.by, parts)) return refused({ kind: 'not-authorised', role: act.by.role })
  const draft = await findDraft(db.client, act.draftId)
  if (!draft) return refused({ kind: 'not-found' })
  if (draft.contentHash !== act.contentHash || !editable.has(draft.status)) return refused({ kind: 'stale', reason: 'content-changed' })
  if (draft.text.search(toWrite) !== -1) return refused({ kind: 'empty' })

  const keepsLanguage = wish === 'plainer' || wish === 'shorter'
  const facts = recordedFacts(draft)
  const asked = await model.rewrite({
    ...{ text: draft.text, wish, draftId: draft.id, by: act.by.id },
    places: slotPlaces(draft, keepsLanguage),
    accept({ text, sent }) {
      const before = fromSlots(sent.text, sent.slots)
      const said = fromSlots(text.trim(), sent.slots, ({ words }) => (keepsLanguage ? words : inLanguage(words, wish, draft)))
      const after: Filled = { ...said, text: asKept(said.text) }
      const other = otherThanBefore(before, after, { facts, answered: (letter) => stillSaid(draft, letter), keepsLanguage })
      return other === null ? ok({ text: after.text, stated: statedIn(before, after, draft) }) : refused(other)
    },
  })
  if (!asked.ok) return asked
  const { value: said, exchangeId } = asked.value
  return editDraft({ ...act, text: said.text, rewrite: { wish, exchangeId, stated: said.stated } }, parts)
}

/** Each fact goes where its slot went: two facts may read the same. */
function statedIn(before: Filled, after: Filled, { claims }: Draft): { start: number; factId: string }[] {
  const went = new Map(after.places.map(({ slot, start }) => [slot.name, start]))
  return before.places.flatMap(({ slot, start, end }) =>
    claims
      .filter((claim) => start <= claim.start && claim.end <= end)
      .map((claim) => ({ start: (went.get(slot.name) as number) + claim.start - start, factId: claim.factId })),
  )
}

/** A fact as a letter of that language writes it; what is no fact stays as it is. */
function inLanguage(words: string, wish: Wish, { claims, facts }: Draft): string {
  const id =
    claims.find(({ text }) => text === words)?.factId ?? clausesIn(facts).find((clause) => clause.words === words.replace(/\s+/g, ' '))?.id
  const fact = facts.find((one) => one.id === id)
  if (!fact) return words
  return wish === 'in-spanish' ? inSpanish(fact).text : (fact.texts?.en ?? fact.text)
}
