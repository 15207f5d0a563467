// Applies prisma/migrations at start, keeping the books as `prisma migrate deploy` does, so that either may go on from
// the other. Stricter in one thing: a file and its line in the books are one transaction.
import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import type { Connection } from './embedded-postgres.ts'
import { UsageProblem } from './problem.ts'

const questionLimitMilliseconds = 10_000 // whoever asks what is pending does not wait long for a server that is silent
const prismaLockKey = 72707369 // the advisory lock that Prisma's own engine takes

const books = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`

type Booked = { migration_name: string; checksum: string; finished_at: Date | null }

/** Returns the names of the migrations it applied. Refuses when one was edited, failed, or is unknown to this build. */
export async function migrate(connection: Connection, folder: string): Promise<string[]> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [prismaLockKey])
    await client.query(books)
    const missing = await missingMigrations(client, folder)
    for (const file of missing) await apply(client, file)
    return missing.map((file) => file.name)
  } finally {
    await client.end() // releases the lock
  }
}

/** Names what a start would apply, and applies nothing. Refuses what `migrate` refuses. */
export async function pendingMigrations(connection: Connection, folder: string): Promise<string[]> {
  const client = new pg.Client({
    ...connection,
    connectionTimeoutMillis: questionLimitMilliseconds,
    query_timeout: questionLimitMilliseconds,
  })
  client.on('error', () => {}) // told by the question that fails
  try {
    await client.connect()
    const { rows } = await client.query<{ kept: boolean }>("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS kept")
    const missing = rows[0]?.kept ? await missingMigrations(client, folder) : migrationFiles(folder)
    return missing.map((file) => file.name)
  } finally {
    await client.end()
  }
}

async function missingMigrations(client: pg.Client, folder: string): Promise<MigrationFile[]> {
  const { rows } = await client.query<Booked>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  const files = migrationFiles(folder)
  refuseStrange(rows, files)
  return files.filter((file) => !rows.some((row) => row.migration_name === file.name))
}

type MigrationFile = { name: string; sql: string; checksum: string }

function migrationFiles(folder: string): MigrationFile[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
  return names.sort().map((name) => {
    const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

function refuseStrange(booked: Booked[], files: MigrationFile[]): void {
  for (const row of booked) {
    const file = files.find((candidate) => candidate.name === row.migration_name)
    if (!row.finished_at)
      throw new UsageProblem(`Migration ${row.migration_name} failed earlier; mend the database and mark it as resolved first.`)
    if (!file)
      throw new UsageProblem(
        `The database has the migration ${row.migration_name}, which this version of Waterdesk does not know. Start the newer version.`,
      )
    if (file.checksum !== row.checksum)
      throw new UsageProblem(`Migration ${row.migration_name} was edited after it had been applied. Restore the file.`)
  }
}

async function apply(client: pg.Client, file: MigrationFile): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(file.sql)
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), clock_timestamp(), 1)',
      [randomUUID(), file.checksum, file.name],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
