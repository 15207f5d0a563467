// An import that is killed at any moment is begun again and comes to the same end, with no row twice and none half.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { createAccountImports, createAccounts } from '../../../src/accounts/accounts.ts'
import { generateSampleOffice } from '../../../src/demo/sample-office/generate-sample-office.ts'
import { readSampleRates } from '../../../src/demo/sample-office/read-sample-rates.ts'
import { day } from '../../../src/kernel/days.ts'
import { createDatabase } from '../../../src/platform/database.ts'
import { createJobs } from '../../../src/platform/jobs.ts'
import { createLog } from '../../../src/platform/log.ts'
import { keptAlarms } from '../../support/kept-alarms.ts'
import { createTestDatabase } from '../../support/test-database.ts'
import { setOf, writeSet } from '../../support/write-set.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const today = day('2026-11-22')

it('an import that is killed comes to the same end when it is begun again', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-killed-'))
  const test = await createTestDatabase()
  const db = createDatabase(test.connection)
  const jobs = createJobs(test.connection, createLog('silent'), [])
  try {
    const histories = generateSampleOffice({ seed: 3, today, schedule: readSampleRates() }).accounts.map(({ history }) => history)
    const set = writeSet(folder, setOf(histories), today)
    const importing = { db, connection: test.connection, jobs, clock: { now: () => new Date('2026-11-23T15:00:00Z') } }
    const rulebook = {
      inForce: () => ({ value: { fit_to_send_days: 3, next_set_within_days: null }, version: 't', source: 'shipped' as const }),
    }
    const imports = createAccountImports({ ...importing, rulebook, timeZone: 'UTC', alarms: keptAlarms(), dropFolder: undefined })

    for (const files of [0, 2, 5, 6, 7]) await killWhen(files, set)
    const killed = await imports.runs()
    expect(killed.some(({ status }) => status === 'running')).toBe(true)

    const cut = imports.importSet({ folder: set, by: 'test' })
    cut.catch(() => {}) // looked at below
    await cutOffConnection()
    await expect(cut).rejects.toThrow()

    const imported = await imports.importSet({ folder: set, by: 'test' })
    expect(imported.rejected).toBe(0)
    for (const history of histories) expect(await createAccounts({ db }).history(history.account.number)).toEqual(history)
    const runs = await imports.runs()
    expect(runs.map(({ status }) => status).sort()).toEqual([...killed.map(() => 'failed'), 'failed', 'finished'])
    expect(await db.client.$queryRaw`SELECT 1 FROM pg_namespace WHERE nspname = 'import_staging'`).toEqual([])
  } finally {
    await jobs.stop()
    await db.close()
    await test.drop()
    rmSync(folder, { recursive: true, force: true })
  }

  /** As a database that is restarted does. */
  async function cutOffConnection(): Promise<void> {
    for (let cut = 0n; cut === 0n; ) {
      const [ended] = await db.client.$queryRaw<{ count: bigint }[]>`
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'waterdesk-import'
          AND datname = current_database() AND query LIKE 'COPY%'`
      cut = ended?.count ?? 0n
    }
  }

  /** Kills a process that imports once so many files have been merged. */
  async function killWhen(files: number, set: string): Promise<void> {
    const child = spawn(process.execPath, ['test/support/import-alone.ts', set, JSON.stringify(test.connection)], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const ended = new Promise((resolve) => child.on('exit', resolve))
    const before = new Set((await db.client.importRun.findMany()).map(({ id }) => id))
    for (;;) {
      const run = (await db.client.importRun.findMany()).find(({ id }) => !before.has(id))
      if ((run && (run.progress as unknown[]).length >= files) || child.exitCode !== null) break
      await new Promise((resolve) => setImmediate(resolve))
    }
    child.kill('SIGKILL')
    await ended
  }
}, 90_000) // five processes, one after the other, on a machine that may be busy
