// When an office is open: its calendar as data, and the stretches of real time that lie inside it. A wall clock that is
// moved makes a window longer, shorter or twofold; what counts is each instant at which the clock on the wall is inside.

/** `[opens, closes)` in milliseconds since local midnight; 24 hours is midnight at the day's end. */
export type Window = { readonly opens: number; readonly closes: number }

export type Calendar = {
  /** An IANA time zone. */
  readonly zone: string
  /** Monday first. Windows of a day in order; they may touch, and may have no length. */
  readonly week: readonly (readonly Window[])[]
  readonly holidays: ReadonlySet<string>
  /** Days with hours of their own, by ISO date. They win over the week and over holidays. */
  readonly specialDays: ReadonlyMap<string, readonly Window[]>
}

/** `[from, to)` in epoch milliseconds. */
export type Stretch = { readonly from: number; readonly to: number }

export const dayMilliseconds = 86_400_000

/** The stretches of `within` at which the office is open, in order, never touching each other. `within.to` may be far away: they are made as asked for. */
export function* openStretches(calendar: Calendar, within: Stretch): Generator<Stretch> {
  let last: Stretch | undefined
  for (const next of rawStretches(calendar, within)) {
    if (next.to <= next.from) continue
    if (last && next.from <= last.to) last = { from: last.from, to: Math.max(last.to, next.to) }
    else {
      if (last) yield last
      last = next
    }
  }
  if (last) yield last
}

/** An IANA name that this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Whether there is any opening from `from` on: without one, an office never opens again. */
export function everOpensAgain(calendar: Calendar, from: number): boolean {
  const opens = (windows: readonly Window[]) => windows.some((window) => window.closes > window.opens)
  if (calendar.week.some(opens)) return true
  const days = [...calendar.specialDays].filter(([, windows]) => opens(windows)).map(([date]) => Date.parse(`${date}T00:00Z`))
  return days.some((day) => day > from - 2 * dayMilliseconds) // two days: more than any zone is ahead of UTC, and the day itself
}

function* rawStretches(calendar: Calendar, within: Stretch): Generator<Stretch> {
  for (const { from, to, offset } of evenOffsets(calendar.zone, within)) {
    for (let midnight = floorToDay(from + offset); midnight < to + offset; midnight += dayMilliseconds) {
      for (const { opens, closes } of windowsOn(calendar, midnight))
        yield { from: Math.max(from, midnight + opens - offset), to: Math.min(to, midnight + closes - offset) }
    }
  }
}

/** The parts of a stretch in which the zone's clocks are not moved, each with its offset from UTC in milliseconds. */
function* evenOffsets(zone: string, { from, to }: Stretch): Generator<Stretch & { offset: number }> {
  let begin = from
  while (begin < to) {
    const here = Temporal.Instant.fromEpochMilliseconds(begin).toZonedDateTimeISO(zone)
    const moved = here.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY
    const end = Math.min(to, moved)
    yield { from: begin, to: end, offset: Math.round(here.offsetNanoseconds / 1_000_000) }
    begin = end
  }
}

/** `midnight`: a local midnight as though it were UTC. */
function windowsOn({ week, holidays, specialDays }: Calendar, midnight: number): readonly Window[] {
  const date = new Date(midnight)
  const iso = date.toISOString().slice(0, 10)
  const special = specialDays.get(iso)
  if (special) return special
  return holidays.has(iso) ? [] : (week[(date.getUTCDay() + 6) % 7] ?? [])
}

function floorToDay(at: number): number {
  return Math.floor(at / dayMilliseconds) * dayMilliseconds
}
