// A figure of a clause may be stated where the clause is spoken of: its number is named, or the sentence is about the same things.
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
  return spoken.map(({ fact }) => fact)
}

function isAbout(words: string, clause: Clause, needed: number): boolean {
  return [...conceptsOf(words)].filter((concept) => !everywhere.has(concept) && clause.concepts.has(concept)).length >= needed
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
        .includes(meaning.value)) ||
    hoursIn(meaning, clause)
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

const spanishDays: Record<string, string> = {
  lunes: 'monday',
  martes: 'tuesday',
  miércoles: 'wednesday',
  jueves: 'thursday',
  viernes: 'friday',
  sábado: 'saturday',
  sábados: 'saturday',
  domingo: 'sunday',
  domingos: 'sunday',
}

/** `8:30 a.m.` and `8:30 AM`, `lunes a viernes` and `Monday through Friday` say the same. */
function plainClause(value: string): string {
  return value
    .toLowerCase()
    .replace(/weekdays|entre semana|días (?:hábiles|de semana)/gu, 'mon fri')
    .replace(/\p{L}+/gu, (word) => spanishDays[word] ?? word)
    .replace(/(?<!\p{L})(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday|s|rs)?s?(?!\p{L})/gu, '$1')
    .replace(/(?<!\p{L})(?:through|thru|to|a|al|y|and|de|los|todos|-|–)(?!\p{L})/gu, ' ')
    .replace(/(\d)(?::00)?[ \n]?([ap])\.?m\.?/gu, '$1$2')
    .replace(/:00/g, '')
    .replace(/[\s.,–-]+/g, ' ')
    .trim()
}

/** A time that the clause has in another form: `16:30` for `4:30 p.m.`. */
function hoursIn(meaning: Meaning, { read }: Clause): boolean {
  if (meaning.kind !== 'clause' || meaning.of !== 'hours') return false
  const said = minutesOf(meaning.value)
  return (
    said.length > 0 &&
    read.candidates.some(
      ({ meaning: own }) => own.kind === 'clause' && own.of === 'hours' && minutesOf(own.value).some((minute) => said.includes(minute)),
    )
  )
}

/** Minutes after midnight; both halves of the day where the text does not say which. */
function minutesOf(value: string): number[] {
  const match = /^(\d{1,2})(?::(\d{2}))?[ \n]?(?:([ap])\.?m)?/i.exec(value)
  if (!match) return /noon|mediod/i.test(value) ? [720] : []
  const minutes = (Number(match[1]) % 12) * 60 + Number(match[2] ?? 0)
  if (match[3]) return [minutes + (/p/i.test(match[3]) ? 720 : 0)]
  return Number(match[1]) > 12 ? [minutes + 720] : [minutes, minutes + 720]
}
