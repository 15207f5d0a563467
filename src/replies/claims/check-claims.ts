// Holds a text against facts: every claim is borne by facts of the right kind, value and record, or unsupported with a reason.

import type { ClaimKind } from '../draft.ts'
import { citedIn, clauseBearers } from './bind-clause-figures.ts'
import { type BoundFigure, comparedFacts } from './bind-comparisons.ts'
import { accountsNamed, accountsSpokenOf, calledByDay, ofAccountsNamed } from './bind-label.ts'
import { type Anchor, anchorsAmong, calledSo, fittingRecord } from './bind-record.ts'
import { bearersOf } from './bind-rules.ts'
import type { Meaning, Span } from './claim.ts'
import { conceptsOf, isKnown } from './concepts.ts'
import { type BookFact, type FactBook, factBook, idOfRecord, kindOfRecord } from './fact-book.ts'
import type { CheckFact } from './facts.ts'
import { isCalled, matches } from './match-value.ts'
import { type PlacedCandidate, type ReadText, readClaims } from './read-claims.ts'
import { plainIdentifier } from './read-identifiers.ts'
import { type Sentence, sentenceAt } from './sentences.ts'

export type SupportedClaim = Span & { text: string; kind: ClaimKind; factIds: string[] }
export type UnsupportedClaim = Span & { text: string; kind: ClaimKind; why: string }
export type Checked = { claims: SupportedClaim[]; unsupported: UnsupportedClaim[] }

function around(claim: PlacedCandidate, read: ReadText): Sentence {
  return sentenceAt(read.sentences, claim.at.start) ?? { ...claim.at, paragraph: -1 }
}

type Verdict = { facts: readonly BookFact[] } | { why: string }

/** Offsets are UTF-16 units, end exclusive. A claim of policy, a commitment or a comparison may hold figures that are claims too. */
export function checkClaims(text: string, facts: readonly CheckFact[]): Checked {
  const read = readClaims(text, facts)
  const book = factBook(facts)
  const alike = read.candidates.filter(isFigure).map((claim) => ({ claim, facts: factsOfValue(claim, read, book) }))
  const accounts = accountsNamed(alike)
  const valued = alike.map(({ claim, facts: found }) => ({
    claim,
    facts: calledByDay(claim, ofAccountsNamed(found, accountsSpokenOf(claim, accounts, read, book)), read, around(claim, read), book),
  }))
  const named = valued.map(({ claim, facts: found }) => ({
    claim,
    facts: calledSo(claim, found, { read, book, anchors: [], sentence: around(claim, read) }),
  }))
  const anchors = anchorsAmong(named, book)
  const verdicts = new Map<PlacedCandidate, Verdict>()
  for (const { claim, facts: found } of valued) verdicts.set(claim, figureVerdict(claim, found, read, book, anchors))
  for (const claim of read.candidates) if (!verdicts.has(claim)) verdicts.set(claim, sentenceVerdict(claim, verdicts, read, book, anchors))
  return sorted(read.candidates, verdicts)
}

function sorted(candidates: readonly PlacedCandidate[], verdicts: ReadonlyMap<PlacedCandidate, Verdict>): Checked {
  const checked: Checked = { claims: [], unsupported: [] }
  for (const claim of candidates) {
    const { start, end, text, meaning } = claim
    const verdict = verdicts.get(claim) as Verdict
    if ('why' in verdict) checked.unsupported.push({ text, start, end, kind: meaning.kind, why: verdict.why })
    else checked.claims.push({ text, start, end, kind: meaning.kind, factIds: [...new Set(verdict.facts.map(({ id }) => id))] })
  }
  return checked
}

function isFigure({ meaning: { kind } }: PlacedCandidate): boolean {
  return kind !== 'policy' && kind !== 'commitment' && kind !== 'comparison'
}

function factsOfValue(claim: PlacedCandidate, read: ReadText, book: FactBook): BookFact[] {
  if (claim.odd) return []
  const sentence = sentenceAt(read.sentences, claim.at.start)
  const words = wordsAround(claim, read, sentence)
  const found = book.facts.filter((fact) => matches(claim.meaning, fact, words))
  if (found.length > 0 || claim.meaning.kind !== 'identifier') return found
  const { value, of } = claim.meaning
  return book.facts.filter(
    (fact) =>
      fact.records.size === 1 &&
      [...fact.records].some((record) => plainIdentifier(idOfRecord(record)) === value && isCalled(of, kindOfRecord(record))),
  )
}

/** The words of the sentence, with a mark where the claim stands. */
function wordsAround({ at }: PlacedCandidate, { plain }: ReadText, sentence: Sentence | undefined): string {
  if (!sentence) return ''
  const start = Math.max(sentence.start, at.start - 300)
  return `${plain.text.slice(start, at.start)}\uE010${plain.text.slice(at.end, Math.min(sentence.end, at.end + 300))}`
}

function figureVerdict(
  claim: PlacedCandidate,
  found: readonly BookFact[],
  read: ReadText,
  book: FactBook,
  anchors: readonly Anchor[],
): Verdict {
  if (claim.odd) return { why: claim.odd }
  const sentence = around(claim, read)
  let refused: string | null = null
  if (isBareMonth(claim) && read.within(sentence).some(({ meaning }) => meaning.kind === 'policy')) {
    // A month in a rule is the rule's, not that of some payment.
    const words = conceptsOf(read.plain.text.slice(sentence.start, sentence.end))
    const own = found.filter(
      (fact) => fact.kind === 'clause' || [...fact.concepts].some((concept) => isKnown(concept) && words.has(concept)),
    )
    if (own.length === 0 && clauseBearers(claim, read, sentence, book).length === 0) return { why: 'no rule on record names this month' }
  }
  if (found.length > 0) {
    const fitting = fittingRecord(claim, found, { read, book, anchors, sentence })
    if ('facts' in fitting) return fitting
    refused = fitting.why
  }
  const clauses = clauseBearers(claim, read, sentence, book)
  return clauses.length > 0 ? { facts: clauses } : { why: refused ?? whyNot(claim.meaning, book) }
}

function isBareMonth({ meaning }: PlacedCandidate): boolean {
  const [first] = meaning.kind === 'date' ? meaning.readings : []
  return first?.precision === 'part' && first.dayOfMonth === null
}

function whyNot(meaning: Meaning, { facts }: FactBook): string {
  if (meaning.kind === 'date' && meaning.unresolved && !facts.some(({ id }) => id === 'letter-date'))
    return 'it hangs on the day of writing, which is not known'
  const other = facts.find((fact) => fact.kind !== meaning.kind && sameFigure(meaning, fact))
  if (other) return `no ${meaning.kind} on record; the figure is that of a ${other.kind}`
  return `no ${meaning.kind} of this value is on record`
}

function sameFigure(meaning: Meaning, { kind, value }: CheckFact): boolean {
  if (!('printed' in meaning) || typeof value !== 'number') return false
  return meaning.printed.values.some((said) => said === (kind === 'money' ? value / 100 : value))
}

/** Figures stand for themselves; what is left is what the sentence says about them. */
function withoutFigures({ at }: PlacedCandidate, { plain, within }: ReadText, sentence: Sentence): string {
  let words = plain.text.slice(at.start, at.end)
  for (const figure of within(sentence))
    if (isFigure(figure) && figure.at.start >= at.start && figure.at.end <= at.end)
      words =
        words.slice(0, figure.at.start - at.start) + ' '.repeat(figure.at.end - figure.at.start) + words.slice(figure.at.end - at.start)
  return words
}

function sentenceVerdict(
  claim: PlacedCandidate,
  verdicts: ReadonlyMap<PlacedCandidate, Verdict>,
  read: ReadText,
  book: FactBook,
  anchors: readonly Anchor[],
): Verdict {
  const sentence = around(claim, read)
  const figures = read.within(sentence).flatMap((other): BoundFigure[] => {
    const verdict = verdicts.get(other)
    return verdict && 'facts' in verdict && other.at.start >= sentence.start && other.at.end <= sentence.end
      ? [{ claim: other, facts: verdict.facts }]
      : []
  })
  if (claim.meaning.kind === 'comparison') return comparedFacts(claim, figures, { read, book, anchors, sentence })
  const words = withoutFigures(claim, read, sentence)
  const borne = figures.flatMap((figure) => figure.facts)
  const cited = citedIn(read.plain.text.slice(sentence.start, sentence.end), book)
  const facts = bearersOf(claim, words, { book, cited }, borne)
  if (facts.length > 0) return { facts }
  return { why: claim.meaning.kind === 'commitment' ? 'no promise on record says this' : 'no clause in force says this' }
}
