// The one composition root: config -> database -> slices -> channels. Tests build the same office with other parts.
import path from 'node:path'
import { createAccess, passwordForgotten } from './access/access.ts'
import { createAccountImports, createAccounts, ledgerEchoed, watchRecords } from './accounts/accounts.ts'
import { createAdjustments, sweepAdjustments } from './adjustments/adjustments.ts'
import { createApprovals } from './approvals/approvals.ts'
import { contradictions } from './billing/investigate/contradictions.ts'
import { tariffOf } from './billing/tariff.ts'
import {
  caseHeard,
  caseMerged,
  createCases,
  createDuty,
  createPromises,
  staffTold,
  sweepCases,
  type TopicSuggester,
  tellStaff,
  topicUnsure,
} from './cases/cases.ts'
import { createClamdScanner } from './channels/clamd/clamd-scanner.ts'
import { createConsole, createSignIn, type DemoFace } from './channels/console/console.ts'
import { createMailboxWatcher } from './channels/imap/mailbox-watcher.ts'
import { createSentFolder } from './channels/imap/sent-folder.ts'
import { deskOfOffice } from './channels/slack/desk-of-office.ts'
import { createSlackDesk } from './channels/slack/slack-desk.ts'
import { createSmtpTransport } from './channels/smtp/smtp-transport.ts'
import { type Config, smtpTokenChain } from './config.ts'
import { createDisclosure } from './disclosure/disclosure.ts'
import { dayOf } from './kernel/days.ts'
import {
  type AlarmsAsked,
  createMailroom,
  dispatchMail,
  fileSentCopy,
  reconcileMailboxes,
  replyDispatched,
  type SentFolder,
  scanAttachments,
  sweepOutbox,
  sweepScans,
  type Transport,
  type VirusScanner,
} from './mailroom/mailroom.ts'
import { createModel, type Model } from './model/model.ts'
import { alarmCleared, alarmRaised, createNotices, mailAdministrators, sweepAlarms } from './notices/notices.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import { createDatabase } from './platform/database.ts'
import { type Connection, startEmbeddedPostgres } from './platform/embedded-postgres.ts'
import { createJobs } from './platform/jobs.ts'
import { createLog, type Log } from './platform/log.ts'
import { migrate } from './platform/migrations.ts'
import { createNameLookup, type NameLookup } from './platform/name-lookups.ts'
import { createPdfRenderer } from './platform/pdf.ts'
import { createPresence, type Presence } from './platform/presence.ts'
import { UsageProblem } from './platform/problem.ts'
import { createRefreshTokens } from './platform/refresh-tokens.ts'
import { createSecrets, keptSecretKey } from './platform/secrets.ts'
import { createProperties } from './properties/properties.ts'
import { mailSupervisors } from './replies/mail-supervisors.ts'
import { approvalDecided, approvalRequested, createReplies, type Replies, sweepReplies } from './replies/replies.ts'
import { mailPlaces } from './replies/rewrite/mail-places.ts'
import { createRevisions } from './revisions/revisions.ts'
import { urgencies } from './rulebook/kinds/triage.ts'
import { createRulebook, type Rulebook } from './rulebook/rulebook.ts'
import { topics } from './rulebook/topics.ts'
import { createRosters, createStaff } from './staff/staff.ts'

const packageRoot = path.resolve(import.meta.dirname, '..')

export type OfficeParts = {
  clock?: Clock
  log?: Log
  /** A database that runs already; without it, the one the settings name. */
  database?: { connection: Connection; stop(): Promise<void> }
  /** This desk's presence, where it was announced before. */
  presence?: Presence
  transport?: Transport
  sentFolder?: SentFolder
  scanner?: VirusScanner
  /** DNS; without it, the system's own. */
  resolve?: NameLookup
  /** Instead of the office's own. */
  alarms?: AlarmsAsked
  /** false: the database is known to be up to date and is not touched. */
  migrate?: false
}

export const migrationsFolder = path.join(packageRoot, 'prisma/migrations')

export type Office = Awaited<ReturnType<typeof openOffice>>

/** Opens the database, brings it up to date and builds every slice. Nothing runs by itself yet: that is `startDesk`. */
export async function openOffice(config: Config, parts: OfficeParts = {}) {
  const clock = parts.clock ?? systemClock
  const today = dayOf(clock.now(), config.office.timeZone)
  const rulebook = createRulebook({ shippedDir: path.join(packageRoot, 'templates/rulebook'), officeDir: config.rulebookDir, today })
  const database = parts.database ?? (await databaseOf(config))
  try {
    return await furnish(config, { ...parts, clock, rulebook, database })
  } catch (error) {
    await database.stop() // a start that failed leaves nothing running behind
    throw error
  }
}

type Furnishing = OfficeParts & { clock: Clock; rulebook: Rulebook; database: { connection: Connection; stop(): Promise<void> } }

async function furnish(config: Config, { clock, rulebook, database, ...parts }: Furnishing) {
  const log = parts.log ?? createLog(config.logLevel)
  const { connection } = database
  const applied = parts.migrate === false ? [] : await migrate(connection, migrationsFolder)
  if (applied.length > 0) log.info({ applied }, 'database brought up to date')
  const secrets = createSecrets(config.secretKey ?? keptSecretKey(config.dataDir))
  const db = createDatabase(connection)
  const { office } = config
  const { timeZone } = office

  const jobs = createJobs(connection, log, [
    caseHeard,
    topicUnsure,
    approvalRequested,
    approvalDecided,
    dispatchMail,
    fileSentCopy,
    replyDispatched,
    sweepOutbox,
    scanAttachments,
    sweepScans,
    reconcileMailboxes,
    sweepReplies,
    alarmRaised,
    alarmCleared,
    sweepAlarms,
    ledgerEchoed,
    watchRecords,
    sweepAdjustments,
    caseMerged,
    staffTold,
    sweepCases,
    passwordForgotten,
  ])
  const presence = parts.presence ?? createPresence(connection, { alone: config.databaseUrl === undefined })
  const staff = createStaff({ db, clock })
  const rosters = createRosters({ db, clock, rulebook, timeZone })
  const approvals = createApprovals({ db, clock, rulebook, timeZone })
  const revisions = createRevisions({ db, clock, rulebook, approvals, timeZone })
  await revisions.load()
  const notices = createNotices({ db, clock, jobs, rulebook, office })
  const alarms: AlarmsAsked = parts.alarms ?? notices
  const model = createModel({ db, clock, alarms, timeZone, settings: config.model })
  const accounts = createAccounts({ db })
  const accountImports = createAccountImports({ db, connection, jobs, clock, rulebook, timeZone, alarms, dropFolder: config.dropFolder })
  const promises = createPromises({ db, clock, rulebook, timeZone })
  const cases = createCases({
    ...{ db, clock, jobs, accounts, promises, rulebook, timeZone },
    examplesDir: path.join(packageRoot, 'templates/triage'),
    ...(model.isOn ? { suggestTopic: topicFrom(model) } : {}),
  })
  const adjustments = createAdjustments({
    ...{ db, clock, accounts, approvals, rulebook, alarms, timeZone },
    exportFolder: config.exportFolder,
    caseNoted: (tx, caseId, event) => cases.record(tx, caseId, event),
  })
  const duty = createDuty(
    { db, clock, jobs, rulebook, rosters, alarms, promises, timeZone },
    {
      disputedCents: async (tx, accountNumber) =>
        Math.max(0, ...(await adjustments.holds({ accountNumber, standing: true }, tx)).map((hold) => hold.disputedCents)),
      async contradictions(accountNumber) {
        const history = await accounts.history(accountNumber)
        return history ? contradictions(history, tariffOf(rulebook.inForce('rates', dayOf(clock.now(), timeZone)).value)) : []
      },
    },
  )
  const disclosure = createDisclosure({
    ...{ db, clock, accounts, rulebook, timeZone },
    caseNoted: (tx, caseId, event) => cases.record(tx, caseId, event),
    officialAsks: (tx, about) => duty.linkConstituent(tx, about),
  })
  const properties = createProperties({ db, clock, rulebook, timeZone })
  const transport =
    parts.transport ??
    (config.smtp ? createSmtpTransport(config.smtp, createRefreshTokens({ db, secrets, mailbox: smtpTokenChain(config) })) : undefined)
  const sentFolder = parts.sentFolder ?? sentFolderOf(config, { db, secrets })
  const scanner = parts.scanner ?? (config.clamd ? createClamdScanner(config.clamd) : undefined)
  const mailroom = createMailroom({
    db,
    clock,
    jobs,
    log,
    cases,
    notices,
    approvals,
    rulebook,
    presence,
    office,
    staff,
    consoleUrl: config.console.url,
    outbound: config.outbound,
    mailMaxBytes: config.mailMaxBytes,
    replyStands: (draftId, hash): ReturnType<Replies['stands']> => replies.stands(draftId, hash),
    ...(transport ? { transport } : {}),
    ...(config.dkim ? { dkim: config.dkim } : {}),
    ...(sentFolder ? { sentFolder } : {}),
    ...(scanner ? { scanner } : {}),
    ...(config.verifiesDkim ? { resolve: parts.resolve ?? createNameLookup(clock) } : {}),
    alarms,
  })
  const renderPdf = createPdfRenderer(path.join(packageRoot, 'templates/letters'))
  const replies = createReplies({
    db,
    clock,
    log,
    jobs,
    rulebook,
    approvals,
    accounts,
    accountImports,
    adjustments,
    cases,
    disclosure,
    promises,
    staff,
    mailroom,
    model,
    renderPdf,
    templatesDir: path.join(packageRoot, 'templates/replies'),
    office,
  })
  const { secondFactors, links, people, auditLog } = createAccess({
    ...{ db, clock, secrets, jobs, rulebook, timeZone, staff, approvals, alarms: notices },
    enqueueMail: mailroom.enqueueStaffMail,
    mailCameBack: mailroom.staffMailCameBack,
    officeName: office.name,
    consoleUrl: config.console.url,
    roles: config.secondFactorRoles,
  })
  const signIn = createSignIn({ db, log, secrets, staff, secondFactors, consoleUrl: config.console.url })

  return {
    ...{
      config,
      clock,
      log,
      connection,
      transport,
      secrets,
      db,
      jobs,
      presence,
      rulebook,
      staff,
      rosters,
      duty,
      approvals,
      revisions,
      notices,
      model,
      accounts,
      accountImports,
      adjustments,
      properties,
      disclosure,
      cases,
      promises,
      mailroom,
      replies,
      renderPdf,
      secondFactors,
      links,
      people,
      auditLog,
      signIn,
      alarms,
    },
    async close() {
      await jobs.stop()
      await mailroom.close()
      await transport?.close()
      await presence.close()
      await db.close()
      await database.stop()
    },
  }
}

/** Sets the office to work: jobs, mailboxes, Slack, the console. */
export async function startDesk(office: Office, { demo }: { demo?: DemoFace } = {}) {
  const { config, log, jobs, accountImports, adjustments, cases, duty, mailroom, replies, presence } = office
  const slack =
    config.slack &&
    createSlackDesk({
      ...office,
      desk: deskOfOffice(office, { timeZone: config.office.timeZone, consoleUrl: config.console.url }),
      settings: config.slack,
      consoleUrl: config.console.url,
      officeName: config.office.name,
    })
  const console = createConsole({ ...office, ...(demo ? { demo } : {}), ...(slack?.router ? { slackReceiver: slack.router } : {}) })
  const watchers = config.mailboxes.map((settings) => createMailboxWatcher({ ...office, settings, mailMaxBytes: config.mailMaxBytes }))

  jobs.work(caseHeard, async (news) => {
    await duty.caseHeard(news)
    await replies.caseHeard(news)
  })
  jobs.work(caseMerged, replies.caseMerged)
  jobs.work(staffTold, (news) => tellStaff(news, { ...office, consoleUrl: config.console.url }))
  jobs.every('* * * * *', sweepCases, () => duty.sweep())
  jobs.work(passwordForgotten, office.links.mailPasswordLink)
  jobs.work(topicUnsure, cases.suggestTopic)
  jobs.work(dispatchMail, ({ outgoingId }) => mailroom.dispatch(outgoingId), { concurrency: dispatchesAtOnce })
  jobs.work(fileSentCopy, ({ outgoingId }) => mailroom.fileSentCopy(outgoingId))
  jobs.work(replyDispatched, replies.dispatched)
  jobs.work(approvalRequested, async (news) => {
    await mailSupervisors(news, { ...office, consoleUrl: config.console.url })
    await slack?.onApprovalRequested(news)
  })
  jobs.work(approvalDecided, async (news) => slack?.onApprovalDecided(news))
  const tellAdministrators = () => mailAdministrators({ ...office, consoleUrl: config.console.url })
  jobs.work(alarmRaised, async (news) => {
    await tellAdministrators()
    await slack?.onAlarmRaised(news)
  })
  jobs.work(alarmCleared, async (news) => slack?.onAlarmCleared(news))
  jobs.every('*/10 * * * *', sweepAlarms, tellAdministrators)
  jobs.every('* * * * *', sweepOutbox, () => mailroom.sweep())
  jobs.work(scanAttachments, ({ mailId }) => mailroom.scanAttachments(mailId))
  jobs.every('* * * * *', sweepScans, () => mailroom.sweepScans())
  jobs.every('23 9 * * *', reconcileMailboxes, async () => {
    const reports = await Promise.all(watchers.map((watcher) => watcher.reconcile()))
    if (reports.includes(undefined)) throw new Error('a mailbox could not be compared') // the job is tried again
  })
  jobs.work(ledgerEchoed, adjustments.echoed)
  jobs.every('*/5 * * * *', sweepAdjustments, async () => {
    await adjustments.sweep()
  })
  jobs.every('*/5 * * * *', watchRecords, async () => {
    await accountImports.watch()
  })
  jobs.every('* * * * *', sweepReplies, () => replies.sweep())

  // What another desk on the same database decides about the rulebook holds here, too.
  const rulebookRead = setInterval(() => {
    office.revisions.load().catch((err: unknown) => log.error({ err }, 'decided versions of the rulebook could not be read'))
  }, rulebookReadMilliseconds)
  rulebookRead.unref()

  /** Takes in nothing new, lets running work end, then lets go of everything. */
  async function stop() {
    clearInterval(rulebookRead)
    await Promise.all(watchers.map((watcher) => watcher.stop()))
    await slack?.stop()
    await console.close()
    await jobs.stop()
    await office.close()
  }

  try {
    await presence.announce()
    const { port } = await console.listen().catch(refuseTakenPort)
    await mailroom.settleOrphans()
    await jobs.start()
    slack?.start()
    for (const watcher of watchers) watcher.start()
    log.info({ port, mailboxes: watchers.length, slack: slack !== undefined, outbound: config.outbound }, 'the desk is open')
    return {
      port,
      async stop() {
        await stop()
        log.info('the desk is closed')
      },
    }
  } catch (error) {
    await stop() // half a desk would look like a whole one from outside
    throw error
  }

  function refuseTakenPort(error: NodeJS.ErrnoException): never {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES' && error.code !== 'EADDRNOTAVAIL') throw error
    const { host, port } = config.console
    throw new UsageProblem(
      `The console cannot listen on ${host}:${port} (${error.code}). Set CONSOLE_HOST and CONSOLE_PORT to an address of this machine that is free.`,
    )
  }
}

const dispatchesAtOnce = 4
const rulebookReadMilliseconds = 30_000

/** Copies of what the office says go to the mailbox of its own address, or else to the first. */
function sentFolderOf(
  { mailboxes, office }: Config,
  parts: Pick<Parameters<typeof createRefreshTokens>[0], 'db' | 'secrets'>,
): SentFolder | undefined {
  const settings = mailboxes.find(({ user }) => user.toLowerCase() === office.address) ?? mailboxes[0]
  return settings && createSentFolder(settings, createRefreshTokens({ ...parts, mailbox: settings.name }))
}

/** What names somebody or counts something in the mail is taken out here, since reading it is the replies' art. */
function topicFrom(model: Pick<Model, 'suggestTopic'>): TopicSuggester {
  return async ({ caseId, subject, text, names }) => {
    const mail = `${subject}\n\n${text}`
    const suggested = await model.suggestTopic({ mail, places: mailPlaces(mail, names), caseId, topics, urgencies })
    return suggested.ok ? suggested.value : null
  }
}

async function databaseOf(config: Config): Promise<{ connection: Connection; stop(): Promise<void> }> {
  if (config.databaseUrl) return { connection: { connectionString: config.databaseUrl }, stop: async () => {} }
  return startEmbeddedPostgres(config.dataDir)
}
