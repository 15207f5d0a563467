// The staff commands as somebody at the machine types them: what cannot be is refused before anything is written.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Connection } from '../../src/platform/embedded-postgres.ts'
import { createTestDatabase } from '../support/test-database.ts'

const main = path.resolve(import.meta.dirname, '../../src/main.ts')
let folder: string
let database: { connection: Connection; drop(): Promise<void> }

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'staff-'))
  database = await createTestDatabase()
})
afterEach(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

it('adds a person once, who has a password then', async () => {
  expect(await add('Alex@City.gov', 'Alex', 'a good long password')).toMatchObject({ code: 0 })
  expect(await rows('SELECT email, role FROM staff')).toEqual([{ email: 'alex@city.gov', role: 'administrator' }])
  expect(await rows('SELECT count(*)::int AS passwords FROM auth_account')).toEqual([{ passwords: 1 }])
  expect(await add('alex@city.gov', 'Alex', 'another long password')).toMatchObject({
    code: 2,
    said: expect.stringContaining('set-password'),
  })
})

it.each([
  ['an address that is none', 'alex-at-city', 'Alex', 'a good long password', 'email'],
  ['no name', 'alex@city.gov', '  ', 'a good long password', 'name'],
  ['a short password', 'alex@city.gov', 'Alex', 'short', 'at least'],
  ['a password of one character', 'alex@city.gov', 'Alex', 'aaaaaaaaaaaaaaaa', 'repeats'],
  ['a password without end', 'alex@city.gov', 'Alex', 'long'.repeat(100), 'at most'],
])('refuses %s and keeps nothing', async (_, email, name, password, word) => {
  expect(await add(email, name, password)).toMatchObject({ code: 2, said: expect.stringContaining(word) })
  expect(await rows('SELECT id FROM staff UNION ALL SELECT id::uuid FROM auth_user')).toEqual([])
})

it('takes a lost second factor away, by whoever is at the machine, and writes it down', async () => {
  await add('alex@city.gov', 'Alex', 'a good long password')
  await rows(`INSERT INTO second_factor (staff_id, sealed_secret, last_step, confirmed_at) SELECT id, 'sealed', 1, now() FROM staff`)
  expect(await command(['reset-second-factor', 'nobody@city.gov'])).toMatchObject({
    code: 2,
    said: expect.stringContaining('nobody@city.gov'),
  })
  expect(await command(['reset-second-factor', 'Alex@City.gov'])).toMatchObject({ code: 0 })
  expect(await rows('SELECT staff_id FROM second_factor')).toEqual([])
  expect(await rows(`SELECT actor, act FROM office_audit WHERE act LIKE 'second%'`)).toEqual([
    { actor: 'desk', act: 'second-factor-reset' },
  ])
}, 60_000)

function add(email: string, name: string, password: string): Promise<{ code: number | null; said: string }> {
  return command(['add', email, '--name', name, '--role', 'administrator'], `${password}\n`)
}

async function command(words: readonly string[], typed = ''): Promise<{ code: number | null; said: string }> {
  const { host, user, database: name_ } = database.connection as { host: string; user: string; database: string }
  const env = {
    PATH: process.env.PATH,
    INIT_CWD: folder,
    OFFICE_NAME: 'City Water',
    OFFICE_TIME_ZONE: 'America/Chicago',
    OFFICE_ADDRESS: 'water@city.gov',
    DATABASE_URL: `postgresql://${user}@localhost/${name_}?host=${encodeURIComponent(host)}`,
    SECRET_KEY: 'a key for tests, of more than thirty-two characters',
    LOG_LEVEL: 'error',
  }
  const child = spawn(process.execPath, [main, 'staff', ...words], { env, stdio: 'pipe' })
  child.stdin.on('error', () => {}) // it may refuse before it reads
  child.stdin.end(typed)
  const said = text(child.stderr)
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { code, said: await said }
}

async function rows(sql: string): Promise<unknown[]> {
  const client = new pg.Client(database.connection)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
