// What a fact is called may name a day and an account: "Meter reading on March 6, 2026", "Balance of account 660018". Where the words
// around a figure name another day, or no other account, a fact that is called so is not the one that is meant.
import type { Span, WrittenDate } from './claim.ts'
import { conceptsOf, isKnown } from './concepts.ts'
import type { BookFact, FactBook } from './fact-book.ts'
import type { PlacedCandidate, ReadText } from './read-claims.ts'
import { type Sentence, sentenceAt } from './sentences.ts'

/** Those of the facts that may be meant; none, where another fact on record is called by the day that is named. */
export function calledByDay(
  claim: PlacedCandidate,
  facts: readonly BookFact[],
  read: ReadText,
  sentence: Sentence,
  book: FactBook,
): readonly BookFact[] {
  if (claim.meaning.kind === 'date' || facts.every(({ labelDates }) => labelDates.length === 0)) return facts
  const named = dayNamed(claim, read, sentence)
  if (!named) return facts
  const so = facts.filter(({ labelDates }) => labelDates.length === 0 || labelDates.some((own) => overlap(own, named)))
  if (so.length > 0) return so
  const rival = book.facts.some(
    (other) =>
      other.labelDates.some((own) => overlap(own, named)) && facts.some((fact) => other.kind === fact.kind && calledAlike(other, fact)),
  )
  return rival ? [] : facts
}

const naming: ReadonlySet<string> = new Set(['identifier', 'address', 'name'])

/** Where a text names accounts, by number, address or name. */
export type AccountsNamed = { at: Span; account: string }[]

export function accountsNamed(bound: readonly { claim: PlacedCandidate; facts: readonly BookFact[] }[]): AccountsNamed {
  return bound.flatMap(({ claim, facts }) => {
    const own = new Set(facts.map(({ account }) => account))
    const [only] = own
    return own.size === 1 && only && facts.every(({ kind }) => naming.has(kind)) ? [{ at: claim.at, account: only }] : []
  })
}

/**
 * Which accounts a figure may be of: those that its sentence names, or those that the last sentence before it in its paragraph that names any
 * does, or else any that the text names; where it names none, the first on record.
 */
export function accountsSpokenOf(
  claim: PlacedCandidate,
  named: AccountsNamed,
  read: ReadText,
  { accounts }: FactBook,
): ReadonlySet<string> {
  if (named.length === 0) return new Set(accounts.slice(0, 1))
  const sentence = sentenceAt(read.sentences, claim.at.start)
  const before = read.sentences.filter(({ start, paragraph }) => paragraph === sentence?.paragraph && start <= (sentence?.start ?? -1))
  for (const { start, end } of before.reverse()) {
    const here = named.filter(({ at }) => at.start >= start && at.start < end)
    if (here.length > 0) return new Set(here.map(({ account }) => account))
  }
  return new Set(named.map(({ account }) => account))
}

/** Without the figures of accounts that the text does not speak of. */
export function ofAccountsNamed(facts: readonly BookFact[], spokenOf: ReadonlySet<string>): BookFact[] {
  return facts.filter(({ account, kind }) => account === null || naming.has(kind) || spokenOf.has(account))
}

const comparing =
  /(?:than|with|to|from|since|against|as|before|after|until|que|con|desde)[ \n](?:(?:your|the|su|la|el|on|that of|bill|of|dated|factura|del?)[ \n]){0,4}$/iu

/** The day right before the figure in its sentence, or right after it with "on"; not one that it is only compared with. */
function dayNamed(claim: PlacedCandidate, read: ReadText, sentence: Sentence): WrittenDate | undefined {
  const others = read.within(sentence).filter(({ at }) => at.start !== claim.at.start)
  const text = read.plain.text
  const after = others.find(
    ({ at, meaning }) =>
      meaning.kind === 'date' &&
      at.start >= claim.at.end &&
      /^[ \n](?:on|el|as of|al)[ \n](?:the )?$/iu.test(text.slice(claim.at.end, at.start)),
  )
  if (after?.meaning.kind === 'date') return after.meaning.readings[0]
  const before = others.filter(({ at }) => at.end <= claim.at.start).at(-1)
  if (before?.meaning.kind !== 'date') return undefined
  const between = text.slice(before.at.end, claim.at.start)
  if (between.length > 40 || /[;.]|(?<!\p{L})(?:and|but|y|pero|while)(?!\p{L})/iu.test(between)) return undefined
  return comparing.test(text.slice(Math.max(0, before.at.start - 60), before.at.start)) ? undefined : before.meaning.readings[0]
}

function overlap(a: WrittenDate, b: WrittenDate): boolean {
  if (a.precision === 'part' || b.precision === 'part') return partsOverlap(a, b)
  return a.first <= b.last && b.first <= a.last
}

function partsOverlap(a: WrittenDate, b: WrittenDate): boolean {
  const [one, other] = [partsOf(a), partsOf(b)]
  return (['year', 'month', 'dayOfMonth'] as const).every((part) => one[part] === null || other[part] === null || one[part] === other[part])
}

function partsOf(date: WrittenDate): { year: number | null; month: number | null; dayOfMonth: number | null } {
  if (date.precision === 'part') return date
  const [first, last] = [date.first, date.last].map((day) => new Date(day * 86_400_000))
  const same = <T>(one: T, other: T) => (one === other ? one : null)
  if (!first || !last) return { year: null, month: null, dayOfMonth: null }
  return {
    year: same(first.getUTCFullYear(), last.getUTCFullYear()),
    month: same(first.getUTCMonth() + 1, last.getUTCMonth() + 1),
    dayOfMonth: same(first.getUTCDate(), last.getUTCDate()),
  }
}

function calledAlike(a: BookFact, b: BookFact): boolean {
  return [...conceptsOf(a.words)].some((concept) => isKnown(concept) && b.concepts.has(concept))
}
