// A figure of a clause may be stated where the clause is spoken of: its number is named, or the sentence is about the same things.

import { hoursBorne } from './bind-hours.ts'
import type { Meaning } from './claim.ts'
import { conceptsOf } from './concepts.ts'
import type { BookFact, Clause, FactBook } from './fact-book.ts'
import { matches } from './match-value.ts'
import type { PlacedCandidate, ReadText } from './read-claims.ts'
import { plainIdentifier } from './read-identifiers.ts'
import type { Sentence } from './sentences.ts'
import { parseUnit } from './units.ts'

/** Words about money, days and bills are in every sentence; a clause is spoken of by others. */
const everywhere = new Set(['bill', 'total', 'day', 'month', 'year', 'water', 'account', 'charge', 'use', 'issued'])
const sharedConcepts = 2

export function clauseBearers(claim: PlacedCandidate, read: ReadText, sentence: Sentence, book: FactBook): BookFact[] {
  const { meaning } = claim
  if (meaning.kind === 'clause' && meaning.of === 'hours') {
    const near = read.within(sentence)
    return book.clauses.filter((clause) => hoursBorne(claim, near, clause)).map(({ fact }) => fact)
  }
  const bearing = book.clauses.filter((clause) => holds(claim.meaning, clause))
  if (bearing.length === 0) return []
  if (
    claim.meaning.kind === 'clause' ||
    claim.meaning.kind === 'identifier' ||
    claim.meaning.kind === 'link' ||
    claim.meaning.kind === 'phone' ||
    claim.meaning.kind === 'address'
  )
    return bearing.map(({ fact }) => fact)
  const paragraph = read.sentences.filter((other) => other.paragraph === sentence.paragraph)
  const words = read.plain.text.slice(sentence.start, sentence.end)
  const cited = book.clauses.filter((clause) =>
    cites(paragraph.map((other) => read.plain.text.slice(other.start, other.end)).join(' '), clause),
  )
  const own = bearing.filter((clause) => cited.includes(clause))
  const spoken = (own.length > 0 ? own : cited.length > 0 && cites(words, cited[0] as Clause) ? [] : bearing).filter((clause) =>
    isAbout(words, clause, own.length > 0 ? 1 : sharedConcepts),
  )
  return spoken.filter((clause) => isNearest(clause, claim, read, sentence, book)).map(({ fact }) => fact)
}

/** The words right around the figure are about no other clause more than about this one: 60 days of one rule are no 60 days of another. */
function isNearest(clause: Clause, claim: PlacedCandidate, read: ReadText, sentence: Sentence, book: FactBook): boolean {
  const around = segmentAround(read.plain.text, claim.at, sentence)
  // What only one clause speaks of tells more than what all do.
  const worth = (concept: string) => 1 / Math.max(1, book.clauses.filter(({ concepts }) => concepts.has(concept)).length)
  const shared = ({ concepts }: Clause) =>
    [...conceptsOf(around)]
      .filter((concept) => !everywhere.has(concept) && concepts.has(concept))
      .reduce((sum, concept) => sum + worth(concept), 0)
  const own = shared(clause)
  return book.clauses.every((other) => other === clause || shared(other) <= own || holds(claim.meaning, other))
}

/** From the comma, semicolon or "or" before it to the one after. */
function segmentAround(text: string, at: { start: number; end: number }, { start, end }: Sentence): string {
  const before = text.slice(start, at.start)
  const cut = Math.max(...[...before.matchAll(/;|,[ \n](?:and|or|but|y|o|pero)(?!\p{L})/giu)].map(({ index }) => index), 0)
  const after = /;|,[ \n](?:and|or|but|y|o|pero)(?!\p{L})/iu.exec(text.slice(at.end, end))
  return `${before.slice(cut)} ${text.slice(at.end, after ? at.end + after.index : end)}`
}

function isAbout(words: string, clause: Clause, needed: number): boolean {
  return [...conceptsOf(words)].filter((concept) => !everywhere.has(concept) && clause.concepts.has(concept)).length >= needed
}

/** Clauses whose number stands in the words. */
export function citedIn(words: string, { clauses }: FactBook): Clause[] {
  return clauses.filter((clause) => cites(words, clause))
}

function cites(words: string, { fact }: Clause): boolean {
  const number = /\d[\d-]*-\d[\d-]*/.exec(String(fact.value))?.[0]
  return number !== undefined && words.includes(number)
}

function holds(meaning: Meaning, clause: Clause): boolean {
  return (
    clause.read.candidates.some(({ meaning: own }) => sameMeaning(meaning, own)) ||
    (meaning.kind === 'identifier' &&
      /\d-\d/.test(String(clause.fact.value)) &&
      plainIdentifier(String(clause.fact.value))
        .split(/[^A-Z\d.]+/)
        .includes(meaning.value))
  )
}

/** The clause's own figure, taken as a fact of its kind. */
function sameMeaning(said: Meaning, own: Meaning): boolean {
  if (said.kind === 'date' && said.quantity && own.kind === 'quantity')
    return sameMeaning({ kind: 'quantity', per: null, ...said.quantity }, own)
  if (said.kind === 'quantity' && own.kind === 'date' && own.quantity)
    return sameMeaning(said, { kind: 'quantity', per: null, ...own.quantity })
  if (said.kind === 'date' && own.kind === 'date' && said.quantity && own.quantity)
    return sameMeaning({ kind: 'quantity', per: null, ...said.quantity }, { kind: 'quantity', per: null, ...own.quantity })
  if (said.kind === 'clause' || own.kind === 'clause')
    return said.kind === 'clause' && own.kind === 'clause' && plainClause(said.value) === plainClause(own.value)
  if (said.kind === 'date' && own.kind === 'date') {
    const [mine, theirs] = [said.readings[0], own.readings[0]]
    if (mine?.precision === 'part' && theirs?.precision === 'part')
      return mine.month === theirs.month && mine.dayOfMonth === theirs.dayOfMonth && mine.year === theirs.year
  }
  const fact = said.kind === own.kind && factOf(own)
  return !!fact && matches(said, fact, ' reading ')
}

function factOf(own: Meaning): BookFact | null {
  const fact = (kind: BookFact['kind'], value: string | number, unit = ''): BookFact => ({
    id: '',
    kind,
    value,
    unit,
    words: unit,
    records: new Set(),
    concepts: new Set(),
    ...names(unit),
    day: undefined,
    counts: [],
    labelDates: [],
    account: null,
  })
  switch (own.kind) {
    case 'money':
      return { ...fact('money', Math.round((own.printed.values[0] ?? 0) * own.sign * 100)), per: own.per }
    case 'percent':
      return fact(
        'percent',
        own.printed.values[0] ?? 0,
        `${own.points ? 'points' : '%'}${own.per ? ` a ${own.per.unit.replace(/s$/, '')}` : ''}`,
      )
    case 'quantity':
      return { ...fact('quantity', own.printed.values[0] ?? 0, own.unit.startsWith('noun:') ? own.unit.slice(5) : own.unit), per: own.per }
    case 'date': {
      const [reading] = own.readings
      return reading?.precision === 'day' ? { ...fact('date', ''), day: reading.first } : null
    }
    case 'identifier':
      return fact('identifier', own.value)
    case 'link':
      return fact('link', own.value)
    case 'phone':
      return fact('phone', own.digits)
    case 'address':
      return fact('address', own.value)
    default:
      return null
  }
}

function names(unit: string): { unitName: string; per: BookFact['per'] } {
  const { unit: unitName, per } = parseUnit(unit)
  return { unitName, per }
}

/** `7(b)` and `7 (B)` name one section. */
function plainClause(value: string): string {
  return value
    .toLowerCase()
    .replace(/[\s.,–-]+/g, ' ')
    .trim()
}
