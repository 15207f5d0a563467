// Whether the newest bill of an account is what the rules give for its reads. Where it is not, somebody has to look before anything is
// explained to a customer.
import type { AccountHistory } from '../../accounts/account-history.ts'
import { longDay } from '../../kernel/days.ts'
import type { Tariff } from '../tariff.ts'
import { investigate } from './investigate.ts'

const roundingCents = 3 // a cent in each of water, sewer and tax

/** In words for staff; a bill that cannot be computed contradicts nothing. */
export function contradictions(history: AccountHistory, tariff: Tariff): string[] {
  const newest = history.bills.toSorted((a, b) => a.issuedOn - b.issuedOn).at(-1)
  if (!newest) return []
  const found = investigate(history, { from: newest.issuedOn, to: newest.issuedOn }, tariff)
  if (!found.ok) return []
  return found.value.bills.flatMap((bill) =>
    bill.state === 'compared' && Math.abs(bill.differenceCents) > roundingCents
      ? [`the bill of ${longDay(bill.record.issuedOn)} is not what the rules give for its reads`]
      : [],
  )
}
