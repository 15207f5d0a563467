// Which bill a reply explains: the one that a person has chosen, or the one that the customer's words name, or the newest.
import type { AccountHistory, BillRecord } from '../../accounts/account-history.ts'
import type { CaseRecord, Disputed } from '../../cases/case.ts'
import { type Day, dayOf } from '../../kernel/days.ts'
import type { Topic } from '../../rulebook/topics.ts'
import type { CustomerWords } from './customer-words.ts'
import { type BillAsked, type BillChoice, billsAsked, whichBill } from './which-bill.ts'
import { type PaymentChoice, whichPayment } from './which-payment.ts'

/** `by`: the desk, or the id of the person who chose. */
export type Choice = { bill: BillChoice; payment: PaymentChoice; by: string }

/** Topics whose letters explain one bill. What the others say of a bill is about the newest, whatever bill the mail names. */
const aboutOneBill: ReadonlySet<Topic> = new Set<Topic>(['high-bill', 'estimated-bill', 'leak-adjustment'])
const aboutPayments: ReadonlySet<Topic> = new Set<Topic>(['payment-not-posted', 'refund-or-credit', 'penalty-dispute'])

/** The newest mail that names a bill decides. Days that hang on the day of writing are read from the day that mail came. */
export function chooseBill(
  record: Pick<CaseRecord, 'topic' | 'disputed'>,
  words: readonly CustomerWords[],
  history: AccountHistory,
  { today, timeZone }: { today: Day; timeZone: string },
): Choice {
  const bills = billsAsked(history, today)
  const unnamed: PaymentChoice = { kind: 'unnamed' }
  const payment = aboutPayments.has(record.topic)
    ? newestNamed(words, ({ text, at }) => whichPayment(text, history.ledger, dayOf(at, timeZone)), 'unnamed')
    : undefined
  const chosen = chosenByStaff(record.disputed, bills)
  const penalties = new Set(history.ledger.filter(({ kind }) => kind === 'penalty').map(({ amountCents }) => amountCents))
  const bill =
    chosen ??
    newestNamed(words, ({ text, at }) => whichBill(text, bills, dayOf(at, timeZone), penalties), 'default') ??
    whichBill('', bills, today)
  return { bill, payment: payment ?? unnamed, by: (chosen && record.disputed?.by) ?? 'desk' }
}

function chosenByStaff(disputed: Disputed | null, bills: readonly BillAsked[]): BillChoice | undefined {
  const bill = disputed && disputed.by !== 'desk' ? bills.find(({ id }) => id === disputed.billId) : undefined
  return bill && disputed ? { kind: 'chosen', billId: bill.id, also: [], reason: disputed.reason } : undefined
}

function newestNamed<C extends { kind: string }>(
  words: readonly CustomerWords[],
  choose: (words: CustomerWords) => C,
  unnamed: C['kind'],
): C | undefined {
  for (const mail of [...words].reverse()) {
    const choice = choose(mail)
    if (choice.kind !== unnamed) return choice
  }
  return undefined
}

/** Whether the customer must say first which bill he means, before anything of the account is said. */
export function mustAsk({ bill }: Choice, topic: Topic): boolean {
  return aboutOneBill.has(topic) && (bill.kind === 'ambiguous' || bill.kind === 'none-such')
}

export function explainedBill(history: AccountHistory, { bill }: Choice, topic: Topic, today: Day): BillRecord | undefined {
  const named = aboutOneBill.has(topic) && bill.kind === 'chosen' ? history.bills.find(({ id }) => id === bill.billId) : undefined
  return named ?? history.bills.findLast(({ issuedOn }) => issuedOn <= today)
}

/** The bill whose penalty a letter explains, where the customer or a person named one. */
export function penalizedBill({ bill }: Choice): string | null {
  return bill.kind === 'chosen' ? bill.billId : null
}

/** As the case keeps it. */
export function asDisputed({ bill, payment, by }: Choice): Disputed {
  const entryId = payment.kind === 'found' ? payment.entryId : null
  // What a person chose needs no word of the desk's.
  const reason = payment.kind === 'unnamed' || by !== 'desk' ? bill.reason : `${payment.reason}; ${bill.reason}`
  switch (bill.kind) {
    case 'chosen':
      return { kind: bill.kind, billId: bill.billId, also: bill.also, entryId, reason, by }
    case 'ambiguous':
      return { kind: bill.kind, billId: null, also: bill.candidates, entryId, reason, by }
    case 'none-such':
      return { kind: bill.kind, billId: null, also: [], entryId, reason, by }
    case 'default':
      return { kind: bill.kind, billId: bill.billId, also: [], entryId, reason, by }
  }
}
