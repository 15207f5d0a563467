// Which places of a draft the language model must not see or change: everything that the claims reader finds, and what somebody
// answered for, in the very sentence that he saw. Where the language stays, rules, promises and comparisons stay word by word, too;
// in a translation they are read again and held against the facts.

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
  const answered = [...vouched.map((entry) => entry.within ?? entry.text), ...promises.map((promise) => promise.text)]
  return [...claims, ...answered.flatMap((words) => placesOf(text, words))]
}

/** However its lines are wrapped. */
function placesOf(text: string, words: string): SlotPlace[] {
  const pattern = new RegExp(words.trim().split(/\s+/).map(RegExp.escape).join('\\s+'), 'gu')
  return [...text.matchAll(pattern)].map((found) => ({ start: found.index, end: found.index + found[0].length, kind: 'passage' }))
}
