// Whatever sets come, in whatever order and however broken their rows: a balance is what the newest rows that could be brought
// in say, and a set that comes again changes nothing.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AccountImports, type Accounts, createAccountImports, createAccounts } from '../../../src/accounts/accounts.ts'
import { recordFiles } from '../../../src/accounts/import/record-files.ts'
import { day } from '../../../src/kernel/days.ts'
import { createDatabase, type Database } from '../../../src/platform/database.ts'
import { createJobs, type Jobs } from '../../../src/platform/jobs.ts'
import { createLog } from '../../../src/platform/log.ts'
import { keptAlarms } from '../../support/kept-alarms.ts'
import { createTestDatabase } from '../../support/test-database.ts'
import { writeSet } from '../../support/write-set.ts'

const today = day('2026-11-22')
const folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-any-'))
let accounts: Accounts
let imports: AccountImports
let jobs: Jobs
let db: Database
let drop: () => Promise<void>

beforeAll(async () => {
  const test = await createTestDatabase()
  drop = test.drop
  db = createDatabase(test.connection)
  jobs = createJobs(test.connection, createLog('silent'), [])
  accounts = createAccounts({ db })
  imports = createAccountImports({
    ...{ db, connection: test.connection, jobs, clock: { now: () => new Date('2026-11-23T15:00:00Z') } },
    ...{ timeZone: 'UTC', alarms: keptAlarms(), dropFolder: undefined },
    rulebook: { inForce: () => ({ value: { fit_to_send_days: 3, next_set_within_days: null }, version: 't', source: 'shipped' as const }) },
  })
})

afterAll(async () => {
  await jobs.stop()
  await db.close()
  await drop()
  rmSync(folder, { recursive: true, force: true })
})

const accountsOf = ['A1', 'A2', 'A3']
/** What stands in a column, and whether it may. */
const maybe = <T>(good: fc.Arbitrary<T>, ...bad: string[]) =>
  fc.oneof(
    { weight: 9, arbitrary: good.map((value) => ({ value: String(value), fits: true })) },
    fc.constantFrom(...bad).map((value) => ({ value, fits: false })),
  )
const entry = fc.record({
  id: fc.constantFrom('L1', 'L2', 'L3', 'L4'),
  account: maybe(fc.constantFrom(...accountsOf), 'A-NOBODY', ''),
  amount: maybe(fc.integer({ min: -500, max: 500 }), '1.005', 'NaN', '1e3', '=1+1', '-'),
  day: maybe(fc.constantFrom('2026-11-20', '2026-11-21'), '2026-02-30', '20261121'),
})
const set = fc.record({ opened: fc.subarray(accountsOf), ledger: fc.array(entry, { maxLength: 20 }) })

it('a balance is what the newest rows that fit say, and nothing changes when a set comes again', async () => {
  let utility = 0
  await fc.assert(
    fc.asyncProperty(fc.array(set, { minLength: 1, maxLength: 3 }), async (sets) => {
      utility += 1
      const own = (key: string) => (/^[AL]\d$/.test(key) ? `U${utility}-${key}` : key)
      const known = new Set<string>()
      const stands = new Map<string, { account: string; dollars: number }>()
      for (const { opened, ledger } of sets) {
        for (const account of opened) known.add(account)
        const seen = new Set<string>()
        for (const { id, account, amount, day: on } of ledger) {
          if (![account, amount, on].every(({ fits }) => fits)) continue
          if (!seen.has(id) && known.has(account.value)) stands.set(id, { account: account.value, dollars: Number(amount.value) })
          seen.add(id)
        }
        const written = path.join(folder, String(utility))
        writeFiles(written, opened, ledger, own)
        const rejected = (await imports.importSet({ folder: written, by: 'test' })).rejected
        const again = await imports.importSet({ folder: written, by: 'test' })
        expect(again.rejected).toBe(rejected)
        for (const { added, changed } of again.files) expect([added, changed]).toEqual([0, 0])
        rmSync(written, { recursive: true })
      }
      for (const account of accountsOf) {
        const owed = [...stands.values()].filter((row) => row.account === account).reduce((sum, { dollars }) => sum + dollars, 0)
        expect(await accounts.balanceCents(own(account), today)).toBe(owed * 100)
      }
    }),
    { numRuns: 6 },
  )
}, 120_000) // up to 36 imports, on a machine that may be busy

/** Files without rows have their first line. */
function writeFiles(set: string, opened: readonly string[], ledger: readonly Entry[], own: (key: string) => string): void {
  const rows = {
    properties: [{ id: 'P1', address: '1 Main St', type: 'single-family' }],
    accounts: opened.map((number) => ({ number: own(number), property_id: 'P1', class: 'METERED', opened_on: '2020-01-01' })),
    ledger: ledger.map(({ id, account, amount, day: on }) => ({
      ...{ id: own(id), account_number: own(account.value), entered_on: on.value, kind: 'payment', amount: amount.value },
    })),
  }
  writeSet(set, rows, today)
  for (const { name, required, columns } of recordFiles) {
    const file = path.join(set, `${name}.csv`)
    if (required && !existsSync(file)) writeFileSync(file, `${columns.map((column) => column.name).join(',')}\n`)
  }
}

type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never
