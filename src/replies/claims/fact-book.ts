// The facts of a check in the forms that binding asks for: their records, what they are called, the figures inside clauses, and
// which records are the latest, the previous and the one of a year ago.
import { type Day, parseDay } from '../../kernel/days.ts'
import { numberOfWords } from '../../kernel/number-words.ts'
import type { Per, WrittenDate } from './claim.ts'
import { conceptOf, conceptsOf, idWords } from './concepts.ts'
import type { CheckFact } from './facts.ts'
import { type ReadText, readClaims } from './read-claims.ts'
import { datesIn } from './read-dates.ts'
import { plainIdentifier } from './read-identifiers.ts'
import { parseUnit } from './units.ts'

export type Cue = 'latest' | 'previous' | 'yearAgo'

export type BookFact = CheckFact & {
  /** `bill:B-1001`; several where a fact rests on several. */
  records: ReadonlySet<string>
  /** What it is called: its id and label. */
  concepts: ReadonlySet<string>
  words: string
  per: Per | null
  unitName: string
  day: Day | undefined
  /** What it is called counts: "the last six bills". */
  counts: readonly { value: number; noun: string }[]
  /** Days and months by which it is called. */
  labelDates: readonly WrittenDate[]
  /** The account that it is of, where there are several. */
  account: string | null
}

export type Clause = { fact: BookFact; parts: readonly ClausePart[]; read: ReadText; concepts: ReadonlySet<string> }
/** A sentence of a clause. */
export type ClausePart = { text: string; concepts: ReadonlySet<string> }

export type FactBook = {
  facts: readonly BookFact[]
  clauses: readonly Clause[]
  cues: Readonly<Record<Cue, ReadonlySet<string>>>
  /** In the order of the facts: the first is the one that is spoken of where none is named. */
  accounts: readonly string[]
}

const cueWords: Record<Cue, RegExp> = {
  latest: /(?<!\p{L})(?:latest|current|newest|new|this|most recent|actual bill|reciente)(?!\p{L})/iu,
  previous: /(?<!\p{L})(?:previous|prior|prev|bill before|preceding|before|old|anterior|previa)(?!\p{L})/iu,
  yearAgo: /(?<!\p{L})(?:year ago|last year|year earlier|year before|hace un año|año pasado|prior year)(?!\p{L})/iu,
}

export function factBook(facts: readonly CheckFact[]): FactBook {
  const accounts = accountsAmong(facts)
  const all = facts.map((fact) => bookFact(fact, accounts))
  const clauses = all.filter(({ kind }) => kind === 'clause').map(clauseOf)
  return { facts: all, clauses, cues: cuesOf(all), accounts }
}

const counted =
  /(?<![\p{L}\p{N}])(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce)[ -](\p{L}+)/giu

/** `the last six bills` → 6 bills; small numbers in figures or words. */
function countsIn(label: string): { value: number; noun: string }[] {
  return [...label.matchAll(counted)].flatMap(([, number, noun]) => {
    const value = /^\d{1,2}$/.test(number as string) ? Number(number) : numberOfWords(number as string)
    const concept = conceptOf(noun as string)
    return value === undefined || concept === undefined || value < 2 ? [] : [{ value, noun: concept }]
  })
}

function accountsAmong(facts: readonly CheckFact[]): string[] {
  const named = facts.filter(({ kind, id, label }) => kind === 'identifier' && conceptsOf(`${idWords(id)} ${label ?? ''}`).has('account'))
  return [...new Set(named.map(({ value }) => plainIdentifier(String(value))))].filter((number) => number.length >= 4)
}

/** By its record, or by what it is called. */
function accountOf({ source, label, id, value }: CheckFact, accounts: readonly string[]): string | null {
  if (accounts.length < 2) return null
  const words = plainIdentifier(`${source ?? ''} ${label ?? ''} ${id} ${value}`)
  const own = accounts.filter((account) => words.includes(account))
  return own.length === 1 ? (own[0] as string) : null
}

function bookFact(fact: CheckFact, accounts: readonly string[]): BookFact {
  const words = `${idWords(fact.id)} ${fact.label ?? ''}`
  const { unit, per } = parseUnit(fact.unit ?? '')
  return {
    ...fact,
    records: recordsOf(fact.source ?? ''),
    concepts: conceptsOf(words),
    words,
    per,
    unitName: unit,
    counts: countsIn(fact.label ?? ''),
    labelDates: datesIn(fact.label ?? '', false, () => false).flatMap(({ readings }) => readings.slice(0, 1)),
    account: accountOf(fact, accounts),
    day: fact.kind === 'date' ? parseDay(String(fact.value).slice(0, 10)) : undefined,
  }
}

/** Sources as the desk writes them are `kind:id`, several apart by a space; any other text is one record. */
function recordsOf(source: string): Set<string> {
  const text = source.trim()
  if (text === '') return new Set()
  return new Set(/^[a-z-]+:/i.test(text) ? text.split(/ (?=[a-z-]+:)/i) : [text])
}

/** `bill` of `bill:B-1` and `bill B-1`. */
export function kindOfRecord(record: string): string {
  return /^[\p{L}]+/u.exec(record)?.[0].toLowerCase() ?? record
}

/** `B-1` of `bill:B-1`. */
export function idOfRecord(record: string): string {
  return record.replace(/^[a-z-]+[:# ]/i, '')
}

function clauseOf(fact: BookFact): Clause {
  const text = String(fact.value)
  const parts = text.split(/(?<=[.;])\s+/).map((part) => ({ text: part, concepts: conceptsOf(part) }))
  return { fact, parts, read: readClaims(text), concepts: conceptsOf(`${fact.words} ${text}`) }
}

/** By what the facts of bills are called; where they do not say, by the order of the bills' dates. */
function cuesOf(facts: readonly BookFact[]): FactBook['cues'] {
  const bills = billsAmong(facts)
  const called = (cue: Cue) =>
    new Set(facts.filter((fact) => cueWords[cue].test(ownWords(fact))).flatMap((fact) => onlyRecord(fact, bills)))
  const named = { latest: called('latest'), previous: called('previous'), yearAgo: called('yearAgo') }
  for (const record of named.yearAgo) named.previous.delete(record)
  if (named.latest.size > 0 && named.previous.size > 0) return named
  const dated = byDates(facts, bills)
  if (named.latest.size === 0 && named.previous.size === 0) return dated
  // Only one of the two is called so: the other is told by its day.
  const latest = named.latest.size > 0 ? named.latest : without(dated.latest, named.previous)
  const previous = named.previous.size > 0 ? named.previous : without(dated.previous, named.latest)
  return { latest, previous, yearAgo: named.yearAgo.size > 0 ? named.yearAgo : dated.yearAgo }
}

function without(records: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...records].filter((record) => !others.has(record)))
}

/** Records with an amount, and with two dates or a quantity or a name that says it: a ledger's entry has one of each. */
function billsAmong(facts: readonly BookFact[]): Set<string> {
  const of = new Map<string, BookFact[]>()
  for (const fact of facts)
    for (const record of fact.records) if (fact.records.size === 1) of.set(record, [...(of.get(record) ?? []), fact])
  const count = (own: readonly BookFact[], kind: BookFact['kind']) => own.filter((fact) => fact.kind === kind).length
  const isBill = ([record, own]: [string, BookFact[]]) =>
    count(own, 'date') > 0 &&
    count(own, 'money') > 0 &&
    (count(own, 'date') > 1 || count(own, 'quantity') > 0 || /^(?:bill|invoice|factura)/i.test(record))
  return new Set([...of].filter(isBill).map(([record]) => record))
}

function onlyRecord({ records }: BookFact, bills: ReadonlySet<string>): string[] {
  return records.size === 1 ? [...records].filter((record) => bills.has(record)) : []
}

function ownWords({ id, label }: CheckFact): string {
  return `${idWords(id)} ${label ?? ''}`.replace(/since \p{L}+|difference.*/giu, '')
}

function byDates(facts: readonly BookFact[], bills: ReadonlySet<string>): FactBook['cues'] {
  const days = new Map<string, Day>()
  for (const fact of facts)
    for (const record of onlyRecord(fact, bills))
      if (fact.day !== undefined) days.set(record, Math.max(fact.day, days.get(record) ?? -Infinity) as Day)
  const ordered = [...days].sort((a, b) => b[1] - a[1])
  const [latest, previous] = ordered
  const yearAgo = latest && ordered.slice(1).find(([, day]) => latest[1] - day > 320 && latest[1] - day < 410)
  const only = (entry: [string, Day] | undefined) => new Set(entry ? [entry[0]] : [])
  const isYearAgo = previous && yearAgo && previous[0] === yearAgo[0]
  return { latest: only(ordered.length > 1 ? latest : undefined), previous: only(isYearAgo ? undefined : previous), yearAgo: only(yearAgo) }
}
