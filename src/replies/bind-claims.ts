// Reads a text that a person wrote or changed: which of its figures are facts of the draft, and which nobody has shown.
import type { Claim, Fact, Vouched } from './draft.ts'

export type Bound = { claims: Claim[]; unsupported: string[] }

type Figure = { start: number; end: number; text: string }

/**
 * Every place where a fact's words stand alone is a claim (the longest fact first). Every other run that holds a digit, of
 * any script, and every number word beside a word of money, share or time, is an unsupported figure unless somebody
 * vouched for exactly it.
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

/** Two facts may read the same: where a text stated one of them before, it still does, in the order of their places. */
export function asStatedBefore(claims: readonly Claim[], before: readonly Claim[]): Claim[] {
  const seen = new Map<string, number>()
  return claims.map((claim) => {
    const same = before.filter((earlier) => earlier.text === claim.text)
    const at = seen.get(claim.text) ?? 0
    seen.set(claim.text, at + 1)
    return { ...claim, factId: (same[at] ?? same.at(-1))?.factId ?? claim.factId }
  })
}

// A sign of any kind before a figure, or a currency sign on either side, makes it another figure.
const signsBefore = '[\\p{Sc}\\p{Pd}\\u2212+#]*'
const digitRun = new RegExp(`${signsBefore}[\\p{L}\\p{N}]*\\p{N}[\\p{L}\\p{N}]*(?:[.,:/-][\\p{L}\\p{N}]+)*(?:\\s?(?:%|\\p{Sc}))?`, 'gu')

const numberWords =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|double|triple|twice'
const countedWords = 'dollars?|cents?|bucks?|percent|per cent|gallons?|days?|weeks?|months?|years?|hours?'
const wordedFigure = new RegExp(`\\b(?:(?:${numberWords})(?:[ -]and[ -]|[ -])?)+\\s*(?:${countedWords})\\b`, 'giu')

function figuresIn(text: string): Figure[] {
  const found = [...text.matchAll(digitRun), ...text.matchAll(wordedFigure)]
  return found.map((run) => ({ start: run.index, end: run.index + run[0].length, text: run[0].trim() }))
}

function placesOf(words: string, text: string): number[] {
  if (words === '') return []
  const places: number[] = []
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + words.length)) {
    if (standsAlone(text, at, at + words.length)) places.push(at)
  }
  return places
}

/** `$4.50` in `$14.50`, `-$4.50` or `$4.501`, and `45` in `45 dollars`, are other figures; a full stop after it only ends a clause. */
function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start)
  const after = text.slice(end, end + lookAheadCharacters)
  if (/[\p{L}\p{N}]$/u.test(before) || /^[\p{L}\p{N}]/u.test(after)) return false
  if (!/\p{N}/u.test(text.slice(start, end))) return true
  const signed = /[\p{Sc}\p{Pd}\u2212+#]$|\p{N}[.,:/]$/u.test(before)
  const bracketed = /\($/.test(before) && /\p{Sc}/u.test(text.slice(start, end)) // bookkeepers write a credit so
  const goesOn = /^[.,:/-]\p{N}|^\s?(?:%|\p{Sc}|(?:dollars?|cents?|bucks?|percent|per cent)\b)/iu.test(after)
  return !signed && !bracketed && !goesOn
}

const lookAheadCharacters = 12
