// Lines for the billing system. Each is written in the transaction of the act it tells of; a file takes lines to itself before it
// is written, so that no line stands in two files, and one that was cut off is written again under its own name.
import { randomUUID } from 'node:crypto'
import { mkdir, open, rename } from 'node:fs/promises'
import path from 'node:path'
import { type Day, formatDay } from '../kernel/days.ts'
import type { Cents } from '../kernel/money.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { Adjustment } from './adjustment.ts'
import type { Hold } from './hold.ts'

/** In the order of the file's columns; docs/export.md says what each is. */
export const exportColumns = [
  'type',
  'reference',
  'account_number',
  'date',
  'amount',
  'reason',
  'reverses',
  'stops',
  'bill_id',
  'until',
] as const
export type ExportLine = Partial<Record<(typeof exportColumns)[number], string>>

type PostedAdjustment = Pick<Adjustment, 'reference' | 'accountNumber' | 'amountCents' | 'reasonCode'> & {
  enteredOn: Day
  reversesReference: string | null
}

export function adjustmentLine({
  reference,
  accountNumber,
  enteredOn,
  amountCents,
  reasonCode,
  reversesReference,
}: PostedAdjustment): ExportLine {
  return {
    type: 'adjustment',
    reference,
    account_number: accountNumber,
    date: formatDay(enteredOn),
    amount: dollars(amountCents),
    reason: reasonCode,
    ...(reversesReference === null ? {} : { reverses: reversesReference }),
  }
}

export function holdLine(
  type: 'hold' | 'hold-end',
  { id, accountNumber, disputedCents, stops, billId, expiresOn }: Hold,
  on: Day,
): ExportLine {
  return {
    type,
    reference: id,
    account_number: accountNumber,
    date: formatDay(on),
    amount: dollars(disputedCents),
    stops: stops.join(' '),
    ...(billId === null ? {} : { bill_id: billId }),
    until: formatDay(expiresOn),
  }
}

/** `subject` names the act: a second line of it is refused by the database. */
export async function addExportLine(tx: Tx, subject: string, line: ExportLine, createdAt: Date): Promise<void> {
  await tx.exportLine.create({ data: { subject, line, createdAt } })
}

const linesAFile = 10_000

/** Writes what waits into files of `folder`; returns their names. */
export async function writeExportFiles(db: Database, folder: string, now: () => Date): Promise<string[]> {
  while ((await claimLines(db, now())) > 0);
  const unwritten = await db.client.exportLine.findMany({
    where: { file: { not: null }, writtenAt: null },
    distinct: ['file'],
    select: { file: true },
  })
  const files = unwritten.map(({ file }) => file as string).sort()
  for (const file of files) {
    const lines = await db.client.exportLine.findMany({ where: { file }, orderBy: { id: 'asc' } })
    await writeWhole(folder, file, csv(lines.map(({ line }) => line as ExportLine)))
    await db.client.exportLine.updateMany({ where: { file }, data: { writtenAt: now() } })
  }
  return files
}

/** Gives lines without a file to a new one, named for the day and for its first line. Returns how many. */
function claimLines(db: Database, now: Date): Promise<number> {
  return db.inTransaction(async (tx) => {
    const lines = await tx.$queryRaw<{ id: bigint }[]>`
      SELECT id FROM export_line WHERE file IS NULL ORDER BY id LIMIT ${linesAFile} FOR UPDATE SKIP LOCKED`
    const [first] = lines
    if (!first) return 0
    const file = `waterdesk-${now.toISOString().slice(0, 10)}-${String(first.id).padStart(9, '0')}.csv`
    await tx.exportLine.updateMany({ where: { id: { in: lines.map(({ id }) => id) } }, data: { file } })
    return lines.length
  })
}

/** Nobody sees half a file: it gets its name when it is whole and on the disk. Two desks may write the same one at once. */
async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const unfinished = path.join(folder, `.${name}.${randomUUID()}`)
  const handle = await open(unfinished, 'w', 0o640)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(unfinished, path.join(folder, name))
}

function csv(lines: readonly ExportLine[]): string {
  const rows = lines.map((line) => exportColumns.map((column) => cell(line[column] ?? '')))
  return [exportColumns, ...rows].map((row) => `${row.join(',')}\r\n`).join('')
}

/** All values are ours: codes, numbers, dates. An amount may begin with a minus, and is no formula. */
function cell(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

function dollars(cents: Cents): string {
  const digits = String(Math.abs(cents)).padStart(3, '0')
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
