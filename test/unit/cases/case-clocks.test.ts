// The office's standards on a case's timeline: who held it when, what counted, when steps are taken, and how that is explained.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TimelineKind } from '../../../src/cases/case.ts'
import { type CaseClock, caseClocks, type Office } from '../../../src/cases/standards/case-clocks.ts'
import { explainClock } from '../../../src/cases/standards/explain-clock.ts'
import { type Event, turnsOf } from '../../../src/cases/standards/who-holds-it.ts'
import { alwaysOpen, calendarIn, calendarSchema } from '../../../src/rulebook/kinds/calendar.ts'
import { type Standard, standardsSchema } from '../../../src/rulebook/kinds/standards.ts'

const zone = 'America/Chicago'
const day = [
  ['08:30', '12:00'],
  ['13:00', '16:30'],
]
const hours = calendarIn(
  zone,
  calendarSchema.parse({ windows: { mon: day, tue: day, wed: day, thu: day, fri: day }, holidays: ['2026-03-06'] }),
)
const targets = (minutes: number) => ({
  emergency: { minutes: 60, counts: 'always' },
  high: { minutes },
  normal: { minutes },
  low: { minutes },
})
const { standards } = standardsSchema.parse({
  standards: [
    {
      ...{ id: 'first', name: 'First answer', measures: 'first-answer', targets: targets(420), on_reopen: 'continue' },
      pauses_on: ['waiting-for-customer', 'waiting-for-field'],
      steps: [
        { at_percent: 50, does: 'remind', tells: ['assignee'] },
        { at_percent: 100, does: 'breach', tells: ['assignee', 'supervisors'] },
      ],
    },
    {
      id: 'next',
      name: 'Next answer',
      measures: 'next-answer',
      targets: targets(210),
      pauses_on: ['waiting-for-customer'],
      on_reopen: 'restart',
    },
    { id: 'approval', name: 'Decision', measures: 'approval', targets: targets(120), on_reopen: 'restart' },
    { id: 'resolution', name: 'Resolution', measures: 'resolution', targets: targets(840), on_reopen: 'continue' },
  ],
})
const office: Office = { standards, hours: [{ from: 0, calendar: hours }], always: alwaysOpen(zone) }

/** Wall clock of Chicago in March 2026: `2 09:00` is Monday, March 2. */
function at(local: string): number {
  const [date, time] = local.split(' ') as [string, string]
  return Temporal.PlainDateTime.from(`2026-03-${date.padStart(2, '0')}T${time}`).toZonedDateTime(zone).epochMilliseconds
}

type Line = [local: string, kind: TimelineKind, content?: Event['content']]
const told = (lines: Line[]): Event[] => lines.map(([local, kind, content = {}]) => ({ at: new Date(at(local)), kind, content }))

function clockOf(id: string, lines: Line[], now: string, urgency: 'normal' | 'emergency' = 'normal'): CaseClock | undefined {
  return caseClocks(told(lines), urgency, office, at(now)).find(({ standard }) => standard.id === id)
}

const opened: Line[] = [
  ['2 09:00', 'mail-received'],
  ['2 09:00', 'case-opened'],
]

const rows: [story: string, standard: string, lines: Line[], now: string, elapsed: number | null, due: string | null][] = [
  ['counts from the first mail', 'first', opened, '2 10:00', 60, '3 09:00'],
  ['not at lunch', 'first', opened, '2 12:30', 180, '3 09:00'],
  ['not at night', 'first', opened, '3 08:30', 390, '3 09:00'],
  ['while a draft waits, too', 'first', [...opened, ['2 09:01', 'draft-written', { asks: true }]], '2 10:00', 60, '3 09:00'],
  ['until it is sent', 'first', [...opened, ['2 10:00', 'sent']], '4 10:00', 60, null],
  [
    'and no more once it was answered',
    'first',
    [...opened, ['2 10:00', 'sent'], ['2 11:00', 'mail-received'], ['2 11:00', 'case-reopened']],
    '4 10:00',
    60,
    null,
  ],
  ['not while it waits for the customer', 'first', [...opened, ['2 10:00', 'waits-for-customer']], '4 10:00', 60, null],
  [
    'from his answer on again',
    'first',
    [...opened, ['2 10:00', 'waits-for-customer'], ['3 08:30', 'mail-received']],
    '3 09:30',
    120,
    '3 15:30',
  ],
  ['not while it waits for the field crew', 'first', [...opened, ['2 10:00', 'waits-for-field']], '4 10:00', 60, null],
  [
    'on again when the wait is over',
    'first',
    [...opened, ['2 10:00', 'waits-for-field'], ['3 08:30', 'wait-over']],
    '3 09:30',
    120,
    '3 15:30',
  ],
  [
    'from one wait into the other without a minute',
    'first',
    [...opened, ['2 10:00', 'waits-for-field'], ['2 15:00', 'waits-for-customer'], ['3 08:30', 'wait-over']],
    '3 09:30',
    120,
    '3 15:30',
  ],
  [
    'a case resolved and opened again goes on',
    'first',
    [...opened, ['2 10:00', 'case-resolved'], ['3 08:30', 'case-reopened']],
    '3 09:30',
    120,
    '3 15:30',
  ],
  ['over a weekend and a holiday nothing', 'first', [['5 16:00', 'case-opened']], '9 08:30', 30, '9 16:00'],
  [
    'a next answer is measured from the mail that asks for it',
    'next',
    [...opened, ['2 10:00', 'sent'], ['2 13:30', 'mail-received'], ['2 13:30', 'case-reopened']],
    '2 14:30',
    60,
    '3 09:00',
  ],
  ['and not before', 'next', [...opened, ['2 10:00', 'sent']], '3 10:00', null, null],
  [
    'anew with each',
    'next',
    [...opened, ['2 10:00', 'sent'], ['2 11:00', 'mail-received'], ['2 11:30', 'sent'], ['3 09:00', 'mail-received']],
    '3 09:30',
    30,
    '3 13:30',
  ],
  [
    'a second mail before the answer begins no new count',
    'next',
    [...opened, ['2 10:00', 'sent'], ['2 11:00', 'mail-received'], ['2 11:30', 'mail-received']],
    '2 12:00',
    60,
    '2 15:30',
  ],
  [
    'a decision is measured while a draft waits',
    'approval',
    [...opened, ['2 09:30', 'draft-written', { asks: true }]],
    '2 10:30',
    60,
    '2 11:30',
  ],
  [
    'a draft with lines for a person asks for none',
    'approval',
    [...opened, ['2 09:30', 'draft-written', { asks: false }]],
    '2 10:30',
    null,
    null,
  ],
  ['until it is returned', 'approval', [...opened, ['2 09:30', 'draft-written'], ['2 10:00', 'draft-returned']], '2 15:00', 30, null],
  [
    'anew for the next draft',
    'approval',
    [...opened, ['2 09:30', 'draft-written'], ['2 10:00', 'draft-returned'], ['2 10:30', 'draft-edited', { asks: true }]],
    '2 11:00',
    30,
    '2 13:30',
  ],
  [
    'resolution counts the waits for a customer here',
    'resolution',
    [...opened, ['2 10:00', 'waits-for-customer']],
    '2 11:00',
    120,
    '4 09:00',
  ],
  ['until it is resolved', 'resolution', [...opened, ['2 10:00', 'case-resolved']], '4 11:00', 60, null],
  ['or closed', 'resolution', [...opened, ['2 10:00', 'case-closed']], '4 11:00', 60, null],
  [
    'and goes on where it left off',
    'resolution',
    [...opened, ['2 10:00', 'sent'], ['3 09:00', 'mail-received'], ['3 09:00', 'case-reopened']],
    '3 10:00',
    120,
    '4 16:00',
  ],
  ['a merged case’s clock stops', 'resolution', [...opened, ['2 10:00', 'case-merged']], '4 11:00', 60, null],
  [
    'the survivor’s counts from the earlier receipt',
    'resolution',
    [...opened, ['2 10:00', 'case-absorbed', { receivedAt: new Date(at('2 08:30')).toISOString() }]],
    '2 11:00',
    150,
    '3 16:30',
  ],
  [
    'and goes on when the merge is taken back',
    'resolution',
    [...opened, ['2 10:00', 'case-merged'], ['2 11:00', 'merge-undone']],
    '2 11:30',
    90,
    '4 10:00',
  ],
]

describe('a clock', () => {
  it.each(rows)('%s (%s)', (_, standard, lines, now, elapsed, due) => {
    const clock = clockOf(standard, lines, now)
    expect(clock?.elapsedMinutes ?? null).toBe(elapsed)
    expect(clock?.dueAt ?? null).toBe(due === null ? null : at(due))
  })

  it('of an emergency counts round the clock', () => {
    expect(clockOf('first', [['2 22:00', 'case-opened']], '2 22:30', 'emergency')).toMatchObject({
      elapsedMinutes: 30,
      dueAt: at('2 23:00'),
    })
  })

  it('says when each step is to be taken', () => {
    expect(clockOf('first', opened, '2 10:00')?.steps.map((one) => one.at)).toEqual([at('2 13:30'), at('3 09:00')])
    expect(clockOf('first', [...opened, ['2 10:00', 'waits-for-customer']], '2 11:00')?.steps.map((one) => one.at)).toEqual([null, null])
  })

  it('counts by the calendar of each day', () => {
    const longer = calendarIn(zone, calendarSchema.parse({ windows: { tue: [['06:00', '20:00']] } }))
    const changed = { ...office, hours: [...office.hours, { from: at('3 00:00'), calendar: longer }] }
    const [clock] = caseClocks(told(opened), 'normal', changed, at('3 07:00'))
    expect(clock?.elapsedMinutes).toBe(390 + 60)
  })

  it('is explained interval by interval', () => {
    const lines: Line[] = [
      ...opened,
      ['2 09:30', 'draft-written'],
      ['2 10:00', 'draft-returned'],
      ['2 11:00', 'waits-for-customer'],
      ['3 09:00', 'mail-received'],
    ]
    const clock = clockOf('first', lines, '3 10:00') as CaseClock
    expect(explainClock(told(lines), clock, at('3 10:00'))).toEqual([
      { from: at('2 09:00'), to: at('2 09:30'), holder: 'us', because: 'case-opened', countedMinutes: 30, anew: false },
      { from: at('2 09:30'), to: at('2 10:00'), holder: 'supervisor', because: 'draft-written', countedMinutes: 30, anew: false },
      { from: at('2 10:00'), to: at('2 11:00'), holder: 'us', because: 'draft-returned', countedMinutes: 60, anew: false },
      { from: at('2 11:00'), to: at('3 09:00'), holder: 'customer', because: 'waits-for-customer', countedMinutes: 0, anew: false },
      { from: at('3 09:00'), to: at('3 10:00'), holder: 'us', because: 'mail-received', countedMinutes: 60, anew: false },
    ])
  })
})

const kinds: TimelineKind[] = [
  'mail-received',
  'draft-written',
  'draft-returned',
  'approved',
  'sent',
  'waits-for-customer',
  'waits-for-field',
  'wait-over',
  'case-resolved',
  'case-reopened',
  'note',
]
const history = fc
  .array(fc.record({ kind: fc.constantFrom(...kinds), minutes: fc.integer({ min: 0, max: 3_000 }) }), { maxLength: 25 })
  .map((steps) => {
    let now = at('2 09:00')
    const events: Event[] = [{ kind: 'case-opened', at: new Date(now), content: {} }]
    for (const { kind, minutes } of steps) {
      now += minutes * 60_000
      events.push({ kind, at: new Date(now), content: {} })
    }
    return { events, end: now + 60_000 * 500 }
  })

describe('whatever a case goes through', () => {
  it('elapsed is never negative, and steps stand in their order', () => {
    fc.assert(
      fc.property(history, ({ events, end }) => {
        for (const { elapsedMinutes, steps } of caseClocks(events, 'normal', office, end)) {
          expect(elapsedMinutes).toBeGreaterThanOrEqual(0)
          const instants = steps.flatMap((one) => one.at ?? [])
          expect(instants).toEqual(instants.toSorted((a, b) => a - b))
        }
      }),
    )
  })

  it('the intervals of a clock add up to it, from where it last began anew', () => {
    fc.assert(
      fc.property(history, ({ events, end }) => {
        for (const clock of caseClocks(events, 'normal', office, end)) {
          const intervals = explainClock(events, clock, end)
          const begins = Math.max(
            0,
            intervals.findLastIndex(({ from, anew }) => anew || from === clock.startedAt),
          )
          const sum = intervals.slice(begins).reduce((total, { countedMinutes }) => total + countedMinutes, 0)
          expect(sum).toBeCloseTo(clock.elapsedMinutes, 6)
        }
      }),
    )
  })

  it('what was counted at a moment is the same when the timeline goes on', () => {
    fc.assert(
      fc.property(history, fc.nat(24), ({ events }, cut) => {
        const known = events.slice(0, cut + 1)
        const now = (known.at(-1) as Event).at.getTime()
        const before = caseClocks(known, 'normal', office, now)
        const simultaneous = events.slice(cut + 1).some((event) => event.at.getTime() === now)
        if (simultaneous) return
        for (const clock of caseClocks(events, 'normal', office, now)) {
          const then = before.find(({ standard }) => standard.id === clock.standard.id)
          expect(clock.elapsedMinutes).toBeCloseTo(then?.elapsedMinutes ?? 0, 6)
        }
      }),
    )
  })

  it('nothing that happens outside the office’s hours moves a clock by itself', () => {
    fc.assert(
      fc.property(history, ({ events, end }) => {
        const quiet: Event = { kind: 'note', at: new Date(end), content: {} }
        expect(caseClocks([...events, quiet], 'normal', office, end).map((one) => one.elapsedMinutes)).toEqual(
          caseClocks(events, 'normal', office, end).map((one) => one.elapsedMinutes),
        )
      }),
    )
  })

  it('it is always somebody’s turn', () => {
    fc.assert(
      fc.property(history, ({ events }) => {
        expect(turnsOf(events)[0]?.holder).toBe('us')
      }),
    )
  })
})

describe('a standard that nobody could mean', () => {
  const one = standards[0] as Standard
  it.each([
    ['without a minute', { ...one, targets: { ...one.targets, low: { minutes: 0, counts: 'always' } } }],
    ['with steps out of order', { ...one, steps: [...one.steps].reverse() }],
    ['with a breach before its time', { ...one, steps: [{ at_percent: 90, does: 'breach', tells: ['assignee'] }] }],
    ['that tells nobody', { ...one, steps: [{ at_percent: 90, does: 'remind', tells: [] }] }],
  ])('%s is refused', (_, standard) => expect(standardsSchema.safeParse({ standards: [standard] }).success).toBe(false))

  it('and two of one name, or an office without hours', () => {
    expect(standardsSchema.safeParse({ standards: [one, one] }).success).toBe(false)
    expect(calendarSchema.safeParse({ windows: { mon: [], tue: [['09:00', '09:00']] } }).success).toBe(false)
  })
})
