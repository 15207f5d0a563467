// One line of `clock replay --batch -`: parsed, the clock computed, and answered in the shape that other programs rely on.
import { z } from 'zod'
import { isTimeZone } from '../kernel/business-time.ts'
import { calendarIn, holidayDates, specialDays, weekWindows } from '../rulebook/kinds/calendar.ts'
import { type ClockEvent, slaClock } from './sla-clock.ts'

const minuteMilliseconds = 60_000
const eventLimit = 5_000 // far more than a case has
const askLimit = 5_000
const targetLimitMinutes = 100_000_000 // more than a century

const instant = z.iso
  .datetime({ offset: true, error: 'expected an instant, such as 2026-03-17T14:00:00Z' })
  .transform((text) => Date.parse(text))
const zone = z.string().refine(isTimeZone, { error: 'expected an IANA time zone, such as America/Chicago' })

const calendar = z
  .object({ zone, windows: weekWindows, holidays: holidayDates.default([]), special_days: specialDays.default({}) })
  .transform(({ zone: named, ...hours }) => calendarIn(named, hours))

const plain = ['received', 'waiting-for-customer', 'customer-answered', 'waiting-for-field', 'field-done', 'closed', 'reopened'] as const

const event = z.union(
  [
    z.object({ at: instant, type: z.enum(plain) }),
    z.object({ at: instant, type: z.literal('calendar-changed'), calendar }),
    z
      .object({ at: instant, type: z.literal('merged'), role: z.literal('absorbed') })
      .transform(({ at }): ClockEvent => ({ at, type: 'absorbed' })),
    z
      .object({ at: instant, type: z.literal('merged'), role: z.literal('survivor'), other_received_at: instant })
      .transform(({ at, other_received_at }): ClockEvent => ({ at, type: 'survived', otherReceivedAt: other_received_at })),
  ],
  { error: 'not an event that the clock knows' },
)

const standard = z.object({
  target_minutes: z.number().min(0).max(targetLimitMinutes),
  pauses_on: z.array(z.enum(['waiting-for-customer', 'waiting-for-field'])).default([]),
  on_reopen: z.enum(['continue', 'restart']).default('continue'),
  on_merge: z.literal('earliest-receipt').default('earliest-receipt'),
})

const line = z.object({
  id: z.string(),
  input: z.object({
    calendar,
    standard,
    events: z
      .array(event)
      .min(1)
      .max(eventLimit)
      .refine((events) => events.filter(({ type }) => type === 'received').length === 1 && events[0]?.type === 'received', {
        error: 'the first event, and only that, is the receipt',
      })
      .refine((events) => events.every(({ at }, index) => index === 0 || at >= (events[index - 1] as ClockEvent).at), {
        error: 'events stand in the order of their instants',
      }),
    ask: z.array(instant).max(askLimit).default([]),
  }),
})

/** `text` is one JSON object's text. Nothing a caller sends throws: what is wrong is said in `error`. */
export function answerClockLine(text: string): Record<string, unknown> {
  const given = parseJson(text)
  const id = typeof given?.id === 'string' ? given.id : null
  if (!given || id === null) return { id: null, error: 'not a JSON object with an id' }
  const parsed = line.safeParse(given)
  if (!parsed.success) return { id, error: wordsFor(parsed.error) }
  const { calendar: hours, standard: promised, events, ask } = parsed.data.input
  const targetMilliseconds = promised.target_minutes * minuteMilliseconds
  const clock = slaClock(hours, { targetMilliseconds, pausesOn: new Set(promised.pauses_on), onReopen: promised.on_reopen }, events)
  const due = clock.due()
  return {
    id,
    due: due === null ? null : isoInstant(due),
    checks: ask.map((at) => {
      const elapsed = clock.elapsedAt(at)
      return {
        at: isoInstant(at),
        elapsed_minutes: elapsed / minuteMilliseconds,
        remaining_minutes: (targetMilliseconds - elapsed) / minuteMilliseconds,
        breached: elapsed > targetMilliseconds,
      }
    }),
  }
}

function parseJson(text: string): { id?: unknown } | undefined {
  try {
    const value = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined // the caller is told so in the answer
  }
}

function wordsFor({ issues }: z.ZodError): string {
  const [first] = issues
  return first ? `${first.path.slice(1).join('.')}: ${first.message}` : 'not valid'
}

/** Without a fraction where there is none. */
function isoInstant(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.round(at)).toString()
}
