// Watches one mailbox for as long as the desk runs: connects, fetches what is past the cursor, waits for news by IDLE and
// asks again now and then in case none came, and begins anew when the connection is lost.
import type { ImapFlow } from 'imapflow'
import type { MailboxSettings } from '../../config.ts'
import type { Mailroom } from '../../mailroom/mailroom.ts'
import type { Database } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { createAccessTokens } from './access-token.ts'
import { fetchMails } from './fetch-mails.ts'
import { connectMailbox, openFolder, troubleWith } from './imap-connection.ts'
import { listenForNews, type News } from './listen-for-news.ts'
import { createRefreshTokens } from './refresh-tokens.ts'

export type MailboxWatcher = { start(): void; stop(): Promise<void> }

export type WatcherParts = {
  settings: MailboxSettings
  mailroom: Pick<Mailroom, 'cursor' | 'ingest' | 'mailboxConnected' | 'mailboxDown'>
  /** Where a refresh token that the provider replaced is kept. */
  db: Database
  secrets: Secrets
  log: Log
  mailMaxBytes: number
  /** How often to look although no news came. */
  pollMilliseconds?: number
  /** The first delay after a lost connection; it doubles up to five minutes. */
  retryMilliseconds?: number
}

const pollMillisecondsByDefault = 60_000
const retryMillisecondsByDefault = 1_000
const retryLimitMilliseconds = 300_000
const steadyMilliseconds = 30_000 // a session that lasted this long was no failed attempt

export function createMailboxWatcher(parts: WatcherParts): MailboxWatcher {
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  return {
    start() {
      running ??= watch(parts, stopping.signal)
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}

async function watch(parts: WatcherParts, stopping: AbortSignal): Promise<void> {
  const { settings, mailroom, log } = parts
  const tokens = createAccessTokens(createRefreshTokens({ ...parts, mailbox: settings.name }))
  const firstDelay = parts.retryMilliseconds ?? retryMillisecondsByDefault
  let delay = firstDelay
  while (!stopping.aborted) {
    const began = Date.now()
    try {
      const client = await connectMailbox(settings, tokens, parts)
      await session(client, parts, stopping)
    } catch (err) {
      if (stopping.aborted) break
      const { problem, remedy } = troubleWith(err, settings)
      log.warn({ err, mailbox: settings.name }, 'mailbox down')
      await mailroom
        .mailboxDown(settings.name, `${problem}. ${remedy}`)
        .catch((error: unknown) => log.error({ err: error, mailbox: settings.name }, 'mailbox state not recorded'))
    }
    if (Date.now() - began > steadyMilliseconds) delay = firstDelay
    await pause(delay, stopping)
    delay = Math.min(delay * 2, retryLimitMilliseconds)
  }
}

/** One connection's life. Returns when the folder was made anew or the desk stops; throws when the connection is lost. */
async function session(client: ImapFlow, parts: WatcherParts, stopping: AbortSignal): Promise<void> {
  const { settings, mailroom } = parts
  const news = listenForNews(client, stopping)
  try {
    const { uidValidity } = await openFolder(client, settings.folder)
    await mailroom.mailboxConnected(settings.name)
    while (!stopping.aborted) {
      news.clear()
      await takeIn(client, parts, uidValidity, stopping)
      if (stopping.aborted) return
      await waitForNews(client, news, parts.pollMilliseconds ?? pollMillisecondsByDefault)
      if (news.lost()) throw news.lost()
      if (!news.told() && (await folderChanged(client, settings.folder, uidValidity))) return
    }
  } finally {
    news.end()
    client.close()
  }
}

/** While one batch is recorded the next is fetched. */
async function takeIn(
  client: ImapFlow,
  { settings, mailroom, mailMaxBytes }: WatcherParts,
  uidValidity: bigint,
  stopping: AbortSignal,
): Promise<void> {
  const { name, startsOn } = settings
  const cursor = await mailroom.cursor(name, uidValidity)
  let recording: Promise<void> = Promise.resolve()
  try {
    for await (const mails of fetchMails(client, cursor, { mailMaxBytes, startsOn })) {
      await recording
      if (stopping.aborted) return
      recording = mailroom.ingest(name, { uidValidity, startsOn }, mails)
      recording.catch(() => {}) // it is awaited before the next batch, or below
    }
  } finally {
    await recording
  }
}

async function waitForNews(client: ImapFlow, news: News, pollMilliseconds: number): Promise<void> {
  if (news.told() || news.lost()) return
  const idling = client.idle().catch(() => undefined) // a lost connection is told by 'close'
  await Promise.race([news.next(), pause(pollMilliseconds, news.signal)])
  void idling // the next command ends it
}

/**
 * A folder deleted and made again keeps its name; only its UIDVALIDITY says so. Asked by opening it anew: of a folder that
 * is open, Dovecot's STATUS repeats what it was.
 */
async function folderChanged(client: ImapFlow, folder: string, uidValidity: bigint): Promise<boolean> {
  await client.mailboxClose()
  return (await openFolder(client, folder)).uidValidity !== uidValidity
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}
