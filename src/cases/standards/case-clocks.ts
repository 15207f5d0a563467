// The clocks of a case under the office's standards: what each has counted, when it falls due, and when each of its steps is to be
// taken. Computed from the timeline alone, so that a queue's figures can be made again and explained at any time.
import type { Calendar } from '../../kernel/business-time.ts'
import type { Standard, StandardStep } from '../../rulebook/kinds/standards.ts'
import type { Urgency } from '../../rulebook/kinds/triage.ts'
import { type ClockEvent, type SlaClock, slaClock } from '../sla-clock.ts'
import { clockEvents } from './clock-events.ts'
import { type Event, type Holder, turnsOf } from './who-holds-it.ts'

/** The calendar in force from each instant on, oldest first; the first holds before its own instant, too. */
export type Calendars = readonly { from: number; calendar: Calendar }[]

export type Office = { standards: readonly Standard[]; hours: Calendars; always: Calendar }

export type CaseClock = {
  standard: Standard
  targetMinutes: number
  /** When the present count began. */
  startedAt: number
  holder: Holder
  /** It counts, in office time, at this moment of the case. */
  running: boolean
  elapsedMinutes: number
  dueAt: number | null
  /** When each of the standard's steps is reached, as things stand; null: never. */
  steps: readonly { step: StandardStep; at: number | null }[]
  clock: SlaClock
  events: readonly ClockEvent[]
}

const minuteMilliseconds = 60_000

/** One for each standard that has begun to measure the case. */
export function caseClocks(timeline: readonly Event[], urgency: Urgency, office: Office, now: number): CaseClock[] {
  const holder = turnsOf(timeline).at(-1)?.holder ?? 'us'
  return office.standards.flatMap((standard): CaseClock[] => {
    const heard = clockEvents(standard.measures, timeline)
    const [first] = heard
    if (!first) return []
    const { minutes, counts } = standard.targets[urgency]
    const { calendar, events } = counts === 'always' ? { calendar: office.always, events: heard } : underCalendars(heard, office.hours)
    const clockOf = (targetMinutes: number) =>
      slaClock(
        calendar,
        { targetMilliseconds: targetMinutes * minuteMilliseconds, pausesOn: new Set(standard.pauses_on), onReopen: standard.on_reopen },
        events,
      )
    const clock = clockOf(minutes)
    const running = runs(standard, heard)
    const steps = standard.steps.map((step) => ({ step, at: running ? clockOf((minutes * step.at_percent) / 100).due() : null }))
    const elapsedMinutes = clock.elapsedAt(now) / minuteMilliseconds
    return [
      {
        ...{ standard, targetMinutes: minutes, startedAt: countBegan(standard, heard), holder, running, elapsedMinutes },
        ...{ dueAt: running ? clock.due() : null, steps, clock, events },
      },
    ]
  })
}

/** The calendar at the receipt, and the events with each later change of it in its place. */
function underCalendars(events: readonly ClockEvent[], hours: Calendars): { calendar: Calendar; events: ClockEvent[] } {
  const receivedAt = (events[0] as ClockEvent).at
  const first = hours.findLast(({ from }) => from <= receivedAt) ?? hours[0]
  if (!first) throw new Error('the office has no calendar')
  const changes = hours.flatMap(({ from, calendar }): ClockEvent[] =>
    from > receivedAt && calendar !== first.calendar ? [{ at: from, type: 'calendar-changed', calendar }] : [],
  )
  return { calendar: first.calendar, events: [...events, ...changes].sort((a, b) => a.at - b.at) }
}

function runs({ pauses_on }: Standard, events: readonly ClockEvent[]): boolean {
  let stopped = true
  const waiting = new Set<string>()
  for (const { type } of events) {
    if (type === 'received') stopped = false
    else if (type === 'reopened') {
      stopped = false
      waiting.clear()
    } else if (type === 'closed' || type === 'absorbed') stopped = true
    else if (type === 'waiting-for-customer' || type === 'waiting-for-field') waiting.add(type)
    else if (type === 'customer-answered') waiting.delete('waiting-for-customer')
    else if (type === 'field-done') waiting.delete('waiting-for-field')
  }
  return !stopped && !pauses_on.some((state) => waiting.has(state))
}

/** Where counts begin anew, the newest one's start. */
function countBegan({ on_reopen }: Standard, events: readonly ClockEvent[]): number {
  const restart = on_reopen === 'restart' ? events.findLast(({ type }) => type === 'reopened') : undefined
  return (restart ?? (events[0] as ClockEvent)).at
}
