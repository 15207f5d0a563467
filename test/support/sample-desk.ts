// An office on a database of its own, with the sample records and staff, as tests need it: the office that people run,
// opened by the same function.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Config } from '../../src/config.ts'
import { demoStaff, sampleContact } from '../../src/demo/demo-settings.ts'
import { generateSampleOffice, type SampleOffice } from '../../src/demo/sample-office/generate-sample-office.ts'
import { readSampleRates, sampleRatesFile } from '../../src/demo/sample-office/read-sample-rates.ts'
import { type SampleComplaint, sampleComplaints } from '../../src/demo/sample-office/sample-complaints.ts'
import type { Story } from '../../src/demo/sample-office/story.ts'
import { dayOf } from '../../src/kernel/days.ts'
import { type Office, type OfficeParts, openOffice } from '../../src/office.ts'
import { createLog } from '../../src/platform/log.ts'
import type { StaffMember } from '../../src/staff/staff-member.ts'
import { createTestDatabase } from './test-database.ts'

export const officeAddress = 'water@samplecity.example'
export const authservId = 'post.samplecity.example'

export type SampleDesk = {
  office: Office
  config: Config
  sample: SampleOffice
  clerk: StaffMember
  supervisor: StaffMember
  otherSupervisor: StaffMember
  administrator: StaffMember
  /** The first or second complaint that the sample office has for a story. */
  complaint(story: Story, which?: number): SampleComplaint
  close(): Promise<void>
}

export type SampleDeskSettings = Partial<Pick<Config, 'mailboxes' | 'smtp' | 'slack' | 'outbound' | 'model' | 'secondFactorRoles'>> & {
  parts?: OfficeParts
  recallSeconds?: number
  /** The office's own rules beside those that every sample office has: kind → YAML. */
  rules?: { [kind: string]: string }
}

export async function openSampleDesk({
  parts = {},
  recallSeconds = 0,
  rules = {},
  ...settings
}: SampleDeskSettings = {}): Promise<SampleDesk> {
  const database = await createTestDatabase()
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-office-'))
  const config: Config = { ...sampleConfig(dataDir, recallSeconds), ...settings }
  for (const [kind, yaml] of Object.entries(rules)) {
    mkdirSync(path.join(config.rulebookDir, kind), { recursive: true })
    writeFileSync(path.join(config.rulebookDir, kind, '2002-01-01.yaml'), yaml)
  }
  const log = createLog(process.env.TEST_LOG_LEVEL ?? 'error')
  const office = await openOffice(config, { log, database: { connection: database.connection, stop: async () => {} }, ...parts })
  const sample = await fillSampleOffice(office)
  const member = async (email: string) => (await office.staff.byEmail(email)) as StaffMember
  return {
    office,
    config,
    sample,
    clerk: await member('casey@samplecity.example'),
    supervisor: await member('sam@samplecity.example'),
    otherSupervisor: await member('robin@samplecity.example'),
    administrator: await member('alex@samplecity.example'),
    complaint: (story, which = 0) => sampleComplaints(sample).filter((complaint) => complaint.story === story)[which] as SampleComplaint,
    async close() {
      await office.close()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Settings of an office in `dataDir`, with the sample rates as its own rulebook. */
export function sampleConfig(dataDir: string, recallSeconds: number): Config {
  const rulebookDir = path.join(dataDir, 'rulebook')
  for (const kind of ['assignment', 'calendar', 'contact', 'rates', 'sending']) mkdirSync(path.join(rulebookDir, kind), { recursive: true })
  copyFileSync(sampleRatesFile, path.join(rulebookDir, 'rates', '2002-01-01.yaml'))
  writeFileSync(path.join(rulebookDir, 'sending', '2026-01-01.yaml'), `recall_seconds: ${recallSeconds}\n`)
  // No test depends on the hour at which it runs: the office is always open, and cases stay where a test puts them.
  writeFileSync(path.join(rulebookDir, 'calendar', '2002-01-01.yaml'), alwaysOpenWeek)
  writeFileSync(path.join(rulebookDir, 'contact', '2026-01-01.yaml'), sampleContact)
  writeFileSync(path.join(rulebookDir, 'assignment', '2002-01-01.yaml'), assignmentOf(false))
  return {
    dataDir,
    rulebookDir,
    secretKey: 'a key for tests, of more than thirty-two characters',
    office: { name: 'Sample City Water', timeZone: 'America/Chicago', address: officeAddress, authservId },
    outbound: 'send',
    mailboxes: [],
    console: { host: '127.0.0.1', port: 0, url: 'http://127.0.0.1:8080' },
    secondFactorRoles: [],
    mailMaxBytes: 30_000_000,
    logLevel: 'error',
  }
}

const alwaysOpenWeek = `windows:\n${['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => `  ${day}: [["00:00", "24:00"]]\n`).join('')}`

/** The office's own rules of assignment, as a file. */
export function assignmentOf(automatic: boolean): string {
  return `automatic: ${automatic}\nmost_weight: { clerk: 60, supervisor: 40 }\nweights: { emergency: 4, high: 2, normal: 1, low: 0.5 }\nhard_factor: 2\nwithout_shifts: office-hours\n`
}

export async function fillSampleOffice(office: Office): Promise<SampleOffice> {
  const schedule = readSampleRates()
  const today = dayOf(office.clock.now(), office.config.office.timeZone)
  const sample = generateSampleOffice({ seed: 7, today, schedule })
  await office.db.inTransaction(async (tx) => {
    await office.accounts.addSample(
      tx,
      sample.accounts.map((account) => account.history),
      today,
    )
    for (const person of demoStaff) await office.staff.add(tx, person, 'desk')
  })
  return sample
}

/** Asks until there is an answer; the bound is generous, since it only ends a test that fails anyway. */
export async function until<T>(ask: () => Promise<T | undefined | false>, what: string, limitMilliseconds = 30_000): Promise<T> {
  const end = Date.now() + limitMilliseconds
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`)
    await pause(20)
  }
}
