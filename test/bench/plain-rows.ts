// The generated set as rows that the tables take as they are: what PostgreSQL's COPY needs no help with.

import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'

type PlainFile = { from: string; file: string; target: string; row(cells: string[]): (string | null)[] }

const cents = (dollars: string) => dollars.replace('.', '').replace(/^(-?)0+(?=\d)/, '$1')

export const plainFiles: readonly PlainFile[] = [
  { from: 'properties', file: 'property', target: 'property (id, address, type, pin, units)', row: (cells) => cells },
  { from: 'accounts', file: 'account', target: 'account (number, property_id, class, opened_on)', row: (cells) => cells },
  { from: 'people', file: 'person', target: 'person (id, name, email)', row: ([id = '', , , name = '', email = '']) => [id, name, email] },
  {
    from: 'people',
    file: 'account_person',
    target: 'account_person (account_number, person_id, role)',
    row: ([id = '', account = '', role = '']) => [account, id, role],
  },
  {
    from: 'meters',
    file: 'meter',
    target: 'meter (id, account_number, units_per_count, digits, size_inches, installed_on)',
    row: (cells) => cells,
  },
  { from: 'reads', file: 'meter_read', target: 'meter_read (id, meter_id, read_on, kind, value)', row: (cells) => cells },
  {
    from: 'bills',
    file: 'bill',
    target: 'bill (id, account_number, issued_on, due_on, from_read_id, to_read_id, quantity_cubic_feet, total_cents, schedule)',
    row: (cells) => cells.map((cell, index) => (index === 7 ? cents(cell) : cell)),
  },
  {
    from: 'bill_lines',
    file: 'bill_line',
    target: 'bill_line (bill_id, position, kind, from_on, to_on, days, quantity, rate, amount_cents, sample)',
    row: (cells) => [...cells.map((cell, index) => (index === 8 ? cents(cell) : cell)), 'f'],
  },
  {
    from: 'ledger',
    file: 'ledger_entry',
    target: 'ledger_entry (id, account_number, entered_on, kind, amount_cents, bill_id, memo, source_id)',
    row: (cells) => [...cells.map((cell, index) => (index === 4 ? cents(cell) : cell)), cells[0] ?? ''],
  },
]

export async function writePlainRows(set: string, folder: string, generated: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const { from, file, row } of plainFiles) {
    if (!generated.includes(from)) throw new Error(`the benchmark generates no ${from}`)
    const target = createWriteStream(path.join(folder, file), { highWaterMark: 1024 * 1024 })
    let lines = ''
    let header = true
    for await (const line of createInterface({ input: createReadStream(path.join(set, `${from}.csv`), { highWaterMark: 1024 * 1024 }) })) {
      if (header) {
        header = false
        continue
      }
      lines += `${row(cellsOf(line)).join('\t')}\n`
      if (lines.length < 500_000) continue
      if (!target.write(lines)) await once(target, 'drain')
      lines = ''
    }
    target.end(lines)
    await finished(target)
  }
}

/** The generated set quotes addresses only, and holds no quotation mark within. */
function cellsOf(line: string): string[] {
  const quoted = /"([^"]*)"/.exec(line)
  if (!quoted) return line.split(',')
  return line
    .replace(quoted[0], '\0')
    .split(',')
    .map((cell) => (cell === '\0' ? (quoted[1] as string) : cell))
}
