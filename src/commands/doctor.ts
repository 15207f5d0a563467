// Looks at everything the desk depends on and says of each what is wrong and what to do. It changes nothing: no database is
// made or migrated, no key written. One thing it must keep: the refresh token that a mailbox's provider gave for the one it used.

import type { Config } from '../config.ts'
import type { AlarmRecord } from '../notices/notices.ts'
import { type Office, openOffice } from '../office.ts'
import { createLog } from '../platform/log.ts'
import { UsageProblem } from '../platform/problem.ts'
import { mailFindings, slackFinding, smtpFinding } from './check-channels.ts'
import { clamdFinding } from './check-clamd.ts'
import { lookAtDatabase } from './check-database.ts'
import { dkimFinding } from './check-dkim.ts'
import { modelFinding } from './check-model.ts'
import { recordsFinding } from './check-records.ts'
import { sendersFinding } from './check-senders.ts'
import type { Finding } from './finding.ts'

export async function runDoctor(config: Config): Promise<Finding[]> {
  const log = createLog('error')
  const database = await lookAtDatabase(config)
  let office: Office | undefined
  const inside: Finding[] = []
  try {
    if (database.usable) {
      const { connection, secretKey } = database.usable
      const opened = openOffice({ ...config, secretKey }, { log, database: { connection, stop: async () => {} }, migrate: false })
      office = await opened.catch((error: unknown) => {
        if (!(error instanceof UsageProblem)) throw error
        inside.push({ what: 'desk', state: 'wrong', says: error.message })
        return undefined
      })
    }
    const [mail, smtp, dkim, clamd, slack, model] = await Promise.all([
      mailFindings(config, office),
      smtpFinding(config, office),
      dkimFinding(config),
      clamdFinding(config),
      slackFinding(config, log),
      modelFinding(config, office),
    ])
    if (office) inside.push(...(await deskFindings(office)))
    const senders = config.mailboxes.length > 0 ? [sendersFinding(config, await office?.mailroom.resultsSeen())] : []
    return [...mail, ...senders, smtp, dkim, clamd, slack, model, ...database.findings, ...inside]
  } finally {
    await office?.close()
    await database.usable?.stop()
  }
}

export function printFindings(findings: readonly Finding[], print: (line: string) => void): void {
  const marks = { well: 'ok', 'not-configured': '--', 'not-tried': '--', wrong: 'WRONG', unreachable: 'DOWN' }
  for (const { what, state, says, remedy } of findings) {
    print(`${marks[state].padEnd(6)} ${what}: ${says}`)
    if (remedy) print(`       What to do: ${remedy}`)
  }
}

async function deskFindings(office: Office): Promise<Finding[]> {
  const findings: Finding[] = [
    recordsFinding(await office.accountImports.recordsAge()),
    ...(await office.notices.openAlarms()).map(alarmFinding),
  ]
  const unknowns = await office.mailroom.unknowns()
  if (unknowns.length > 0) {
    findings.push({
      what: 'outgoing mail',
      state: 'wrong',
      says: `of ${unknowns.length} mails nobody knows whether they left`,
      remedy: 'Settle each on the Mailroom page.',
    })
  }
  const unexported = office.config.exportFolder === undefined ? await office.adjustments.unexported() : 0
  if (unexported > 0) {
    findings.push({
      what: 'billing system',
      state: 'wrong',
      says: `${unexported} adjustments and holds wait, since there is no folder for them`,
      remedy: 'Set EXPORT_FOLDER to the one that the billing system reads; see docs/export.md.',
    })
  }
  const administrators = (await office.staff.list()).filter((member) => member.active && member.role === 'administrator')
  if (administrators.length === 0) {
    findings.push({
      what: 'staff',
      state: 'wrong',
      says: 'there is no administrator',
      remedy: 'npm run -s waterdesk -- staff add you@city.gov --name "Your Name" --role administrator',
    })
  }
  return findings
}

/** As the desk last found it: one that does not run clears no alarm. */
function alarmFinding({ key, text, remedy, raisedAt, lastSeenAt }: AlarmRecord): Finding {
  const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return { what: `alarm ${key}`, state: 'wrong', says: `${text} (since ${minute(raisedAt)}, last seen ${minute(lastSeenAt)})`, remedy }
}
