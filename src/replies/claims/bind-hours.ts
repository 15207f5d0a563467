// Opening hours go with their days: five in the afternoon of a Monday is none of a Friday, where the office closes at one.
import type { Clause } from './fact-book.ts'
import type { PlacedCandidate } from './read-claims.ts'

type Hours = { days: ReadonlySet<number> | null; minutes: number[] }

const names = ['mon|lunes', 'tue|martes', 'wed|miércoles', 'thu|jueves', 'fri|viernes', 'sat|sábado', 'sun|domingo']

/** `near`: the candidates of the claim's sentence. True where the clause opens or closes at that time, on those days where days are named. */
export function hoursBorne(claim: PlacedCandidate, near: readonly PlacedCandidate[], clause: Clause): boolean {
  const held = hoursOf(clause.read.candidates)
  if (isDays(claim)) {
    const days = daysIn(hoursText(claim))
    return held.some((hours) => hours.days && [...days].every((day) => hours.days?.has(day)))
  }
  const said = minutesOf(hoursText(claim))
  const days = daysFor(claim, near)
  return (
    said.length > 0 &&
    held.some(
      (hours) =>
        hours.minutes.some((minute) => said.includes(minute)) && (!days || !hours.days || [...days].every((day) => hours.days?.has(day))),
    )
  )
}

function isHours({ meaning }: PlacedCandidate): boolean {
  return meaning.kind === 'clause' && meaning.of === 'hours'
}

function hoursText({ meaning }: PlacedCandidate): string {
  return meaning.kind === 'clause' ? meaning.value : ''
}

function isDays(claim: PlacedCandidate): boolean {
  return isHours(claim) && daysIn(hoursText(claim)).size > 0
}

/** Of the days that are named right before it, or else right after. */
function daysFor(claim: PlacedCandidate, near: readonly PlacedCandidate[]): ReadonlySet<number> | null {
  const named = near.filter(isDays)
  const of = named.findLast(({ at }) => at.end <= claim.at.start) ?? named.find(({ at }) => at.start >= claim.at.end)
  return of ? daysIn(hoursText(of)) : null
}

/** Times with the days before them, in the order of the clause. */
function hoursOf(candidates: readonly PlacedCandidate[]): Hours[] {
  const hours: Hours[] = []
  for (const candidate of candidates.filter(isHours)) {
    if (isDays(candidate)) hours.push({ days: daysIn(hoursText(candidate)), minutes: [] })
    else {
      const minutes = minutesOf(hoursText(candidate))
      const last = hours.at(-1)
      if (last) last.minutes.push(...minutes)
      else hours.push({ days: null, minutes })
    }
  }
  return hours
}

/** `Mon-Thu`, `lunes a viernes`, `weekdays`: Monday is 0. */
function daysIn(value: string): Set<number> {
  const text = value.toLowerCase()
  if (/weekday|entre semana/.test(text)) return new Set([0, 1, 2, 3, 4])
  if (/weekend/.test(text)) return new Set([5, 6])
  const found = names.flatMap((name, day) =>
    [...text.matchAll(new RegExp(`(?<!\\p{L})(?:${name})`, 'gu'))].map(({ index }) => ({ day, index })),
  )
  const [first, second] = found.sort((a, b) => a.index - b.index)
  if (!first) return new Set()
  if (!second) return new Set([first.day])
  if (/,|(?<!\p{L})(?:and|y)(?!\p{L})/u.test(text.slice(first.index, second.index))) return new Set([first.day, second.day])
  const length = (second.day - first.day + 7) % 7
  return new Set(Array.from({ length: length + 1 }, (_, step) => (first.day + step) % 7))
}

/** Minutes after midnight; both halves of the day where the text does not say which. */
function minutesOf(value: string): number[] {
  const match = /^(\d{1,2})(?::(\d{2}))?[ \n]?(?:([ap])\.?m)?/i.exec(value)
  if (!match) return /noon|mediod/i.test(value) ? [720] : []
  const minutes = (Number(match[1]) % 12) * 60 + Number(match[2] ?? 0)
  if (match[3]) return [minutes + (/p/i.test(match[3]) ? 720 : 0)]
  return Number(match[1]) > 12 ? [minutes + 720] : [minutes, minutes + 720]
}
