// From the staging table into the records, a piece at a time, each in a transaction of its own: a new key is added, a known one
// takes what has changed, and a row that says what is known already changes nothing. A merge that was cut off is done again.
import type pg from 'pg'
import type { FileName, RecordFile } from './record-files.ts'
import { stagingPages, stagingTable } from './staging.ts'

export type Merged = { added: number; changed: number }

const pagesAPiece = 4_000 // 32 MB of rows: some hundred thousand

export async function mergeStaged(client: pg.Client, file: RecordFile): Promise<Merged> {
  const columns = file.columns.map(({ column }) => column).filter((column) => !notRecorded.has(`${file.name}.${column}`))
  const rest = columns.filter((column) => !file.key.includes(column))
  const names = quoted(columns)
  const update = `ON CONFLICT (${quoted(file.key)}) DO UPDATE SET ${rest.map((column) => `"${column}" = EXCLUDED."${column}"`).join(', ')}
    WHERE (${rest.map((column) => `t."${column}"`).join(', ')}) IS DISTINCT FROM (${rest.map((column) => `EXCLUDED."${column}"`).join(', ')})`
  const known = (await isEmpty(client, file.table)) ? '' : update
  return inPieces(
    client,
    file.name,
    (piece) => `INSERT INTO "${file.table}" AS t (${names}) SELECT ${names} FROM ${stagingTable(file.name)} s WHERE ${piece}
      ${known} RETURNING (t.xmax = 0) AS added`,
  )
}

/** No key is known in an empty table: not to ask spares a fifth of the time, where a utility comes in for the first time. */
export async function isEmpty(client: pg.Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ empty: boolean }>(`SELECT NOT EXISTS (SELECT FROM "${table}") AS empty`)
  return rows[0]?.empty ?? false
}

/** Read while the file is merged, and no part of the record itself. */
const notRecorded = new Set(['accounts.class_from'])

function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ')
}

/** `statement`: inserts the rows of a piece, given as SQL over the staged row `s`, and returns `added` for each row it wrote. */
export async function inPieces(client: pg.Client, file: FileName, statement: (piece: string) => string): Promise<Merged> {
  const merged = { added: 0, changed: 0 }
  const pages = await stagingPages(client, file)
  for (let from = 0; from < pages; from += pagesAPiece) {
    const piece = `s.ctid >= '(${from},0)'::tid AND s.ctid < '(${from + pagesAPiece},0)'::tid`
    const { rows } = await client.query<{ added: number; changed: number }>(
      `WITH merged AS (${statement(piece)})
       SELECT count(*) FILTER (WHERE added)::int AS added, count(*) FILTER (WHERE NOT added)::int AS changed FROM merged`,
    )
    merged.added += rows[0]?.added ?? 0
    merged.changed += rows[0]?.changed ?? 0
  }
  return merged
}
