// Bills of one account follow each other read to read: no day is billed twice and none is left out.
import type { Day } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { BillRefusal } from './refusal.ts'

export type BillPeriod = { id: string; fromReadOn: Day; toReadOn: Day }

/** `bills` in their order. The refusal names the first bill that does not begin where the one before it ended. */
export function checkPeriods(bills: readonly BillPeriod[]): Result<'accepted', BillRefusal> {
  for (const [index, bill] of bills.entries()) {
    if (bill.toReadOn < bill.fromReadOn) return refused({ name: 'period-overlap', about: bill.id })
    const before = bills[index - 1]
    if (before && bill.fromReadOn > before.toReadOn) return refused({ name: 'period-gap', about: bill.id })
    if (before && bill.fromReadOn < before.toReadOn) return refused({ name: 'period-overlap', about: bill.id })
  }
  return ok('accepted')
}
