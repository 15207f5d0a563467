// The embedded server through the lives of the processes that use it: made whole or not at all, joined, and outliving a kill.
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stopLeftoverServer } from '../../../src/demo/leftover-server.ts'
import { type Connection, canEnter, startEmbeddedPostgres } from '../../../src/platform/embedded-postgres.ts'
import { UsageProblem } from '../../../src/platform/problem.ts'

const source = path.resolve(import.meta.dirname, '../../../src/platform/embedded-postgres.ts')
const isRoot = process.getuid?.() === 0
let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'embedded-'))
  chmodSync(folder, 0o711)
})

afterEach(async () => {
  await stopLeftoverServer(folder)
  rmSync(folder, { recursive: true, force: true })
})

it('keeps what was committed from one start to the next', async () => {
  const first = await startEmbeddedPostgres(folder)
  await query(first.connection, 'CREATE TABLE kept (word text)')
  await query(first.connection, "INSERT INTO kept VALUES ('still here')")
  await first.stop()
  expect(existsSync(pidFile())).toBe(false)

  const second = await startEmbeddedPostgres(folder)
  expect(await query(second.connection, 'SELECT word FROM kept')).toEqual([{ word: 'still here' }])
  await second.stop()
})

it('listens on no network address', async () => {
  const server = await startEmbeddedPostgres(folder)
  expect(await query(server.connection, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '' }])
  await server.stop()
})

it('is joined by a second process, and goes on for it when the first one stops', async () => {
  const other = await startElsewhere()
  const server = await startEmbeddedPostgres(folder)
  const client = new pg.Client(server.connection)
  await client.connect()
  other.child.stdin?.end() // asks it to stop its server
  await other.ended
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  expect(await stopLeftoverServer(folder)).toBe('in use')
  await client.end()
  await until(async () => (await stopLeftoverServer(folder)) !== 'in use')
})

it('outlives a killed desk, and the next start takes it over with everything committed', async () => {
  const other = await startElsewhere()
  const pid = postmaster()
  const watching = await startEmbeddedPostgres(folder)
  await query(watching.connection, 'CREATE TABLE kept (word text)')
  other.child.kill('SIGKILL')
  await other.ended

  const next = await startEmbeddedPostgres(folder)
  expect(postmaster()).toBe(pid)
  expect(await query(next.connection, 'SELECT count(*)::int AS mails FROM kept')).toEqual([{ mails: 0 }])
  expect(await stopLeftoverServer(folder)).toBe('stopped')
  expect(await stopLeftoverServer(folder)).toBe('none')
})

it('comes back after the server itself was killed', async () => {
  const server = await startEmbeddedPostgres(folder)
  await query(server.connection, 'CREATE TABLE kept (word text)')
  process.kill(postmaster(), 'SIGKILL')
  await until(async () => !(await answers(server.connection)))
  const next = await startEmbeddedPostgres(folder)
  expect(await query(next.connection, 'SELECT count(*)::int AS mails FROM kept')).toEqual([{ mails: 0 }])
  await next.stop()
})

it('is made whole or not at all: a start killed half-way leaves no data folder for the next one to trip over', async () => {
  const child = runElsewhere()
  await until(async () => postgresFolder().some((name) => name.startsWith('data.unfinished')))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  expect(postgresFolder()).not.toContain('data')
  const server = await startEmbeddedPostgres(folder)
  expect(postgresFolder().filter((name) => name.startsWith('data'))).toEqual(['data'])
  expect(await query(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await server.stop()
})

it('is made once where two processes start at the same moment', async () => {
  const [one, two] = await Promise.all([startElsewhere(), startElsewhere()])
  const server = await startEmbeddedPostgres(folder)
  expect(postgresFolder().filter((name) => name.startsWith('data'))).toEqual(['data'])
  expect(await query(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  for (const other of [one, two]) {
    other.child.stdin?.end()
    await other.ended
  }
})

it('empties a log that grew too large while nobody looked', async () => {
  const first = await startEmbeddedPostgres(folder)
  await first.stop()
  const [log, other] = ['postgresql-Mon.log', 'postgresql-Tue.log'].map((name) => path.join(folder, 'postgres', 'log', name)) as [
    string,
    string,
  ]
  writeFileSync(log, 'word\n'.repeat(10_100_000))
  writeFileSync(other, 'a few words')
  const next = await startEmbeddedPostgres(folder)
  expect(statSync(log).size).toBeLessThan(10_000) // it may be today's, and written already
  expect(statSync(other).size).toBeGreaterThan(0)
  await next.stop()
})

it("keeps what customers wrote out of the server's log", async () => {
  const server = await startEmbeddedPostgres(folder)
  await query(server.connection, 'CREATE TABLE kept (word text NOT NULL, size int UNIQUE)')
  await expect(query(server.connection, "INSERT INTO kept SELECT NULL, length('my bill is too high')")).rejects.toThrow()
  await server.stop()
  const logs = path.join(folder, 'postgres', 'log')
  const said = readdirSync(logs).map((name) => readFileSync(path.join(logs, name), 'utf8'))
  expect(said.join()).toContain('not-null constraint')
  expect(said.join()).not.toContain('my bill')
})

describe('the folder of its socket, in a place where anybody may make one', () => {
  const sockets = () => {
    const data = path.join(folder, 'postgres', 'data')
    return path.join(os.tmpdir(), `waterdesk-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`)
  }
  afterEach(() => rmSync(sockets(), { recursive: true, force: true }))

  it.each([
    ['a link', () => symlinkSync(folder, sockets())],
    ['a file', () => writeFileSync(sockets(), '')],
    ['open to others', () => mkdirSync(sockets(), { mode: 0o755 })],
  ])('is refused when it is %s, and named', async (_, prepare) => {
    prepare()
    const start = startEmbeddedPostgres(folder)
    await expect(start).rejects.toThrow(UsageProblem)
    await expect(start).rejects.toThrow(sockets())
  })

  it.runIf(isRoot)("is refused when it is somebody else's", async () => {
    mkdirSync(sockets(), { mode: 0o700 })
    chownSync(sockets(), 4242, 4242)
    await expect(startEmbeddedPostgres(folder)).rejects.toThrow(sockets())
  })

  it('is taken again when it is ours, as a killed start leaves it', async () => {
    mkdirSync(sockets(), { mode: 0o700 })
    const server = await startEmbeddedPostgres(folder)
    expect(await query(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await server.stop()
  })
})

it('refuses a folder written by another PostgreSQL', async () => {
  const data = path.join(folder, 'postgres', 'data')
  mkdirSync(data, { recursive: true })
  writeFileSync(path.join(data, 'PG_VERSION'), '15\n')
  await expect(startEmbeddedPostgres(folder)).rejects.toThrow(/written by PostgreSQL 15/)
})

it.runIf(isRoot)("refuses a folder that the server's user cannot enter, names one to set, and makes no cluster in it", async () => {
  const hidden = path.join(folder, 'hidden', 'data')
  mkdirSync(hidden, { recursive: true, mode: 0o755 })
  chmodSync(path.dirname(hidden), 0o700)
  expect(canEnter(hidden)).toBe(false)
  expect(canEnter(folder)).toBe(true)
  const start = startEmbeddedPostgres(hidden)
  await expect(start).rejects.toThrow(UsageProblem)
  await expect(start).rejects.toThrow(/DATA_DIR=\/var\/lib\/waterdesk/)
})

/** A process of its own with the server up; it stops its server when its input ends. */
async function startElsewhere(): Promise<{ child: ChildProcess; ended: Promise<void> }> {
  const child = runElsewhere()
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.once('exit', (code) => reject(new Error(`ended with ${code} before its server was up`)))
  })
  return { child, ended }
}

function runElsewhere(): ChildProcess {
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(source)})
    const server = await startEmbeddedPostgres(${JSON.stringify(folder)})
    console.log('up')
    process.stdin.resume().once('end', async () => { await server.stop(); process.exit(0) })`
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
}

async function query(connection: Connection, sql: string): Promise<unknown[]> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function answers(connection: Connection): Promise<boolean> {
  return query(connection, 'SELECT 1').then(
    () => true,
    () => false,
  )
}

function postgresFolder(): string[] {
  const within = path.join(folder, 'postgres')
  return existsSync(within) ? readdirSync(within) : []
}

function pidFile(): string {
  return path.join(folder, 'postgres', 'data', 'postmaster.pid')
}

function postmaster(): number {
  return Number(readFileSync(pidFile(), 'utf8').split('\n')[0])
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10))
}
