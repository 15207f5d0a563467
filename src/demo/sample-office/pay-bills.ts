// The ledger of a sample customer: what was billed, what was paid and when, and the penalties that the rule gives.
import type { BillRecord, LedgerEntry, LedgerKind } from '../../accounts/account-history.ts'
import { latePenalty, type PenaltyRule } from '../../billing/late-penalty.ts'
import { balanceAsOf } from '../../billing/ledger-balance.ts'
import { addDays, type Day } from '../../kernel/days.ts'
import { type Cents, cents } from '../../kernel/money.ts'
import type { Random } from './random.ts'
import type { Story } from './story.ts'

/** What a customer says he paid; the ledger of the story "payment not posted" does not have it. */
export type ClaimedPayment = { paidOn: Day; amountCents: Cents; method: string }

const methods = ['Payment online', 'Payment by check', 'Payment by phone', 'Payment at a pay station'] as const
const goodwillMemo = 'Credit by a supervisor for a late meter round'

export function payBills(
  accountNumber: string,
  bills: readonly BillRecord[],
  story: Story,
  rule: PenaltyRule,
  today: Day,
  random: Random,
): { ledger: LedgerEntry[]; claimed: ClaimedPayment | null } {
  const ledger: LedgerEntry[] = []
  const last = bills.length - 1
  let claimed: ClaimedPayment | null = null
  const enter = (enteredOn: Day, kind: LedgerKind, amountCents: number, billId: string | null, memo: string) => {
    const id = `L-${accountNumber}-${String(ledger.length + 1).padStart(3, '0')}`
    ledger.push({ id, enteredOn, kind, amountCents: cents(amountCents), billId, memo, reversesId: null, reference: null })
  }

  for (const [index, bill] of bills.entries()) {
    enter(bill.issuedOn, 'bill', bill.totalCents, bill.id, `Bill ${bill.id}`)
    if (index < last - 7 && random.chance(0.01))
      enter(addDays(bill.issuedOn, 2), 'adjustment', -random.between(500, 2000), null, goodwillMemo)
    const payBy = addDays(bill.issuedOn, rule.graceDays)
    const method = random.pick(methods)
    const inTime = addDays(bill.issuedOn, random.between(6, 18))
    const tooLate = addDays(payBy, random.between(2, 4))
    const fate = index === last ? lastBillsFate(story, inTime, today) : index === last - 1 ? storysFate(story) : 'in-time'
    if (fate === 'unpaid') continue
    if (fate === 'in-time') {
      const owed = balanceAsOf(ledger, inTime)
      if (owed > 0) enter(inTime, 'payment', -owed, bill.id, method)
      continue
    }
    const paid = fate === 'late' ? [{ on: tooLate, amountCents: bill.totalCents }] : []
    const penalty = latePenalty({ sentOn: bill.issuedOn, amountCents: bill.totalCents, payments: paid, rule, asOf: addDays(payBy, 1) })
    for (const { on, cents: amount } of penalty.assessed) enter(on, 'penalty', amount, bill.id, `Late penalty on bill ${bill.id}`)
    for (const { on, amountCents } of paid) enter(on, 'payment', -amountCents, bill.id, method)
    if (fate === 'not-posted') claimed = { paidOn: inTime, amountCents: bill.totalCents, method }
  }
  return { ledger: ledger.sort((a, b) => a.enteredOn - b.enteredOn), claimed }
}

type Fate = 'in-time' | 'late' | 'not-posted' | 'unpaid'

/** What becomes of the bill before the last, which is where these stories begin. */
function storysFate(story: Story): Fate {
  if (story === 'late-penalty') return 'late'
  return story === 'payment-not-posted' ? 'not-posted' : 'in-time'
}

/** Somebody who is about to complain of a bill has not paid it. */
function lastBillsFate(story: Story, paysOn: Day, today: Day): Fate {
  return story === 'nothing-unusual' && paysOn <= today ? 'in-time' : 'unpaid'
}
