// Whether the customer's next mail goes on with a case that was answered. Nobody but a person's mail opens it again, and a
// proven bounce of the answer.
import { type Day, dayOf } from '../kernel/days.ts'
import type { CaseRecord } from './case.ts'

export type Closed = Pick<CaseRecord, 'status' | 'answeredAt'>

/** An answered case is closed until its customer writes again. */
export function isClosed({ status }: Pick<Closed, 'status'>): boolean {
  return status === 'answered'
}

/** False for a case that was answered more than `withinDays` days of the office's calendar ago: what is said now is another matter. */
export function takesMail(record: Closed, { today, timeZone, withinDays }: { today: Day; timeZone: string; withinDays: number }): boolean {
  if (!isClosed(record) || record.answeredAt === null) return true
  return today - dayOf(record.answeredAt, timeZone) <= withinDays
}
