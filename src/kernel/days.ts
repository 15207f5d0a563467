// Calendar days as branded counts, because a Temporal call costs a microsecond and billing makes millions of them.

/** Days since 1970-01-01 in the proleptic Gregorian calendar. No zone: a day is what the office's calendar calls it. */
export type Day = number & { readonly __day: unique symbol }

const millisecondsADay = 86_400_000

/** `"2025-06-01"` → day. `undefined` for anything that is no such date, `2025-02-30` included. */
export function parseDay(text: string): Day | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return undefined
  const day = Math.round(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / millisecondsADay) as Day
  return formatDay(day) === text ? day : undefined
}

/** Like `parseDay` for dates the program itself wrote; throws when it is none. */
export function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new RangeError(`not a date: ${text}`)
  return parsed
}

/** Day → `"2025-06-01"`. */
export function formatDay(value: Day): string {
  return new Date(value * millisecondsADay).toISOString().slice(0, 10)
}

/** Day → `"June 1, 2025"`, the way letters to customers write it. */
export function longDay(value: Day): string {
  return new Date(value * millisecondsADay).toLocaleDateString('en-US', { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' })
}

const spanishDay = new Intl.DateTimeFormat('es-US', { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' })

/** Day → `"1 de junio de 2025"`, the way Spanish letters write it. */
export function longDayInSpanish(value: Day): string {
  return spanishDay.format(new Date(value * millisecondsADay))
}

export function addDays(value: Day, days: number): Day {
  return (value + days) as Day
}

/** The day that `at` falls on for somebody in `zone` (an IANA name). */
export function dayOf(at: Date, zone: string): Day {
  return day(new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at))
}

/** `Nov 22, 2026`. */
export function shortDay(value: Day): string {
  return shortFormat.format(toDateColumn(value))
}

const shortFormat = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'short', day: 'numeric', year: 'numeric' })

/** The first instant of a day in a zone, in epoch milliseconds. */
export function midnightOf(value: Day, zone: string): number {
  return Temporal.PlainDate.from(formatDay(value)).toZonedDateTime(zone).epochMilliseconds
}

/** A `date` column as the database client returns it (midnight UTC) → day. */
export function fromDateColumn(value: Date): Day {
  return Math.round(value.getTime() / millisecondsADay) as Day
}

/** Day → the `Date` that the database client stores into a `date` column. */
export function toDateColumn(value: Day): Date {
  return new Date(value * millisecondsADay)
}
