// The runner that takes a database to this build's schema: once, whole, in order, and not over somebody else's changes.

import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { migrate } from '../../../src/platform/migrations.ts'
import { UsageProblem } from '../../../src/platform/problem.ts'

type Server = { host: string; port: number; user: string; database: string }
let folder: string
let empty: Server

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'migrations-'))
  empty = { ...inject('databaseServer'), database: `migrating_${randomBytes(6).toString('hex')}` }
  await query(`CREATE DATABASE ${empty.database}`, { ...empty, database: 'postgres' })
})

afterEach(async () => {
  await query(`DROP DATABASE ${empty.database} WITH (FORCE)`, { ...empty, database: 'postgres' })
  rmSync(folder, { recursive: true, force: true })
})

it('applies what is missing, in the order of the names, and then nothing', async () => {
  write('20260102_second', 'ALTER TABLE mails ADD COLUMN subject text;')
  write('20260101_first', 'CREATE TABLE mails (id int);')
  expect(await migrate(empty, folder)).toEqual(['20260101_first', '20260102_second'])
  expect(await migrate(empty, folder)).toEqual([])
  write('20260103_third', 'ALTER TABLE mails ADD COLUMN size int;')
  expect(await migrate(empty, folder)).toEqual(['20260103_third'])
  expect(await columns()).toEqual(['id', 'subject', 'size'])
})

it('keeps the books as Prisma does', async () => {
  write('20260101_first', 'CREATE TABLE mails (id int);\n')
  await migrate(empty, folder)
  const [row] = await query(
    'SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, rolled_back_at, applied_steps_count FROM _prisma_migrations',
  )
  expect(row).toEqual({
    migration_name: '20260101_first',
    checksum: 'b4a4a4a6114c98cfcfdc4ee4ea9067642e8594f2510bc9cac55d9f7eeab83183',
    finished: true,
    rolled_back_at: null,
    applied_steps_count: 1,
  })
})

it('leaves nothing of a migration that fails half-way, and tries it again once it is mended', async () => {
  write('20260101_first', 'CREATE TABLE mails (id int); SELECT 1 / 0;')
  await expect(migrate(empty, folder)).rejects.toThrow(/division by zero/)
  expect(await columns()).toEqual([])
  write('20260101_first', 'CREATE TABLE mails (id int);')
  expect(await migrate(empty, folder)).toEqual(['20260101_first'])
})

it('refuses a migration that was edited after it had been applied', async () => {
  write('20260101_first', 'CREATE TABLE mails (id int);')
  await migrate(empty, folder)
  write('20260101_first', 'CREATE TABLE mails (id bigint);')
  write('20260102_second', 'CREATE TABLE never (id int);')
  await refuses(/20260101_first was edited/)
  expect(await query("SELECT to_regclass('never') AS never")).toEqual([{ never: null }])
})

it('refuses a database that a newer build has migrated', async () => {
  write('20260101_first', 'CREATE TABLE mails (id int);')
  write('20260102_second', 'ALTER TABLE mails ADD COLUMN subject text;')
  await migrate(empty, folder)
  rmSync(path.join(folder, '20260102_second'), { recursive: true })
  await refuses(/20260102_second, which this version of Waterdesk does not know/)
})

it('refuses to go on where Prisma noted a failed migration, and goes on once it is resolved', async () => {
  write('20260101_first', 'CREATE TABLE mails (id int);')
  await migrate(empty, folder)
  await query('UPDATE _prisma_migrations SET finished_at = NULL')
  await refuses(/20260101_first failed earlier/)
  await query('UPDATE _prisma_migrations SET rolled_back_at = now()')
  await query('DROP TABLE mails')
  expect(await migrate(empty, folder)).toEqual(['20260101_first'])
})

it('applies each once where several desks start at the same moment', async () => {
  write('20260101_first', 'CREATE TABLE mails (id int); SELECT pg_sleep(0.2);')
  write('20260102_second', 'ALTER TABLE mails ADD COLUMN subject text;')
  const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(empty, folder)))
  expect(applied.flat()).toEqual(['20260101_first', '20260102_second'])
  expect(await query('SELECT count(*)::int AS lines FROM _prisma_migrations')).toEqual([{ lines: 2 }])
})

function write(name: string, sql: string): void {
  mkdirSync(path.join(folder, name), { recursive: true })
  writeFileSync(path.join(folder, name, 'migration.sql'), sql)
}

async function refuses(words: RegExp): Promise<void> {
  const attempt = migrate(empty, folder)
  await expect(attempt).rejects.toThrow(UsageProblem)
  await expect(attempt).rejects.toThrow(words)
}

async function columns(): Promise<string[]> {
  const rows = await query("SELECT column_name FROM information_schema.columns WHERE table_name = 'mails' ORDER BY ordinal_position")
  return rows.map((row) => String((row as { column_name: string }).column_name))
}

async function query(sql: string, connection: Server = empty): Promise<unknown[]> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
