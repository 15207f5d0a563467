// Compares what the server lists of the watched folders with the dispositions, and mends what can be mended: mails without a
// disposition are fetched and recorded, and a folder whose UIDs name other mails is read anew. Afterwards it looks again.
import type { ImapFlow } from 'imapflow'
import type { MailboxSettings } from '../../config.ts'
import type { Comparison, Difference, FolderCursor, FolderPlace, FolderReport, FoundDifference, Mailroom } from '../../mailroom/mailroom.ts'
import { fetchUids } from './fetch-mails.ts'
import { openFolder } from './imap-connection.ts'
import { concernsOneFolder, troubleWith } from './imap-trouble.ts'
import { listMails } from './list-mails.ts'
import { type FolderParts, openWatched, record, takeIn, whichDiffer } from './watched-folder.ts'

export type ReconcileParts = Omit<FolderParts, 'mailroom' | 'settings'> & {
  mailroom: FolderParts['mailroom'] & Pick<Mailroom, 'compareFolder'>
  settings: MailboxSettings
  /** Who takes in what has just come: whoever compares, before he does so; another desk that is at work; or nobody. */
  takesIn: 'this' | 'another' | 'nobody'
}

export async function reconcileFolders(
  client: ImapFlow,
  parts: ReconcileParts,
  places: FolderPlace[],
  stopping: AbortSignal,
): Promise<FolderReport[]> {
  const reports: FolderReport[] = []
  for (const place of places) {
    if (stopping.aborted) break
    try {
      reports.push(await reconcileFolder(client, parts, place, stopping))
    } catch (error) {
      if (!client.usable || !concernsOneFolder(error)) throw error
      const { problem } = troubleWith(error, parts.settings)
      reports.push({ ...report(place, nothingSeen, []), problem })
    }
  }
  return reports
}

const nothingSeen: Comparison = { listed: 0, recorded: 0, gone: 0, waiting: 0, differences: [], doubtful: [] }

async function reconcileFolder(client: ImapFlow, parts: ReconcileParts, place: FolderPlace, stopping: AbortSignal): Promise<FolderReport> {
  const found = await compared(client, parts, place, stopping)
  if (found && found.differences.length === 0) return report(place, found, [])
  if (found) await mend(client, parts, found.folder, found.differences, stopping)
  // It was never read, or has begun anew on the server: then it is read as the watcher would have read it at its next look.
  else await takeIn(client, parts, await openWatched(client, parts, place, { recognise: true }), stopping)
  const left = await compared(client, parts, place, stopping)
  if (!left) throw new Error(`the folder ${place.path} begins anew again and again`)
  const remain = new Set(left.differences.map(key))
  const before = found?.differences ?? []
  const named = new Set(before.map(key))
  const all = [...before, ...left.differences.filter((one) => !named.has(key(one)))]
  const differences = all.map((one) => ({ ...one, uid: String(one.uid), mended: !remain.has(key(one)) }))
  return report(place, left, differences)
}

type Compared = Comparison & { folder: FolderCursor }

/** Undefined where the folder has no dispositions under this UIDVALIDITY. */
async function compared(client: ImapFlow, parts: ReconcileParts, place: FolderPlace, stopping: AbortSignal): Promise<Compared | undefined> {
  const folder = await parts.mailroom.folder(place)
  if (client.mailbox && client.mailbox.path === place.path) await client.mailboxClose()
  const opened = await openFolder(client, place.path)
  if (!folder || folder.uidValidity !== opened.uidValidity) return undefined
  const uidNext = typeof opened.uidNext === 'number' && opened.uidNext > 0 ? BigInt(opened.uidNext) : null
  if (parts.takesIn === 'this') await takeIn(client, parts, folder, stopping)
  const past = folder.lastUid + 1n
  const arrivingFrom = { this: uidNext ?? past, another: past, nobody: null }[parts.takesIn]
  const found = await parts.mailroom.compareFolder(folder, { uidNext, listed: listMails(client), arrivingFrom })
  const others = await whichDiffer(client, parts, folder, found.doubtful)
  const detail = 'its bytes are not the recorded ones'
  const differences = [...found.differences, ...others.map(({ uid }): Difference => ({ uid, difference: 'other-mail', detail }))]
  return { ...found, differences, folder }
}

async function mend(
  client: ImapFlow,
  parts: ReconcileParts,
  folder: FolderCursor,
  differences: Difference[],
  stopping: AbortSignal,
): Promise<void> {
  if (differences.some(({ difference }) => difference !== 'missing')) {
    return takeIn(client, parts, await parts.mailroom.beginAnew(folder), stopping)
  }
  const { startsOn } = parts.settings
  const uids = differences.map(({ uid }) => Number(uid)).sort((a, b) => a - b)
  for await (const mails of fetchUids(client, uids, { mailMaxBytes: parts.mailMaxBytes, startsOn })) {
    if (stopping.aborted) return
    await record(parts, folder, mails)
  }
}

function key({ uid, difference }: Difference): string {
  return `${difference} ${uid}`
}

function report(
  { mailbox, path, role }: FolderPlace,
  { listed, recorded, gone, waiting }: Comparison,
  differences: FoundDifference[],
): FolderReport {
  return { mailbox, folder: path, role, problem: null, listed, recorded, gone, waiting, differences }
}
