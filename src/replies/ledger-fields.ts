// The facts about payments, penalties and the balance, by the names that templates use. What the ledger lacks is absent,
// so that a template which needs it does not fit.
import type { AccountHistory } from '../accounts/accounts.ts'
import { balanceAsOf } from '../billing/ledger-balance.ts'
import { standingEntries } from '../billing/standing-entries.ts'
import type { Day } from '../kernel/days.ts'
import { cents } from '../kernel/money.ts'
import { dateFact, moneyFact, sizeFact } from './make-fact.ts'
import type { TemplateFields } from './render-template.ts'

/** As of the day the records are from; entries dated later are not yet said. `billId`: the bill whose penalty is asked about, where one is named. */
export function ledgerFields(history: AccountHistory, recordsAsOf: Day, billId: string | null): TemplateFields {
  const entered = history.ledger.filter((entry) => entry.enteredOn <= recordsAsOf)
  const balance = cents(balanceAsOf(entered, recordsAsOf))
  const source = `ledger:of ${history.account.number}`
  return {
    balance: moneyFact({ id: 'balance', label: 'Balance of the account', source }, balance),
    owes: balance > 0,
    recordsAsOf: dateFact({ id: 'records.asOf', label: 'Records of the billing system as of', source: 'import:newest' }, recordsAsOf),
    ...paymentFields(standingEntries(entered)),
    ...penaltyFields(history, standingEntries(entered), billId),
  }
}

type Entry = AccountHistory['ledger'][number]

function paymentFields(entered: readonly Entry[]): TemplateFields {
  const last = entered.findLast((entry) => entry.kind === 'payment')
  if (!last) return { hasLastPayment: false }
  return { hasLastPayment: true, lastPayment: paymentOf('lastPayment', 'Last payment', last) }
}

function penaltyFields(history: AccountHistory, entered: readonly Entry[], billId: string | null): TemplateFields {
  const penalties = entered.filter((entry) => entry.kind === 'penalty')
  const penalty = penalties.findLast((entry) => entry.billId === billId) ?? penalties.at(-1)
  const bill = penalty && history.bills.find((record) => record.id === penalty.billId)
  if (!penalty || !bill) return {}
  const source = `bill:${bill.id}`
  // The first payment after the bill went out is the one it was late with, whether or not the record names the bill.
  const payment = entered.find((entry) => entry.kind === 'payment' && entry.enteredOn > bill.issuedOn)
  // A payment in time and a penalty all the same: no template explains that, a person must look.
  if (payment && payment.enteredOn <= bill.dueOn) return {}
  return {
    penalty: {
      amount: moneyFact({ id: 'penalty.amount', label: 'Late penalty', source: `ledger:${penalty.id}` }, penalty.amountCents),
      enteredOn: dateFact({ id: 'penalty.enteredOn', label: 'Late penalty entered on', source: `ledger:${penalty.id}` }, penalty.enteredOn),
    },
    penalized: {
      issued: dateFact({ id: 'penalized.issued', label: 'Bill with the penalty: issued on', source }, bill.issuedOn),
      total: moneyFact({ id: 'penalized.total', label: 'Bill with the penalty: total', source }, bill.totalCents),
      due: dateFact({ id: 'penalized.due', label: 'Bill with the penalty: due on', source }, bill.dueOn),
    },
    hasNextPayment: payment !== undefined,
    ...(payment ? { nextPayment: paymentOf('nextPayment', 'Payment after that bill', payment) } : {}),
  }
}

function paymentOf(id: string, label: string, entry: Entry): TemplateFields {
  const source = `ledger:${entry.id}`
  return {
    amount: sizeFact({ id: `${id}.amount`, label, source }, entry.amountCents),
    enteredOn: dateFact({ id: `${id}.enteredOn`, label: `${label}: entered on`, source }, entry.enteredOn),
  }
}
