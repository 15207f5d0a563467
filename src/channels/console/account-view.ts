// An account's history as the case page shows it: who is on it, what is owed as of today, bills, reads and entries.
import type { AccountHistory } from '../../accounts/accounts.ts'
import { type Cents, sumCents } from '../../kernel/money.ts'
import type { Day } from '../../kernel/days.ts'
import { anchorOf, numberWords } from './office-words.ts'

const rowsShown = 12 // a year of monthly bills; older ones stand behind "all"

const readWords = { actual: 'Actual', estimated: 'Estimated', customer: 'Customer’s' }
const roleWords = { owner: 'Owner', 'account-holder': 'Account holder', tenant: 'Tenant' }
const ledgerWords = { bill: 'Bill', payment: 'Payment', adjustment: 'Adjustment', penalty: 'Penalty' }
const lineWords = { water: 'Water', sewer: 'Sewer', tax: 'Tax', relief: 'Relief' }

export function accountView(history: AccountHistory, balanceCents: Cents, asOf: Day) {
  const readById = new Map(history.reads.map((read) => [read.id, read]))
  return {
    number: history.account.number,
    class: history.account.class.toLowerCase(),
    openedOn: history.account.openedOn,
    closedOn: history.account.closedOn,
    property: history.property,
    people: history.people.map(({ name, email, phone, role }) => ({ name, email, phone, role: roleWords[role] })),
    meters: history.meters.map(({ id, sizeInches }) => ({ id, sizeInches })),
    balanceCents,
    owed: balanceCents > 0,
    asOf,
    bills: newest(history.bills).map((bill) => {
      const [from, to] = [readById.get(bill.fromReadId), readById.get(bill.toReadId)]
      return {
        anchor: anchorOf(`bill:${bill.id}`),
        id: bill.id,
        issuedOn: bill.issuedOn,
        dueOn: bill.dueOn,
        days: from && to ? to.readOn - from.readOn : null,
        use: numberWords(bill.quantityCubicFeet, 0),
        estimated: to?.kind === 'estimated',
        totalCents: bill.totalCents,
        schedule: bill.schedule,
        sample: bill.lines.some((line) => line.sample),
        lines: bill.lines.map((line) => ({ ...line, kind: lineWords[line.kind], quantity: numberWords(line.quantity) })),
      }
    }),
    reads: newest(history.reads).map((read) => ({
      anchor: anchorOf(`read:${read.id}`),
      id: read.id,
      readOn: read.readOn,
      kind: readWords[read.kind],
      actual: read.kind === 'actual',
      value: numberWords(read.value, 0),
    })),
    ledger: newest(withBalances(history.ledger)).map((entry) => ({
      anchor: anchorOf(`ledger:${entry.id}`),
      id: entry.id,
      enteredOn: entry.enteredOn,
      kind: ledgerWords[entry.kind],
      amountCents: entry.amountCents,
      balanceCents: entry.balanceCents,
      memo: entry.memo,
    })),
    older: history.bills.length > rowsShown,
  }
}

export type AccountView = ReturnType<typeof accountView>

/** The records that stand on the page, by their anchors. */
export function shownRecords(account: AccountView | null): Set<string> {
  if (!account) return new Set()
  return new Set([...account.bills, ...account.reads, ...account.ledger].map((row) => row.anchor))
}

function newest<T>(rows: readonly T[]): T[] {
  return rows.slice(-rowsShown * 3).reverse()
}

function withBalances(ledger: AccountHistory['ledger']) {
  let balance = 0 as Cents
  return ledger.map((entry) => {
    balance = sumCents([balance, entry.amountCents])
    return { ...entry, balanceCents: balance }
  })
}
