// The one composition root: config -> database -> slices -> channels. Tests build the same office with other parts.
import path from 'node:path'
import { createAccounts } from './accounts/accounts.ts'
import { createApprovals } from './approvals/approvals.ts'
import { createCases, caseHeard } from './cases/cases.ts'
import { createMailboxWatcher } from './channels/imap/mailbox-watcher.ts'
import { createConsole, type DemoFace } from './channels/console/console.ts'
import { createSlackDesk } from './channels/slack/slack-desk.ts'
import { createSmtpTransport } from './channels/smtp/smtp-transport.ts'
import type { Config } from './config.ts'
import { createMailroom, dispatchMail, replyDispatched, sweepOutbox, type Transport } from './mailroom/mailroom.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import { createDatabase } from './platform/database.ts'
import { type Connection, startEmbeddedPostgres } from './platform/embedded-postgres.ts'
import { createJobs } from './platform/jobs.ts'
import { createLog, type Log } from './platform/log.ts'
import { migrate } from './platform/migrations.ts'
import { announcePresence } from './platform/presence.ts'
import { createSecrets, keptSecretKey } from './platform/secrets.ts'
import { approvalDecided, approvalRequested, createReplies } from './replies/replies.ts'
import { createRulebook } from './rulebook/rulebook.ts'
import { createStaff } from './staff/staff.ts'

const packageRoot = path.resolve(import.meta.dirname, '..')

export type OfficeParts = {
  clock?: Clock
  log?: Log
  /** A database that runs already; without it, the one the settings name. */
  connection?: Connection
  transport?: Transport
}

export type Office = Awaited<ReturnType<typeof openOffice>>

/** Opens the database, brings it up to date and builds every slice. Nothing runs by itself yet: that is `startDesk`. */
export async function openOffice(config: Config, parts: OfficeParts = {}) {
  const clock = parts.clock ?? systemClock
  const log = parts.log ?? createLog(config.logLevel)
  const { connection, stop, embedded } = await databaseFor(config, parts)
  const applied = await migrate(connection, path.join(packageRoot, 'prisma/migrations'))
  if (applied.length > 0) log.info({ applied }, 'database brought up to date')
  const secrets = createSecrets(config.secretKey ?? keptSecretKey(config.dataDir))
  const db = createDatabase(connection)
  const { timeZone } = config.office

  const rulebook = createRulebook({ shippedDir: path.join(packageRoot, 'templates/rulebook'), officeDir: config.rulebookDir })
  const jobs = createJobs(connection, log, [caseHeard, approvalRequested, approvalDecided, dispatchMail, replyDispatched, sweepOutbox])
  const staff = createStaff({ db, clock })
  const approvals = createApprovals({ db, clock, rulebook, timeZone })
  const notices = createNotices({ clock, rulebook, office: config.office })
  const accounts = createAccounts({ db })
  const cases = createCases({ db, clock, jobs, accounts, rulebook, timeZone })
}

async function databaseFor(config: Config, parts: OfficeParts) {
  if (parts.connection) return { connection: parts.connection, embedded: false, stop: async () => {} }
  if (config.databaseUrl) return { connection: { connectionString: config.databaseUrl }, embedded: false, stop: async () => {} }
  return { ...(await startEmbeddedPostgres(config.dataDir)), embedded: true }
}
