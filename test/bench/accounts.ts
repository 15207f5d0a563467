// A generated utility brought in by `import accounts`, beside PostgreSQL's own COPY of the same rows into the same tables with the
// same keys, indexes and triggers on the same server; then the queries of an account's page on what was brought in.
import { spawn } from 'node:child_process'
import { chmodSync, createReadStream, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { createAccounts } from '../../src/accounts/accounts.ts'
import { day } from '../../src/kernel/days.ts'
import { migrationsFolder } from '../../src/office.ts'
import { createDatabase } from '../../src/platform/database.ts'
import { type Connection, startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { migrate } from '../../src/platform/migrations.ts'
import { accountNumber, generatedFiles, writeUtility } from './generated-utility.ts'
import { plainFiles, writePlainRows } from './plain-rows.ts'

const defaultAccounts = 20_000
const accountsLookedAt = 2_000
const warmUpLooks = 100

export async function benchAccounts(print: (line: string) => void = console.log): Promise<void> {
  const accounts = Number(process.argv[process.argv.indexOf('--accounts') + 1]) || defaultAccounts
  const folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-bench-'))
  chmodSync(folder, 0o711) // the database's user passes through to its own part
  const server = await startEmbeddedPostgres(path.join(folder, 'data'))
  try {
    const rows = await writeUtility(path.join(folder, 'set'), accounts)
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
    await writePlainRows(path.join(folder, 'set'), path.join(folder, 'plain'), generatedFiles)
    print(`accounts: ${accounts} accounts, ${rows.reads} reads, ${rows.bills} bills, ${rows.bill_lines} lines, ${rows.ledger} entries`)

    const copied = await onDatabase(server.connection, 'bench_copy', (connection) => copyPlainly(connection, path.join(folder, 'plain')))
    print(`  bound: COPY of the same rows     ${copied.toFixed(1)} s   ${Math.round(total / copied)} rows/s`)
    await dropDatabase(server.connection, 'bench_copy')
    await onDatabase(server.connection, 'bench_import', async (connection) => {
      const { seconds, peakMegabytes } = await importAlone(connection, path.join(folder, 'set'))
      print(
        `  import, checked and merged       ${seconds.toFixed(1)} s   ${Math.round(total / seconds)} rows/s   ratio ${(copied / seconds).toFixed(2)}`,
      )
      print(`  the importing process held at most ${peakMegabytes} MB`)
      await lookAtAccounts(connection, accounts, print)
    })
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function onDatabase<T>(server: Connection, name: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  await asked(server, `CREATE DATABASE ${name}`)
  const connection = { ...server, database: name }
  await migrate(connection, migrationsFolder)
  await asked(server, 'CHECKPOINT')
  return work(connection)
}

async function dropDatabase(server: Connection, name: string): Promise<void> {
  await asked(server, `DROP DATABASE ${name} WITH (FORCE)`)
}

async function asked(server: Connection, sql: string): Promise<void> {
  const client = new pg.Client(server)
  await client.connect()
  await client.query(sql)
  await client.end()
}

/** Seconds. Files of rows as the tables have them, named for their tables and columns, in the order of references. */
async function copyPlainly(connection: Connection, folder: string): Promise<number> {
  const client = new pg.Client(connection)
  await client.connect()
  const began = performance.now()
  for (const { file, target } of plainFiles) {
    const source = createReadStream(path.join(folder, file), { highWaterMark: 1024 * 1024 })
    await pipeline(source, client.query(copyFrom(`COPY ${target} FROM STDIN`)))
  }
  const seconds = (performance.now() - began) / 1000
  await client.end()
  return seconds
}

/** In a process of its own, so that its memory is its own. */
export async function importAlone(connection: Connection, set: string): Promise<{ seconds: number; peakMegabytes: number }> {
  const child = spawn(process.execPath, ['test/support/import-alone.ts', set, JSON.stringify(connection)], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (bytes) => {
    said += bytes
  })
  const code = await new Promise((resolve) => child.on('exit', resolve))
  if (code !== 0) throw new Error(`the import ended with ${code}`)
  const { seconds, peakKilobytes, rejected } = JSON.parse(said) as { seconds: number; peakKilobytes: number; rejected: number }
  if (rejected !== 0) throw new Error(`${rejected} rows of the benchmark were rejected`)
  return { seconds, peakMegabytes: Math.round(peakKilobytes / 1024) }
}

async function lookAtAccounts(connection: Connection, accounts: number, print: (line: string) => void): Promise<void> {
  const db = createDatabase(connection)
  const face = createAccounts({ db })
  const look = async (index: number): Promise<number> => {
    const number = accountNumber((index * 7_919) % accounts)
    const began = performance.now()
    const history = await face.history(number)
    await face.balanceCents(number, day('2026-11-20'))
    if (history?.bills.length !== 6) throw new Error(`the account ${number} has lost its bills`)
    return performance.now() - began
  }
  for (let index = 0; index < warmUpLooks; index += 1) await look(index)
  const times: number[] = []
  for (let index = 0; index < accountsLookedAt; index += 1) times.push(await look(index * 13 + 7))
  times.sort((a, b) => a - b)
  const at = (share: number) => (times[Math.floor(times.length * share)] as number).toFixed(1)
  print(`  an account's page, its queries   median ${at(0.5)} ms, 99th percentile ${at(0.99)} ms of ${accountsLookedAt}`)
  await db.close()
}
