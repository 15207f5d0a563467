// One connection's life. It listens to the mailbox's own folder by IDLE, and asks the others by STATUS now and then: a
// connection a folder would use up what Gmail and Microsoft 365 allow, and NOTIFY (RFC 5465) is offered by few servers.
import type { ImapFlow } from 'imapflow'
import type { FolderCursor, FolderPlace, FolderReport } from '../../mailroom/mailroom.ts'
import { findFolders } from './find-folders.ts'
import { concernsOneFolder, notFound, troubleWith, UnansweredCommand } from './imap-trouble.ts'
import { listenForNews, type News } from './listen-for-news.ts'
import type { MailboxAlarms } from './mailbox-alarms.ts'
import { pause } from './pause.ts'
import { reconcileFolders } from './reconcile-folder.ts'
import type { Requests } from './requests.ts'
import { openWatched, takeIn } from './watched-folder.ts'
import type { WatcherParts } from './watcher-parts.ts'

const pollMillisecondsByDefault = 60_000

export type SessionSurroundings = { alarms: MailboxAlarms; requests: Requests<FolderReport[]>; stopping: AbortSignal }

/** Returns when the desk stops; throws when the connection is lost or the mailbox's own folder cannot be read. */
export async function mailboxSession(
  client: ImapFlow,
  parts: WatcherParts,
  { alarms, requests, stopping }: SessionSurroundings,
): Promise<void> {
  const { settings, mailroom } = parts
  const pollMilliseconds = parts.pollMilliseconds ?? pollMillisecondsByDefault
  const news = listenForNews(client, stopping)
  requests.onAsked(news.tell)
  try {
    const { inbox, others } = await findFolders(client, settings)
    const states = new Map<string, string>()
    let first = true
    let polledAt = Number.NEGATIVE_INFINITY
    let folder = await openWatched(client, parts, inbox, { recognise: true })
    await mailroom.mailboxConnected(settings.name)
    for (; !stopping.aborted; first = false) {
      const due = Date.now() - polledAt >= pollMilliseconds
      if (!first && due && !news.told()) folder = await openWatched(client, parts, inbox, { recognise: false })
      news.clear()
      await takeIn(client, parts, folder, stopping)
      await alarms.up() // not at sign-in: a mailbox of which nothing can be taken in is not read
      if (due) {
        const left = await pollOthers(client, parts, others, states, { recognise: first, stopping, news })
        polledAt = Date.now()
        if (left) folder = await again(client, parts, inbox, stopping)
      }
      await requests.answer(async () => {
        const reports = await reconcileFolders(client, { ...parts, takesIn: 'this' }, [inbox, ...others], stopping)
        if (stopping.aborted) return reports // of some folders only
        await mailroom.noteReconciliation(settings.name, reports)
        folder = await again(client, parts, inbox, stopping)
        return reports
      })
      if (stopping.aborted) return
      await waitForNews(client, news, pollMilliseconds)
      if (news.lost()) throw news.lost()
    }
  } finally {
    requests.onAsked(undefined)
    news.end()
    client.close()
  }
}

/** Back to the folder that is listened to, with what came meanwhile. */
async function again(client: ImapFlow, parts: WatcherParts, inbox: FolderPlace, stopping: AbortSignal): Promise<FolderCursor> {
  const folder = await openWatched(client, parts, inbox, { recognise: false })
  await takeIn(client, parts, folder, stopping)
  return folder
}

type Polling = { recognise: boolean; stopping: AbortSignal; news: News }

/** True where another folder is open afterwards. A folder that cannot be read stops no other one. */
async function pollOthers(
  client: ImapFlow,
  parts: WatcherParts,
  others: FolderPlace[],
  states: Map<string, string>,
  { recognise, stopping, news }: Polling,
): Promise<boolean> {
  let left = false
  for (const place of others) {
    if (stopping.aborted) return left
    try {
      const state = await stateOf(client, place)
      if (!recognise && states.get(place.path) === state) continue
      left = true
      const folder = await openWatched(client, parts, place, { recognise })
      await takeIn(client, parts, folder, stopping)
      states.set(place.path, state)
      await parts.alarms?.clearAlarm(folderAlarm(place))
    } catch (err) {
      if (!client.usable || news.lost() || !concernsOneFolder(err)) throw err
      states.delete(place.path)
      await tellFolder(parts, place, err)
    }
  }
  return left
}

/** UIDVALIDITY and UIDNEXT: while they stay, nothing has come. */
async function stateOf(client: ImapFlow, { path }: FolderPlace): Promise<string> {
  const status = await client.status(path, { uidNext: true, uidValidity: true, messages: true })
  if (!status) throw new UnansweredCommand(`the server does not tell how the folder ${path} is`)
  return `${status.uidValidity} ${status.uidNext} ${status.messages}`
}

async function tellFolder({ settings, alarms, log }: WatcherParts, place: FolderPlace, err: unknown): Promise<void> {
  log.warn({ err, mailbox: place.mailbox, folder: place.path }, 'a folder could not be read')
  const missing = (err as { code?: string }).code === notFound
  const { problem, remedy } = troubleWith(err, { ...settings, folder: place.path })
  const text = missing ? `The folder ${place.path} of the mailbox ${place.mailbox} is not there.` : `The folder ${place.path}: ${problem}.`
  const rename = `Make the folder again, or name the one to read in MAILBOX_${settings.name.toUpperCase()}_FOLDERS or _SENT_FOLDER.`
  await alarms?.raiseAlarm({ key: folderAlarm(place), text, remedy: missing ? rename : remedy })
}

function folderAlarm({ mailbox, path }: FolderPlace): string {
  return `mailbox:${mailbox}/${path}`
}

async function waitForNews(client: ImapFlow, news: News, pollMilliseconds: number): Promise<void> {
  if (news.told() || news.lost()) return
  const idling = client.idle().catch(() => undefined) // a lost connection is told by 'close'
  await Promise.race([news.next(), pause(pollMilliseconds, news.signal)])
  void idling // the next command ends it
}
