// The only code that touches the tables of accounts: one account read whole, and whose addresses are on file.
import { type Day, fromDateColumn, toDateColumn } from '../kernel/days.ts'
import { type Cents, cents } from '../kernel/money.ts'
import type { Database, Tx } from '../platform/database.ts'
import type {
  AccountHistory,
  BillLine,
  Exemption,
  LedgerKind,
  OnFile,
  PaymentArrangement,
  PaymentElsewhere,
  PersonRole,
  ReadKind,
} from './account-history.ts'

export { insertHistories } from './insert-histories.ts'

type Reader = Tx | Database['client']

/** One statement after the other: a transaction has one connection, and relations read side by side would share it. */
async function readWhole(reader: Reader, accountNumber: string) {
  const account = await reader.account.findUnique({ where: { number: accountNumber }, include: { property: true } })
  if (!account) return undefined
  const where = { accountNumber }
  const people = await reader.accountPerson.findMany({ where, include: { person: true }, orderBy: [{ role: 'asc' }, { personId: 'asc' }] })
  const meters = await reader.meter.findMany({ where, include: { reads: true }, orderBy: [{ installedOn: 'asc' }, { id: 'asc' }] })
  const lines = { lines: { orderBy: { position: 'asc' } } } as const
  const bills = await reader.bill.findMany({ where, include: lines, orderBy: [{ issuedOn: 'asc' }, { id: 'asc' }] })
  const ledger = await reader.ledgerEntry.findMany({ where, orderBy: [{ enteredOn: 'asc' }, { id: 'asc' }] })
  const classes = await reader.accountClass.findMany({ where, orderBy: { fromOn: 'asc' } })
  const exemptions = await reader.exemption.findMany({ where, orderBy: [{ fromOn: 'asc' }, { id: 'asc' }] })
  const notices = await reader.billingNotice.findMany({ where, orderBy: [{ sentOn: 'asc' }, { id: 'asc' }] })
  const arrangements = await reader.paymentArrangement.findMany({ where, orderBy: [{ agreedOn: 'asc' }, { id: 'asc' }] })
  const serviceOrders = await reader.serviceOrder.findMany({ where, orderBy: [{ requestedOn: 'asc' }, { id: 'asc' }] })
  const contacts = await reader.contactNote.findMany({ where, orderBy: [{ contactedOn: 'asc' }, { id: 'asc' }] })
  return { ...account, people, meters, bills, ledger, classes, exemptions, notices, arrangements, serviceOrders, contacts }
}

export async function readHistory(reader: Reader, number: string): Promise<AccountHistory | undefined> {
  const row = await readWhole(reader, number)
  if (!row) return undefined
  return {
    account: {
      number: row.number,
      class: row.class,
      classes: row.classes.map((change) => ({ fromOn: fromDateColumn(change.fromOn), class: change.class })),
      openedOn: fromDateColumn(row.openedOn),
      closedOn: dayOrNull(row.closedOn),
    },
    property: {
      id: row.property.id,
      pin: row.property.pin,
      address: row.property.address,
      type: row.property.type,
      vacantSince: dayOrNull(row.property.vacantSince),
      assessorClass: row.property.assessorClass,
      units: row.property.units,
      buildingSquareFeet: row.property.buildingSquareFeet,
      lotSquareFeet: row.property.lotSquareFeet,
    },
    people: row.people.map(({ person, role }) => ({
      id: person.id,
      name: person.name,
      email: person.email,
      phone: person.phone,
      role: role as PersonRole,
    })),
    meters: row.meters.map(({ id, unitsPerCount, digits, sizeInches, installedOn, removedOn }) => ({
      id,
      unitsPerCount,
      digits,
      sizeInches,
      installedOn: fromDateColumn(installedOn),
      removedOn: dayOrNull(removedOn),
    })),
    // Meters stand in the order of their installation and sorting is stable: an old meter's last read comes first.
    reads: row.meters
      .flatMap((meter) => meter.reads.map((read) => ({ ...read, readOn: fromDateColumn(read.readOn), kind: read.kind as ReadKind })))
      .sort((a, b) => a.readOn - b.readOn),
    bills: row.bills.map(({ accountNumber: _, ...bill }) => ({
      ...bill,
      issuedOn: fromDateColumn(bill.issuedOn),
      dueOn: fromDateColumn(bill.dueOn),
      quantityCubicFeet: bill.quantityCubicFeet.toNumber(),
      totalCents: cents(bill.totalCents),
      lines: bill.lines.map(({ billId: _, position: __, ...line }) => ({
        ...line,
        kind: line.kind as BillLine['kind'],
        fromOn: fromDateColumn(line.fromOn),
        toOn: fromDateColumn(line.toOn),
        quantity: line.quantity.toNumber(),
        amountCents: cents(line.amountCents),
      })),
    })),
    ledger: row.ledger.map(({ accountNumber: _, sourceId: __, version: ___, ...entry }) => ({
      ...entry,
      enteredOn: fromDateColumn(entry.enteredOn),
      kind: entry.kind as LedgerKind,
      amountCents: cents(entry.amountCents),
    })),
    exemptions: row.exemptions.map(({ id, kind, percent, fromOn, toOn }) => ({
      id,
      kind: kind as Exemption['kind'],
      percent: percent === null ? null : percent.toString(),
      fromOn: fromDateColumn(fromOn),
      toOn: dayOrNull(toOn),
    })),
    notices: row.notices.map(({ accountNumber: _, ...notice }) => ({
      ...notice,
      sentOn: fromDateColumn(notice.sentOn),
      dueOn: dayOrNull(notice.dueOn),
      amountCents: notice.amountCents === null ? null : cents(notice.amountCents),
    })),
    arrangements: row.arrangements.map(({ accountNumber: _, ...arrangement }) => ({
      ...arrangement,
      agreedOn: fromDateColumn(arrangement.agreedOn),
      endsOn: dayOrNull(arrangement.endsOn),
      status: arrangement.status as PaymentArrangement['status'],
      totalCents: cents(arrangement.totalCents),
      downPaymentCents: cents(arrangement.downPaymentCents),
      instalmentCents: cents(arrangement.instalmentCents),
    })),
    serviceOrders: row.serviceOrders.map(({ accountNumber: _, ...order }) => ({
      ...order,
      requestedOn: fromDateColumn(order.requestedOn),
      doneOn: dayOrNull(order.doneOn),
    })),
    contacts: row.contacts.map(({ accountNumber: _, ...note }) => ({ ...note, contactedOn: fromDateColumn(note.contactedOn) })),
  }
}

/** Asked for each mail that comes in, a batch at a time: in plain SQL. */
export async function readOnFile(reader: Reader, addresses: readonly string[]): Promise<Map<string, OnFile[]>> {
  const kept = (address: string) => address.trim().toLowerCase()
  const rows = await reader.$queryRaw<(OnFile & { email: string })[]>`
    SELECT p.email, p.name AS "personName", a.account_number AS "accountNumber", a.role
    FROM account_person a JOIN person p ON p.id = a.person_id WHERE p.email = ANY(${[...new Set(addresses.map(kept))]}::text[])
    ORDER BY a.account_number, a.role, a.person_id`
  const found = Map.groupBy(rows, ({ email }) => email)
  const entry = ({ accountNumber, personName, role }: OnFile) => ({ accountNumber, personName, role })
  return new Map(addresses.map((address) => [address, (found.get(kept(address)) ?? []).map(entry)]))
}

export async function existingAccounts(reader: Reader, numbers: readonly string[]): Promise<Set<string>> {
  if (numbers.length === 0) return new Set()
  const rows = await reader.account.findMany({ where: { number: { in: [...numbers] } }, select: { number: true } })
  return new Set(rows.map((row) => row.number))
}

export async function readBalance(reader: Reader, accountNumber: string, asOf: Day): Promise<Cents> {
  const sum = await reader.ledgerEntry.aggregate({
    where: { accountNumber, enteredOn: { lte: toDateColumn(asOf) } },
    _sum: { amountCents: true },
  })
  return cents(sum._sum.amountCents ?? 0)
}

function dayOrNull(value: Date | null): Day | null {
  return value === null ? null : fromDateColumn(value)
}

/** `id`: the desk's own begin with `desk:`, which no row of the billing system does. */
export type OwnEntry = {
  id: `desk:${string}`
  accountNumber: string
  enteredOn: Day
  amountCents: Cents
  memo: string
  reference: string
  reversesId: string | null
}

export async function postOwnEntry(tx: Tx, { enteredOn, ...entry }: OwnEntry): Promise<void> {
  await tx.ledgerEntry.create({ data: { ...entry, enteredOn: toDateColumn(enteredOn), kind: 'adjustment' } })
}

const paymentsElsewhereAtMost = 200

export async function readPaymentsElsewhere(reader: Reader, accountNumber: string, from: Day): Promise<PaymentElsewhere[]> {
  const rows = await reader.$queryRaw<{ accountNumber: string; entryId: string; enteredOn: Date; amountCents: number }[]>`
    WITH own AS (SELECT number, property_id FROM account WHERE number = ${accountNumber}),
    related AS (
      SELECT o.account_number AS number FROM account_person p JOIN account_person o ON o.person_id = p.person_id
        WHERE p.account_number = ${accountNumber} AND o.account_number <> ${accountNumber}
      UNION SELECT a.number FROM account a JOIN own ON a.property_id = own.property_id AND a.number <> own.number)
    SELECT e.account_number AS "accountNumber", e.id AS "entryId", e.entered_on AS "enteredOn", e.amount_cents AS "amountCents"
    FROM related r JOIN ledger_entry e ON e.account_number = r.number
    WHERE e.kind = 'payment' AND e.reverses_id IS NULL AND e.entered_on >= ${toDateColumn(from)}
      AND NOT EXISTS (SELECT 1 FROM ledger_entry t WHERE t.reverses_id = e.id)
    ORDER BY e.entered_on, e.id LIMIT ${paymentsElsewhereAtMost}`
  return rows.map((row) => ({ ...row, enteredOn: fromDateColumn(row.enteredOn), amountCents: cents(row.amountCents) }))
}
