// Many rows in one statement of plain SQL: the typed client spends more on a row than the database does. For what is written
// by the batch; elsewhere the typed client is the better choice.
import { Prisma, type Tx } from './database.ts'

/** A row by its columns' names in camel case, as the schema has them. All rows of a statement name the same columns. */
export type Row = { readonly [field: string]: string | number | boolean | Date | null | readonly unknown[] | object }

/**
 * `table` is its name in the database. `unless` is what makes a row superfluous, such as `ON CONFLICT DO NOTHING`;
 * `returning` names columns of the inserted rows, which come in no certain order.
 */
export async function insertRows<Returned = never>(
  tx: Tx,
  table: string,
  rows: readonly Row[],
  { unless = '', returning }: { unless?: string; returning?: string } = {},
): Promise<Returned[]> {
  const [first] = rows
  if (!first) return []
  const columns = Object.keys(first).map((field) => `"${columnOf(field)}"`)
  const names = columns.join(', ')
  const given = JSON.stringify(rows.map(byColumns))
  const start = Prisma.raw(`INSERT INTO ${table} (${names}) SELECT ${names} FROM jsonb_populate_recordset(null::${table}, `)
  const end = Prisma.raw(`::jsonb) ${unless} ${returning === undefined ? '' : `RETURNING ${returning}`}`)
  if (returning !== undefined) return tx.$queryRaw<Returned[]>(Prisma.sql`${start}${given}${end}`)
  await tx.$executeRaw(Prisma.sql`${start}${given}${end}`)
  return []
}

function byColumns(row: Row): object {
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [columnOf(field), value]))
}

function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
