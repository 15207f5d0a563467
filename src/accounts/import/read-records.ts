// One CSV file (RFC 4180), read as a stream: a row that fits leaves as a line of COPY's text format with its line number in
// front, one that does not is told with its column and reason. A file that is no such table at all throws.

import { createReadStream } from 'node:fs'
import { CsvError, parse } from 'csv-parse'
import { UsageProblem } from '../../platform/problem.ts'
import { columnReader, Unfit } from './column-kinds.ts'
import type { RecordFile } from './record-files.ts'
import type { Reject } from './rejects.ts'

const mostRecordCharacters = 64 * 1024 // a quotation mark without its end would swallow the rest of the file
const readAhead = 256 * 1024

/** Some of a file's rows: those that fit, as whole lines of COPY text, and those that do not. */
export type Piece = { lines: string; rows: number; rejects: Reject[] }

/** Refuses an unknown or missing column before the first piece. */
export async function* readRecords(path: string, file: RecordFile): AsyncGenerator<Piece> {
  let toLine: LineMaker | undefined
  let piece: Piece = { lines: '', rows: 0, rejects: [] }
  // Rows are made where the parser finds them: handing each on as a stream's object would cost more than reading it.
  const parser = csvParser((record, line) => {
    if (!toLine) {
      toLine = lineMaker(file, record)
      return
    }
    piece.rows += 1
    const made = toLine(record, line)
    if (typeof made === 'string') piece.lines += made
    else piece.rejects.push(made)
  })
  const taken = (): Piece => {
    const full = piece
    piece = { lines: '', rows: 0, rejects: [] }
    return full
  }
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: readAhead })) {
      await parser.take(bytes)
      yield taken()
    }
    await parser.end()
  } catch (error) {
    throw unreadable(error, file)
  }
  if (!toLine) throw new UsageProblem(`${file.name}.csv is empty: its first line names the columns.`)
  yield taken()
}

function csvParser(record: (cells: readonly string[], line: number) => void): { take(bytes: Buffer): Promise<void>; end(): Promise<void> } {
  const parser = parse({
    bom: true,
    relax_column_count: true,
    relax_quotes: true, // 5/8" is a meter's size
    skip_empty_lines: true,
    max_record_size: mostRecordCharacters,
    on_record: (cells: string[], { lines }) => {
      record(cells, lines)
      return null
    },
  })
  const failed = new Promise<never>((_, fail) => parser.on('error', fail))
  failed.catch(() => {}) // it is awaited with each piece
  parser.resume()
  const settled = (work: (done: () => void) => void) => Promise.race([failed, new Promise<void>(work)])
  return {
    take: (bytes) => settled((done) => parser.write(bytes, done)),
    end: () => settled((done) => parser.end(done)),
  }
}

function unreadable(error: unknown, file: RecordFile): unknown {
  if (!(error instanceof CsvError)) return error
  const { code, lines, message } = error as CsvError & { lines?: number }
  const reason = code === 'CSV_MAX_RECORD_SIZE' ? 'a row is longer than 64 kB; a quotation mark may have no end' : message.split('\n')[0]
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
