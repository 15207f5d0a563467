// Adds whole accounts in few statements. The sample office comes in this way; the billing system's export will have a
// way of its own, by COPY.
import { toDateColumn } from '../kernel/days.ts'
import type { Tx } from '../platform/database.ts'
import type { AccountHistory, PersonOnAccount } from './account-history.ts'

const rowsAStatement = 4000 // below PostgreSQL's 65,535 parameters for the widest of these tables

export async function insertHistories(tx: Tx, histories: readonly AccountHistory[]): Promise<void> {
  const properties = new Map(histories.map(({ property }) => [property.id, property]))
  const people = new Map(histories.flatMap((history) => history.people.map((person) => [person.id, person] as const)))
  await inBatches([...properties.values()], (rows) =>
    tx.property.createMany({
      data: rows.map((row) => ({ ...row, vacantSince: row.vacantSince === null ? null : toDateColumn(row.vacantSince) })),
    }),
  )
  await inBatches([...people.values()], (rows) => tx.person.createMany({ data: rows.map(personRow) }))
  await inBatches(histories, (rows) => tx.account.createMany({ data: rows.map(accountRow) }))
  await inBatches(
    histories.flatMap(({ account, people: on }) => on.map(({ id, role }) => ({ accountNumber: account.number, personId: id, role }))),
    (data) => tx.accountPerson.createMany({ data }),
  )
  await inBatches(
    histories.flatMap(({ account, meters }) =>
      meters.map((meter) => ({ ...meter, accountNumber: account.number, installedOn: toDateColumn(meter.installedOn) })),
    ),
    (data) => tx.meter.createMany({ data }),
  )
  await inBatches(
    histories.flatMap(({ reads }) => reads.map((read) => ({ ...read, readOn: toDateColumn(read.readOn) }))),
    (data) => tx.meterRead.createMany({ data }),
  )
  await inBatches(histories.flatMap(billRows), (data) => tx.bill.createMany({ data }))
  await inBatches(histories.flatMap(lineRows), (data) => tx.billLine.createMany({ data }))
  await inBatches(
    histories.flatMap(({ account, ledger }) =>
      ledger.map((entry) => ({ ...entry, accountNumber: account.number, enteredOn: toDateColumn(entry.enteredOn) })),
    ),
    (data) => tx.ledgerEntry.createMany({ data }),
  )
}

async function inBatches<R>(rows: readonly R[], insert: (rows: R[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAStatement) await insert(rows.slice(start, start + rowsAStatement))
}

/** An address on file is kept in lower case: that is how a sender is looked up. */
function personRow({ id, name, email, phone }: PersonOnAccount) {
  return { id, name, email: email === null ? null : email.trim().toLowerCase(), phone }
}

function accountRow({ account, property }: AccountHistory) {
  return {
    number: account.number,
    propertyId: property.id,
    class: account.class,
    openedOn: toDateColumn(account.openedOn),
    closedOn: account.closedOn === null ? null : toDateColumn(account.closedOn),
  }
}

function billRows({ account, bills }: AccountHistory) {
  return bills.map(({ lines: _, ...bill }) => ({
    ...bill,
    accountNumber: account.number,
    issuedOn: toDateColumn(bill.issuedOn),
    dueOn: toDateColumn(bill.dueOn),
  }))
}

function lineRows({ bills }: AccountHistory) {
  return bills.flatMap((bill) =>
    bill.lines.map((line, position) => ({
      ...line,
      billId: bill.id,
      position,
      fromOn: toDateColumn(line.fromOn),
      toOn: toDateColumn(line.toOn),
    })),
  )
}
