// Whether the customer's next mail goes on with a case that was answered. Nobody but a person's mail opens it again, and a
// proven bounce of the answer.
import { type Day, dayOf } from '../kernel/days.ts'
import type { CaseRecord, CaseStatus } from './case.ts'

export type Closed = Pick<CaseRecord, 'status' | 'answeredAt' | 'updatedAt'>

const closedStatuses: ReadonlySet<CaseStatus> = new Set(['answered', 'resolved', 'closed'])

/** Nothing is owed in such a case until its customer writes again. */
export function isClosed({ status }: Pick<Closed, 'status'>): boolean {
  return closedStatuses.has(status)
}

/** False for a case that was answered, resolved or closed more than `withinDays` days of the office's calendar ago: what is said now is another matter. */
export function takesMail(record: Closed, { today, timeZone, withinDays }: { today: Day; timeZone: string; withinDays: number }): boolean {
  if (!isClosed(record)) return true
  return today - dayOf(record.answeredAt ?? record.updatedAt, timeZone) <= withinDays
}
