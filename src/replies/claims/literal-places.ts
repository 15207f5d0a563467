// Where the words of a record stand as they are: its identifiers, addresses and names.
import type { Meaning, Span } from './claim.ts'
import type { CheckFact } from './facts.ts'
import { plainAddress } from './read-addresses.ts'
import { nounBefore, plainIdentifier } from './read-identifiers.ts'
import { nameWords } from './read-names.ts'
import { unitAfter } from './units.ts'

type Place = Span & { meaning: Meaning }

/** Shorter figures alone could be anything; they are identifiers only behind the noun that says so. */
const tellingLength = 7

export function literalPlaces(plain: string, facts: readonly CheckFact[]): Place[] {
  const wanted = facts.flatMap((fact) => (typeof fact.value === 'string' ? [{ kind: fact.kind, value: fact.value.trim() }] : []))
  const records = facts.flatMap(({ source }) => recordIds(source ?? '')).map((value) => ({ kind: 'identifier' as const, value }))
  const unique = [...new Map([...wanted, ...records].map((entry) => [`${entry.kind} ${entry.value}`, entry])).values()]
  return unique
    .filter(({ kind, value }) => value.length > 1 && (kind === 'identifier' || kind === 'address' || kind === 'name'))
    .sort((a, b) => b.value.length - a.value.length)
    .flatMap(({ kind, value }) => placesOf(plain, value).flatMap((span) => placed(plain, span, kind, value)))
}

/** `bill:B-1001` → `B-1001`, where the record's id could be nothing else. */
function recordIds(source: string): string[] {
  return source.split(/\s+/).flatMap((record) => {
    const id = /^[a-z-]+:(.+)$/i.exec(record)?.[1]
    return id && /\d/.test(id) && (/^\p{L}/u.test(id) || id.length >= tellingLength) && !/@|^\d{4}-\d\d-\d\d$/.test(id) ? [id] : []
  })
}

function placed(plain: string, span: Span, kind: CheckFact['kind'], value: string): Place[] {
  if (kind === 'address') return [{ ...span, meaning: { kind, value: plainAddress(value) } }]
  if (kind === 'name') return value.includes(' ') ? [{ ...span, meaning: { kind, words: nameWords(value) } }] : []
  const of = nounBefore(plain, span.start)
  const bare = /^\d+$/.test(value)
  if (bare && value.length < tellingLength && of === null) return []
  if (
    bare &&
    (/[\p{Sc}][ ]?$/u.test(plain.slice(Math.max(0, span.start - 2), span.start)) ||
      /^[ ]?%/.test(plain.slice(span.end, span.end + 2)) ||
      unitAfter.test(plain.slice(span.end, span.end + 40)))
  )
    return []
  return [{ ...span, meaning: { kind: 'identifier', of, value: plainIdentifier(value), ending: false } }]
}

function placesOf(plain: string, value: string): Span[] {
  const places: Span[] = []
  // The text may be set in other cases, and wrapped where the value has a space.
  const words = value.split(/\s+/).map(RegExp.escape)
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}]|\\p{N}[.,:/-])${words.join('[ \\n]{1,2}')}(?![\\p{L}\\p{N}]|[.,:/-]\\p{N})`, 'giu')
  for (const found of plain.matchAll(pattern)) places.push({ start: found.index, end: found.index + found[0].length })
  return places
}
