// Rows of a staged file that cannot be records as the others stand: the same key twice, a record named that nobody knows, two
// columns that contradict each other. They leave the staging table and are told; the rest stays.
import type pg from 'pg'
import { type FileName, type RecordFile, recordFile } from './record-files.ts'
import type { Reject } from './rejects.ts'
import { stagingTable } from './staging.ts'

/** The files before this one are merged already, so that what a row names is looked for among the records alone. */
export async function checkStaged(client: pg.Client, file: RecordFile, reject: (reject: Reject) => void): Promise<void> {
  for (const { column, reason, where } of [twice(file), ...unknownNames(file), ...(contradictions[file.name] ?? [])]) {
    await removeWhere(client, file, { column, reason, where }, reject)
  }
}

type Check = { column: string /** SQL over the row `s`: text. */; reason: string /** SQL over the row `s`. */; where: string }

async function removeWhere(client: pg.Client, file: RecordFile, check: Check, reject: (reject: Reject) => void): Promise<void> {
  const key = file.key.map((column) => `s."${column}"::text`).join(`, ' ', `)
  const { rows } = await client.query<{ line: number; reason: string; key: string }>(
    `DELETE FROM ${stagingTable(file.name)} s WHERE ${check.where} RETURNING s.line, ${check.reason} AS reason, concat(${key}) AS key`,
  )
  rows.sort((a, b) => a.line - b.line)
  for (const { line, reason, key: rowKey } of rows) reject({ file: file.name, line, column: check.column, reason, key: rowKey })
}

function twice(file: RecordFile): Check {
  const key = file.key.map((column) => `"${column}"`).join(', ')
  const first = `SELECT ${key}, min(line) AS line FROM ${stagingTable(file.name)} GROUP BY ${key} HAVING count(*) > 1`
  const same = file.key.map((column) => `f."${column}" = s."${column}"`).join(' AND ')
  return {
    column: file.columns.find(({ column }) => column === file.key[0])?.name ?? '',
    reason: `'its key stands in the file before'`,
    where: `EXISTS (SELECT 1 FROM (${first}) f WHERE ${same} AND f.line < s.line)`,
  }
}

function unknownNames(file: RecordFile): Check[] {
  return file.columns.flatMap(({ name, column, names }) => {
    if (!names) return []
    const { table, key } = recordFile(names)
    return {
      column: name,
      reason: `'names what is not in ${names}'`,
      where: `s."${column}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "${table}" t WHERE t."${key[0]}" = s."${column}")`,
    }
  })
}

function ends(column: string, begins: string): Check {
  return { column, reason: `'lies before ${begins}'`, where: `s."${column}" < s."${begins}"` }
}

const readsMeter = 'FROM meter_read r JOIN meter m ON m.id = r.meter_id WHERE m.account_number <> s.account_number'

const isOurs = '(s.reference IS NOT NULL AND EXISTS (SELECT 1 FROM ledger_entry e WHERE e.reference = s.reference))'

const contradictions: Partial<Record<FileName, Check[]>> = {
  accounts: [ends('closed_on', 'opened_on')],
  meters: [ends('removed_on', 'installed_on')],
  reads: [
    {
      column: 'value',
      reason: `'has more digits than the register'`,
      where: 'EXISTS (SELECT 1 FROM meter m WHERE m.id = s.meter_id AND s.value >= 10 ^ m.digits)',
    },
  ],
  bills: [
    ends('due_on', 'issued_on'),
    {
      column: 'from_read_id',
      reason: `'is a read of another account'`,
      where: `EXISTS (SELECT 1 ${readsMeter} AND r.id = s.from_read_id)`,
    },
    { column: 'to_read_id', reason: `'is a read of another account'`, where: `EXISTS (SELECT 1 ${readsMeter} AND r.id = s.to_read_id)` },
  ],
  bill_lines: [ends('to_on', 'from_on')],
  arrangements: [ends('ends_on', 'agreed_on')],
  exemptions: [
    ends('to_on', 'from_on'),
    { column: 'percent', reason: `'is missing for relief'`, where: `s.kind = 'relief' AND s.percent IS NULL` },
  ],
  service_orders: [ends('done_on', 'requested_on')],
  ledger: [
    {
      column: 'refusal',
      reason: `'refuses a reference that is not ours'`,
      where: `s.refusal IS NOT NULL AND NOT ${isOurs}`,
    },
    {
      column: 'reference',
      reason: `'came with a reference of ours before, and does no more'`,
      where: `NOT ${isOurs} AND EXISTS (SELECT 1 FROM ledger_echo o WHERE o.source_id = s.id)`,
    },
  ],
  people: [
    {
      column: 'id',
      reason: `'is another person in a line before'`,
      where: `EXISTS (SELECT 1 FROM (SELECT DISTINCT ON (id) id, line, name, email, phone FROM ${stagingTable('people')} ORDER BY id, line) f
        WHERE f.id = s.id AND f.line < s.line AND (f.name, f.email, f.phone) IS DISTINCT FROM (s.name, s.email, s.phone))`,
    },
  ],
}
