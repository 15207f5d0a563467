// Imports a set in a process of its own, so that a test can kill it and a benchmark can weigh it:
// node import-alone.ts FOLDER CONNECTION
import { readFileSync } from 'node:fs'
import { createAccountImports } from '../../src/accounts/accounts.ts'
import { createDatabase } from '../../src/platform/database.ts'
import { createJobs } from '../../src/platform/jobs.ts'
import { createLog } from '../../src/platform/log.ts'

const [folder = '', connectionText = ''] = process.argv.slice(2)
const connection = JSON.parse(connectionText)
const db = createDatabase(connection)
const imports = createAccountImports({
  db,
  connection,
  jobs: createJobs(connection, createLog('silent'), []),
  clock: { now: () => new Date('2026-11-23T15:00:00Z') },
  rulebook: { inForce: () => ({ value: { fit_to_send_days: 3, next_set_within_days: null }, version: 'test', source: 'shipped' }) },
  timeZone: 'UTC',
  alarms: { raiseAlarm: async () => {}, clearAlarm: async () => {} },
  dropFolder: undefined,
})
const began = performance.now()
const { rejected } = await imports.importSet({ folder, by: 'test' })
const seconds = (performance.now() - began) / 1000
await db.close()
const peakKilobytes = Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
console.log(JSON.stringify({ seconds, peakKilobytes, rejected }))
