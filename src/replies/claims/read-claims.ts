// Reads a text for everything it states: amounts, dates, quantities, shares, identifiers, names, telephone numbers, links,
// addresses, policy, commitments and comparisons. Whatever digit or number word is left over is a claim too.
import { type Day, parseDay } from '../../kernel/days.ts'
import type { Candidate, Meaning, Span } from './claim.ts'
import type { CheckFact } from './facts.ts'
import { literalPlaces } from './literal-places.ts'
import { isListMark, isPlainCount } from './plain-counts.ts'
import { originalSpan, type PlainText, plainText } from './plain-text.ts'
import { type NumberPlace, numbersIn } from './printed-numbers.ts'
import { addressesIn } from './read-addresses.ts'
import { comparisonsIn } from './read-comparisons.ts'
import { linksIn, phonesIn } from './read-contacts.ts'
import { datesIn } from './read-dates.ts'
import { figuresIn } from './read-figures.ts'
import { clausesIn, identifiersIn } from './read-identifiers.ts'
import { namesIn } from './read-names.ts'
import { relativeDatesIn } from './read-relative-dates.ts'
import { rulesIn } from './read-rules.ts'
import { type Sentence, sentenceAt, sentencesIn } from './sentences.ts'

/** A text as read: `candidates` in order, each within a plain text that has the sentences. */
export type ReadText = {
  plain: PlainText
  sentences: readonly Sentence[]
  candidates: readonly PlacedCandidate[]
  /** Those that begin in a sentence. */
  within(sentence: Sentence): readonly PlacedCandidate[]
}

/** `at`: its place in the plain text. */
export type PlacedCandidate = Candidate & { at: Span }

type Place = Span & { meaning: Meaning; odd?: string | null }

/** `facts` say which words to look for and, by `letter-date`, the day of writing; they do not decide whether a claim is true. */
export function readClaims(text: string, facts: readonly CheckFact[] = []): ReadText {
  const plain = plainText(text)
  const sentences = sentencesIn(plain.text)
  const spanish = isSpanish(plain.text)
  const figures = new Taken(plain.text.length)
  for (const place of linksIn(plain.text)) figures.take(place)
  for (const place of literalPlaces(plain.text, facts)) figures.take(place)
  for (const read of [phonesIn, clausesIn]) for (const place of read(plain.text)) figures.take(place)
  for (const place of addressesIn(plain.text)) figures.take(place)
  readDates(plain.text, spanish, letterDateOf(facts), figures)
  for (const place of identifiersIn(plain.text)) figures.take(place)
  const numbers = freeNumbers(plain.text, spanish, figures)
  for (const place of figuresIn(plain.text, numbers)) if (!isPlainCount(plain.text, place)) figures.take(place)
  takeLeftovers(plain, numbers, figures)
  for (const place of namesIn(plain.text)) figures.take(place)
  const all = [...figures.places, ...rulesIn(plain.text, sentences), ...comparisonsIn(plain.text, sentences)]
  const candidates = all.sort((a, b) => a.start - b.start || a.end - b.end).map((place) => candidateOf(text, plain, place))
  return { plain, sentences, candidates, within: bySentence(sentences, candidates) }
}

function bySentence(sentences: readonly Sentence[], candidates: readonly PlacedCandidate[]): ReadText['within'] {
  const groups = new Map<number, PlacedCandidate[]>()
  for (const candidate of candidates) {
    const start = sentenceAt(sentences, candidate.at.start)?.start ?? -1
    const group = groups.get(start)
    if (group) group.push(candidate)
    else groups.set(start, [candidate])
  }
  return ({ start }) => groups.get(start) ?? []
}

function readDates(plain: string, spanish: boolean, today: Day | undefined, figures: Taken): void {
  const absolute = datesIn(plain, spanish, (span) => figures.holds(span))
  for (const { start, end, readings, odd } of absolute)
    figures.take({ start, end, odd, meaning: { kind: 'date', readings, unresolved: false } })
  for (const { start, end, readings, quantity } of relativeDatesIn(plain, today, freeNumbers(plain, spanish, figures)))
    figures.take({ start, end, meaning: { kind: 'date', readings, unresolved: readings.length === 0, ...(quantity ? { quantity } : {}) } })
}

function freeNumbers(plain: string, spanish: boolean, figures: Taken): NumberPlace[] {
  const free: NumberPlace[] = []
  for (const place of numbersIn(plain, spanish)) {
    const before = free.at(-1)
    if (!figures.holds(place) && !(before && before.end > place.start) && !isListMark(plain, place)) free.push(place)
  }
  return free
}

/** Signs of number that nothing above made anything of, with the letters and marks they stand among. */
function takeLeftovers(plain: PlainText, numbers: readonly NumberPlace[], figures: Taken): void {
  const counts = numbers.filter((number) => isPlainCount(plain.text, { ...number }))
  for (const found of plain.text.matchAll(/[\p{L}\p{N}\p{Sc}]{0,40}\p{N}[\p{L}\p{N}\p{Sc}]{0,40}(?:[.,:/-][\p{L}\p{N}]{1,40}){0,8}/gu)) {
    const place = { start: found.index, end: found.index + found[0].length }
    if (figures.covers(place, plain.text) || counts.some((count) => count.start <= place.start && place.end <= count.end)) continue
    if (isListMark(plain.text, place)) continue
    figures.force({
      ...place,
      meaning: { kind: 'identifier', of: null, value: found[0], ending: false },
      odd: 'a figure that is none of any known kind',
    })
  }
  for (const found of plain.text.matchAll(timesAlone)) {
    const span = { start: found.index, end: found.index + found[0].length }
    figures.force({
      ...span,
      meaning: { kind: 'identifier', of: null, value: found[0], ending: false },
      odd: 'how often, without a record',
    })
  }
  for (const found of plain.text.matchAll(romanFigure)) {
    const span = { start: found.index, end: found.index + found[0].length }
    figures.force({ ...span, meaning: { kind: 'identifier', of: null, value: found[0], ending: false }, odd: 'a figure in Roman numerals' })
  }
  for (const found of plain.text.matchAll(
    /\p{Script=Latin}[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]|[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]\p{Script=Latin}/gu,
  ))
    figures.force({
      start: found.index,
      end: found.index + found[0].length,
      meaning: { kind: 'identifier', of: null, value: found[0], ending: false },
      odd: 'letters of two scripts in one word',
    })
}

const timesAlone = /(?<!\p{L})(?:twice|thrice)(?!\p{L}|[ \n](?:as|the|what|your|last|a (?:day|week|month|year))(?!\p{L}))/giu
const romanFigure =
  /(?<![\p{L}\p{N}])[MDCLXVI]{2,20}(?=[ \n]?(?:%|dollars?|cents?|percent|gallons?|ccf|cubic|days?|weeks?|months?|years?|dólares|galones|días|meses|por ciento)(?!\p{L}))/gu

function candidateOf(text: string, plain: PlainText, { start, end, meaning, odd = null }: Place): PlacedCandidate {
  const span = originalSpan(plain, { start, end })
  return { ...span, text: text.slice(span.start, span.end), meaning, odd: odd ?? oddSigns(plain, start, end, meaning), at: { start, end } }
}

const isFigure = /^(?:money|percent|quantity|date|identifier|phone|clause|address)$/

/** Digits of another script, something invisible inside, or a figure that goes on after a strange gap. */
function oddSigns(plain: PlainText, start: number, end: number, { kind }: Meaning): string | null {
  if (!isFigure.test(kind)) return null
  for (let at = start; at < end; at++)
    if (plain.odd[at] && (at > start || /\d/.test(plain.text[at] as string))) return 'written with hidden or foreign signs'
  if (kind === 'date' || kind === 'phone' || kind === 'address' || kind === 'clause') return null
  const [before, after] = [plain.text.slice(Math.max(0, start - 2), start), plain.text.slice(end, end + 2)]
  const first = /^\d/.test(plain.text.slice(start, start + 1))
  const last = /\d$/.test(plain.text.slice(end - 1, end))
  if ((first && /\d[ \n]$/.test(before)) || (last && /^[ \n]\d/.test(after))) return 'a figure that is broken in two'
  if (last && /^[.,]\s?\d/.test(plain.text.slice(end, end + 3)) && /^[.,]\d/.test(after)) return 'a figure that is broken in two'
  return null
}

function letterDateOf(facts: readonly CheckFact[]): Day | undefined {
  const fact = facts.find(({ id }) => id === 'letter-date')
  return fact && typeof fact.value === 'string' ? parseDay(fact.value.slice(0, 10)) : undefined
}

/** By the small words of either language. */
function isSpanish(text: string): boolean {
  const sample = text.slice(0, 20_000)
  const count = (pattern: RegExp) => sample.match(pattern)?.length ?? 0
  return (
    count(/(?<!\p{L})(?:el|la|los|las|de|que|su|por|para|con|del|es|y|en|usted|factura|cuenta)(?!\p{L})/giu) >
    count(/(?<!\p{L})(?:the|of|and|is|your|to|for|in|was|you|on|bill)(?!\p{L})/giu)
  )
}

/** The places of a text that are read already; what comes first has it. */
class Taken {
  readonly places: Place[] = []
  readonly #units: Uint8Array

  constructor(length: number) {
    this.#units = new Uint8Array(length)
  }

  holds({ start, end }: Span): boolean {
    return this.#units.subarray(start, end).includes(1)
  }

  take(place: Place): void {
    if (place.end > place.start && !this.holds(place)) this.force(place)
  }

  force(place: Place): void {
    this.#units.fill(1, place.start, place.end)
    this.places.push(place)
  }

  /** Every sign of number in it is read. */
  covers({ start, end }: Span, plain: string): boolean {
    return [...plain.slice(start, end).matchAll(/\p{N}/gu)].every((sign) => this.#units[start + sign.index] !== 0)
  }
}
