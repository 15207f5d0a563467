// A comparison holds when the facts it compares are in that order, or in that ratio.

import type { Surroundings } from './bind-record.ts'
import type { Meaning } from './claim.ts'
import type { BookFact, Cue, FactBook } from './fact-book.ts'
import type { PlacedCandidate } from './read-claims.ts'

type Comparison = Extract<Meaning, { kind: 'comparison' }>
export type BoundFigure = { claim: PlacedCandidate; facts: readonly BookFact[] }
type Pair = { now: BookFact; since: BookFact }

/** How far from 2 a "doubled" may be; with "almost" or "about". */
const ratioShare = 0.05
const looseRatioShare = 0.125

/** The facts that bear it, or why none do. `figures`: bound figures of the sentence, in order. */
export function comparedFacts(
  claim: PlacedCandidate,
  figures: readonly BoundFigure[],
  around: Surroundings,
): { facts: readonly BookFact[] } | { why: string } {
  const meaning = claim.meaning as Comparison
  const stated = statedPair(claim, figures, around)
  const pairs = stated ? [stated] : recordedPairs(claim, figures, around)
  if (pairs.length === 0) return { why: 'no record to compare with' }
  const held = pairs.find((pair) => holds(meaning, amountOf(pair.now), amountOf(pair.since)))
  return held ? { facts: [held.now, held.since] } : { why: 'the records say otherwise' }
}

function holds({ relation, about }: Comparison, now: number, since: number): boolean {
  switch (relation.is) {
    case 'higher':
      return now > since
    case 'lower':
      return now < since
    case 'same':
      return Math.abs(now - since) <= Math.abs(since) * 0.001
    case 'ratio': {
      if (since === 0) return false
      const ratio = now / since
      if (about === 'over') return ratio > relation.of && ratio <= relation.of * 1.35
      if (about === 'under') return ratio < relation.of && ratio >= relation.of * 0.75
      return Math.abs(ratio / relation.of - 1) <= (about === 'about' ? looseRatioShare : ratioShare)
    }
  }
}

/** Two figures of one kind in the sentence: "from A to B", "B, more than A", "B compared with A". */
function statedPair(claim: PlacedCandidate, figures: readonly BoundFigure[], { read }: Surroundings): Pair | null {
  const plain = read.plain.text
  const ahead = figures.filter((figure) => figure.claim.at.start >= claim.at.end && isAmount(figure))
  const behind = figures.filter((figure) => figure.claim.at.end <= claim.at.start && isAmount(figure))
  const [first, second] = ahead
  if (
    first &&
    second &&
    sameKind(first, second) &&
    /(?:from|de|desde)[ \n]*(?:about )?$/iu.test(plain.slice(claim.at.end, first.claim.at.start))
  )
    return pairOf(second, first)
  const than =
    first &&
    /(?<!\p{L})(?:than|que|as|to|from|with)(?!\p{L})/iu.test(plain.slice(claim.at.start, first.claim.at.start)) &&
    behind.findLast((figure) => sameKind(figure, first))
  if (than) return pairOf(than, first)
  // "half of the whole: A of B"
  const isShare = (claim.meaning as Comparison).relation.is === 'ratio' && first && second && sameKind(first, second)
  return isShare && /^[ \n](?:of|de|out of)[ \n]$/iu.test(plain.slice(first.claim.at.end, second.claim.at.start))
    ? pairOf(first, second)
    : null
}

function isAmount({ claim: { meaning } }: BoundFigure): boolean {
  return meaning.kind === 'money' || meaning.kind === 'quantity' || meaning.kind === 'percent'
}

function sameKind(a: BoundFigure, b: BoundFigure): boolean {
  const [x, y] = [a.facts[0], b.facts[0]]
  return !!x && !!y && x.kind === y.kind && x.unitName === y.unitName && JSON.stringify(x.per) === JSON.stringify(y.per)
}

function pairOf(now: BoundFigure, since: BoundFigure): Pair {
  return { now: now.facts[0] as BookFact, since: since.facts[0] as BookFact }
}

const families: [RegExp, (fact: BookFact) => boolean][] = [
  [
    /(?<!\p{L})(?:price|rate|tarifa|precio)s?(?!\p{L})/iu,
    (fact) => fact.kind === 'money' && (fact.per !== null || fact.concepts.has('rate')),
  ],
  [
    /(?<!\p{L})(?:use[ds]?|usage|usages?|gallons?|water(?! bill)|consum\p{L}+|us[óo]|galones|agua)(?!\p{L})/iu,
    (fact) => fact.kind === 'quantity' && /^(?:gallons|cubic feet|ccf|kgal)$/.test(fact.unitName),
  ],
  [/(?<!\p{L})(?:days?|longer|shorter|días|largo|corto)(?!\p{L})/iu, (fact) => fact.kind === 'quantity' && fact.unitName === 'days'],
  [
    /(?<!\p{L})(?:bill|bills|amount|total|charges?|costs?|factura|facturas|monto|importe|cargos?|cost)(?!\p{L})/iu,
    (fact) => fact.kind === 'money' && fact.per === null,
  ],
]
const references: [Cue, RegExp][] = [
  ['yearAgo', /(?<!\p{L})(?:year|año)(?!\p{L})/iu],
  ['previous', /(?<!\p{L})(?:previous|prior|before|last (?:bill|period|time)|earlier|anterior|pasad[oa])(?!\p{L})/iu],
]
const averageWords = /(?<!\p{L})(?:usual(?:ly)?|average|normal|typical|promedio|habitual|before|de costumbre)(?!\p{L})/iu

/** Facts of the latest record beside the facts of the same name in the one that the words name; where they name none, in any. */
function recordedPairs(claim: PlacedCandidate, figures: readonly BoundFigure[], { read, book, sentence }: Surroundings): Pair[] {
  const words = read.plain.text.slice(sentence.start, sentence.end)
  const tail = words.slice(claim.at.start - sentence.start)
  const family =
    nearestFamily(words, claim.at.start - sentence.start) ??
    ((fact: BookFact) => figures.some(({ facts }) => facts[0]?.kind === fact.kind) || figures.length === 0)
  const cue = references.find(([, pattern]) => pattern.test(tail))?.[0] ?? references.find(([, pattern]) => pattern.test(words))?.[0]
  const named = anchoredRecord(claim, figures, read.plain.text)
  const now = book.facts.filter((fact) => family(fact) && isOf(fact, book.cues.latest))
  const then = book.facts.filter(
    (fact) =>
      family(fact) &&
      (named ? isOf(fact, named) : cue ? isOf(fact, book.cues[cue]) : isOf(fact, book.cues.previous) || isOf(fact, book.cues.yearAgo)),
  )
  const pairs = now.flatMap((fact) => then.filter((other) => isSameName(fact, other)).map((other) => ({ now: fact, since: other })))
  return [...pairs, ...pricePairs(book, family), ...(averageWords.test(words) ? averagePairs(book, family) : [])]
}

function nearestFamily(words: string, at: number): ((fact: BookFact) => boolean) | undefined {
  const found = families.flatMap(([pattern, family]) =>
    [...words.matchAll(new RegExp(pattern.source, 'giu'))].map((match) => ({
      family,
      distance: match.index <= at ? at - match.index : (match.index - at) * 2,
    })),
  )
  return found.sort((a, b) => a.distance - b.distance)[0]?.family
}

/** The record of a date or id that the words compare with. */
function anchoredRecord(claim: PlacedCandidate, figures: readonly BoundFigure[], plain: string): ReadonlySet<string> | undefined {
  const named = figures.find(
    ({ claim: other }) =>
      (other.meaning.kind === 'date' || other.meaning.kind === 'identifier') &&
      other.at.start >= claim.at.end &&
      /(?<!\p{L})(?:than|que|from|as|with|since)(?!\p{L})/iu.test(plain.slice(claim.at.end, other.at.start)),
  )
  return named && new Set(named.facts.flatMap((fact) => [...fact.records]))
}

function isOf(fact: BookFact, records: ReadonlySet<string>): boolean {
  return fact.records.size === 1 && [...fact.records].some((record) => records.has(record))
}

/** `latest.total` and `previous.total`; where ids tell nothing, what the facts are called. */
function isSameName(a: BookFact, b: BookFact): boolean {
  if (a.kind !== b.kind || a.unitName !== b.unitName || JSON.stringify(a.per) !== JSON.stringify(b.per)) return false
  if (a.kind === 'quantity' && a.unitName !== '') return true
  const [first, second] = [tailOf(a), tailOf(b)]
  if (first.length >= tellingTail && first === second) return true
  return a.label || b.label ? a.label === b.label || (a.concepts.has('total') && b.concepts.has('total')) : first === second
}

const tellingTail = 3

function tailOf({ id }: BookFact): string {
  return (id.split(/[.:_\-/ ]/).at(-1) ?? '').toLowerCase().replace(/\d+$/, '')
}

function pricePairs({ facts }: FactBook, family: (fact: BookFact) => boolean): Pair[] {
  const prices = facts.filter((fact) => fact.kind === 'money' && fact.concepts.has('rate') && family(fact))
  const of = (words: RegExp) => prices.filter((fact) => words.test(fact.words))
  const [now, then] = [of(/(?<!\p{L})(?:new|latest|current)(?!\p{L})/iu)[0], of(/(?<!\p{L})(?:old|previous|earlier)(?!\p{L})/iu)[0]]
  return now && then ? [{ now, since: then }] : []
}

function averagePairs({ facts, cues }: FactBook, family: (fact: BookFact) => boolean): Pair[] {
  const averages = facts.filter((fact) => fact.concepts.has('average') && family(fact))
  const latest = facts.filter((fact) => isOf(fact, cues.latest) && family(fact))
  return latest.flatMap((now) =>
    averages
      .filter((then) => then.unitName === now.unitName && JSON.stringify(then.per) === JSON.stringify(now.per))
      .map((then) => ({ now, since: then })),
  )
}

function amountOf({ value }: BookFact): number {
  return Number(value)
}
