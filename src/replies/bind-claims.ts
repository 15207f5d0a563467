// Reads a text that a person wrote or changed: which of its figures are facts of the draft, and which nobody has shown.
import type { Claim, Fact, Vouched } from './draft.ts'

export type Bound = { claims: Claim[]; unsupported: string[] }

/**
 * Every place where a fact's words stand is a claim (the longest fact first, whole words only). Every other run that
 * holds a digit, of any script, is an unsupported figure unless somebody vouched for exactly it.
 */
export function bindClaims(text: string, facts: readonly Fact[], vouched: readonly Vouched[]): Bound {
  const taken = new Array<boolean>(text.length).fill(false)
  const claims: Claim[] = []
  for (const fact of [...facts].sort((a, b) => b.text.length - a.text.length)) {
    for (const start of placesOf(fact.text, text)) {
      const end = start + fact.text.length
      if (taken.slice(start, end).some(Boolean)) continue
      taken.fill(true, start, end)
      claims.push({ start, end, text: fact.text, factId: fact.id })
    }
  }
  const unsupported = figuresIn(text)
    .filter((figure) => !taken.slice(figure.start, figure.end).every(Boolean))
    .map((figure) => figure.text)
    .filter((figure) => !vouched.some((entry) => entry.text === figure))
  return { claims: claims.sort((a, b) => a.start - b.start), unsupported: [...new Set(unsupported)] }
}

/** The figures of a text, in the order they stand, for telling whether an edit changed any. */
export function figureTexts(text: string): string[] {
  return figuresIn(text).map((figure) => figure.text)
}

function figuresIn(text: string): { start: number; end: number; text: string }[] {
  // A run of letters, digits and the signs that stand inside figures, with at least one digit in it.
  const runs = text.matchAll(/[$€£#+-]?[\p{L}\p{N}]*\p{N}[\p{L}\p{N}]*(?:[.,:/-][\p{L}\p{N}]+)*%?/gu)
  return [...runs].map((run) => ({ start: run.index, end: run.index + run[0].length, text: run[0] }))
}

function placesOf(words: string, text: string): number[] {
  if (words === '') return []
  const places: number[] = []
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + words.length)) {
    if (standsAlone(text, at, at + words.length)) places.push(at)
  }
  return places
}

/** `$4.50` inside `$14.50` or `$4.501` is another figure; a full stop or comma after it only ends a clause. */
function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start)
  const after = text.slice(end, end + 2)
  return !/[\p{L}\p{N}$]$|\p{N}[.,:/-]$/u.test(before) && !/^[\p{L}\p{N}%]|^[.,:/-]\p{N}/u.test(after)
}
