// `waterdesk account show NUMBER`: everything the records say of one account, on a terminal or as JSON.
import os from 'node:os'
import type { AccountHistory, BillRecord } from '../accounts/account-history.ts'
import { type Day, dayOf, formatDay, parseDay } from '../kernel/days.ts'
import { type Cents, formatCents, sumCents } from '../kernel/money.ts'
import type { Office } from '../office.ts'
import { audit } from '../platform/audit.ts'
import { UsageProblem } from '../platform/problem.ts'

export type AccountShowAsked = { asOf?: string; json?: boolean }

type OfficeAsked = Pick<Office, 'accounts' | 'accountImports' | 'clock' | 'config' | 'db'>

export async function showAccount(
  office: OfficeAsked,
  number: string,
  asked: AccountShowAsked,
  print: (line: string) => void,
): Promise<void> {
  const asOf = asked.asOf === undefined ? dayOf(office.clock.now(), office.config.office.timeZone) : parseDay(asked.asOf)
  if (asOf === undefined) throw new UsageProblem(`--as-of ${asked.asOf} is not a date such as 2026-06-01.`)
  const history = await office.accounts.history(number)
  if (!history) throw new UsageProblem(`There is no account ${number}.`)
  const balanceCents = await office.accounts.balanceCents(number, asOf)
  const records = await office.accountImports.recordsAge()
  const recordsAsOf = records.state === 'none' ? null : records.asOf
  await office.db.inTransaction((tx) =>
    audit(tx, { at: office.clock.now(), actor: `command line: ${os.userInfo().username}`, act: 'account-shown', subject: number }),
  )
  if (asked.json) print(JSON.stringify({ balanceCents, asOf, recordsAsOf, ...history }, datesAsText))
  else for (const line of lines(history, { balanceCents, asOf, recordsAsOf })) print(line)
}

/** Days stand in fields that end in `On`, `asOf` or `Since`; everything else is as the records have it. */
function datesAsText(field: string, value: unknown): unknown {
  return typeof value === 'number' && /(?:On|[aA]sOf|Since)$/.test(field) ? formatDay(value as Day) : value
}

type Balance = { balanceCents: Cents; asOf: Day; recordsAsOf: Day | null }

function* lines(history: AccountHistory, { balanceCents, asOf, recordsAsOf }: Balance): Iterable<string> {
  const { account, property, people, meters } = history
  yield `Account ${account.number}, ${account.class}, since ${formatDay(account.openedOn)}${account.closedOn === null ? '' : `, closed ${formatDay(account.closedOn)}`}`
  for (const { fromOn, class: name } of account.classes) yield `  class ${name} from ${formatDay(fromOn)}`
  yield `  ${property.address} (${[property.type, property.pin && `PIN ${property.pin}`].filter(Boolean).join(', ')})`
  for (const { role, name } of people) yield `  ${role}: ${name}`
  for (const { id, sizeInches, installedOn, removedOn } of meters) {
    yield `  meter ${id}, ${sizeInches}", installed ${formatDay(installedOn)}${removedOn === null ? '' : `, removed ${formatDay(removedOn)}`}`
  }
  yield `Balance as of ${formatDay(asOf)}: ${formatCents(balanceCents)}${recordsAsOf === null ? '' : `; records as of ${formatDay(recordsAsOf)}`}`
  yield 'Bills'
  for (const bill of history.bills) yield* billLines(history, bill)
  yield 'Reads'
  for (const read of history.reads)
    yield `  ${formatDay(read.readOn)}  ${read.kind.padEnd(9)}  ${String(read.value).padStart(10)}  ${read.id} (${read.meterId})${read.rolledOver ? ', rolled over' : ''}`
  yield 'Ledger'
  yield* ledgerLines(history)
}

function* billLines({ reads }: AccountHistory, bill: BillRecord): Iterable<string> {
  const [from, to] = [bill.fromReadId, bill.toReadId].map((id) => reads.find((read) => read.id === id))
  const period = from && to ? `${formatDay(from.readOn)} to ${formatDay(to.readOn)}, ${to.readOn - from.readOn} days` : 'reads unknown'
  const estimated = to?.kind === 'estimated' ? ', estimated' : ''
  yield `  ${bill.id}  issued ${formatDay(bill.issuedOn)}  due ${formatDay(bill.dueOn)}  ${period}, ${bill.quantityCubicFeet} cubic feet${estimated}  ${formatCents(bill.totalCents)}`
  for (const line of bill.lines) {
    yield `      ${line.kind.padEnd(8)} ${formatDay(line.fromOn)} to ${formatDay(line.toOn)}  ${line.quantity} at ${line.rate || '-'}  ${formatCents(line.amountCents)}${line.sample ? '  (sample rate)' : ''}`
  }
}

function* ledgerLines({ ledger }: AccountHistory): Iterable<string> {
  let balance = 0 as Cents
  for (const { enteredOn, kind, amountCents, memo } of ledger) {
    balance = sumCents([balance, amountCents])
    yield `  ${formatDay(enteredOn)}  ${kind.padEnd(10)}  ${formatCents(amountCents).padStart(12)}  ${formatCents(balance).padStart(12)}  ${memo}`
  }
}
