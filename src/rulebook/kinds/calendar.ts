// When the office is open: hours of the week, holidays, and days with hours of their own. The zone is the office's.
import { z } from 'zod'
import { type Calendar, dayMilliseconds, type Window } from '../../kernel/business-time.ts'
import { parseDay } from '../../kernel/days.ts'

const windowLimit = 50
const dayLimit = 5_000

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export const isoDay = z.string().refine((text) => parseDay(text) !== undefined, { error: 'expected a date, such as 2026-12-25' })

const wallClock = z.string().transform((text, context): number => {
  const match = /^(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text)
  const [hours, minutes, seconds] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3] ?? 0)]
  const at = ((hours * 60 + minutes) * 60 + seconds) * 1_000
  if (match && minutes < 60 && seconds < 60 && at <= dayMilliseconds) return at
  context.addIssue({ code: 'custom', message: `expected a time from 00:00 to 24:00, found ${JSON.stringify(text)}` })
  return z.NEVER
})

/** `[["08:30", "12:00"], ["13:00", "16:30"]]`; `24:00` is midnight at the day's end. */
const dayWindows = z
  .array(
    z
      .tuple([wallClock, wallClock])
      .refine(([opens, closes]) => opens <= closes, { error: 'a window closes before it opens' })
      .transform(([opens, closes]): Window => ({ opens, closes })),
  )
  .max(windowLimit)
  .transform((given) => given.toSorted((a, b) => a.opens - b.opens || a.closes - b.closes))

/** Days that are left out have no hours. */
export const weekWindows = z.object({
  mon: dayWindows.default([]),
  tue: dayWindows.default([]),
  wed: dayWindows.default([]),
  thu: dayWindows.default([]),
  fri: dayWindows.default([]),
  sat: dayWindows.default([]),
  sun: dayWindows.default([]),
})

export const holidayDates = z.array(isoDay).max(dayLimit)
export const specialDays = z.record(isoDay, dayWindows)

export const calendarSchema = z
  .strictObject({
    windows: weekWindows.strict(),
    holidays: holidayDates.default([]),
    special_days: specialDays.default({}),
  })
  .refine(({ windows }) => weekdays.some((day) => windows[day].some(({ opens, closes }) => closes > opens)), {
    error: 'an office that is never open reaches no standard: give one day of the week some hours',
    path: ['windows'],
  })

export type OfficeHours = z.infer<typeof calendarSchema>

export function calendarIn(zone: string, { windows, holidays, special_days }: OfficeHours): Calendar {
  return {
    zone,
    week: weekdays.map((day) => windows[day]),
    holidays: new Set(holidays),
    specialDays: new Map(Object.entries(special_days)),
  }
}

/** Round the clock: what cannot wait for the office to open. */
export function alwaysOpen(zone: string): Calendar {
  const allDay = [{ opens: 0, closes: dayMilliseconds }]
  return { zone, week: weekdays.map(() => allDay), holidays: new Set(), specialDays: new Map() }
}
