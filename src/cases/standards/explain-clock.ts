// A clock told interval by interval: who held the case, why from then on, and how much of it counted. The counted minutes of the
// intervals add up to what the clock says.
import type { CaseClock } from './case-clocks.ts'
import { type Event, type Holder, turnsOf } from './who-holds-it.ts'

export type Interval = {
  from: number
  to: number
  holder: Holder
  /** The entry by which it began. */
  because: Event['kind'] | 'calendar-changed'
  countedMinutes: number
  /** The clock counted from nothing at its beginning. */
  anew: boolean
}

const minuteMilliseconds = 60_000

export function explainClock(timeline: readonly Event[], { clock, events }: Pick<CaseClock, 'clock' | 'events'>, now: number): Interval[] {
  const begins = events[0]?.at
  if (begins === undefined) return []
  const turns = turnsOf(timeline)
  const cuts: { at: number; because: Interval['because'] }[] = [
    ...turns.filter(({ at }) => at >= begins).map(({ at, entry }) => ({ at, because: entry.kind })),
    ...events.filter(({ type }) => type === 'calendar-changed').map(({ at }) => ({ at, because: 'calendar-changed' as const })),
  ]
  if (!cuts.some(({ at }) => at === begins)) cuts.push({ at: begins, because: 'mail-received' })
  const inOrder = cuts.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)
  return inOrder.flatMap(({ at: from, because }, index): Interval[] => {
    const to = inOrder[index + 1]?.at ?? now
    if (to === from && index < inOrder.length - 1) return []
    const started = clock.elapsedAt(from)
    const holder = turns.findLast(({ at }) => at <= from)?.holder ?? 'us'
    const ended = index === inOrder.length - 1 ? clock.elapsedAt(to) : clock.elapsedBefore(to)
    const counted = Math.max(0, ended - started)
    return [
      { from, to, holder, because, countedMinutes: counted / minuteMilliseconds, anew: index > 0 && started < clock.elapsedBefore(from) },
    ]
  })
}
