// A balance is always the sum of entries; nothing stores one.
import type { Day } from '../kernel/days.ts'
import { type Cents, cents } from '../kernel/money.ts'

/** All entries dated on or before `asOf`; positive is owed. */
export function balanceAsOf(entries: readonly { enteredOn: Day; amountCents: Cents }[], asOf: Day): Cents {
  return cents(entries.reduce((sum, entry) => (entry.enteredOn <= asOf ? sum + entry.amountCents : sum), 0))
}
