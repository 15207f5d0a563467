// What the billing system took back is no payment any more, and a payment that went to another account is found there.
import { describe, expect, it } from 'vitest'
import type { AccountHistory, LedgerEntry } from '../../../src/accounts/account-history.ts'
import { explainBill } from '../../../src/billing/explain-bill.ts'
import { standingEntries } from '../../../src/billing/standing-entries.ts'
import { generateSampleOffice } from '../../../src/demo/sample-office/generate-sample-office.ts'
import { readSampleRates } from '../../../src/demo/sample-office/read-sample-rates.ts'
import { addDays, day } from '../../../src/kernel/days.ts'
import { cents } from '../../../src/kernel/money.ts'

const schedule = readSampleRates()
const { accounts } = generateSampleOffice({ seed: 4, today: day('2026-11-22'), schedule })
const paid = accounts.find(({ story, history }) => story === 'leak' && history.bills.length > 4)!.history
const [before, bill] = paid.bills.slice(-2) as [AccountHistory['bills'][0], AccountHistory['bills'][0]]
const payment = paid.ledger.find((entry) => entry.kind === 'payment' && entry.billId === before.id)!

/** The payment of the bill before was moved away by the billing system. */
function takenBack(): AccountHistory {
  const reversal: LedgerEntry = { ...payment, id: `${payment.id}~1r`, amountCents: cents(-payment.amountCents), reversesId: payment.id }
  return { ...paid, ledger: [...paid.ledger, reversal].sort((a, b) => a.enteredOn - b.enteredOn) }
}
const found = (history: AccountHistory, elsewhere: Parameters<typeof explainBill>[3] = []) => {
  const explained = explainBill(history, bill.id, schedule, elsewhere)
  if (!explained.ok) throw new Error(JSON.stringify(explained.refusal))
  return explained.value.findings.filter(({ name }) => /payment/.test(name))
}

describe('a payment that was taken back', () => {
  it('and what took it back do not stand', () => {
    const ids = standingEntries(takenBack().ledger).map(({ id }) => id)
    expect(ids).toEqual(paid.ledger.map(({ id }) => id).filter((id) => id !== payment.id))
  })

  it('is no payment of its bill', () => {
    expect(found(paid)).toEqual([])
    expect(found(takenBack())).toMatchObject([{ name: 'no-payment-recorded', unpaidBillId: before.id, unpaidCents: before.totalCents }])
  })

  it('is found on the other account that got it, and nothing else is', () => {
    const other = { accountNumber: 'A-2', entryId: 'L-9', enteredOn: addDays(before.issuedOn, 5), amountCents: cents(-before.totalCents) }
    const elsewhere = [
      other,
      { ...other, entryId: 'L-10', amountCents: cents(-before.totalCents + 1) },
      { ...other, entryId: 'L-11', enteredOn: addDays(before.issuedOn, -5) },
    ]
    expect(found(takenBack(), elsewhere).slice(1)).toEqual([
      {
        ...{ name: 'payment-posted-elsewhere', unpaidBillId: before.id, otherAccount: 'A-2', postedOn: other.enteredOn },
        ...{ amountCents: before.totalCents, records: [`bill:${before.id}`, 'ledger:L-9'] },
      },
    ])
    expect(found(paid, elsewhere)).toEqual([])
  })
})
