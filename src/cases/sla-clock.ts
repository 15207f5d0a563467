// The clock of one standard on one case: how much of the office's time was ours, and when the promise falls due. A pure
// function of the case's events, so that it can be explained to a customer and computed again at any time.
import { type Calendar, everOpensAgain, openStretches } from '../kernel/business-time.ts'

export type ClockState = 'waiting-for-customer' | 'waiting-for-field'

export type ClockStandard = {
  targetMilliseconds: number
  pausesOn: ReadonlySet<ClockState>
  /** What a reopened case's clock does: goes on, or counts from nothing. */
  onReopen: 'continue' | 'restart'
}

/** `at` in epoch milliseconds; events stand in order. */
export type ClockEvent = { at: number } & (
  | { type: 'received' | 'closed' | 'reopened' | ClockState | 'customer-answered' | 'field-done' | 'absorbed' }
  | { type: 'calendar-changed'; calendar: Calendar }
  /** Another case was merged into this one: the earlier receipt of both counts. */
  | { type: 'survived'; otherReceivedAt: number }
)

/** A stretch of time in which the clock ran, under the calendar in force; `to` is infinite while it runs on. */
type Run = { from: number; to: number; calendar: Calendar }

/** What the clock had counted since an event, as that event left it. */
type Era = { since: number; runs: readonly Run[] }

const horizonMilliseconds = 200 * 366 * 86_400_000 // a promise for longer than two centuries is none

export type SlaClock = {
  /** Milliseconds of office time that ran until `at`, from what was known by then. */
  elapsedAt(at: number): number
  /** The same just before `at`: what a count had come to when something ended it or began another at that very instant. */
  elapsedBefore(at: number): number
  /** The earliest instant at which the target is reached, all events known; null when it never is. */
  due(): number | null
}

/** The first event is the receipt. */
export function slaClock(calendar: Calendar, standard: ClockStandard, events: readonly ClockEvent[]): SlaClock {
  const eras = replay(calendar, standard, events)
  return {
    elapsedAt(at) {
      const era = eras.findLast(({ since }) => since <= at)
      return era ? countedUntil(era.runs, at) : 0
    },
    elapsedBefore(at) {
      const era = eras.findLast(({ since }) => since < at)
      return era ? countedUntil(era.runs, at) : 0
    },
    due() {
      for (const [index, era] of eras.entries()) {
        if (!endsCount(eras, index)) continue
        const next = eras[index + 1]
        const due = reached(next ? stop(era.runs, next.since) : era.runs, standard.targetMilliseconds)
        if (due !== null) return due
      }
      return null
    },
  }
}

/** The last era of each count: an era is followed by a new count when the next one forgets its runs. */
function endsCount(eras: readonly Era[], index: number): boolean {
  const next = eras[index + 1]
  return next === undefined || next.runs.length === 0 || (next.runs[0] as Run).from >= next.since
}

function replay(first: Calendar, { pausesOn, onReopen }: ClockStandard, events: readonly ClockEvent[]): Era[] {
  const eras: Era[] = []
  const waiting = new Set<ClockState>()
  let calendar = first
  let runs: Run[] = []
  let receivedAt = Number.POSITIVE_INFINITY
  let restarted = false
  let stopped = true // before the receipt, closed, or absorbed
  for (const event of events) {
    runs = stop(runs, event.at)
    switch (event.type) {
      case 'received':
        receivedAt = event.at
        stopped = false
        break
      case 'waiting-for-customer':
      case 'waiting-for-field':
        waiting.add(event.type)
        break
      case 'customer-answered':
        waiting.delete('waiting-for-customer')
        break
      case 'field-done':
        waiting.delete('waiting-for-field')
        break
      case 'closed':
      case 'absorbed':
        stopped = true
        break
      case 'reopened':
        stopped = false
        waiting.clear() // whatever was waited for, the case is ours again
        if (onReopen === 'restart') runs = []
        restarted ||= onReopen === 'restart'
        break
      case 'calendar-changed':
        calendar = event.calendar
        break
      case 'survived':
        if (event.otherReceivedAt < receivedAt && !restarted) {
          runs = [{ from: event.otherReceivedAt, to: receivedAt, calendar: first }, ...runs]
          receivedAt = event.otherReceivedAt
        }
        break
      default:
        unknownEvent(event)
    }
    const paused = [...waiting].some((state) => pausesOn.has(state))
    if (!stopped && !paused) runs = [...runs, { from: event.at, to: Number.POSITIVE_INFINITY, calendar }]
    eras.push({ since: event.at, runs })
  }
  return eras
}

function stop(runs: readonly Run[], at: number): Run[] {
  const last = runs.at(-1)
  return last && last.to > at ? [...runs.slice(0, -1), { ...last, to: at }] : [...runs]
}

function unknownEvent(event: never): never {
  throw new Error(`no such event: ${JSON.stringify(event)}`)
}

function countedUntil(runs: readonly Run[], at: number): number {
  let counted = 0
  for (const { from, to, calendar } of runs)
    for (const stretch of openStretches(calendar, { from, to: Math.min(to, at) })) counted += stretch.to - stretch.from
  return counted
}

function reached(runs: readonly Run[], target: number): number | null {
  let left = target
  for (const { from, to, calendar } of runs) {
    if (left <= 0) return from
    if (to === Number.POSITIVE_INFINITY && !everOpensAgain(calendar, from)) return null
    for (const span of growingSpans(from, Math.min(to, from + horizonMilliseconds))) {
      for (const stretch of openStretches(calendar, span)) {
        const length = stretch.to - stretch.from
        if (length >= left) return stretch.from + left
        left -= length
      }
    }
  }
  return null
}

/** An office that never closes has one stretch without end: it is looked at piece by piece, each twice as long as the one before. */
function* growingSpans(from: number, to: number): Generator<{ from: number; to: number }> {
  for (let [start, length] = [from, firstSpanMilliseconds]; start < to; [start, length] = [start + length, length * 2])
    yield { from: start, to: Math.min(to, start + length) }
}

const firstSpanMilliseconds = 7 * 86_400_000
