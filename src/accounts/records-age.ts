// Whether what the records say of balances and payments may still be sent: they are known as of a day, and each day after it a
// payment may have come that nobody here has heard of.
import type { Day } from '../kernel/days.ts'

/** `none`: no set was ever brought in. Days are calendar days between the set's day and today. */
export type RecordsAge =
  | { state: 'fit'; asOf: Day; days: number }
  | { state: 'too-old'; asOf: Day; days: number; limitDays: number }
  | { state: 'none' }

export function recordsAge(asOf: Day | undefined, today: Day, limitDays: number): RecordsAge {
  if (asOf === undefined) return { state: 'none' }
  const days = today - asOf
  return days <= limitDays ? { state: 'fit', asOf, days } : { state: 'too-old', asOf, days, limitDays }
}
