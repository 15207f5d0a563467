// Rows that were not brought in, as a file that somebody opens in a spreadsheet: where each stands and why. It repeats no
// value but the row's key, and no cell begins a formula.

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { FileName } from './record-files.ts'

/** `column` is empty where the row as a whole does not fit. */
export type Reject = { file: FileName; line: number; column: string; reason: string; key: string }

export type RejectsFile = {
  add(reject: Reject): void
  /** Waits until what was added is on its way to the disk, so that a set of nothing but rejects fills no memory. */
  drained(): Promise<void>
  count(): number
  close(): Promise<void>
}

/** The file is made with its first reject; one that stood there before is replaced. */
export function openRejectsFile(path: string): RejectsFile {
  let stream: ReturnType<typeof createWriteStream> | undefined
  let count = 0
  return {
    add({ file, line, column, reason, key }) {
      if (!stream) {
        stream = createWriteStream(path, { mode: 0o600 })
        stream.write('file,line,column,reason,key\r\n')
      }
      count += 1
      stream.write(`${[`${file}.csv`, String(line), column, reason, key].map(cell).join(',')}\r\n`)
    },
    async drained() {
      if (stream?.writableNeedDrain) await once(stream, 'drain')
    },
    count: () => count,
    async close() {
      stream?.end()
      if (stream) await finished(stream)
    },
  }
}

const mostCellCharacters = 300

/** A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection). */
function cell(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return `"${harmless.slice(0, mostCellCharacters).replaceAll('"', '""')}"`
}
