// Who is on an account. A set that names an account's people names all of them: whoever is missing has left it, and is told
// nothing about it any more. A row that was rejected counts as missing, for that keeps the records to those who are known.
import type pg from 'pg'
import type { Merged } from './merge-staged.ts'
import { stagingTable } from './staging.ts'

export async function mergePeople(client: pg.Client): Promise<Merged & { removed: number }> {
  const staged = stagingTable('people')
  await client.query('BEGIN')
  try {
    const people = await client.query<{ added: boolean }>(
      `INSERT INTO person AS t (id, name, email, phone) SELECT DISTINCT ON (id) id, name, email, phone FROM ${staged} ORDER BY id, line
       ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, email = EXCLUDED.email, phone = EXCLUDED.phone
       WHERE (t.name, t.email, t.phone) IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.email, EXCLUDED.phone)
       RETURNING (t.xmax = 0) AS added`,
    )
    const onAccounts = await client.query(
      `INSERT INTO account_person (account_number, person_id, role) SELECT account_number, id, role FROM ${staged} ON CONFLICT DO NOTHING`,
    )
    const left = await client.query(
      `DELETE FROM account_person a WHERE a.account_number IN (SELECT account_number FROM ${staged}) AND NOT EXISTS
         (SELECT 1 FROM ${staged} s WHERE (s.account_number, s.id, s.role) = (a.account_number, a.person_id, a.role))`,
    )
    await client.query('COMMIT')
    const changed = people.rows.filter((row) => !row.added).length
    return { added: onAccounts.rowCount ?? 0, changed, removed: left.rowCount ?? 0 }
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
