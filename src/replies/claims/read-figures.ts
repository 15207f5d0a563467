// What each number of a text is a number of: money, a share, a quantity with its unit, or nothing that the words tell.
import type { Meaning, Printed, Span } from './claim.ts'
import type { NumberPlace } from './printed-numbers.ts'
import { perIn, unitAfter, unitNamed } from './units.ts'

export type FigurePlace = Span & { meaning: Meaning; odd: string | null }

const aboutBefore =
  /(?:\b(?:about|around|roughly|approximately|approx\.?|nearly|almost|some|circa|close to|in the neighborhood of|unos|unas|aproximadamente|alrededor de|cerca de|casi|más o menos)|~|≈)(?: (?:of )?)?$/iu
const overBefore =
  /\b(?:more than|over|at least|upwards? of|above|exceed(?:s|ed|ing)?|más de|al menos|por encima de|superior(?:es)? a|just over|a little over|slightly more than|poco más de)(?: a)? $/iu
const underBefore =
  /\b(?:less than|fewer than|under|below|just under|a little under|menos de|por debajo de|no más de|up to|hasta|poco menos de)(?: a)? $/iu
const dollarBefore = /(?:US|U\.S\.|us|C|A|MX|NZ|HK)?\$[ \n]?(?:([-–+])[ ]?)?$/u
const isoBefore = /\b(USD|EUR|GBP|MXN|CAD|US dollars)[ \n]?(?:([-–+])[ ]?)?$/iu
const otherCurrencyBefore = /[\p{Sc}][ \n]?$/u
const minusBefore = /(?:^|[\s(:=,;])(?:([-–+])[ ]?|(?:minus|negative|menos)[ \n])$/iu
const dollarsAfter = /^[ \n]{0,2}-?(?:de )?(?:U\.?S\.? ?)?(dollars?|bucks?|USD|dólar(?:es)?|dolar(?:es)?)(?![\p{L}\p{N}])/iu
const centsAfter = /^(?:[ \n]{0,2}(?:cents?|centavos?|¢)(?!\p{L}))/iu
const otherCurrencyAfter = /^[ \n]?(?:(?!\$)\p{Sc}|(?:EUR|GBP|MXN|CAD|euros?|pounds?|pesos?|yen|yuan)(?![\p{L}\p{N}]))/iu
const centsJoint = /^(?:[ \n]|,)*(?:(?:and|y|con|with)[ \n])?$/iu
const shareAfter = /^[ \n]{0,2}-?(%|per ?cent|pct\.?|por ciento|porciento)(?:age|uales)?(?![\p{L}])/iu
const pointsAfter = /^[ \n](?:(?:percentage|percent)[ \n-])?points?(?!\p{L})|^[ \n]puntos?(?:[ \n]porcentual(?:es)?)?(?!\p{L})/iu
const nounAfter =
  /^[ \n-]{1,2}(?:(?:different|separate|consecutive|estimated|actual|monthly|equal|other|more|additional|late|full|new|old|such|of (?:the|our|your|these)|seguidas?|mensuales|iguales|más)[ \n]){0,2}([\p{L}'-]{2,24})/iu
const smallWord =
  /^(?:or|and|to|of|in|on|at|by|as|is|are|was|were|the|for|from|with|than|y|o|de|del|a|al|en|es|por|para|con|que|fue|off|down|more)$/iu
const rangeJoint = /^[ \n]?(?:-|–|to|or|and|through|a|o|y|al|hasta)[ \n]?(?:about )?\$?$/iu

/** `numbers` in order, those of dates, identifiers and the like left out. */
export function figuresIn(plain: string, numbers: readonly NumberPlace[]): FigurePlace[] {
  const places: FigurePlace[] = []
  for (let at = numbers.length - 1; at >= 0; at--) {
    const next = numbers[at + 1]
    const following = next && places.at(-1)
    const place = figureAt(plain, numbers[at] as NumberPlace, next, following)
    if (place.meaning.kind === 'money' && following && joinCents(plain, place, following, next as NumberPlace)) places.pop()
    places.push(place)
  }
  return places.reverse()
}

function figureAt(plain: string, number: NumberPlace, next: NumberPlace | undefined, following: FigurePlace | undefined): FigurePlace {
  const left = plain.slice(Math.max(0, number.start - 40), number.start)
  const right = plain.slice(number.end, number.end + 60)
  const odd = number.printed ? null : 'this is no way of writing a number'
  const base = { values: [], step: 1, place: 1, ...number.printed }
  const money = moneyAt(number, left, right, base)
  if (money) return { ...money, odd }
  const printed: Printed = { ...base, about: aboutness(left) }
  const share = shareAfter.exec(right)
  const points = pointsAfter.exec(share ? right.slice(share[0].length) : right)
  if (share || (points && /percent|porcentual/i.test(points[0]))) {
    const end = number.end + (share?.[0].length ?? 0) + (points?.[0].length ?? 0)
    const signed = /(?:^|[\s(])[-–]$/.exec(left)
    const per = perIn(plain.slice(end, end + 40))
    return {
      start: number.start - (signed ? 1 : 0),
      end: end + (per?.length ?? 0),
      meaning: { kind: 'percent', printed: signed ? negative(printed) : printed, points: !!points, per: per?.per ?? null },
      odd,
    }
  }
  const unit = unitOf(number, left, right)
  if (unit) return { ...quantity(number, printed, unit.name, number.end + unit.length, plain), odd }
  if (next && following && rangeJoint.test(plain.slice(number.end, next.start))) {
    const { meaning } = following
    if (meaning.kind === 'quantity') return { ...number, meaning: { ...meaning, printed }, odd }
    if (meaning.kind === 'percent') return { ...number, meaning: { ...meaning, printed }, odd }
    if (meaning.kind === 'money' && !/\$/.test(plain.slice(number.end, next.start)))
      return { ...number, meaning: { ...meaning, printed }, odd }
  }
  const noun = smallWord.test(nounAfter.exec(right)?.[1] ?? '') ? null : nounAfter.exec(right)
  const signed = /(?:^|[\s(:])[-–+]$/.exec(left)
  return {
    start: number.start - (signed ? 1 : 0),
    end: number.end,
    meaning: {
      kind: 'quantity',
      printed: signed ? negative(printed) : printed,
      unit: noun ? `noun:${(noun[1] as string).toLowerCase()}` : '',
      per: null,
    },
    odd,
  }
}

/** A figure in quotes is followed by no inches; an age is in years. */
function unitOf({ start, end }: NumberPlace, left: string, right: string): { name: string; length: number } | null {
  const unit = unitAfter.exec(right)
  if (unit && !(/["″”]$/.test(unit[0]) && (/["“]$/.test(left) || end - start > 4)))
    return { name: unitNamed(unit[1] as string) as string, length: unit[0].length }
  const isAge =
    (/(?<!\p{L})(?:aged?|age of|edad de|older than|(?:you|owner|he|she|who|they) (?:is|are) at least|al menos|turn(?:s|ed)?)[ \n]$/iu.test(
      left,
    ) &&
      !/^[ \n]?(?:%|\p{L}{2,}(?<!or|and|years?))/iu.test(right)) ||
    /^(?:\+|[ \n](?:or|and|o|y)[ \n](?:over|older|above|más|mayor))(?!\p{L})/iu.test(right)
  return isAge ? { name: 'years', length: 0 } : null
}

function quantity(number: NumberPlace, printed: Printed, unit: string, unitEnd: number, plain: string): Span & { meaning: Meaning } {
  const left = plain.slice(Math.max(0, number.start - 12), number.start)
  const signed = /(?:^|[\s(])[-–]$/.exec(left)
  const per = unit === 'days' || unit === 'months' ? null : perIn(plain.slice(unitEnd, unitEnd + 40))
  const value = signed ? negative(printed) : printed
  return {
    start: number.start - (signed ? 1 : 0),
    end: unitEnd + (per?.length ?? 0),
    meaning: { kind: 'quantity', printed: value, unit, per: per?.per ?? null },
  }
}

type Base = Omit<Printed, 'about'>

function moneyAt(number: NumberPlace, left: string, right: string, base: Base): (Span & { meaning: Meaning }) | null {
  const dollar = dollarBefore.exec(left) ?? isoBefore.exec(left)
  const after = dollarsAfter.exec(right)
  const cents = dollar ? null : centsAfter.exec(right)
  const other = dollar ? otherCurrencyAfter.exec(right) : (otherCurrencyBefore.exec(left) ?? otherCurrencyAfter.exec(right))
  if (!dollar && !after && !cents && !other) return null
  let start = number.start - (dollar?.[0].length ?? 0)
  let end = number.end + (after?.[0].length ?? cents?.[0].length ?? 0)
  const outside = left.slice(0, left.length - (dollar?.[0].length ?? 0))
  const minus = minusBefore.exec(outside)
  const inner = dollar?.at(-1)
  let sign: 1 | -1 = (minus && minus[1] !== '+') || inner === '-' || inner === '–' ? -1 : 1
  if (minus) start -= minus[0].replace(/^[\s(:=,;]/, '').length
  const trailing = /^[ ]?(?:-(?![\p{L}\p{N}])|CR\b)/u.exec(right.slice(end - number.end))
  if (trailing) [sign, end] = [-1, end + trailing[0].length]
  if (
    /\([ ]?$/.test(left.slice(0, left.length - (number.start - start))) &&
    /^[ ]?\)/.test(right.slice(end - number.end)) &&
    bookkeepers(left, dollar)
  )
    sign = -1
  const per = perIn(right.slice(end - number.end))
  const scaled = cents ? { ...base, values: base.values.map((value) => value / 100), step: base.step / 100, place: base.place / 100 } : base
  const currency =
    other ||
    (isoBefore.test(left) && !/USD|US dollars/i.test(isoBefore.exec(left)?.[1] ?? '')) ||
    /(?:C|A|MX|NZ|HK)\$/.test(dollar?.[0] ?? '')
      ? 'other'
      : 'dollars'
  const tail = other && !dollar && otherCurrencyAfter.exec(right) ? (otherCurrencyAfter.exec(right)?.[0].length ?? 0) : 0
  return {
    start,
    end: end + (per?.length ?? 0) + tail,
    meaning: { kind: 'money', printed: { ...scaled, about: aboutness(outside) }, sign, per: per?.per ?? null, currency },
  }
}

/** `a balance of ($12.50)` is a credit in bookkeepers' writing; `the difference ($12.50)` is an aside. */
function bookkeepers(left: string, dollar: RegExpExecArray | null): boolean {
  const before = left.slice(0, left.length - (dollar?.[0].length ?? 0)).replace(/\([ ]?$/, '')
  return /(?:^|\n|[:=]|[ ]{2}|(?<!\p{L})(?:is|was|of|to|at|by|es|de|a|fue))[ ]*$/iu.test(before)
}

/** `12 dollars and 50 cents` is one amount. */
function joinCents(plain: string, place: FigurePlace, following: FigurePlace, number: NumberPlace): boolean {
  const [whole, rest] = [place.meaning, following.meaning]
  if (whole.kind !== 'money' || rest.kind !== 'money' || !centsAfter.test(plain.slice(number.end, number.end + 12))) return false
  if (!centsJoint.test(plain.slice(place.end, following.start)) || following.start - place.end > 6) return false
  const value = (whole.printed.values[0] ?? 0) + (rest.printed.values[0] ?? 0)
  place.end = following.end
  place.odd ??= following.odd
  place.meaning = { ...whole, printed: { ...whole.printed, values: [Math.round(value * 100) / 100], step: 0.01, place: 0.01 } }
  return true
}

function aboutness(left: string): Printed['about'] {
  if (aboutBefore.test(left)) return 'about'
  if (overBefore.test(left)) return 'over'
  return underBefore.test(left) ? 'under' : 'exact'
}

function negative(printed: Printed): Printed {
  return { ...printed, values: printed.values.map((value) => -value) }
}
