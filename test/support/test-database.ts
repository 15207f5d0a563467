// A database of its own for a test file: a copy of the migrated template, dropped afterwards.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import type { Connection } from '../../src/platform/embedded-postgres.ts'
import { templateDatabase } from './embedded-database.ts'

export async function createTestDatabase(): Promise<{ connection: Connection; drop(): Promise<void> }> {
  const server = inject('databaseServer')
  const name = `desk_${randomBytes(6).toString('hex')}`
  const asAdmin = async (sql: string) => {
    const client = new pg.Client({ ...server, database: 'postgres' })
    await client.connect()
    await client.query(sql)
    await client.end()
  }
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${templateDatabase}`)
  return { connection: { ...server, database: name }, drop: () => asAdmin(`DROP DATABASE ${name} WITH (FORCE)`) }
}
