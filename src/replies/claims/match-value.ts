// Whether what a text says is what a fact holds: the same kind, the same value, the same unit.

import { type Day, formatDay } from '../../kernel/days.ts'
import type { Meaning, Per, Printed, WrittenDate } from './claim.ts'
import { conceptOf, conceptsOf } from './concepts.ts'
import type { BookFact } from './fact-book.ts'
import { plainAddress } from './read-addresses.ts'
import { phoneDigits, plainLink } from './read-contacts.ts'
import { plainIdentifier } from './read-identifiers.ts'
import { nameWords } from './read-names.ts'
import { unitNamed, unitRatio } from './units.ts'

/** `sentence`: the words around, which say that an amount is a credit, or that a bare number is a reading. */
export function matches(meaning: Meaning, fact: BookFact, sentence: string): boolean {
  switch (meaning.kind) {
    case 'money':
      return fact.kind === 'money' && sameMoney(meaning, fact, sentence)
    case 'percent':
      return fact.kind === 'percent' && samePercent(meaning, fact)
    case 'quantity':
      if (isCountOfName(meaning, fact)) return true
      if (fact.kind === 'identifier') return isRegister(meaning, fact, sentence)
      return fact.kind === 'quantity' ? sameQuantity(meaning, fact, sentence) : isPriceBase(meaning, fact, sentence)
    case 'date':
      return (
        (fact.kind === 'date' && fact.day !== undefined && meaning.readings.some((reading) => sameDate(reading, fact.day as Day))) ||
        (meaning.quantity !== undefined &&
          fact.kind === 'quantity' &&
          sameQuantity({ kind: 'quantity', per: null, ...meaning.quantity }, fact, sentence))
      )
    case 'identifier':
      return fact.kind === 'identifier' && sameIdentifier(meaning, fact)
    case 'name':
      return fact.kind === 'name' && sameName(meaning.words, nameWords(String(fact.value)))
    case 'phone':
      return fact.kind === 'phone' && phoneDigits(String(fact.value)) === meaning.digits
    case 'link':
      return fact.kind === 'link' && plainLink(String(fact.value)) === meaning.value
    case 'address':
      return fact.kind === 'address' && within(meaning.value.split(' '), plainAddress(String(fact.value)).split(' '))
    default:
      return false
  }
}

type Of<Kind extends Meaning['kind']> = Extract<Meaning, { kind: Kind }>

const creditWords =
  /(?<!\p{L})(?:credits?|credited|payments?|paid|refund(?:s|ed)?|lower|less|decrease[ds]?|reduced|reduction|adjustment|overpaid|in your favor|crédito|a su favor|pagos?|pagó|abono|reembolso|menos|baj[oó]|reducción)(?!\p{L})/iu

function sameMoney({ printed, sign, per, currency }: Of<'money'>, fact: BookFact, sentence: string): boolean {
  if (currency !== 'dollars' || !samePer(per, fact)) return false
  // A price stands in a fact as printed in its schedule, in dollars.
  const inDollars = typeof fact.value !== 'number' || /^(?:\$|usd|dollars?|dólares)(?!\p{L})/iu.test(fact.unit ?? '')
  const held = Number(fact.value) * (inDollars ? 100 : 1)
  if (!Number.isFinite(held)) return false
  const said = {
    ...printed,
    values: printed.values.map((value) => Number((value * sign * 100).toFixed(6))),
    step: printed.step * 100,
    place: printed.place * 100,
  }
  if (near(said, held, 'money')) return isCredit(sentence, said.values) ? held < 0 || ownsCredit(fact) : true
  return held < 0 && sign > 0 && creditWords.test(sentence) && near(said, -held, 'money')
}

const creditBeside =
  /(?<!\p{L})(?:an? credit (?:balance )?of|credit:|credited(?: you)?|un crédito de|saldo a favor de|in credit by)(?: about)? ?\$?$/iu

/** "A credit of $12.50" says the sign in words. `sentence` ends where the amount begins for this question. */
function isCredit(sentence: string, values: readonly number[]): boolean {
  return (values[0] ?? 0) > 0 && creditBeside.test(sentence.split('\uE010')[0] ?? '')
}

function ownsCredit({ concepts }: BookFact): boolean {
  return ['credit', 'refund', 'adjust', 'pay', 'deduct', 'remove', 'relief'].some((concept) => concepts.has(concept))
}

function samePer(per: Per | null, fact: BookFact): boolean {
  if (!per) return true
  if (fact.per) return fact.per.unit === per.unit && fact.per.count === per.count
  const called = `${fact.words} ${fact.unit ?? ''}`
  return new RegExp(timeWords[per.unit] ?? per.unit.replace(/s$/, ''), 'iu').test(called)
}

const timeWords: Record<string, string> = {
  days: 'day|daily|diari',
  weeks: 'week|seman',
  months: 'month|instal|mensual|cuota',
  years: 'year|annual|anual',
  'cubic feet': 'cubic feet|cubic foot|cu ?ft|pies c',
  gallons: 'gallon|galon|galón',
  ccf: 'ccf|hundred cubic',
  kgal: 'kgal|1,?000 gallons|thousand gallons',
}

/** "The price per 1,000 cubic feet": the base of a price on record. */
function isPriceBase({ printed, unit }: Of<'quantity'>, { kind, per }: BookFact, sentence: string): boolean {
  return (
    kind === 'money' &&
    per?.unit === unit &&
    printed.values.includes(per.count) &&
    /(?<!\p{L})(?:per|for|each|every|por|cada)[ \n]\uE010/iu.test(sentence)
  )
}

function samePercent({ printed, points, per }: Of<'percent'>, fact: BookFact): boolean {
  const unit = `${fact.unit ?? ''} ${fact.words}`
  if (points !== /points?|puntos/i.test(unit)) return false
  const named = Object.entries(timeWords).filter(
    ([name, words]) => ['days', 'weeks', 'months', 'years'].includes(name) && new RegExp(`(?<!\\p{L})(?:${words})`, 'iu').test(unit),
  )
  if (per && named.length > 0 && !named.some(([name]) => name === per.unit)) return false
  return near(printed, Number(fact.value), 'exact')
}

function sameQuantity({ printed, unit, per }: Of<'quantity'>, fact: BookFact, sentence: string): boolean {
  const held = Number(fact.value)
  if (fact.value === '' || !Number.isFinite(held)) return false
  const heldPer = fact.per ?? perOfWords(fact)
  const saidPer = per ?? (heldPer && dailyWords.test(sentence) ? heldPer : null) // "your daily use was 586 gallons"
  if ((saidPer ? `${saidPer.count} ${saidPer.unit}` : '') !== (heldPer ? `${heldPer.count} ${heldPer.unit}` : '')) return false
  if (unit === '' || unit.startsWith('noun:')) return sameCount(unit.slice(5), printed, fact, sentence)
  const heldUnit = fact.unitName === '' ? '' : fact.unitName
  const ratio = unitRatio(heldUnit, unit, printed.about !== 'exact')
  if (ratio === undefined) return unit === 'counts' && isReading(fact) && near(printed, held, 'measured')
  return near(printed, held * ratio, ratio === 1 ? 'measured' : 'converted')
}

const dailyWords = /(?<!\p{L})(?:daily|per day|a day|each day|every day|diari[oa]s?|al día|por día|cada día)(?!\p{L})/iu

/** `gallons` for a day, where only the label says so. */
function perOfWords(fact: BookFact): Per | null {
  if (fact.unitName === 'days') return null
  return /(?<!\p{L})(?:per day|a day|daily|gallons day)(?!\p{L})/iu.test(fact.words) ? { count: 1, unit: 'days' } : null
}

function isReading({ words, unitName, records }: BookFact): boolean {
  return (
    unitName === 'counts' ||
    (unitName !== 'days' &&
      (/(?<!\p{L})(?:read|reading|register|lectura)(?!\p{L})/iu.test(words) || [...records].some((record) => /^read:/.test(record))))
  )
}

const readingWords =
  /(?<!\p{L})(?:read(?:s|ing|ings)?|register|meter|showed|shows|lecturas?|medidor|marc(?:a|ó|aba)|registr(?:a|ó)|number)(?!\p{L})/iu

/** "The last six bills" of a fact that is called the average of the last six bills. */
function isCountOfName({ printed, unit, per }: Of<'quantity'>, { counts }: BookFact): boolean {
  if (per || !unit.startsWith('noun:') || printed.about !== 'exact') return false
  const noun = conceptOf(unit.slice(5))
  return counts.some((count) => count.noun === noun && printed.values.includes(count.value))
}

/** What a meter showed may stand on record as a plain number. */
function isRegister({ printed, unit }: Of<'quantity'>, fact: BookFact, sentence: string): boolean {
  if (!isReading(fact) || !(unit === '' || unit === 'counts' || unit.startsWith('noun:'))) return false
  return readingWords.test(sentence) && near(printed, Number(fact.value), 'exact')
}

/** A number without a unit: what a meter shows, or so many of what the fact counts. */
function sameCount(noun: string, printed: Printed, fact: BookFact, sentence: string): boolean {
  const held = Number(fact.value)
  if (isReading(fact) && readingWords.test(sentence)) return near(printed, held, 'measured')
  if (fact.unitName === '' && noun === '') return near(printed, held, 'measured')
  const called = `${fact.unit ?? ''} ${fact.words}`.toLowerCase()
  const concept = noun === '' ? undefined : conceptOf(noun)
  const isSo = concept !== undefined && (conceptsOf(called).has(concept) || called.includes(concept))
  return unitNamed(fact.unitName) === undefined && isSo && near(printed, held, 'measured')
}

/** Rounding is honest as far as it is printed, and no further than this share of the value. */
const roundingShare = 0.03

function near(printed: Printed, held: number, how: 'money' | 'exact' | 'measured' | 'converted'): boolean {
  return printed.values.some((value) => {
    if (Math.abs(value - held) < 1e-6) return true
    const off = value - held
    const within = (step: number) => Math.abs(off) <= step / 2 + 1e-6 && Math.abs(off) <= Math.abs(held) * roundingShare
    if (printed.about === 'about') return within(printed.step)
    if (printed.about === 'over') return off < 0 && within(printed.step * 2)
    if (printed.about === 'under') return off > 0 && within(printed.step * 2)
    const isClose = Math.abs(off) <= printed.place / 2 + 1e-6 && Math.abs(off) <= Math.abs(held) * roundingShare
    if (how === 'measured') return !Number.isInteger(held) && isClose && printed.place < 10
    return how === 'converted' && Math.abs(off) <= printed.place / 2 + 1e-6
  })
}

function sameDate(reading: WrittenDate, held: Day): boolean {
  if (reading.precision !== 'part') return held >= reading.first && held <= reading.last
  const [year, month, dayOfMonth] = formatDay(held).split('-').map(Number)
  return (reading.year ?? year) === year && (reading.month ?? month) === month && (reading.dayOfMonth ?? dayOfMonth) === dayOfMonth
}

const ownNouns: Record<string, RegExp> = {
  account: /account|cuenta/i,
  case: /case|ticket|caso/i,
  meter: /meter|medidor/i,
  property: /(?<!\p{L})pin(?!\p{L})|property|parcel/iu,
  bill: /bill|invoice|factura/i,
  payment: /payment|confirmation|check|receipt|pago/i,
  order: /order|request/i,
}

/** Whether the noun that stands before an identifier may name a record of this kind. */
export function isCalled(of: string | null, kind: string): boolean {
  return of === null || !ownNouns[of] || ownNouns[of].test(kind)
}

function sameIdentifier({ of, value, ending }: Of<'identifier'>, fact: BookFact): boolean {
  const held = plainIdentifier(String(fact.value))
  if (!(ending ? held.endsWith(value) && value.length >= 3 : held === value)) return false
  if (of === null || !ownNouns[of]) return true
  const called = `${fact.words} ${[...fact.records].join(' ')}`
  return (
    ownNouns[of].test(fact.words) ||
    !Object.values(ownNouns).some((noun) => noun.test(called)) ||
    (!Object.values(ownNouns).some((noun) => noun.test(fact.words)) && ownNouns[of].test(called))
  )
}

/** All of it, or the family name, or a given name: words of the name in their order. */
function sameName(said: readonly string[], held: readonly string[]): boolean {
  if (said.length === 0) return false
  let at = 0
  for (const word of held) if (said[at] === word || (said[at]?.length === 1 && word.startsWith(said[at] as string))) at++
  return at === said.length
}

function within(said: readonly string[], held: readonly string[]): boolean {
  for (let at = 0; at + said.length <= held.length; at++) if (said.every((word, index) => held[at + index] === word)) return true
  // A street without its direction or kind is the same only with its number: `4512 hoyne`.
  return said.length > 1 && said[0] === held[0] && said.every((word) => held.includes(word))
}
