// The entries of a ledger that stand: what was taken back, and what took it back, cancel each other and are no payment, no
// penalty and no bill any more. A balance is the sum of all of them all the same.
import type { LedgerEntry } from '../accounts/account-history.ts'

export function standingEntries(ledger: readonly LedgerEntry[]): LedgerEntry[] {
  const takenBack = new Set(ledger.flatMap(({ reversesId }) => reversesId ?? []))
  return ledger.filter(({ id, reversesId }) => reversesId === null && !takenBack.has(id))
}
