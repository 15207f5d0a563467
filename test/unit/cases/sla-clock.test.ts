// The clock of a standard, told as the office's days: times are Chicago's wall clock unless a row says otherwise.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerClockLine } from '../../../src/cases/answer-clock-line.ts'

const officeDay = [
  ['08:30', '12:00'],
  ['13:00', '16:30'],
]
const week = { mon: officeDay, tue: officeDay, wed: officeDay, thu: officeDay, fri: officeDay, sat: [], sun: [] }
const allDay = [['00:00', '24:00']]
const alwaysOpen = { mon: allDay, tue: allDay, wed: allDay, thu: allDay, fri: allDay, sat: allDay, sun: allDay }
const zone = 'America/Chicago'
const office = { zone, windows: week, holidays: ['2026-11-26'], special_days: { '2026-12-24': [['08:30', '12:00']] } }
const roundTheClock = { zone, windows: alwaysOpen, holidays: [], special_days: {} }

/** Wall clock of Chicago → instant. */
function at(local: string): string {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant().toString()
}

type Told = [local: string, type: string, more?: object]
type Asked = { calendar?: object; minutes: number; standard?: object; events: Told[]; ask?: string[] }

function replay({ calendar = office, minutes, standard = {}, events, ask = [] }: Asked) {
  return answerClockLine(
    JSON.stringify({
      id: 'row',
      input: {
        calendar,
        standard: {
          target_minutes: minutes,
          pauses_on: ['waiting-for-customer'],
          on_reopen: 'continue',
          on_merge: 'earliest-receipt',
          ...standard,
        },
        events: events.map(([local, type, more]) => ({ at: at(local), type, ...more })),
        ask: ask.map(at),
      },
    }),
  ) as { due: string | null; checks: { elapsed_minutes: number; remaining_minutes: number; breached: boolean }[]; error?: string }
}

const received: Told = ['2026-03-17T09:00', 'received'] // a Tuesday

describe('when a promise falls due', () => {
  const rows: [string, Asked, string | null][] = [
    ['inside one window', { minutes: 60, events: [received] }, '2026-03-17T10:00'],
    ['exactly at the end of a window', { minutes: 180, events: [received] }, '2026-03-17T12:00'],
    ['lunch does not count', { minutes: 181, events: [received] }, '2026-03-17T13:01'],
    ['received at lunch', { minutes: 10, events: [['2026-03-17T12:30', 'received']] }, '2026-03-17T13:10'],
    ['received before the office opens', { minutes: 10, events: [['2026-03-17T06:00', 'received']] }, '2026-03-17T08:40'],
    ['received in the evening', { minutes: 10, events: [['2026-03-17T20:00', 'received']] }, '2026-03-18T08:40'],
    ['over the weekend', { minutes: 10, events: [['2026-03-20T16:25', 'received']] }, '2026-03-23T08:35'],
    ['over a holiday', { minutes: 10, events: [['2026-11-25T16:25', 'received']] }, '2026-11-27T08:35'],
    ['a day of its own hours', { minutes: 220, events: [['2026-12-24T08:30', 'received']] }, '2026-12-25T08:40'],
    ['nothing promised is due at once', { minutes: 0, events: [received] }, '2026-03-17T09:00'],
    [
      'the night on which the clocks go forward is an hour shorter',
      { calendar: roundTheClock, minutes: 1440, events: [['2026-03-08T00:00', 'received']] },
      '2026-03-09T01:00',
    ],
    [
      'the night on which they go back is an hour longer',
      { calendar: roundTheClock, minutes: 1440, events: [['2026-11-01T00:00', 'received']] },
      '2026-11-01T23:00',
    ],
    [
      'a pause moves it',
      { minutes: 60, events: [received, ['2026-03-17T09:30', 'waiting-for-customer'], ['2026-03-17T10:30', 'customer-answered']] },
      '2026-03-17T11:00',
    ],
    ['a pause without an end leaves it open', { minutes: 60, events: [received, ['2026-03-17T09:30', 'waiting-for-customer']] }, null],
    [
      'reached at the very minute in which the pause begins',
      { minutes: 30, events: [received, ['2026-03-17T09:30', 'waiting-for-customer']] },
      '2026-03-17T09:30',
    ],
    [
      'waiting for the field runs on where the standard says nothing',
      { minutes: 60, events: [received, ['2026-03-17T09:30', 'waiting-for-field']] },
      '2026-03-17T10:00',
    ],
    [
      'both waits must end',
      {
        minutes: 60,
        standard: { pauses_on: ['waiting-for-customer', 'waiting-for-field'] },
        events: [
          received,
          ['2026-03-17T09:10', 'waiting-for-customer'],
          ['2026-03-17T09:20', 'waiting-for-field'],
          ['2026-03-17T09:30', 'customer-answered'],
          ['2026-03-17T09:40', 'field-done'],
        ],
      },
      '2026-03-17T10:30',
    ],
    ['closed in time', { minutes: 60, events: [received, ['2026-03-17T09:30', 'closed']] }, null],
    [
      'reopened goes on',
      { minutes: 60, events: [received, ['2026-03-17T09:30', 'closed'], ['2026-03-18T09:00', 'reopened']] },
      '2026-03-18T09:30',
    ],
    [
      'reopened counts from nothing where the standard says so',
      {
        minutes: 60,
        standard: { on_reopen: 'restart' },
        events: [received, ['2026-03-17T09:30', 'closed'], ['2026-03-18T09:00', 'reopened']],
      },
      '2026-03-18T10:00',
    ],
    [
      'a promise broken before the case was reopened stays due when it was',
      {
        minutes: 20,
        standard: { on_reopen: 'restart' },
        events: [received, ['2026-03-17T09:30', 'closed'], ['2026-03-18T09:00', 'reopened']],
      },
      '2026-03-17T09:20',
    ],
    ['absorbed by another case', { minutes: 60, events: [received, ['2026-03-17T09:30', 'merged', { role: 'absorbed' }]] }, null],
    [
      'the earlier receipt of two merged cases counts',
      { minutes: 60, events: [received, ['2026-03-17T09:10', 'merged', { role: 'survivor', other_received_at: at('2026-03-17T08:45') }]] },
      '2026-03-17T09:45',
    ],
    [
      'a later receipt changes nothing',
      { minutes: 60, events: [received, ['2026-03-17T09:50', 'merged', { role: 'survivor', other_received_at: at('2026-03-17T09:40') }]] },
      '2026-03-17T10:00',
    ],
    [
      'an office that begins to work at lunch',
      {
        minutes: 240,
        events: [
          received,
          ['2026-03-17T10:00', 'calendar-changed', { calendar: { ...office, windows: { ...week, tue: [['08:30', '16:30']] } } }],
        ],
      },
      '2026-03-17T13:00',
    ],
    [
      'windows that touch are one',
      { calendar: { ...office, windows: { ...week, tue: [['08:30', '12:00'], ['12:00', '16:30']] } }, minutes: 240, events: [received] }, // biome-ignore format: a row
      '2026-03-17T13:00',
    ],
    [
      'a window without length lets nothing through',
      { calendar: { ...office, windows: { ...week, tue: [['10:00', '10:00']] } }, minutes: 10, events: [received] },
      '2026-03-18T08:40',
    ],
    ['an office that never opens', { calendar: { ...office, windows: {}, special_days: {} }, minutes: 10, events: [received] }, null],
  ]
  it.each(rows)('%s', (_name, asked, due) => {
    expect(replay(asked).due).toBe(due === null ? null : at(due))
  })
})

describe('what was counted', () => {
  it('exactly the target is met, a minute more is not', () => {
    const { checks } = replay({ minutes: 60, events: [received], ask: ['2026-03-17T08:45', '2026-03-17T10:00', '2026-03-17T10:01'] })
    expect(checks.map(({ elapsed_minutes, remaining_minutes, breached }) => [elapsed_minutes, remaining_minutes, breached])).toEqual([
      [0, 60, false],
      [60, 0, false],
      [61, -1, true],
    ])
  })
  it('is told from what was known at that moment', () => {
    const merged: Told = ['2026-03-17T09:30', 'merged', { role: 'survivor', other_received_at: at('2026-03-17T08:30') }]
    const { checks } = replay({ minutes: 60, events: [received, merged], ask: ['2026-03-17T09:29', '2026-03-17T09:30'] })
    expect(checks.map((check) => check.elapsed_minutes)).toEqual([29, 60])
  })
  it.each([
    ['a window that stands in the hour that is left out', '2026-03-08', [['02:00', '03:00']], 0],
    ['a window that begins in it', '2026-03-08', [['02:30', '04:00']], 60],
    ['a window over it', '2026-03-08', [['01:00', '04:00']], 120],
    ['a window in the hour that comes twice', '2026-11-01', [['01:00', '02:00']], 120],
    ['a window over that hour', '2026-11-01', [['00:30', '03:00']], 210],
  ])('%s', (_name, date, windows, minutes) => {
    const calendar = { zone, windows: {}, holidays: [], special_days: { [date]: windows } }
    const { checks } = replay({ calendar, minutes: 1, events: [['2026-01-01T00:00', 'received']], ask: ['2026-12-31T00:00'] })
    expect(checks[0]?.elapsed_minutes).toBe(minutes)
  })
})

const published = path.resolve(import.meta.dirname, '../../../../shared/domain/batch-examples.jsonl')

it.skipIf(!existsSync(published))('answers the published examples to the letter (skipped: ../shared is not there)', () => {
  const lines = readFileSync(published, 'utf8').trim().split('\n')
  const examples = lines.map((line) => JSON.parse(line)).filter(({ command }) => command === 'clock replay')
  expect(examples.length).toBeGreaterThan(0)
  for (const example of examples) expect(answerClockLine(JSON.stringify(example.in))).toEqual(example.out)
})

describe('a line that cannot be done', () => {
  it.each([
    ['no JSON', 'x', null, /not a JSON object/],
    [
      'no receipt',
      JSON.stringify({
        id: 'a',
        input: { calendar: office, standard: { target_minutes: 1 }, events: [{ at: '2026-01-01T00:00:00Z', type: 'closed' }] },
      }),
      'a',
      /first event/,
    ],
    [
      'a zone nobody knows',
      JSON.stringify({ id: 'a', input: { calendar: { ...office, zone: 'Mars' }, standard: { target_minutes: 1 }, events: [] } }),
      'a',
      /calendar\.zone/,
    ],
    [
      'a window that ends before it begins',
      JSON.stringify({ id: 'a', input: { calendar: { ...office, windows: { mon: [['12:00', '08:00']] } } } }),
      'a',
      /closes before/,
    ],
  ])('%s', (_name, line, id, words) => {
    expect(answerClockLine(line)).toEqual({ id, error: expect.stringMatching(words) })
  })
})

const minute = fc.integer({ min: 0, max: 1440 })
const hhmm = (value: number) => `${String(Math.floor(value / 60)).padStart(2, '0')}:${String(value % 60).padStart(2, '0')}`
const anyWindows = fc
  .array(fc.tuple(minute, minute), { maxLength: 3 })
  .map((pairs) => pairs.map(([a, b]) => [hhmm(Math.min(a, b)), hhmm(Math.max(a, b))]))
const anyCalendar = fc.record({
  zone: fc.constantFrom('America/Chicago', 'UTC', 'Australia/Lord_Howe'),
  windows: fc.record({
    mon: anyWindows,
    tue: anyWindows,
    wed: anyWindows,
    thu: anyWindows,
    fri: anyWindows,
    sat: anyWindows,
    sun: anyWindows,
  }),
  holidays: fc.constant(['2026-03-09']),
  special_days: fc.constant({ '2026-11-02': [['00:00', '01:00']] }),
})
const windows = (calendar: { readonly windows: object }) =>
  Object.values(calendar.windows as { readonly [weekday: string]: readonly (readonly string[])[] }).flat()
const starts = ['2026-03-07T05:00:00Z', '2026-10-31T05:00:00Z', '2026-04-04T05:00:00Z'] // each before a change of clocks
const minuteMilliseconds = 60_000

function counted(calendar: object, from: number, to: number): number {
  const input = {
    calendar,
    standard: { target_minutes: 1 },
    events: [{ at: new Date(from).toISOString(), type: 'received' }],
    ask: [new Date(to).toISOString()],
  }
  const answer = answerClockLine(JSON.stringify({ id: 'p', input })) as { checks: { elapsed_minutes: number }[] }
  return answer.checks[0]?.elapsed_minutes as number
}

describe('properties', () => {
  it('counts just the minutes at which the clock on the wall is inside a window', () => {
    fc.assert(
      fc.property(anyCalendar, fc.constantFrom(...starts), fc.integer({ min: 1, max: 2 * 1440 }), (calendar, start, length) => {
        const from = Date.parse(start)
        const wall = new Intl.DateTimeFormat('en-GB', { timeZone: calendar.zone, weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }) // biome-ignore format: one clock
        let expected = 0
        for (let at = from; at < from + length * minuteMilliseconds; at += minuteMilliseconds) {
          const parts = Object.fromEntries(wall.formatToParts(at).map(({ type, value }) => [type, value]))
          const date = `${parts.year}-${parts.month}-${parts.day}`
          const weekday = (parts.weekday as string).toLowerCase() as keyof typeof calendar.windows
          const special = (calendar.special_days as { readonly [date: string]: readonly (readonly string[])[] })[date]
          const windows = special ?? ((calendar.holidays as readonly string[]).includes(date) ? [] : calendar.windows[weekday])
          const time = `${parts.hour}:${parts.minute}`
          if (windows.some(([opens = '', closes = '']) => opens <= time && time < closes)) expected++
        }
        expect(counted(calendar, from, from + length * minuteMilliseconds)).toBe(expected)
      }),
      { numRuns: 60 },
    )
  })
  it('adds up over any cut and is never negative', () => {
    const length = fc.integer({ min: 0, max: 20 * 1440 })
    fc.assert(
      fc.property(anyCalendar, fc.constantFrom(...starts), length, length, (calendar, start, first, second) => {
        const from = Date.parse(start)
        const [middle, to] = [from + first * minuteMilliseconds, from + (first + second) * minuteMilliseconds]
        const parts = [counted(calendar, from, middle), counted(calendar, middle, to)] as const
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0)
        expect(parts[0] + parts[1]).toBe(counted(calendar, from, to))
      }),
    )
  })
  it('is due when the target is just counted, and a minute earlier it was not', () => {
    fc.assert(
      fc.property(anyCalendar, fc.constantFrom(...starts), fc.integer({ min: 1, max: 5_000 }), (calendar, start, target) => {
        const events = [{ at: start, type: 'received' }]
        const ask = (instants: string[]) =>
          answerClockLine(
            JSON.stringify({ id: 'p', input: { calendar, standard: { target_minutes: target }, events, ask: instants } }),
          ) as {
            due: string | null
            checks: { elapsed_minutes: number }[]
          }
        const { due } = ask([])
        if (due === null) {
          // Only the special day's hour is left, if any: no count of days reaches the target.
          expect(windows(calendar).every(([opens, closes]) => opens === closes)).toBe(true)
          return
        }
        const before = new Date(Date.parse(due) - minuteMilliseconds).toISOString()
        expect(ask([due, before]).checks.map((check) => check.elapsed_minutes)).toEqual([target, target - 1])
      }),
    )
  })
})
