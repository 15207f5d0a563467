// What a text says that may name a bill: amounts, days, months and spans, each with the words around it. Whose bills fit is
// decided in another file.
import { addDays, type Day, formatDay, parseDay } from '../../kernel/days.ts'
import type { WrittenDate } from '../claims/claim.ts'
import { monthNamed } from '../claims/day-names.ts'
import { type PlacedCandidate, type ReadText, readClaims } from '../claims/read-claims.ts'
import { fold } from './read-requests.ts'

/** `rounded`: said to be about so much, or in whole dollars. `ofBill`: the words around it speak of a bill, not of something paid or usual. */
export type NamedAmount = { cents: number; words: string; rounded: boolean; ofBill: boolean }

/** First and last day; a month without its year stands once for each year looked at, the newest first. `or`: the next time is named as the other that it may be. */
export type NamedTime = {
  words: string
  spans: { first: Day; last: Day }[]
  is: 'day' | 'month' | 'span'
  covers: boolean
  or?: true
}

export type Named = { amounts: NamedAmount[]; times: NamedTime[]; folded: string }

const charactersRead = 20_000
const yearsBack = 8 // a customer who means an older bill gives its year
const amountsRead = 20

export function readNamed(text: string, today: Day): Named {
  const read = readClaims(text.slice(0, charactersRead), [{ id: 'letter-date', kind: 'date', value: formatDay(today) }])
  const folded = fold(read.plain.text)
  return { amounts: amountsIn(read, folded).slice(0, amountsRead), times: timesIn(read, folded, today), folded }
}

const billWord = /\b(?:bill(?:s|ed|ing)?|charg(?:e|es|ed)|owe|invoice|statement|due|facturas?|recibos?|cobr\w+|cuenta de agua|debo)\b/u
const notOfBill =
  /\b(?:pa(?:id|y|ying|yment|yments)|usual(?:ly)?|normal(?:ly)?|average|always|income|rent|salary|pension|plumber|fee|late (?:payment )?charges?|penalty|deposit|check|refund|credit|pague|pago|pagamos|pagar|normalmente|siempre|multa|recargo|renta|plomero|cheque)\b[^.;!?]{0,40}$/u

/** "Higher than the one before ($219.99)": what a bill is compared with is not the bill in dispute. */
const comparedWith =
  /\b(?:higher|more|bigger|larger|lower|up(?! to)|compared?|double|twice|triple)\b[^.;!?$]{0,20}\b(?:than|with|to|from)\b[^.;!?$]{0,30}$|\b(?:mas|comparad[oa])\b[^.;!?$]{0,20}\b(?:que|con)\b[^.;!?$]{0,30}$/u

function amountsIn({ candidates }: ReadText, folded: string): NamedAmount[] {
  return candidates.flatMap(({ meaning, at, text }): NamedAmount[] => {
    if (meaning.kind !== 'money' || meaning.sign !== 1 || meaning.currency !== 'dollars' || meaning.per !== null) return []
    const { values, about, place } = meaning.printed
    const before = folded.slice(Math.max(0, at.start - 60), at.start)
    if (comparedWith.test(before)) return []
    const around = folded.slice(Math.max(0, at.start - 80), at.end + 60)
    const ofBill = billWord.test(around) && !notOfBill.test(before)
    const rounded = about === 'about' || place >= 1
    return [...new Set(values)]
      .map((value) => Math.round(value * 100))
      .filter((cents) => Number.isSafeInteger(cents) && cents > 0)
      .map((cents) => ({ cents, words: text.trim(), rounded, ofBill }))
  })
}

const spanJoint = /^ ?(?:to|through|thru|until|till|and|-|–|a|al|hasta|y) ?(?:the |el )?$/u
const orJoint = /^,? ?(?:or|o) (?:the one |maybe |perhaps |la |el )?(?:of |from |in |for |de |en )?(?:the |la |el )?$/u
const spanLead = /\b(?:from|between|de|del|desde|entre|period|covering|for)(?: the| el)? ?$/u
const coversLead = /\b(?:for|covering|covers|period(?: of)?|months? of|del mes de|mes de|por|para|cubre)(?: the)? ?$/u

function timesIn({ candidates }: ReadText, folded: string, today: Day): NamedTime[] {
  const dates = candidates.filter(({ meaning }) => meaning.kind === 'date' && meaning.quantity === undefined)
  const times: NamedTime[] = []
  for (let at = 0; at < dates.length; at++) {
    const date = dates[at] as PlacedCandidate
    const next = dates[at + 1]
    const joined = next && spanJoint.test(folded.slice(date.at.end, next.at.start)) && spanLead.test(before(folded, date))
    const span = joined ? spanOf(date, next, today) : null
    if (next && span) {
      at++
      if (nearBill(folded, date.at.start, next.at.end)) times.push({ ...span, words: `${date.text} to ${next.text}` })
      continue
    }
    const time = timeOf(date, today)
    if (!time) continue
    const covers = coversLead.test(before(folded, date))
    const or = next && orJoint.test(folded.slice(date.at.end, next.at.start))
    if (time.is === 'day' || nearBill(folded, date.at.start, date.at.end))
      times.push({ ...time, covers, words: date.text, ...(or && { or }) })
  }
  for (const found of folded.matchAll(monthsBill)) {
    const spans = monthSpans(null, monthNamed(found[1] as string), today)
    const taken = dates.some(({ at }) => at.start < found.index + found[0].length && at.end > found.index)
    if (!taken) times.push({ words: found[1] as string, spans, is: 'month', covers: false })
  }
  return times
}

/** "my March bill": words that a reader of dates must not take for months by themselves. */
const monthsBill = /\b(march|may|august) (?:water )?(?:bill|invoice|statement)\b/gu

function before(folded: string, { at }: PlacedCandidate): string {
  return folded.slice(Math.max(0, at.start - 30), at.start).replace(/\n/g, ' ')
}

/** A month speaks of a bill only where the words right around it do: "since March I live here" names none. */
function nearBill(folded: string, start: number, end: number): boolean {
  const left =
    folded
      .slice(Math.max(0, start - 45), start)
      .split(/[.;!?](?=\s)/u)
      .at(-1) ?? ''
  const right = folded.slice(end, end + 25).split(/[.;!?,](?=\s|$)/u)[0] ?? ''
  return billWord.test(left) || billWord.test(right)
}

function readingsOf({ meaning }: PlacedCandidate): readonly WrittenDate[] {
  return meaning.kind === 'date' ? meaning.readings : []
}

function timeOf(date: PlacedCandidate, today: Day): Omit<NamedTime, 'words' | 'covers'> | null {
  const spans: NamedTime['spans'] = []
  let is: NamedTime['is'] = 'day'
  for (const reading of readingsOf(date)) {
    if (reading.precision !== 'part') {
      spans.push({ first: reading.first, last: reading.last })
      if (reading.precision === 'range') is = 'span'
    } else if (reading.month !== null) {
      if (reading.dayOfMonth === null) is = 'month'
      if (reading.dayOfMonth === null) spans.push(...monthSpans(reading.year, reading.month, today))
      else
        for (const year of yearsOf(reading.year, today)) {
          const span = dayIn(year, reading.month, reading.dayOfMonth)
          if (span && span.first <= today) spans.push(span)
        }
    }
  }
  return spans.length === 0 ? null : { spans, is }
}

function monthSpans(year: number | null, month: number, today: Day): { first: Day; last: Day }[] {
  return yearsOf(year, today).flatMap((of) => {
    const span = monthOf(of, month)
    return span && span.first <= today ? [span] : []
  })
}

function spanOf(from: PlacedCandidate, to: PlacedCandidate, today: Day): Omit<NamedTime, 'words'> | null {
  const [starts, ends] = [timeOf(from, today), timeOf(to, today)]
  if (!starts || !ends) return null
  const spans = ends.spans.flatMap(({ last }) => {
    const start = starts.spans.filter(({ first }) => first <= last).sort((a, b) => b.first - a.first)[0]
    return start && last - start.first <= longestSpanDays ? [{ first: start.first, last }] : []
  })
  return spans.length === 0 ? null : { spans, is: 'span', covers: true }
}

const longestSpanDays = 400

function yearsOf(year: number | null, today: Day): number[] {
  if (year !== null) return [year]
  const current = Number(formatDay(today).slice(0, 4))
  return Array.from({ length: yearsBack }, (_, back) => current - back)
}

const two = (n: number) => String(n).padStart(2, '0')

function monthOf(year: number, month: number): { first: Day; last: Day } | null {
  const first = parseDay(`${String(year).padStart(4, '0')}-${two(month)}-01`)
  const following =
    month === 12
      ? parseDay(`${String(year + 1).padStart(4, '0')}-01-01`)
      : parseDay(`${String(year).padStart(4, '0')}-${two(month + 1)}-01`)
  return first === undefined || following === undefined ? null : { first, last: addDays(following, -1) }
}

function dayIn(year: number, month: number, dayOfMonth: number): { first: Day; last: Day } | null {
  const only = parseDay(`${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`)
  return only === undefined ? null : { first: only, last: only }
}
