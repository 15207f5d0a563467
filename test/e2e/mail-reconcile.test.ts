// `waterdesk mail reconcile` as somebody at the machine types it: beside the running desk on its embedded database, and
// after the desk was stopped, when what has come is a difference that nobody else mends.
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { type Dovecot, dovecotInstalled, freePort, startDovecot } from '../support/dovecot.ts'
import { mailText } from '../support/mail-desk.ts'
import { until } from '../support/sample-desk.ts'

describe.skipIf(!dovecotInstalled())('the comparison of a mailbox with its dispositions (needs Dovecot)', () => {
  let folder: string
  let dovecot: Dovecot
  let database: EmbeddedPostgres
  let env: NodeJS.ProcessEnv

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-reconcile-'))
    chmodSync(folder, 0o711)
    ;[dovecot, database] = await Promise.all([startDovecot(), startEmbeddedPostgres(folder)])
    env = {
      PATH: process.env.PATH,
      INIT_CWD: folder,
      DATA_DIR: folder,
      SECRET_KEY: 'a key for tests, of more than thirty-two characters',
      OFFICE_NAME: 'City Water',
      OFFICE_TIME_ZONE: 'America/Chicago',
      OFFICE_ADDRESS: 'water@city.example',
      MAILBOXES: 'complaints',
      MAILBOX_COMPLAINTS_URL: `imap://desk@127.0.0.1:${dovecot.imapPort}/INBOX`,
      MAILBOX_COMPLAINTS_PASSWORD: dovecot.password,
      MAILBOX_COMPLAINTS_STARTS_ON: '2026-01-01T00:00:00Z',
      SMTP_URL: 'smtp://127.0.0.1:1',
      CONSOLE_PORT: String(await freePort()),
      OUTBOUND: 'hold',
      LOG_LEVEL: 'error',
    }
  })
  afterAll(async () => {
    await Promise.all([dovecot.stop(), database.stop()])
    rmSync(folder, { recursive: true, force: true })
  })

  it('says in its exit code whether anything was found', async () => {
    const desk = run('start')
    await dovecot.deliver('desk', mails(3))
    await until(async () => (await recorded()) === 3, 'three mails to be recorded', 60_000)
    const beside = await reconcile('--json')
    expect(beside.code).toBe(0)
    expect(beside.lines.map((line) => JSON.parse(line))).toMatchObject([
      { kind: 'folder', mailbox: 'complaints', folder: 'INBOX', listed: 3, recorded: 3, differences: 0 },
      { kind: 'folder', folder: 'Junk' },
      { kind: 'folder', folder: 'Sent' },
    ])
    desk.kill('SIGTERM')
    expect(await ended(desk)).toBe(0)

    await dovecot.deliver('desk', mails(1))
    const deserted = await reconcile('--json', '--mailbox', 'complaints')
    expect(deserted.code).toBe(1)
    expect(JSON.parse(deserted.lines[0] ?? '')).toMatchObject({ kind: 'difference', uid: 4, difference: 'missing', mended: true })
    expect(await recorded()).toBe(4)
    expect(await reconcile()).toMatchObject({
      code: 0,
      lines: expect.arrayContaining([expect.stringMatching(/^complaints INBOX: no difference; 4 /)]),
    })
    expect(await reconcile('--mailbox', 'nowhere')).toMatchObject({ code: 2 })
    await dovecot.stop()
    expect(await reconcile()).toMatchObject({ code: 3 })
  })

  function run(...words: string[]): ChildProcess {
    return spawn(process.execPath, [path.resolve('src/main.ts'), ...words], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  }

  async function reconcile(...words: string[]): Promise<{ code: number | null; lines: string[] }> {
    const child = run('mail', 'reconcile', ...words)
    const [said, code] = await Promise.all([text(child.stdout as NonNullable<ChildProcess['stdout']>), ended(child)])
    return { code, lines: said.split('\n').filter(Boolean) }
  }

  async function recorded(): Promise<number> {
    const client = new pg.Client(database.connection)
    await client.connect()
    try {
      const { rows } = await client.query("SELECT to_regclass('disposition') IS NOT NULL AS there")
      return rows[0].there ? (await client.query('SELECT count(*)::int AS count FROM disposition')).rows[0].count : 0
    } finally {
      await client.end()
    }
  }
})

function mails(count: number): string[] {
  return Array.from({ length: count }, (_, index) => mailText({ from: `customer${index}@example.com` }))
}

/** The exit code, or null where a signal ended it. */
function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve))
}
