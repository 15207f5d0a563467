// What the ledger says beside a bill: penalties and why, payments that came late, and payments it does not have.
import type { AccountHistory, BillRecord, LedgerEntry, PaymentElsewhere } from '../accounts/account-history.ts'
import { addDays } from '../kernel/days.ts'
import { cents, sumCents } from '../kernel/money.ts'
import type { RecordedBill } from './bill-of-record.ts'
import type { Finding } from './finding.ts'
import { latePenalty, type PenaltyRule } from './late-penalty.ts'
import { balanceAsOf } from './ledger-balance.ts'
import { standingEntries } from './standing-entries.ts'

/** `elsewhere`: payments on other accounts of the same people or property, for the office's eyes only. */
export function findingsOfLedger(
  history: AccountHistory,
  recorded: RecordedBill,
  rule: PenaltyRule,
  elsewhere: readonly PaymentElsewhere[],
): Finding[] {
  const penalties = recorded.ledger.filter((entry) => entry.kind === 'penalty').flatMap((entry) => penaltyFound(history, entry, rule))
  const before = history.bills.findLast((bill) => bill.issuedOn < recorded.record.issuedOn)
  return before
    ? [
        ...penalties,
        ...paymentsOf(history, before, recorded.record, rule).flatMap((found) => [found, ...postedElsewhere(found, before, elsewhere)]),
      ]
    : penalties
}

function penaltyFound(history: AccountHistory, entry: LedgerEntry, rule: PenaltyRule): Finding[] {
  const late = history.bills.find((bill) => bill.id === entry.billId)
  if (!late) return [] // a penalty that names no bill is shown as an entry; nothing can be said about its reason
  const payments = paymentsTowards(history, late)
  const byRule = latePenalty({
    sentOn: late.issuedOn,
    amountCents: late.totalCents,
    payments: payments.map((payment) => ({ on: payment.enteredOn, amountCents: cents(-payment.amountCents) })),
    rule,
    asOf: entry.enteredOn,
  })
  return [
    {
      name: 'late-penalty',
      penaltyCents: entry.amountCents,
      lateBillId: late.id,
      payBy: byRule.payBy,
      paidOn: payments.at(-1)?.enteredOn ?? null,
      ruleCents: byRule.penaltyCents,
      records: [`ledger:${entry.id}`, `bill:${late.id}`, ...payments.map((payment) => `ledger:${payment.id}`)],
    },
  ]
}

function paymentsOf(history: AccountHistory, before: BillRecord, record: BillRecord, rule: PenaltyRule): Finding[] {
  const payBy = addDays(before.issuedOn, rule.graceDays)
  const posted = paymentsTowards(history, before).filter((payment) => payment.enteredOn <= record.issuedOn)
  const late = posted.find((payment) => payment.enteredOn > payBy)
  if (late) {
    const records = [`ledger:${late.id}`, `bill:${before.id}`]
    return [{ name: 'paid-after-due', lateBillId: before.id, payBy, paidOn: late.enteredOn, records }]
  }
  // Anything posted between the two bills may be its payment, even where the record does not name the bill.
  const unnamed = standingEntries(history.ledger).filter(
    (entry) => entry.kind === 'payment' && entry.billId === null && entry.enteredOn > before.issuedOn && entry.enteredOn <= record.issuedOn,
  )
  if (posted.length > 0 || unnamed.length > 0) return []
  const owed = balanceAsOf(history.ledger, addDays(record.issuedOn, -1))
  if (owed <= 0 || record.issuedOn <= payBy) return []
  const bills = history.ledger.filter((entry) => entry.kind === 'bill' && entry.billId === before.id)
  return [
    {
      name: 'no-payment-recorded',
      unpaidBillId: before.id,
      unpaidCents: sumCents([before.totalCents, ...posted.map((payment) => payment.amountCents)]),
      dueOn: payBy,
      records: [`bill:${before.id}`, ...bills.map((entry) => `ledger:${entry.id}`)],
    },
  ]
}

/** The very amount of an unpaid bill, posted to another account after the bill was issued. */
function postedElsewhere(found: Finding, { issuedOn }: BillRecord, elsewhere: readonly PaymentElsewhere[]): Finding[] {
  if (found.name !== 'no-payment-recorded') return []
  return elsewhere
    .filter(({ amountCents, enteredOn }) => amountCents === -found.unpaidCents && enteredOn > issuedOn)
    .map(({ accountNumber, entryId, enteredOn, amountCents }) => ({
      ...{ name: 'payment-posted-elsewhere', unpaidBillId: found.unpaidBillId, otherAccount: accountNumber, postedOn: enteredOn },
      ...{ amountCents: cents(-amountCents), records: [`bill:${found.unpaidBillId}`, `ledger:${entryId}`] },
    }))
}

function paymentsTowards({ ledger }: AccountHistory, bill: BillRecord): LedgerEntry[] {
  return standingEntries(ledger).filter((entry) => entry.kind === 'payment' && entry.billId === bill.id)
}
