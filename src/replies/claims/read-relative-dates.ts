// Dates that hang on the day of writing: "yesterday", "by Friday", "in ten days", "la próxima semana". Without that day they
// have no value.
import { addDays, type Day, formatDay, parseDay } from '../../kernel/days.ts'
import type { Printed, Span, WrittenDate } from './claim.ts'
import { weekdayNamed, weekdayWord } from './day-names.ts'
import type { NumberPlace } from './printed-numbers.ts'
import { weekdayOf } from './read-dates.ts'
import { unitAfter, unitNamed } from './units.ts'

export type RelativePlace = Span & { readings: WrittenDate[]; quantity?: { printed: Printed; unit: string } }

const simple: [RegExp, (today: Day) => WrittenDate | null][] = [
  [/\b(?:today|tonight|this (?:morning|afternoon|evening)|hoy(?: mismo)?|as of (?:this|the day of) writing)\b/giu, (today) => only(today)],
  [/\b(?:the day before yesterday|anteayer|antier)(?!\p{L})/giu, (today) => only(addDays(today, -2))],
  [/\b(?:yesterday|ayer)\b/giu, (today) => only(addDays(today, -1))],
  [/\b(?:the day after tomorrow|pasado mañana)(?!\p{L})/giu, (today) => only(addDays(today, 2))],
  [/\b(?:tomorrow|mañana(?! (?:por|a) la)|(?<=(?:para|a partir de|desde|hasta) )mañana)(?!\p{L})/giu, (today) => only(addDays(today, 1))],
  [
    /\b(?:this (?:coming )?week|(?:the )?end of (?:this|the) week|esta semana|fin(?:al(?:es)?)? de (?:esta |la )?semana)\b/giu,
    (today) => week(today, 0),
  ],
  [/\b(?:next week|la (?:próxima semana|semana (?:que viene|próxima|entrante)))(?!\p{L})/giu, (today) => week(today, 1)],
  [/\b(?:last week|la semana pasada)\b/giu, (today) => week(today, -1)],
  [/\b(?:this month|(?:the )?end of (?:this|the) month|este mes|fin(?:al(?:es)?)? de(?:l| este)? mes)\b/giu, (today) => month(today, 0)],
  [/\b(?:next month|el (?:próximo mes|mes (?:que viene|próximo|entrante)))(?!\p{L})/giu, (today) => month(today, 1)],
  [/\b(?:last month|el mes pasado)\b/giu, (today) => month(today, -1)],
  [
    /\b(?:next year|(?:the )?end of (?:this|the) year|el (?:próximo año|año que viene)|fin(?:ales)? de(?:l| este)? año)(?!\p{L})/giu,
    () => null,
  ],
]

const named = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(next|last|this|coming|previous|past|próximo|pasado|este)[ \\n](?:coming[ \\n])?)?(?:(?<!\\p{L})(?:el|on|by|until)[ \\n])?(${weekdayWord.replace(/\b(?:sun|sat|mon|tue|wed|weds|thu|fri|tues|thur|thurs)\|/g, '')})(?![\\p{L}\\p{N}])(?:[ \\n](?:next|last|próximo|pasado|que viene))?`,
  'giu',
)
const aheadBefore =
  /(?:\b(?:in|within|after|another|next|dentro de|en|durante los próximos|en los próximos|los próximos|the next|the coming|antes de|a más tardar en|no more than|at most)[ \n](?:about |the next |un plazo de |los próximos )?)$/iu
const agoBefore = /(?:\b(?:hace(?: unos| más de)?|the (?:last|past)|los últimos)[ \n])$/iu
const agoAfter = /^[ \n](?:ago|earlier|atrás|back)(?!\p{L})/iu
const aheadAfter =
  /^[ \n](?:from (?:now|today)|of (?:this|the date of this) (?:letter|message|e-?mail)|a partir de (?:hoy|ahora)|desde hoy)/iu
const oneAhead =
  /\b(?:in|within|after|dentro de|en)[ \n](?:a|an|un|una|one|the next)[ \n](day|week|month|year|hour|día|semana|mes|año|hora|fortnight|couple of (?:days|weeks))(?!\p{L})/giu

export function relativeDatesIn(plain: string, today: Day | undefined, numbers: readonly NumberPlace[]): RelativePlace[] {
  const places: RelativePlace[] = []
  for (const [words, resolve] of simple)
    for (const found of plain.matchAll(words)) places.push(placeOf(found.index, found[0], today === undefined ? null : resolve(today)))
  for (const found of plain.matchAll(oneAhead)) places.push(placeOf(found.index, found[0], null))
  for (const found of plain.matchAll(named)) {
    const wanted = weekdayNamed(found[2] as string)
    const place = placeOf(found.index, found[0], null)
    if (today !== undefined) place.readings = [-2, -1, 0, 1].map((weeks) => only(addDays(today, wanted - weekdayOf(today) + weeks * 7)))
    if (today !== undefined && found[1]) place.readings = place.readings.filter((reading) => fits(reading, found[1] as string, today))
    places.push(place)
  }
  for (const number of numbers) {
    const place = counted(plain, number, today)
    if (place) places.push(place)
  }
  return places
}

function counted(plain: string, { start, end, printed }: NumberPlace, today: Day | undefined): RelativePlace | null {
  const unitFound = unitAfter.exec(plain.slice(end, end + 40))
  const unit = unitFound && unitNamed(unitFound[1] as string)
  if (!unitFound || !unit || !timeUnits.has(unit) || !printed) return null
  const stop = end + unitFound[0].length
  const [left, right] = [plain.slice(Math.max(0, start - 30), start), plain.slice(stop, stop + 40)]
  const direction = agoBefore.test(left) || agoAfter.test(right) ? -1 : aheadBefore.test(left) || aheadAfter.test(right) ? 1 : 0
  if (direction === 0) return null
  const length = timeUnits.get(unit)
  const value = printed.values[0] as number
  const readings =
    today === undefined || length === undefined || !Number.isInteger(value) || value > 100_000
      ? []
      : [only(addDays(today, direction * value * length))]
  return { start, end: stop, readings, quantity: { printed: { ...printed, about: 'exact' }, unit } }
}

const timeUnits = new Map<string, number | undefined>([
  ['days', 1],
  ['weeks', 7],
  ['months', undefined],
  ['years', undefined],
  ['business days', undefined],
  ['hours', undefined],
  ['minutes', undefined],
])

function placeOf(start: number, words: string, reading: WrittenDate | null): RelativePlace {
  return { start, end: start + words.length, readings: reading ? [reading] : [] }
}

function only(value: Day): WrittenDate & { precision: 'day' | 'range' } {
  return { precision: 'day', first: value, last: value }
}

function fits(reading: WrittenDate, word: string, today: Day): boolean {
  if (reading.precision === 'part') return false
  return /^(?:last|previous|past|pasado)$/i.test(word) ? reading.first < today : reading.first >= today
}

/** Sunday to Saturday. */
function week(today: Day, ahead: number): WrittenDate {
  const first = addDays(today, ahead * 7 - weekdayOf(today))
  return { precision: 'range', first, last: addDays(first, 6) }
}

function month(today: Day, ahead: number): WrittenDate {
  const [year, of] = formatDay(today).split('-').map(Number) as [number, number]
  const first = (at: number) => parseDay(new Date(Date.UTC(year, of - 1 + at, 1)).toISOString().slice(0, 10)) as Day
  return { precision: 'range', first: first(ahead), last: addDays(first(ahead + 1), -1) }
}
