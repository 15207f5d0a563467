// A utility of any size as a set of files, the same for the same size: an account has a property, an owner, a meter, twelve reads,
// six bills of three lines, and a ledger of bills and payments. Written as a stream; nothing of it is kept.

import { once } from 'node:events'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import { day, formatDay } from '../../src/kernel/days.ts'

const readsAnAccount = 12
const billsAnAccount = 6
const linesABill = 3
const daysABill = 60
const firstDay = day('2025-11-20')

const dates = Array.from({ length: 800 }, (_, index) => formatDay((firstDay - 30 + index) as typeof firstDay))
const dateOf = (days: number) => dates[days + 30] as string

/** The files, each with its header and the rows of one account. */
const files: Record<string, { header: string; rows: (n: number) => string }> = {
  properties: {
    header: 'id,address,type,pin,units',
    rows: (n) => `P-${n},"${100 + (n % 9900)} N Bur Oak St, Unit ${n % 97}",single-family,${pin(n)},1\n`,
  },
  accounts: { header: 'number,property_id,class,opened_on', rows: (n) => `${accountNumber(n)},P-${n},METERED,2015-01-01\n` },
  people: {
    header: 'id,account_number,role,name,email',
    rows: (n) => `PER-${n},${accountNumber(n)},owner,Owner ${n},owner${n}@mail.example\n`,
  },
  meters: {
    header: 'id,account_number,units_per_count,digits,size_inches,installed_on',
    rows: (n) => `M-${n},${accountNumber(n)},1,7,5/8,2015-01-01\n`,
  },
  reads: {
    header: 'id,meter_id,read_on,kind,value',
    rows: (n) =>
      repeated(
        readsAnAccount,
        (k) => `R-${n}-${k},M-${n},${dateOf(k * 30)},${k % 4 === 3 ? 'estimated' : 'actual'},${1000 + (n % 1000) + k * 450}\n`,
      ),
  },
  bills: {
    header: 'id,account_number,issued_on,due_on,from_read_id,to_read_id,quantity_cubic_feet,total,schedule',
    rows: (n) =>
      repeated(billsAnAccount, (k) => {
        const [from, to] = [k * 2, Math.min(k * 2 + 2, readsAnAccount - 1)]
        return `B-${n}-${k},${accountNumber(n)},${dateOf(to * 30 + 3)},${dateOf(to * 30 + 27)},R-${n}-${from},R-${n}-${to},900,${dollars(totalCents(n, k))},Chicago metered rates\n`
      }),
  },
  bill_lines: {
    header: 'bill_id,position,kind,from_on,to_on,days,quantity,rate,amount',
    rows: (n) =>
      repeated(billsAnAccount * linesABill, (line) => {
        const [k, position] = [Math.floor(line / linesABill), line % linesABill]
        const [kind, rate] = [
          ['water', '36.51'],
          ['sewer', '100'],
          ['tax', '2.51'],
        ][position] as [string, string]
        return `B-${n}-${k},${position},${kind},${dateOf(k * daysABill + 1)},${dateOf((k + 1) * daysABill)},60,900,${rate},${dollars(Math.round(totalCents(n, k) / 3))}\n`
      }),
  },
  ledger: {
    header: 'id,account_number,entered_on,kind,amount,bill_id,memo',
    rows: (n) =>
      repeated(billsAnAccount, (k) => {
        const [bill, issued] = [`B-${n}-${k}`, (k + 1) * daysABill + 3]
        const amount = dollars(totalCents(n, k))
        return `L-${n}-${k}b,${accountNumber(n)},${dateOf(issued)},bill,${amount},${bill},Bill ${bill}\nL-${n}-${k}p,${accountNumber(n)},${dateOf(issued + 15)},payment,-${amount},${bill},Payment by check\n`
      }),
  },
}

export const generatedFiles = Object.keys(files)

export function accountNumber(n: number): string {
  return `${100_000 + (n % 900_000)}-${String(n).padStart(7, '0')}`
}

/** Writes the set; returns the rows of each file. */
export async function writeUtility(folder: string, accounts: number): Promise<Record<string, number>> {
  mkdirSync(folder, { recursive: true })
  const rows: Record<string, number> = {}
  for (const [name, { header, rows: rowsOf }] of Object.entries(files)) {
    const stream = createWriteStream(path.join(folder, `${name}.csv`), { highWaterMark: 1024 * 1024 })
    stream.write(`${header}\n`)
    let count = 0
    for (let n = 0, piece = ''; n < accounts; n += 1) {
      piece += rowsOf(n)
      if (n % 500 !== 499 && n !== accounts - 1) continue
      count += piece.split('\n').length - 1
      if (!stream.write(piece)) await once(stream, 'drain')
      piece = ''
    }
    stream.end()
    await finished(stream)
    rows[name] = count
  }
  writeFileSync(path.join(folder, 'manifest.json'), '{"as_of": "2026-11-20"}\n')
  return rows
}

function repeated(times: number, row: (k: number) => string): string {
  let rows = ''
  for (let k = 0; k < times; k += 1) rows += row(k)
  return rows
}

function totalCents(n: number, k: number): number {
  return 3 * (2_000 + ((n * 7 + k * 131) % 4_000))
}

function dollars(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
}

function pin(n: number): string {
  return `${10 + (n % 80)}-${10 + (n % 30)}-${100 + (n % 800)}-${String(n % 1000).padStart(3, '0')}-0000`
}
