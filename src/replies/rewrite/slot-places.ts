// Which places of a draft the language model must not see or change: everything that the claims reader finds, and what somebody
// answered for, in the very sentence that he saw, and the clauses that it quotes. Where the language stays, rules, promises and comparisons stay word by word, too;
// in a translation they are read again and held against the facts.

import { clausesIn, spacedAnyhow } from '../bind-claims.ts'
import { readClaims } from '../claims/read-claims.ts'
import type { Draft } from '../draft.ts'
import { isSpoken } from '../draft.ts'

type SlotPlace = { start: number; end: number; kind: string }

export function slotPlaces(
  { text, facts, vouched, promises }: Pick<Draft, 'text' | 'facts' | 'vouched' | 'promises'>,
  keepsLanguage: boolean,
): SlotPlace[] {
  const claims = readClaims(text, facts)
    .candidates.filter(({ meaning: { kind } }) => keepsLanguage || !isSpoken(kind))
    .map(({ start, end, meaning: { kind } }): SlotPlace => ({ start, end, kind }))
  const clauses = clausesIn(facts).map(({ words }) => words)
  const answered = [...vouched.map((entry) => entry.within ?? entry.text), ...promises.map((promise) => promise.text), ...clauses]
  return [...claims, ...answered.flatMap((words) => placesOf(text, words))]
}

function placesOf(text: string, words: string): SlotPlace[] {
  return [...text.matchAll(spacedAnyhow(words))].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    kind: 'passage',
  }))
}
