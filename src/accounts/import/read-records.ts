// One CSV file (RFC 4180), read as a stream: a row that fits leaves as a line of COPY's text format with its line number in
// front, one that does not is told with its column and reason. A file that is no such table at all throws.

import type { Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import { UsageProblem } from '../../platform/problem.ts'
import { columnReader, Unfit } from './column-kinds.ts'
import type { RecordFile } from './record-files.ts'
import type { Reject } from './rejects.ts'

const mostRecordCharacters = 64 * 1024 // a quotation mark without its end would swallow the rest of the file
const readAhead = 1024 * 1024
const linesAPiece = 2_000

export type ReadRecords = {
  /** Pieces of COPY text, each of whole lines. */
  pieces: AsyncIterable<string>
  /** Of the file so far. */
  counted(): { read: number; rejected: number }
}

/** `digest` is fed with the file's bytes. Refuses an unknown or missing column before the first piece. */
export function readRecords(path: string, file: RecordFile, digest: Hash, reject: (reject: Reject) => void): ReadRecords {
  const counts = { read: 0, rejected: 0 }
  return { pieces: pieces(), counted: () => ({ ...counts }) }

  async function* pieces(): AsyncIterable<string> {
    const source = createReadStream(path, { highWaterMark: readAhead })
    source.on('data', (bytes) => digest.update(bytes))
    const parser = parse({
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: mostRecordCharacters,
      info: true,
      encoding: 'utf8',
    })
    source.on('error', (error) => parser.destroy(error))
    let toLine: LineMaker | undefined
    let lines = ''
    let waiting = 0
    try {
      for await (const { record, info } of source.pipe(parser) as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
        if (!toLine) {
          toLine = lineMaker(file, record)
          continue
        }
        counts.read += 1
        const made = toLine(record, info.lines)
        if (typeof made === 'string') {
          lines += made
          waiting += 1
        } else {
          counts.rejected += 1
          reject(made)
        }
        if (waiting === linesAPiece) {
          yield lines
          lines = ''
          waiting = 0
        }
      }
    } catch (error) {
      throw unreadable(error, file)
    } finally {
      source.destroy()
    }
    if (!toLine) throw new UsageProblem(`${file.name}.csv is empty: its first line names the columns.`)
    if (lines !== '') yield lines
  }
}

function unreadable(error: unknown, file: RecordFile): unknown {
  const { code, lines, message } = error as { code?: string; lines?: number; message?: string }
  if (!code?.startsWith('CSV_')) return error
  const reason = code === 'CSV_MAX_RECORD_SIZE' ? 'a row is longer than 64 kB; a quotation mark may have no end' : message?.split('\n')[0]
  return new UsageProblem(`${file.name}.csv cannot be read as CSV near line ${lines}: ${reason}. Nothing of the set was brought in.`)
}

type LineMaker = (record: readonly string[], line: number) => string | Reject

/** `header`: the file's first row. Columns come in any order; one that is not known is a mistake, not a wish. */
function lineMaker(file: RecordFile, header: readonly string[]): LineMaker {
  const names = header.map((name) => name.trim())
  refuseHeader(file, names)
  const readers = file.columns.map((column) => ({ ...column, at: names.indexOf(column.name), ...columnReader(column.kind) }))
  const keyAt = readers.filter(({ column }) => file.key.includes(column)).map(({ at }) => at)
  return (record, line) => {
    const refuse = (column: string, reason: string): Reject => ({
      file: file.name,
      line,
      column,
      reason,
      key: keyAt.map((at) => record[at] ?? '').join(' '),
    })
    if (record.length !== names.length) return refuse('', `has ${record.length} fields where the first line has ${names.length}`)
    let made = String(line)
    for (const reader of readers) {
      const value = reader.at === -1 ? '' : (record[reader.at] as string)
      if (value === '') {
        if (reader.required) return refuse(reader.name, 'is missing')
        made += reader.empty === null ? '\t\\N' : `\t${reader.empty}`
        continue
      }
      const fit = reader.read(value)
      if (fit instanceof Unfit) return refuse(reader.name, fit.reason)
      made += `\t${fit}`
    }
    return `${made}\n`
  }
}

function refuseHeader(file: RecordFile, names: readonly string[]): void {
  const known = file.columns.map((column) => column.name)
  const unknown = names.filter((name) => !known.includes(name))
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  const missing = file.columns.filter((column) => column.required && !names.includes(column.name)).map((column) => column.name)
  const problems = [
    ...(missing.length > 0 ? [`lacks the column ${missing.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`has the unknown column ${unknown.map((name) => JSON.stringify(name.slice(0, 60))).join(', ')}`] : []),
    ...(twice.length > 0 ? [`names the column ${twice.join(', ')} twice`] : []),
  ]
  if (problems.length === 0) return
  throw new UsageProblem(`${file.name}.csv ${problems.join(' and ')}. Its columns are ${known.join(', ')}; see docs/import.md.`)
}
