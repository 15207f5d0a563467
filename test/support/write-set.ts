// Writes accounts as a set of the billing system's files, as docs/import.md describes it.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { AccountHistory } from '../../src/accounts/account-history.ts'
import { type Day, formatDay } from '../../src/kernel/days.ts'

type Cell = string | number | boolean | null | undefined
type Rows = Record<string, Cell>[]

export function setOf(histories: readonly AccountHistory[]): Record<string, Rows> {
  const of = <T extends object>(
    rows: (history: AccountHistory) => readonly T[],
    cells: (row: T, number: string) => Record<string, Cell>,
  ): Rows => histories.flatMap((history) => rows(history).map((row) => cells(row, history.account.number)))
  return {
    properties: of(
      ({ property }) => [property],
      ({ id, address, type, pin, vacantSince, assessorClass, units, buildingSquareFeet, lotSquareFeet }) => ({
        ...{ id, address, type, pin, vacant_since: date(vacantSince), assessor_class: assessorClass, units },
        ...{ building_square_feet: buildingSquareFeet, lot_square_feet: lotSquareFeet },
      }),
    ),
    accounts: of(
      ({ account, property }) => [{ ...account, propertyId: property.id }],
      ({ number, propertyId, class: name, openedOn, closedOn }) => ({
        ...{ number, property_id: propertyId, class: name, opened_on: date(openedOn), closed_on: date(closedOn) },
      }),
    ),
    account_classes: of(
      ({ account }) => account.classes,
      ({ fromOn, class: name }, account_number) => ({ account_number, from_on: date(fromOn), class: name }),
    ),
    people: of(
      ({ people }) => people,
      ({ id, role, name, email, phone }, account_number) => ({ id, account_number, role, name, email, phone }),
    ),
    meters: of(
      ({ meters }) => meters,
      ({ id, unitsPerCount, digits, sizeInches, installedOn, removedOn }, account_number) => ({
        ...{ id, account_number, units_per_count: unitsPerCount, digits, size_inches: sizeInches },
        ...{ installed_on: date(installedOn), removed_on: date(removedOn) },
      }),
    ),
    reads: of(
      ({ reads }) => reads,
      ({ id, meterId, readOn, kind, value, rolledOver }) => ({
        ...{ id, meter_id: meterId, read_on: date(readOn), kind, value, rolled_over: rolledOver ? 'yes' : 'no' },
      }),
    ),
    bills: of(
      ({ bills }) => bills,
      (bill, account_number) => ({
        ...{ id: bill.id, account_number, issued_on: date(bill.issuedOn), due_on: date(bill.dueOn) },
        ...{ from_read_id: bill.fromReadId, to_read_id: bill.toReadId, quantity_cubic_feet: bill.quantityCubicFeet },
        ...{ total: dollars(bill.totalCents), schedule: bill.schedule },
      }),
    ),
    bill_lines: of(
      ({ bills }) => bills.flatMap(({ id, lines }) => lines.map((line, position) => ({ ...line, billId: id, position }))),
      (line) => ({
        ...{ bill_id: line.billId, position: line.position, kind: line.kind, from_on: date(line.fromOn), to_on: date(line.toOn) },
        ...{ days: line.days, quantity: line.quantity, rate: line.rate, amount: dollars(line.amountCents), sample: line.sample },
      }),
    ),
    ledger: of(
      ({ ledger }) => ledger,
      ({ id, enteredOn, kind, amountCents, billId, memo }, account_number) => ({
        ...{ id, account_number, entered_on: date(enteredOn), kind, amount: dollars(amountCents), bill_id: billId, memo },
      }),
    ),
    notices: of(
      ({ notices }) => notices,
      ({ id, kind, sentOn, dueOn, amountCents, text }, account_number) => ({
        ...{
          id,
          account_number,
          kind,
          sent_on: date(sentOn),
          due_on: date(dueOn),
          amount: amountCents === null ? null : dollars(amountCents),
          text,
        },
      }),
    ),
    arrangements: of(
      ({ arrangements }) => arrangements,
      (one, account_number) => ({
        ...{ id: one.id, account_number, agreed_on: date(one.agreedOn), ends_on: date(one.endsOn), status: one.status },
        ...{ total: dollars(one.totalCents), down_payment: dollars(one.downPaymentCents) },
        ...{ instalments: one.instalments, instalment: dollars(one.instalmentCents) },
      }),
    ),
    exemptions: of(
      ({ exemptions }) => exemptions,
      ({ id, kind, percent, fromOn, toOn }, account_number) => ({
        id,
        account_number,
        kind,
        percent,
        from_on: date(fromOn),
        to_on: date(toOn),
      }),
    ),
    service_orders: of(
      ({ serviceOrders }) => serviceOrders,
      ({ id, meterId, kind, status, requestedOn, doneOn, notes }, account_number) => ({
        ...{ id, account_number, meter_id: meterId, kind, status, requested_on: date(requestedOn), done_on: date(doneOn), notes },
      }),
    ),
    contacts: of(
      ({ contacts }) => contacts,
      ({ id, contactedOn, channel, by, text }, account_number) => ({
        id,
        account_number,
        contacted_on: date(contactedOn),
        channel,
        by,
        text,
      }),
    ),
  }
}

/** Files without rows are left out where a set may lack them. */
export function writeSet(folder: string, set: Record<string, Rows>, asOf: Day): string {
  mkdirSync(folder, { recursive: true })
  for (const [file, rows] of Object.entries(set)) {
    if (rows.length > 0) writeFileSync(path.join(folder, `${file}.csv`), csv(rows))
  }
  writeFileSync(path.join(folder, 'manifest.json'), `${JSON.stringify({ as_of: formatDay(asOf) })}\n`)
  return folder
}

function csv(rows: Rows): string {
  const columns = Object.keys(rows[0] ?? {})
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))].map((cells) => `${cells.map(cell).join(',')}\n`).join('')
}

function cell(value: Cell): string {
  const text = value === null || value === undefined ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function date(day: Day | null): string | null {
  return day === null ? null : formatDay(day)
}

function dollars(cents: number): string {
  return `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`
}
