// How much water each bill of an account stands for, day by day, so that one bill can be held against the others.
import type { AccountHistory, BillRecord } from '../accounts/account-history.ts'
import type { Day } from '../kernel/days.ts'
import { gallonsOf } from './charge.ts'
import { type Fraction, roundHalfUp } from './fraction.ts'
import { type BilledRead, measureUse } from './measure-use.ts'
import type { Tariff } from './tariff.ts'

export type UseOfBill = {
  record: BillRecord
  from: BilledRead
  to: BilledRead
  days: number
  gallons: Fraction
  /** Whole gallons a day, half up, as letters say it. */
  gallonsPerDay: number
  /** Neither end is an estimate. */
  known: boolean
}

/** By date, up to `last` and with it. A bill whose reads do not measure anything is left out: it compares with nothing. */
export function useOfBillsUpTo(history: AccountHistory, last: BillRecord, tariff: Tariff): UseOfBill[] {
  return history.bills
    .filter((record) => record.issuedOn <= last.issuedOn)
    .flatMap((record) => {
      const measured = measureUse(history.meters, history.reads, record.fromReadId, record.toReadId)
      if (!measured.ok) return []
      const { from, to, days, use } = measured.value
      const gallons = gallonsOf(use, tariff)
      const known = from.kind !== 'estimated' && to.kind !== 'estimated'
      return [{ record, from, to, days, gallons, gallonsPerDay: perDay(gallons, days), known }]
    })
}

/** Those whose period ended in the `days` before `day`. */
export function endedWithin(bills: readonly UseOfBill[], days: number, day: Day): UseOfBill[] {
  return bills.filter((bill) => bill.to.readOn < day && bill.to.readOn >= day - days)
}

export function perDay(gallons: Fraction, days: number): number {
  return roundHalfUp({ n: gallons.n, d: gallons.d * BigInt(days) })
}
