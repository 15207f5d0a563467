// Watches one mailbox for as long as the desk runs: connects, and begins anew when the connection is lost. What a connection
// does is in `mailbox-session.ts`.
import type { FolderReport } from '../../mailroom/mailroom.ts'
import { createAccessTokens } from '../../platform/access-token.ts'
import { createRefreshTokens } from '../../platform/refresh-tokens.ts'
import { connectMailbox } from './imap-connection.ts'
import { troubleWith } from './imap-trouble.ts'
import { createMailboxAlarms, type MailboxAlarms } from './mailbox-alarms.ts'
import { mailboxSession } from './mailbox-session.ts'
import { pause } from './pause.ts'
import { createRequests, type Requests } from './requests.ts'
import type { WatcherParts } from './watcher-parts.ts'

export type MailboxWatcher = {
  start(): void
  stop(): Promise<void>
  /** Compares its folders with their dispositions over the watcher's connection. Undefined where that does not come about in time. */
  reconcile(): Promise<FolderReport[] | undefined>
}

const retryMillisecondsByDefault = 1_000
const retryLimitMilliseconds = 300_000
const steadyMilliseconds = 30_000 // a session that lasted this long was no failed attempt
const reconcileLimitMilliseconds = 600_000

export function createMailboxWatcher(parts: WatcherParts): MailboxWatcher {
  const stopping = new AbortController()
  const requests = createRequests<FolderReport[]>(reconcileLimitMilliseconds)
  let running: Promise<void> | undefined
  return {
    start() {
      running ??= watch(parts, requests, stopping.signal)
    },
    async stop() {
      stopping.abort()
      requests.end()
      await running
    },
    reconcile: () => requests.ask(),
  }
}

async function watch(parts: WatcherParts, requests: Requests<FolderReport[]>, stopping: AbortSignal): Promise<void> {
  const { settings } = parts
  const tokens = createAccessTokens(createRefreshTokens({ ...parts, mailbox: settings.name }))
  const alarms = createMailboxAlarms(parts.alarms, settings.name)
  const firstDelay = parts.retryMilliseconds ?? retryMillisecondsByDefault
  let delay = firstDelay
  while (!stopping.aborted) {
    const began = Date.now()
    try {
      const client = await connectMailbox(settings, tokens, parts)
      await mailboxSession(client, parts, { alarms, requests, stopping })
    } catch (err) {
      if (stopping.aborted) break
      await tellDown(parts, alarms, err)
    }
    if (Date.now() - began > steadyMilliseconds) delay = firstDelay
    await pause(delay, stopping)
    delay = Math.min(delay * 2, retryLimitMilliseconds)
  }
}

async function tellDown({ settings, mailroom, log }: WatcherParts, alarms: MailboxAlarms, err: unknown): Promise<void> {
  const trouble = troubleWith(err, settings)
  log.warn({ err, mailbox: settings.name }, 'mailbox down')
  try {
    await mailroom.mailboxDown(settings.name, `${trouble.problem}. ${trouble.remedy}`)
    await alarms.down(trouble)
  } catch (error) {
    log.error({ err: error, mailbox: settings.name }, 'mailbox state not recorded')
  }
}
