// Until when a customer's mail goes on with a case that was answered.
import { describe, expect, it } from 'vitest'
import { takesMail } from '../../../src/cases/reopening.ts'
import { day } from '../../../src/kernel/days.ts'

const timeZone = 'America/Chicago'
const answered = { status: 'answered', answeredAt: new Date('2026-03-03T05:30:00Z'), updatedAt: new Date('2026-03-20T00:00:00Z') } as const // still March 2 in Chicago

describe('a case', () => {
  it.each([
    ['that was answered today', '2026-03-02', true],
    ['on the last of its days', '2026-04-01', true],
    ['on the day after', '2026-04-02', false],
  ])('%s takes mail: %s %s', (_, today, takes) => {
    expect(takesMail(answered, { today: day(today), timeZone, withinDays: 30 })).toBe(takes)
  })

  it('that was resolved without an answer counts from the day of that', () => {
    const resolved = { status: 'resolved', answeredAt: null, updatedAt: new Date('2026-03-03T05:30:00Z') } as const
    expect(takesMail(resolved, { today: day('2026-04-01'), timeZone, withinDays: 30 })).toBe(true)
    expect(takesMail(resolved, { today: day('2026-04-02'), timeZone, withinDays: 30 })).toBe(false)
  })

  it.each(['new', 'open', 'waiting-for-customer', 'waiting-for-field', 'waiting-for-supervisor', 'approved'] as const)(
    'that is %s takes mail, however long ago it was answered',
    (status) => {
      expect(takesMail({ ...answered, status }, { today: day('2030-01-01'), timeZone, withinDays: 0 })).toBe(true)
    },
  )
})
