// What one standard's clock hears of a case: the timeline's entries that start, stop and pause it.
import type { Measure } from '../../rulebook/kinds/standards.ts'
import type { ClockEvent, ClockState } from '../sla-clock.ts'
import { type Event, type Holder, turnsOf } from './who-holds-it.ts'

type Step = ClockEvent & { type: 'received' | 'closed' | 'reopened' | ClockState | 'customer-answered' | 'field-done' | 'absorbed' }

/** In order; empty while there is nothing to measure. The first is the receipt. */
export function clockEvents(measure: Measure, timeline: readonly Event[]): ClockEvent[] {
  switch (measure) {
    case 'first-answer':
      return firstAnswer(timeline)
    case 'next-answer':
      return nextAnswer(timeline)
    case 'resolution':
      return resolution(timeline)
    case 'approval':
      return approval(timeline)
    default:
      return unknownMeasure(measure)
  }
}

/** Until somebody answered; a case that was resolved without an answer and is open again owes one still. */
function firstAnswer(timeline: readonly Event[]): ClockEvent[] {
  const answered = timeline.findIndex(({ kind }) => kind === 'sent')
  return walk(answered === -1 ? timeline : timeline.slice(0, answered + 1))
}

/** From the first mail after an answer: each mail that follows an answer is a count of its own. */
function nextAnswer(timeline: readonly Event[]): ClockEvent[] {
  const answered = timeline.findIndex(({ kind }) => kind === 'sent')
  if (answered === -1) return []
  const asked = timeline.findIndex(({ kind }, index) => index > answered && isHeard(kind))
  return asked === -1 ? [] : walk(timeline.slice(asked), { startsWith: 'mail' })
}

function resolution(timeline: readonly Event[]): ClockEvent[] {
  return walk(timeline)
}

/** A draft's wait for its decision: each draft is a count of its own. */
function approval(timeline: readonly Event[]): ClockEvent[] {
  const events: ClockEvent[] = []
  let waits = false
  for (const { at, holder } of turnsOf(timeline)) {
    if (holder === 'supervisor') events.push({ at, type: events.length === 0 ? 'received' : 'reopened' })
    else if (waits) events.push({ at, type: 'closed' })
    waits = holder === 'supervisor'
  }
  return events
}

function isHeard(kind: Event['kind']): boolean {
  return kind === 'mail-received' || kind === 'mail-attached'
}

/** The clock runs while the case is ours or its supervisor's, and is told what else it waits for. */
function walk(timeline: readonly Event[], { startsWith }: { startsWith: 'opening' | 'mail' } = { startsWith: 'opening' }): ClockEvent[] {
  const first = timeline[0]
  if (!first) return []
  const events: ClockEvent[] = startsWith === 'mail' ? [{ at: first.at.getTime(), type: 'received' }] : []
  let before: Holder = 'us'
  // A mail that starts a count comes to a case that nothing was owed in: its own turn is the receipt.
  const turns = turnsOf(startsWith === 'mail' ? [{ kind: 'case-opened', at: first.at, content: null }, ...timeline] : timeline)
  for (const { at, holder, entry } of turns) {
    if (entry.kind === 'case-opened') {
      if (events.length === 0) events.push({ at, type: 'received' })
    } else if (entry.kind === 'case-merged') events.push({ at, type: 'absorbed' })
    else for (const type of heardAs(before, holder)) events.push({ at, type })
    before = holder
  }
  return withMerges(events, timeline)
}

function heardAs(before: Holder, holder: Holder): Step['type'][] {
  if (before === 'nobody') return holder === 'nobody' ? [] : ['reopened', ...waitsFor(holder)]
  const over: Step['type'][] = before === 'customer' ? ['customer-answered'] : before === 'field' ? ['field-done'] : []
  return holder === 'nobody' ? [...over, 'closed'] : [...over, ...waitsFor(holder)]
}

function waitsFor(holder: Holder): Step['type'][] {
  return holder === 'customer' ? ['waiting-for-customer'] : holder === 'field' ? ['waiting-for-field'] : []
}

const ofOlder: ReadonlySet<Event['kind']> = new Set(['case-absorbed', 'case-split-off'])

/** Where another case was merged into this one, or this one was part of another, the earlier receipt of both counts. */
function withMerges(events: ClockEvent[], timeline: readonly Event[]): ClockEvent[] {
  const merges = timeline.flatMap(({ kind, at, content }): ClockEvent[] => {
    const received = ofOlder.has(kind) && typeof content?.receivedAt === 'string' ? Date.parse(content.receivedAt) : Number.NaN
    return Number.isNaN(received) ? [] : [{ at: at.getTime(), type: 'survived', otherReceivedAt: received }]
  })
  return merges.length === 0 ? events : [...events, ...merges].sort((a, b) => a.at - b.at)
}

function unknownMeasure(measure: never): never {
  throw new Error(`no such measure: ${String(measure)}`)
}
