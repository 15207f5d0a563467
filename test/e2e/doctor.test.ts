// The doctor at desks in every state: it says what is wrong, tells a refusal from silence, and leaves everything as it was.
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runDoctor } from '../../src/commands/doctor.ts'
import type { Config, MailboxSettings } from '../../src/config.ts'
import { stopLeftoverServer } from '../../src/demo/leftover-server.ts'
import { migrationsFolder, openOffice } from '../../src/office.ts'
import { createLog } from '../../src/platform/log.ts'
import { freePort } from '../support/dovecot.ts'
import { sampleConfig, until } from '../support/sample-desk.ts'
import { startSmtpSink } from '../support/smtp-sink.ts'
import { createTestDatabase } from '../support/test-database.ts'

const main = path.resolve(import.meta.dirname, '../../src/main.ts')
let folder: string
let config: Config

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'doctor-'))
  chmodSync(folder, 0o711)
  config = sampleConfig(folder, 0)
})
afterEach(async () => {
  await stopLeftoverServer(folder)
  rmSync(folder, { recursive: true, force: true })
})

it('before the first start it makes no database and no key, and looks at everything else', async () => {
  const sink = await startSmtpSink()
  const { secretKey: _, ...fresh } = config
  const findings = await runDoctor({ ...fresh, smtp: { host: sink.host, port: sink.port, security: 'plain' } })
  expect(findings).toContainEqual(
    expect.objectContaining({ what: 'database', state: 'well', says: expect.stringContaining('first start') }),
  )
  expect(findings).toContainEqual(expect.objectContaining({ what: 'smtp', state: 'well' }))
  expect(readdirSync(folder)).toEqual(['rulebook'])
  await sink.close()
})

it('names pending migrations and applies none', async () => {
  const database = await createTestDatabase()
  const query = async (sql: string) => {
    const client = new pg.Client(database.connection)
    await client.connect()
    const { rows } = await client.query(sql)
    await client.end()
    return rows
  }
  await query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  const findings = await runDoctor({ ...config, databaseUrl: urlOf(database.connection) })
  const says = `${readdirSync(migrationsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).length} migrations are pending`
  expect(findings).toContainEqual({ what: 'database', state: 'wrong', says, remedy: 'Start the desk once.' })
  expect(await query("SELECT count(*)::int AS tables FROM information_schema.tables WHERE table_schema = 'public'")).toEqual([
    { tables: 0 },
  ])
  await database.drop()
})

it('looks inside a desk that is up to date, and lets go of its database', async () => {
  const database = await createTestDatabase()
  const findings = await runDoctor({ ...config, databaseUrl: urlOf(database.connection) })
  expect(findings).toContainEqual({ what: 'database', state: 'well', says: 'answers, and is up to date' })
  expect(findings).toContainEqual(expect.objectContaining({ what: 'staff', state: 'wrong', says: 'there is no administrator' }))
  const client = new pg.Client(database.connection)
  await client.connect()
  const others = 'SELECT count(*)::int AS others FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
  await until(async () => (await client.query(others)).rows[0].others === 0, 'the sessions to end')
  await client.end()
  await database.drop()
})

it('reads the alarms that stand from the database, whether a desk runs or not, each with what to do', async () => {
  const database = await createTestDatabase()
  const office = await openOffice(config, {
    log: createLog('error'),
    clock: { now: () => new Date('2026-03-02T18:00:00Z') },
    database: { connection: database.connection, stop: async () => {} },
  })
  await office.notices.raiseAlarm({ key: 'mailbox:old', text: 'It is over.', remedy: 'Nothing.' })
  await office.notices.clearAlarm('mailbox:old')
  await office.notices.raiseAlarm({ key: 'mailbox:main', text: 'The mailbox main cannot be read.', remedy: 'Grant access again.' })
  await office.close()
  const findings = await runDoctor({ ...config, databaseUrl: urlOf(database.connection) })
  expect(findings.filter(({ what }) => what.startsWith('alarm'))).toEqual([
    {
      what: 'alarm mailbox:main',
      state: 'wrong',
      says: 'The mailbox main cannot be read. (since 2026-03-02 18:00 UTC, last seen 2026-03-02 18:00 UTC)',
      remedy: 'Grant access again.',
    },
  ])
  await database.drop()
})

it('starts an embedded database that rests, stops it again, and misses a secret key without making one', async () => {
  const { secretKey: _, ...own } = config
  await (await openOffice(own, { log: createLog('error') })).close()
  expect((await runDoctor(own)).find((finding) => finding.what === 'staff')?.says).toBe('there is no administrator')
  expect(existsSync(path.join(folder, 'postgres/data/postmaster.pid'))).toBe(false)

  rmSync(path.join(folder, 'secret-key'))
  expect(await runDoctor(own)).toContainEqual(expect.objectContaining({ what: 'secret key', state: 'wrong' }))
  expect(existsSync(path.join(folder, 'secret-key'))).toBe(false)
  expect(existsSync(path.join(folder, 'postgres/data/postmaster.pid'))).toBe(false)
})

it('a refused password is wrong; a server that does not answer is unreachable', async () => {
  const server = await startRefusingServer()
  const smtp = { host: '127.0.0.1', port: server.port, security: 'plain', user: 'desk', password: 'nonsense' } as const
  const says = async (port: number) => (await runDoctor({ ...config, smtp: { ...smtp, port } })).find((finding) => finding.what === 'smtp')
  expect(await says(server.port)).toMatchObject({ state: 'wrong', remedy: expect.stringContaining('SMTP_PASSWORD') })
  expect(await says(await freePort())).toMatchObject({ state: 'unreachable' })
  await server.close()

  const database = await createTestDatabase()
  const missing = urlOf(database.connection).replace(/desk_\w+/, 'no_such_database')
  expect(await runDoctor({ ...config, databaseUrl: missing })).toContainEqual(expect.objectContaining({ what: 'database', state: 'wrong' }))
  await database.drop()
})

it('with its database down it still looks at mailboxes and mail out, and leaves a refresh token that it could not replace', async () => {
  const sink = await startSmtpSink()
  const mailbox = (name: string, auth: MailboxSettings['auth'], port: number): MailboxSettings => ({
    ...{ name, host: '127.0.0.1', port, security: 'plain', user: 'desk', folder: 'INBOX', startsOn: new Date(0), auth },
  })
  const closed = await freePort()
  const token = { kind: 'oauth2', tokenUrl: `http://127.0.0.1:${closed}`, clientId: 'x', clientSecret: 'x', refreshToken: 'x' } as const
  const findings = await runDoctor({
    ...config,
    databaseUrl: `postgresql://desk@127.0.0.1:${closed}/desk`,
    smtp: { host: sink.host, port: sink.port, security: 'plain' },
    mailboxes: [mailbox('one', { kind: 'password', password: 'x' }, closed), mailbox('two', token, closed)],
  })
  expect(findings.map(({ what, state }) => [what, state])).toEqual([
    ['mailbox one', 'unreachable'],
    ['mailbox two', 'not-tried'],
    ['senders', 'not-tried'],
    ['smtp', 'well'],
    ['dkim', 'not-configured'],
    ['virus scanner', 'not-configured'],
    ['slack', 'not-configured'],
    ['model', 'not-configured'],
    ['database', 'unreachable'],
  ])
  await sink.close()
})

it('access to mail out that was revoked is wrong, and a token that cannot be replaced is not spent', async () => {
  const tokens = createServer((_, response) => response.writeHead(400).end(JSON.stringify({ error: 'invalid_grant' })))
  await new Promise<void>((resolve) => tokens.listen(0, '127.0.0.1', resolve))
  const sink = await startSmtpSink(0, () => false)
  const { port } = tokens.address() as AddressInfo
  const oauth2 = { tokenUrl: `http://127.0.0.1:${port}`, clientId: 'x', clientSecret: 'x' }
  const smtp = { host: sink.host, port: sink.port, security: 'plain', user: 'desk' } as const
  const databaseUrl = `postgresql://desk@127.0.0.1:${await freePort()}/desk`
  const says = async (settings: typeof oauth2 & { refreshToken?: string }) =>
    (await runDoctor({ ...config, databaseUrl, smtp: { ...smtp, oauth2: settings } })).find(({ what }) => what === 'smtp')
  expect(await says(oauth2)).toMatchObject({
    state: 'wrong',
    says: expect.stringContaining('invalid_grant'),
    remedy: expect.stringContaining('SMTP_OAUTH2_'),
  })
  expect(await says({ ...oauth2, refreshToken: 'r' })).toMatchObject({ state: 'not-tried' })
  await sink.close()
  await new Promise((resolve) => tokens.close(resolve))
})

it('its exit code says whose turn it is', async () => {
  const server = await startRefusingServer()
  const closed = await freePort()
  const doctor = async (port: number) => {
    const lines = [
      ...[
        'OFFICE_NAME=Sample City Water',
        'OFFICE_TIME_ZONE=America/Chicago',
        'OFFICE_ADDRESS=water@samplecity.example',
        'DATA_DIR=./data',
      ],
      ...[`SMTP_URL=smtp://desk@127.0.0.1:${port}`, 'SMTP_PASSWORD=nonsense'],
    ]
    writeFileSync(path.join(folder, '.env'), lines.join('\n'))
    const env = { PATH: process.env.PATH, TMPDIR: os.tmpdir(), INIT_CWD: folder }
    // Not spawnSync: the server that refuses is in this process.
    const child = spawn(process.execPath, [main, 'doctor'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    const said = text(child.stdout)
    const code = await new Promise((resolve) => child.once('exit', resolve))
    return { code, said: await said }
  }
  expect(await doctor(server.port)).toMatchObject({ code: 1, said: expect.stringContaining('WRONG  smtp') })
  expect(await doctor(closed)).toMatchObject({ code: 3, said: expect.stringContaining('DOWN   smtp') })
  expect(readdirSync(folder).toSorted()).toEqual(['.env', 'rulebook'])
  await server.close()
})

function urlOf(connection: object): string {
  const { host, user, database } = connection as { host: string; user: string; database: string }
  return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(host)}`
}

async function startRefusingServer(): Promise<{ port: number; close(): Promise<void> }> {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: (_auth, _session, done) => done(new Error('no')),
  })
  server.on('error', () => {}) // a client that goes away
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return { port, close: () => new Promise((resolve) => server.close(resolve)) }
}
