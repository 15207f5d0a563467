import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, dayOf, formatDay, longDay, parseDay } from '../../../src/kernel/days.ts'

describe('days', () => {
  it.each(['2025-02-29', '2025-13-01', '2025-00-10', '25-01-01', '2025-1-1', ''])('%j is no date', (text) =>
    expect(parseDay(text)).toBeUndefined(),
  )
  it('reads as letters write it', () => expect(longDay(parseDay('2025-06-01')!)).toBe('June 1, 2025'))
  it('falls on the office day, not the UTC one', () => {
    expect(formatDay(dayOf(new Date('2026-01-01T05:30:00Z'), 'America/Chicago'))).toBe('2025-12-31')
    expect(formatDay(dayOf(new Date('2026-01-01T06:30:00Z'), 'America/Chicago'))).toBe('2026-01-01')
  })
  it('property: writing and reading a day gives it back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (value) => {
        expect(parseDay(formatDay(value as Day))).toBe(value)
      }),
    )
  })
})
