// What the demo's office is called and how its desk is set: the same settings as anybody's .env, written for it.
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Day, dayOf, formatDay } from '../kernel/days.ts'
import { generateSampleOffice, type SampleOffice } from './sample-office/generate-sample-office.ts'
import { readSampleRates, sampleRatesFile } from './sample-office/read-sample-rates.ts'

export const demoOffice = {
  name: 'Sample City Water, Customer Accounts',
  address: 'water@samplecity.example',
  timeZone: 'America/Chicago',
  /** The name under which the demo's post office states whether a sender is genuine. */
  authservId: 'post.samplecity.example',
  customersDomain: 'mail.example',
} as const

export const demoStaff = [
  { name: 'Casey Clerk', email: 'casey@samplecity.example', role: 'clerk', languages: ['en', 'es'] },
  { name: 'Sam Supervisor', email: 'sam@samplecity.example', role: 'supervisor', languages: ['en', 'es'] },
  { name: 'Robin Supervisor', email: 'robin@samplecity.example', role: 'supervisor', languages: ['en'] },
  { name: 'Alex Administrator', email: 'alex@samplecity.example', role: 'administrator', languages: ['en'] },
] as const

/** So that a visitor need not wait a minute for an answer to leave. */
const recallSeconds = 5
const seed = 2026
const defaultPort = 8080

export function wantedDemoFolder(callersFolder: string, env: NodeJS.ProcessEnv): string {
  return path.resolve(callersFolder, env.DATA_DIR ?? 'data/demo')
}

export function demoEnvironment(
  at: { folder: string; smtpPort: number; imapPort: number; imapPassword: string; startsOn: Date },
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const user = encodeURIComponent(demoOffice.address)
  return {
    OFFICE_NAME: demoOffice.name,
    OFFICE_ADDRESS: demoOffice.address,
    OFFICE_TIME_ZONE: demoOffice.timeZone,
    AUTHSERV_ID: demoOffice.authservId,
    DKIM_VERIFY: 'no', // a first look must not wait for DNS
    DATA_DIR: at.folder,
    MAILBOXES: 'water',
    MAILBOX_WATER_URL: `imap://${user}@127.0.0.1:${at.imapPort}/INBOX`,
    MAILBOX_WATER_PASSWORD: at.imapPassword,
    MAILBOX_WATER_SENT_FOLDER: 'none', // the post office has none, and a copy that cannot be filed is an alarm
    MAILBOX_WATER_STARTS_ON: at.startsOn.toISOString(),
    SMTP_URL: `smtp://127.0.0.1:${at.smtpPort}`,
    SECOND_FACTOR_ROLES: 'none', // whoever looks around has no app at hand; whoever enrols one is asked for it
    CONSOLE_PORT: env.CONSOLE_PORT ?? String(defaultPort),
    LOG_LEVEL: env.LOG_LEVEL ?? 'warn',
  }
}

/** The office's own rulebook: the sample rates, a short recall window, and records that stay fit to send though nobody renews them. */
export function writeDemoRulebook(folder: string): void {
  const rules = path.join(folder, 'rulebook')
  for (const kind of ['calendar', 'contact', 'rates', 'records', 'sending']) mkdirSync(path.join(rules, kind), { recursive: true })
  copyFileSync(sampleRatesFile, path.join(rules, 'rates', '2002-01-01.yaml'))
  // Somebody is at work whenever a visitor looks.
  const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => `  ${day}: [["00:00", "24:00"]]\n`)
  writeFileSync(path.join(rules, 'calendar', '2002-01-01.yaml'), `windows:\n${week.join('')}`)
  writeFileSync(path.join(rules, 'contact', '2026-01-01.yaml'), sampleContact)
  writeFileSync(path.join(rules, 'records', '2026-01-01.yaml'), "# The demo's own.\nfit_to_send_days: 60\nnext_set_within_days: null\n")
  writeFileSync(path.join(rules, 'sending', '2026-01-01.yaml'), `# The demo's own.\nrecall_seconds: ${recallSeconds}\n`)
}

/** Numbers of the kind that belong to nobody. */
export const sampleContact = `# The demo's own.
telephone: 312-555-0140
emergency_telephone: 312-555-0199
postal_address: ["PO Box 12", "Chicago, IL 60600"]
hours: { en: "Monday to Friday, 8:30 a.m. to 4:30 p.m.", es: "de lunes a viernes, de 8:30 a. m. a 4:30 p. m." }
`

/** The sample records as of the day the demo began; every process of it makes the same ones. */
export function demoRecords(begunAt: Date): { sample: SampleOffice; today: Day } {
  const today = dayOf(begunAt, demoOffice.timeZone)
  const schedule = readSampleRates()
  return { sample: generateSampleOffice({ seed, today, schedule, scheduleVersion: `${schedule.name}, ${formatDay(today)}` }), today }
}

export function hasBegun(folder: string): boolean {
  return existsSync(path.join(folder, begunFile))
}

export const begunFile = 'begun-at'
