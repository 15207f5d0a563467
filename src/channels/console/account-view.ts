// An account's history as the case page shows it: who is on it, what is owed as of today, bills, reads and entries.
import type { AccountHistory } from '../../accounts/accounts.ts'
import type { Day } from '../../kernel/days.ts'
import { type Cents, sumCents } from '../../kernel/money.ts'
import { anchorOf, numberWords } from './office-words.ts'

const rowsAtOnce = 8 // more than a year of bills every two months; older rows stand behind one click
const rowsAtMost = 60

const readWords = { actual: 'Actual', estimated: 'Estimated', customer: 'Customer’s' }
const roleWords = { owner: 'Owner', 'account-holder': 'Account holder', tenant: 'Tenant' }
const ledgerWords = { bill: 'Bill', payment: 'Payment', adjustment: 'Adjustment', penalty: 'Penalty', fee: 'Fee', refund: 'Refund' }

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
    sample: history.bills.some((bill) => bill.lines.some((line) => line.sample)),
    balanceCents,
    owed: balanceCents > 0,
    asOf,
    bills: split(
      newest(history.bills).map((bill) => {
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
        }
      }),
    ),
    reads: split(
      newest(history.reads).map((read) => ({
        anchor: anchorOf(`read:${read.id}`),
        id: read.id,
        readOn: read.readOn,
        kind: readWords[read.kind],
        actual: read.kind === 'actual',
        value: numberWords(read.value, 0),
      })),
    ),
    ledger: split(
      newest(withBalances(history.ledger)).map((entry) => ({
        anchor: anchorOf(`ledger:${entry.id}`),
        id: entry.id,
        enteredOn: entry.enteredOn,
        amountCents: entry.amountCents,
        balanceCents: entry.balanceCents,
        words: entry.kind === 'bill' ? ledgerWords.bill : entryWords(entry.kind, entry.memo),
        bill: entry.kind === 'bill' ? entry.billId : null,
        plain: entry.kind === 'bill' || entry.kind === 'payment',
      })),
    ),
  }
}

export type AccountView = ReturnType<typeof accountView>

/** The records that stand on the page, by their anchors. */
export function shownRecords(account: AccountView | null): Set<string> {
  if (!account) return new Set()
  const { bills, reads, ledger } = account
  return new Set([bills, reads, ledger].flatMap(({ recent, older }) => [...recent, ...older]).map((row) => row.anchor))
}

/** The memo mostly says the kind already: `Payment by check`. */
function entryWords(kind: keyof typeof ledgerWords, memo: string): string {
  const word = ledgerWords[kind]
  return memo.toLowerCase().startsWith(word.toLowerCase()) ? memo : [word, memo].filter(Boolean).join(': ')
}

function newest<T>(rows: readonly T[]): T[] {
  return rows.slice(-rowsAtMost).reverse()
}

function split<T>(rows: T[]): { recent: T[]; older: T[] } {
  return { recent: rows.slice(0, rowsAtOnce), older: rows.slice(rowsAtOnce) }
}

function withBalances(ledger: AccountHistory['ledger']) {
  let balance = 0 as Cents
  return ledger.map((entry) => {
    balance = sumCents([balance, entry.amountCents])
    return { ...entry, balanceCents: balance }
  })
}
