// Cuts a reply's text where it states something: each claim with its fact, each vouched figure with its voucher.
import type { Claim, Fact, Vouched } from '../../replies/draft.ts'

export type Segment =
  | { kind: 'words'; text: string }
  | { kind: 'claim'; text: string; fact: Fact; place: number }
  | { kind: 'vouched'; text: string; vouched: Vouched; place: number }
  | { kind: 'open'; text: string; why: string; place: number }

type Place = { start: number; end: number; fact?: Fact; vouched?: Vouched; why?: string }

/** A statement that nothing bears yet. */
export type OpenPlace = { start: number; end: number; why: string }

/** Claims whose offsets do not fit the text, overlap another, or name no fact are left as plain words. */
export function markText(
  text: string,
  claims: readonly Claim[],
  facts: readonly Fact[],
  vouched: readonly Vouched[],
  open: readonly OpenPlace[] = [],
): Segment[] {
  const factById = new Map(facts.map((fact) => [fact.id, fact]))
  const places: Place[] = open.map(({ start, end, why }) => ({ start, end, why }))
  for (const { start, end, factId } of claims) {
    const fact = factById.get(factId)
    if (fact && start >= 0 && start < end && end <= text.length) places.push({ start, end, fact })
  }
  for (const entry of vouched) {
    if (entry.text === '') continue
    for (let at = text.indexOf(entry.text); at !== -1; at = text.indexOf(entry.text, at + entry.text.length)) {
      const end = at + entry.text.length
      if (!places.some((place) => place.start < end && at < place.end)) places.push({ start: at, end, vouched: entry })
    }
  }
  places.sort((a, b) => a.start - b.start || b.end - a.end)
  return cut(text, places)
}

function cut(text: string, places: readonly Place[]): Segment[] {
  const segments: Segment[] = []
  let at = 0
  places.forEach(({ start, end, fact, vouched, why }, place) => {
    if (start < at) return
    if (start > at) segments.push({ kind: 'words', text: text.slice(at, start) })
    const words = text.slice(start, end)
    if (fact) segments.push({ kind: 'claim', text: words, fact, place })
    else if (vouched) segments.push({ kind: 'vouched', text: words, vouched, place })
    else if (why !== undefined) segments.push({ kind: 'open', text: words, why, place })
    at = end
  })
  if (at < text.length) segments.push({ kind: 'words', text: text.slice(at) })
  return segments
}
