// Rows that were not brought in, as a file that somebody opens in a spreadsheet: where each stands and why. It repeats no
// value but the row's key, and no cell begins a formula.

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { UsageProblem } from '../../platform/problem.ts'
import type { FileName } from './record-files.ts'

export const rejectsName = 'rejects.csv'

/** `column` is empty where the row as a whole does not fit. */
export type Reject = { file: FileName; line: number; column: string; reason: string; key: string }

export type RejectsFile = {
  add(reject: Reject): void
  /** Waits until what was added is on its way to the disk, so that a set of nothing but rejects fills no memory. */
  drained(): Promise<void>
  count(): number
  /** A file without a row is taken away again. */
  close(): Promise<void>
}

/** Replaces the file that stood there: a new one, so that a link laid in its place leads nowhere. */
export async function openRejectsFile(path: string): Promise<RejectsFile> {
  const stream = createWriteStream(path, { fd: await create(path) })
  const failed = new Promise<never>((_, fail) => stream.on('error', fail))
  failed.catch(() => {}) // told to whoever waits next
  let count = 0
  stream.write('file,line,column,reason,key\r\n')
  return {
    add({ file, line, column, reason, key }) {
      count += 1
      stream.write(`${[`${file}.csv`, String(line), column, reason, key].map(cell).join(',')}\r\n`)
    },
    async drained() {
      if (stream.errored) return failed
      if (stream.writableNeedDrain) await Promise.race([failed, once(stream, 'drain')])
    },
    count: () => count,
    async close() {
      stream.end()
      await finished(stream)
      if (count === 0) await rm(path, { force: true })
    },
  }
}

/** Before anything is brought in: rows that could not be told of would be lost without a word. */
async function create(path: string) {
  try {
    await rm(path, { force: true })
    return await open(path, 'wx', 0o600)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageProblem(`${path} cannot be written (${code}): rows that are not brought in are told there. Give --rejects FILE.`)
  }
}

const mostCellCharacters = 300

/** A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection). */
function cell(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return `"${harmless.slice(0, mostCellCharacters).replaceAll('"', '""')}"`
}
