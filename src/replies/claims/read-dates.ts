// Dates written with a day, a month or a year: names and figures, American order and ISO, alone or as a range. Dates that hang
// on the day of writing are read in another file.
import { type Day, parseDay } from '../../kernel/days.ts'
import type { Span, WrittenDate } from './claim.ts'
import { dayOfMonthNamed, dayWord, monthNamed, monthWord, weekdayNamed, weekdayWord } from './day-names.ts'

export type DatePlace = Span & { readings: WrittenDate[]; odd: string | null }

const gap = '[ \\n]{1,2}'
const weekday = `(?:(?<weekday>${weekdayWord})\\.?,?${gap}(?:the${gap}|el${gap})?)?`
const month = `(?<month>${monthWord})(?:\\.(?=,|[ \\n]\\d))?`
const dayFigure = '\\d{1,2}(?:st|nd|rd|th|ro|er|[º°ª])?'
const day = `(?<day>${dayFigure}|${dayWord})`
const year = "(?<year>\\d{4}|'\\d{2})(?!\\d)"
const range = (name: string) =>
  `(?:[ \\n]?(?:-|–|to|through|thru|al|a|and|y|hasta(?:${gap}el)?|or|&)[ \\n]?(?:the )?(?<${name}>${dayFigure}))`
const end = '(?![\\p{L}\\p{N}]|[.,]\\d)'
const begin = '(?<![\\p{L}\\p{N}$.,/-])'

const patterns: RegExp[] = [
  `${weekday}${month}(?:${gap}|-)(?:the${gap})?${day}(?![.,:]?\\d|[ ]?%)(?:${range('second')}(?![\\d:]))?(?:(?:,?${gap}(?:of${gap}|de${gap}|del${gap})?|-|,)${year})?${end}`,
  `${weekday}(?:the${gap})?(?:(?<early>${dayFigure})[ \\n]?(?:-|–|to|through|al|and|y|hasta(?:${gap}el)?)[ \\n]?(?:el )?)?${day}(?:${gap}(?:of${gap}|de${gap})?|-)${month}(?:(?:,?${gap}(?:of${gap}|de${gap}|del${gap})?|-)${year})?${end}`,
  `(?<isoYear>\\d{4})[-/.](?<isoMonth>\\d{1,2})[-/.](?<isoDay>\\d{1,2})${end}`,
  `${weekday}(?<first>\\d{1,2})(?<mark>[/.-])(?<other>\\d{1,2})\\k<mark>(?<shortYear>\\d{4}|\\d{2})${end}(?!-\\d)`,
  `(?<first>\\d{1,2})/(?<other>\\d{1,2})(?![\\p{L}\\p{N}/]|[.,]\\d|-?[ ]?(?:inch|in\\b|"|(?:de )?pulgada|of\\b|hp\\b))`,
  `${month},?${gap}(?:of${gap}|de${gap}|del${gap})?${year}${end}`,
].map((pattern) => new RegExp(`${begin}${pattern}`, 'giu'))

const monthAlone = new RegExp(`${begin}${month}(?![\\p{L}\\p{N}])`, 'giu')
const dayAlone =
  /(?<![\p{L}\p{N}$.,/-])(?:(?:on|by|until|before|after|since|from|through|to) the |(?:el|del|al) (?:día )?)(\d{1,2})(?:st|nd|rd|th|º)?(?![\p{L}\p{N}]|[.,:/]\d|[ \n]?(?:%|\p{L}))|(?<![\p{L}\p{N}$.,/-])the (\d{1,2})(?:st|nd|rd|th)(?![\p{L}\p{N}])/giu
const yearAlone = /(?<![\p{L}\p{N}$.,/#-])(?:19|20)\d\d(?![\p{L}\p{N}%-]|[.,/]\d)/gu
const yearBefore =
  /(?:\b(?:in|of|since|for|year|during|from|to|until|by|and|than|through|early|late|mid|en|de|del|desde|año|hasta|winter|spring|summer|fall|autumn)[ \n])$/iu
const monthBefore =
  /(?:\b(?:in|of|since|for|during|from|to|until|by|and|than|through|early|late|mid|your|the|last|next|this|en|de|del|desde|mes de|hasta|su|la|el|este)[ \n])$/iu

export function datesIn(plain: string, spanish: boolean, taken: (span: Span) => boolean): DatePlace[] {
  const places: DatePlace[] = []
  const own = new Uint8Array(plain.length)
  const free = (span: Span) => !taken(span) && !own.subarray(span.start, span.end).includes(1)
  const add: Add = (start, words, readings, odd) => {
    if (!free({ start, end: start + words.length })) return
    places.push({ start, end: start + words.length, readings, odd })
    own.fill(1, start, start + words.length)
  }
  for (const pattern of patterns)
    for (const found of plain.matchAll(pattern)) {
      const groups = found.groups ?? {}
      if (/^[a-z]/i.test(found[0]) && isVerb(groups.month, groups.day)) continue
      const readings = readingsOf(groups, spanish)
      const other = groups.early ?? groups.second
      if (other === undefined) add(found.index, found[0], readings, oddDate(groups, readings))
      else addRange(found, groups, other, readings, add)
    }
  for (const found of plain.matchAll(monthAlone)) {
    const word = found[1] as string
    const shortForm = word.length <= 3 && word.toLowerCase() !== 'may'
    if (shortForm || word[0] !== word[0]?.toUpperCase())
      if (!spanish || shortForm || !/^(?:de|en|desde|mes de|hasta|su)$/i.test(before(plain, found.index))) continue
    if (/^(?:may|march|sun|august)$/i.test(word) && !monthBefore.test(plain.slice(Math.max(0, found.index - 12), found.index))) continue
    add(found.index, found[0], [part(null, monthNamed(word), null)], null)
  }
  for (const found of plain.matchAll(dayAlone)) {
    const dayOfMonth = Number(found[1] ?? found[2])
    if (dayOfMonth >= 1 && dayOfMonth <= 31) add(found.index, found[0], [part(null, null, dayOfMonth)], null)
  }
  for (const found of plain.matchAll(yearAlone))
    if (
      yearBefore.test(plain.slice(Math.max(0, found.index - 10), found.index)) &&
      !/^[ \n](?:gal|cubic|dollar|ccf|dólar|pies|días|days)/i.test(plain.slice(found.index + 4))
    )
      add(found.index, found[0], [part(Number(found[0]), null, null)], null)
  return places
}

/** "You may 3 times …", "sun", "march": the word is a month only where a day stands with it as days are written. */
function isVerb(monthWritten: string | undefined, dayWritten: string | undefined): boolean {
  return monthWritten === 'may' && !!dayWritten && !/^\d/.test(dayWritten)
}

function before(plain: string, at: number): string {
  return /(?:mes de|\p{L}+)(?=[ \n]$)/iu.exec(plain.slice(Math.max(0, at - 12), at))?.[0] ?? ''
}

const noSuchDate = 'there is no such date'

type Add = (start: number, words: string, readings: WrittenDate[], odd: string | null) => void
type Groups = Record<string, string | undefined>

function readingsOf(groups: Groups, spanish: boolean): WrittenDate[] {
  if (groups.isoYear) return dayReadings(Number(groups.isoYear), Number(groups.isoMonth), Number(groups.isoDay))
  const written = yearOf(groups.year ?? groups.shortYear)
  if (groups.first && groups.other) {
    const [a, b] = [Number(groups.first), Number(groups.other)]
    const american = dayReadings(written, a, b)
    return spanish || american.length === 0 ? [...american, ...dayReadings(written, b, a)] : american
  }
  const monthOfYear = monthNamed(groups.month as string)
  return groups.day ? dayReadings(written, monthOfYear, dayOfMonthNamed(groups.day)) : [part(written, monthOfYear, null)]
}

/** `May 3–17, 2025` states two days; the year stands with the second. */
function addRange(found: RegExpExecArray, groups: Groups, other: string, readings: WrittenDate[], add: Add): void {
  const others = dayReadings(yearOf(groups.year), monthNamed(groups.month as string), Number.parseInt(other, 10))
  const [first, second] = groups.early === undefined ? [readings, others] : [others, readings]
  const from =
    groups.early === undefined
      ? found[0].indexOf(groups.day as string) + (groups.day as string).length
      : found[0].indexOf(other) + other.length
  const to =
    from + (/^(?:[^\p{L}\p{N}]|(?:to|through|thru|al|a|and|y|hasta|el|or|the)(?!\p{L}))*/iu.exec(found[0].slice(from))?.[0].length ?? 0)
  add(found.index, found[0].slice(0, from), first, first.length === 0 ? noSuchDate : null)
  add(found.index + to, found[0].slice(to), second, second.length === 0 ? noSuchDate : null)
}

function dayReadings(year: number | null, month: number, dayOfMonth: number): WrittenDate[] {
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31) return []
  if (year === null) return [part(null, month, dayOfMonth)]
  const two = (n: number) => String(n).padStart(2, '0')
  const parsed = parseDay(`${year}-${two(month)}-${two(dayOfMonth)}`)
  return parsed === undefined ? [] : [{ precision: 'day', first: parsed, last: parsed }]
}

function part(year: number | null, month: number | null, dayOfMonth: number | null): WrittenDate {
  return { precision: 'part', year, month, dayOfMonth }
}

function yearOf(written: string | undefined): number | null {
  if (!written) return null
  const digits = written.replace("'", '')
  return digits.length === 2 ? 2000 + Number(digits) : Number(digits)
}

function oddDate(groups: Groups, readings: readonly WrittenDate[]): string | null {
  if (readings.length === 0) return noSuchDate
  const [reading] = readings
  if (!groups.weekday || reading?.precision !== 'day') return null
  return weekdayOf(reading.first) === weekdayNamed(groups.weekday) ? null : `${groups.weekday} is not the weekday of that date`
}

/** 1970-01-01 was a Thursday. */
export function weekdayOf(value: Day): number {
  return (((value + 4) % 7) + 7) % 7
}
