// Where a set waits until all of it has been read: tables without keys and without log, one a file, in a schema of their own.
// They are gone when the import ends, or with the next one's beginning.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { columnReader } from './column-kinds.ts'
import type { FileName, RecordFile } from './record-files.ts'

/** The name as SQL takes it; the names are this slice's own. */
export function stagingTable(file: FileName): string {
  return `import_staging."${file}"`
}

export async function clearStaging(client: pg.Client): Promise<void> {
  await client.query('DROP SCHEMA IF EXISTS import_staging CASCADE')
}

export async function createStaging(client: pg.Client, files: readonly RecordFile[]): Promise<void> {
  await clearStaging(client)
  await client.query('CREATE SCHEMA import_staging')
  for (const { name, columns } of files) {
    const definitions = columns.map(({ column, kind }) => `"${column}" ${columnReader(kind).sqlType}`)
    await client.query(`CREATE UNLOGGED TABLE ${stagingTable(name)} (line integer, ${definitions.join(', ')})`)
  }
}

/** `pieces`: COPY text, each row with its line number in front and the file's columns in their order. */
export async function copyIntoStaging(client: pg.Client, file: RecordFile, pieces: AsyncIterable<string>): Promise<void> {
  const source = Readable.from(pieces, { objectMode: true, highWaterMark: 4 })
  await pipeline(source, client.query(copyFrom(`COPY ${stagingTable(file.name)} FROM STDIN`)))
  await client.query(`ANALYZE ${stagingTable(file.name)}`)
}

/** Disk pages of the table: a piece of it is read by them. */
export async function stagingPages(client: pg.Client, file: FileName): Promise<number> {
  const { rows } = await client.query<{ pages: number }>(
    `SELECT (pg_relation_size('${stagingTable(file)}') / current_setting('block_size')::int)::int AS pages`,
  )
  return rows[0]?.pages ?? 0
}
