// One folder of a mailbox: opened on the server, recognised as the one that was read before or begun anew, and read past the
// cursor. Nothing is ever written to it.
import { createHash } from 'node:crypto'
import type { ImapFlow } from 'imapflow'
import type { FetchedMail, FolderCursor, FolderPlace, Mailroom, Recorded } from '../../mailroom/mailroom.ts'
import { sameMail } from '../../mailroom/mailroom.ts'
import { fetchMails } from './fetch-mails.ts'
import { openFolder } from './imap-connection.ts'
import { NotRecorded } from './imap-trouble.ts'
import { fetchBytes, listMails } from './list-mails.ts'

export type FolderParts = {
  mailroom: Pick<Mailroom, 'folder' | 'openFolder' | 'beginAnew' | 'newestRecorded' | 'knowSizes' | 'ingest'>
  settings: { startsOn: Date }
  mailMaxBytes: number
}

/** `recognise`: also looks whether its UIDs still name the mails that they named. */
export async function openWatched(
  client: ImapFlow,
  parts: FolderParts,
  place: FolderPlace,
  { recognise }: { recognise: boolean },
): Promise<FolderCursor> {
  const before = await parts.mailroom.folder(place)
  if (client.mailbox && client.mailbox.path === place.path) await client.mailboxClose() // an open folder tells what it was when it was opened
  const { uidValidity, uidNext } = await openFolder(client, place.path)
  const opened = { ...place, uidValidity, uidNext: typeof uidNext === 'number' && uidNext > 0 ? BigInt(uidNext) : null, before }
  const folder = await parts.mailroom.openFolder(opened)
  if (!recognise || folder.folderId !== before?.folderId) return folder
  const known = await parts.mailroom.newestRecorded(folder)
  return (await namesOthers(client, parts, folder, known)) ? parts.mailroom.beginAnew(folder) : folder
}

/** After a restored backup the same UIDs name other mails, while UIDVALIDITY and UIDNEXT look as they should. */
async function namesOthers(client: ImapFlow, parts: FolderParts, folder: FolderCursor, known: Recorded[]): Promise<boolean> {
  const recorded = new Map(known.map((mail) => [mail.uid, mail]))
  const doubtful: Recorded[] = []
  const uids = known.map(({ uid }) => uid)
  for await (const mail of listMails(client, uids)) {
    const was = recorded.get(mail.uid)
    const same = was ? sameMail(was, mail) : 'yes'
    if (same === 'no') return true
    if (same === 'doubtful' && was) doubtful.push(was)
  }
  return (await whichDiffer(client, parts, folder, doubtful)).length > 0
}

/** Of mails whose size is told otherwise now, those whose bytes are others. The others' sizes are put right. */
export async function whichDiffer(
  client: ImapFlow,
  parts: FolderParts,
  folder: FolderCursor,
  doubtful: readonly Recorded[],
): Promise<Recorded[]> {
  const differ: Recorded[] = []
  const sizes: { uid: bigint; size: number }[] = []
  for (const mail of doubtful) {
    const found = await fetchBytes(client, mail.uid, parts.mailMaxBytes)
    if (!found) continue // it went, or is too large to be compared: its date says that it is the same
    if (mail.rawSha256 !== null && createHash('sha256').update(found.bytes).digest('hex') !== mail.rawSha256) differ.push(mail)
    else sizes.push({ uid: mail.uid, size: found.size })
  }
  await parts.mailroom.knowSizes(folder, sizes)
  return differ
}

/** Records what is past the cursor. While one batch is recorded the next is read, and the one behind it fetched. */
export async function takeIn(client: ImapFlow, parts: FolderParts, folder: FolderCursor, stopping: AbortSignal): Promise<void> {
  const { startsOn } = parts.settings
  const current = await parts.mailroom.folder(folder)
  if (current && current.folderId !== folder.folderId) throw new Error('another desk has begun this folder anew')
  let recording: Promise<void> = Promise.resolve()
  let earlier = recording
  try {
    for await (const mails of fetchMails(client, current?.lastUid ?? 0n, { mailMaxBytes: parts.mailMaxBytes, startsOn })) {
      await earlier // no more than two batches wait for the database
      if (stopping.aborted) return
      earlier = recording
      recording = record(parts, folder, mails, recording)
      recording.catch(() => {}) // it is awaited before the batch after the next, or below
    }
  } finally {
    await recording
  }
}

/** Not before `after` has resolved, and not at all where it rejects: the cursor must not pass mails that were not recorded. */
export async function record(
  { mailroom, settings: { startsOn } }: FolderParts,
  folder: FolderCursor,
  mails: FetchedMail[],
  after?: Promise<void>,
): Promise<void> {
  try {
    await mailroom.ingest({ folder, startsOn }, mails, after)
  } catch (error) {
    if (error instanceof NotRecorded) throw error // of an earlier batch
    throw new NotRecorded(error)
  }
}
