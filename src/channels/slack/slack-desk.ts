// Slack, where clerks and supervisors already are: approval cards that can be decided on, alarms, and /case. Everything a person decides
// here goes through the same verbs as in the console. Without it the desk works all the same.
import { App, type AppOptions, ExpressReceiver, SocketModeReceiver, webApi } from '@slack/bolt'
import type { Router } from 'express'
import { type CaseRecord, caseName } from '../../cases/case.ts'
import type { SlackSettings } from '../../config.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { createAlarmMessages } from './alarm-messages.ts'
import { callOptions, createPatience } from './call-slack.ts'
import { createCards } from './cards.ts'
import { workCommands } from './commands/work-commands.ts'
import { workApproveButton } from './decide-in-slack.ts'
import { workEdit } from './edit-in-slack.ts'
import { libraryLog } from './library-log.ts'
import { createOnce } from './once.ts'
import { workReturn } from './return-in-slack.ts'
import type {
  AlarmNews,
  AlarmsNeeded,
  ApprovalNews,
  ApprovalsNeeded,
  CasesNeeded,
  DeskNeeded,
  RepliesNeeded,
  StaffNeeded,
} from './slack-needs.ts'
import { createSocketConnection } from './socket-connection.ts'
import { workHome } from './work-home.ts'
import { workShortcuts } from './work-shortcuts.ts'

export type SlackDesk = {
  /** Returns at once; while Slack is away the desk keeps trying. */
  start(): void
  stop(): Promise<void>
  /** In HTTP mode: to be mounted at /slack, before anything that reads request bodies (the signature is over the raw one). */
  router?: Router
  /** The handlers of the jobs. They throw while Slack is away, and are tried again. */
  onApprovalRequested(news: ApprovalNews): Promise<void>
  onApprovalDecided(news: ApprovalNews): Promise<void>
  onAlarmRaised(news: AlarmNews): Promise<void>
  onAlarmCleared(news: AlarmNews): Promise<void>
}

export type SlackDeskParts = {
  settings: SlackSettings
  staff: StaffNeeded
  cases: CasesNeeded
  replies: RepliesNeeded
  approvals: ApprovalsNeeded
  notices: AlarmsNeeded
  desk: DeskNeeded
  db: Database
  log: Log
  clock: Clock
  consoleUrl: string
  officeName: string
}

const catchUpEveryMilliseconds = 600_000 // jobs give up after some twenty minutes; a longer absence is made good here

export function createSlackDesk(parts: SlackDeskParts): SlackDesk {
  const { settings, staff, cases, replies, approvals, notices, db, log, clock, officeName } = parts
  const logger = libraryLog(log)
  const options = callOptions(settings.apiUrl)
  const stopping = new AbortController()
  const { receiver, socket, router } = receive(settings, logger, options)
  const authorize = async () => ({ botToken: settings.botToken }) // the library's own asks Slack who we are before it hears anybody
  const app = new App({ receiver, authorize, logger, clientOptions: options, convoStore: false, ignoreSelf: false })
  app.error(async (err) => log.error({ err }, 'slack request failed'))

  const consoleUrl = parts.consoleUrl.replace(/\/+$/, '')
  const caseUrl = (record: CaseRecord) => `${consoleUrl}/cases/${caseName(record)}`
  const api = new webApi.WebClient(settings.botToken, { ...options, logger })
  const patience = createPatience({ clock, log, signal: stopping.signal })
  const cards = createCards({
    api,
    channel: settings.approvalsChannel,
    db,
    clock,
    log,
    patience,
    staff,
    cases,
    approvals,
    replies,
    caseUrl,
  })
  const alarmMessages = createAlarmMessages({
    ...{ api, db, clock, log, patience, notices },
    channel: settings.alarmsChannel ?? settings.approvalsChannel,
    pageUrl: `${consoleUrl}/alarms`,
  })
  const room = {
    app,
    staff,
    cases,
    approvals,
    replies,
    cards,
    once: createOnce(),
    log,
    officeName,
    caseUrl,
    workspace: rememberWorkspace(api),
  }
  workApproveButton(room)
  workEdit(room)
  workReturn(room)
  const deskRoom = { ...room, desk: parts.desk }
  workCommands(deskRoom)
  workShortcuts(deskRoom)
  workHome(deskRoom)

  let catchingUp: Promise<unknown> = Promise.resolve()
  const catchUp = () => {
    const behind = (err: unknown) => log.warn({ err }, 'slack not caught up yet')
    // Apart: a channel that is gone keeps back nothing that goes to the other.
    catchingUp = Promise.all([alarmMessages.catchUp().catch(behind), cards.catchUp().catch(behind)])
  }
  const connection = socket && createSocketConnection(socket.client, { log, onConnected: catchUp })
  let timer: NodeJS.Timeout | undefined

  return {
    start() {
      timer = setInterval(catchUp, catchUpEveryMilliseconds)
      timer.unref()
      if (connection) connection.start()
      else catchUp()
    },
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await connection?.stop()
      await catchingUp
    },
    ...(router ? { router } : {}),
    onApprovalRequested: (news) => cards.post(news),
    onApprovalDecided: (news) => cards.refresh(news.approvalId),
    onAlarmRaised: (news) => alarmMessages.post(news.alarmId),
    onAlarmCleared: (news) => alarmMessages.rewrite(news.alarmId),
  }
}

function receive({ mode, appToken, signingSecret }: SlackSettings, logger: AppOptions['logger'], clientOptions: webApi.WebClientOptions) {
  if (mode === 'http') {
    const receiver = new ExpressReceiver({ signingSecret, logger, endpoints: '/events' })
    return { receiver, socket: undefined, router: receiver.router as Router }
  }
  const socket = new SocketModeReceiver({
    appToken: appToken ?? '',
    logger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
  })
  return { receiver: socket, socket, router: undefined }
}

/** Asks Slack once which workspace the token belongs to; a failure is not remembered. */
function rememberWorkspace(api: webApi.WebClient): () => Promise<{ id: string; url: string }> {
  let workspace: { id: string; url: string } | undefined
  return async () => {
    if (workspace) return workspace
    const { team_id: id, url = '' } = await api.auth.test()
    if (!id) throw new Error('Slack did not say which workspace the token belongs to')
    workspace = { id, url }
    return workspace
  }
}
