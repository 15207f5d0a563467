// Adds whole new accounts, a statement a table and batch: the way of the sample office, in the transaction that makes it. The
// billing system's sets come by COPY, see import/.
import { randomUUID } from 'node:crypto'
import { type Day, formatDay, toDateColumn } from '../kernel/days.ts'
import type { Tx } from '../platform/database.ts'
import type { AccountHistory, PersonOnAccount } from './account-history.ts'

const rowsAStatement = 10_000 // some megabytes of JSON; thirteen times as fast as the typed client, tried with the sample office

export async function insertHistories(tx: Tx, histories: readonly AccountHistory[], asOf: Day): Promise<void> {
  const properties = new Map(histories.map(({ property }) => [property.id, property]))
  const people = new Map(histories.flatMap((history) => history.people.map((person) => [person.id, person] as const)))
  await insert(tx, 'property', [...properties.values()].map(propertyRow))
  await insert(tx, 'person', [...people.values()].map(personRow))
  await insert(tx, 'account', histories.map(accountRow))
  await insert(tx, 'account_person', histories.flatMap(accountPersonRows))
  await insert(tx, 'meter', histories.flatMap(meterRows))
  await insert(tx, 'meter_read', histories.flatMap(readRows))
  await insert(tx, 'bill', histories.flatMap(billRows))
  await insert(tx, 'bill_line', histories.flatMap(lineRows))
  await insert(tx, 'ledger_entry', histories.flatMap(ledgerRows))
  const at = toDateColumn(asOf)
  const run = {
    id: randomUUID(),
    source: 'the sample office',
    asOf: at,
    status: 'finished',
    startedAt: at,
    finishedAt: at,
    progress: [],
  }
  await tx.importRun.create({ data: run })
}

type Row = Record<string, string | number | boolean | null>

/** `table` and the columns are this file's own words; only the values come from outside, as one parameter. */
async function insert(tx: Tx, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ')
  const statement = `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1::json)`
  for (let start = 0; start < rows.length; start += rowsAStatement) {
    await tx.$executeRawUnsafe(statement, JSON.stringify(rows.slice(start, start + rowsAStatement)))
  }
}

function propertyRow({ id, pin, address, type, vacantSince, ...assessed }: AccountHistory['property']): Row {
  const { assessorClass, units, buildingSquareFeet, lotSquareFeet } = assessed
  const measures = { assessor_class: assessorClass, units, building_square_feet: buildingSquareFeet, lot_square_feet: lotSquareFeet }
  return { id, pin, address, type, vacant_since: dateOrNull(vacantSince), ...measures }
}

/** An address on file is kept in lower case: that is how a sender is looked up. */
function personRow({ id, name, email, phone }: PersonOnAccount): Row {
  return { id, name, email: email === null ? null : email.trim().toLowerCase(), phone }
}

function accountRow({ account, property }: AccountHistory): Row {
  const { number, openedOn, closedOn } = account
  return { number, property_id: property.id, class: account.class, opened_on: formatDay(openedOn), closed_on: dateOrNull(closedOn) }
}

function accountPersonRows({ account, people }: AccountHistory): Row[] {
  return people.map(({ id, role }) => ({ account_number: account.number, person_id: id, role }))
}

function meterRows({ account, meters }: AccountHistory): Row[] {
  return meters.map(({ id, unitsPerCount, digits, sizeInches, installedOn, removedOn }) => ({
    id,
    account_number: account.number,
    units_per_count: unitsPerCount,
    digits,
    size_inches: sizeInches,
    installed_on: formatDay(installedOn),
    removed_on: dateOrNull(removedOn),
  }))
}

function readRows({ reads }: AccountHistory): Row[] {
  return reads.map(({ id, meterId, readOn, kind, value, rolledOver }) => ({
    id,
    meter_id: meterId,
    read_on: formatDay(readOn),
    kind,
    value,
    rolled_over: rolledOver,
  }))
}

function billRows({ account, bills }: AccountHistory): Row[] {
  return bills.map((bill) => ({
    id: bill.id,
    account_number: account.number,
    issued_on: formatDay(bill.issuedOn),
    due_on: formatDay(bill.dueOn),
    from_read_id: bill.fromReadId,
    to_read_id: bill.toReadId,
    quantity_cubic_feet: bill.quantityCubicFeet,
    total_cents: bill.totalCents,
    schedule: bill.schedule,
  }))
}

function lineRows({ bills }: AccountHistory): Row[] {
  return bills.flatMap((bill) =>
    bill.lines.map(({ kind, fromOn, toOn, days, quantity, rate, amountCents, sample }, position) => ({
      bill_id: bill.id,
      position,
      kind,
      from_on: formatDay(fromOn),
      to_on: formatDay(toOn),
      days,
      quantity,
      rate,
      amount_cents: amountCents,
      sample,
    })),
  )
}

function ledgerRows({ account, ledger }: AccountHistory): Row[] {
  return ledger.map(({ id, enteredOn, kind, amountCents, billId, memo, reversesId, reference }) => ({
    id,
    account_number: account.number,
    entered_on: formatDay(enteredOn),
    kind,
    amount_cents: amountCents,
    bill_id: billId,
    memo,
    version: 1,
    reverses_id: reversesId,
    reference,
  }))
}

function dateOrNull(value: Day | null): string | null {
  return value === null ? null : formatDay(value)
}
