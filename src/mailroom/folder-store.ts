// The only code that touches mailboxes, their folders and the cursors in them. A folder goes on for as long as its UIDs name
// the same mails; one that begins anew is another row, with dispositions of its own.
import type { Tx } from '../platform/database.ts'
import { type Listed, lockLedger, type Reader } from './store.ts'

/** inbox: the mailbox's own folder; junk: the office's own filter put the mail there; sent: what left, whoever sent it. */
export type FolderRole = 'inbox' | 'junk' | 'sent' | 'other'

export type FolderPlace = { mailbox: string; path: string; role: FolderRole }

/** A folder that is read, and how far. */
export type FolderCursor = FolderPlace & { folderId: string; uidValidity: bigint; lastUid: bigint; incarnation: number }

/** The folder has begun anew since it was opened; whoever read it opens it again. */
class FolderEnded extends Error {
  readonly retryable = true
  constructor() {
    super('the folder has begun anew')
  }
}

/** Takes the ingest's lock and returns those of `uids` that have their disposition already. Throws `FolderEnded`. */
export async function lockIngest(tx: Tx, folderId: string, uids: bigint[]): Promise<Set<bigint>> {
  await lockLedger(tx)
  const [folder] = await tx.$queryRaw<{ ended: boolean; done: bigint[] }[]>`
    SELECT ended_at IS NOT NULL AS ended,
      ARRAY(SELECT uid FROM disposition WHERE folder_id = mail_folder.id AND uid = ANY(${uids}::bigint[])) AS done
    FROM mail_folder WHERE id = ${folderId}::uuid`
  if (!folder || folder.ended) throw new FolderEnded()
  return new Set(folder.done.map(BigInt))
}

/** One desk at a time begins a folder anew. */
export async function lockFolder(tx: Tx, { mailbox, path }: FolderPlace): Promise<void> {
  const key = `mail folder ${mailbox} ${path}`
  await tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))) AS taken`
}

export async function currentFolder(from: Reader, { mailbox, path, role }: FolderPlace): Promise<FolderCursor | undefined> {
  const row = await from.mailFolder.findFirst({ where: { mailbox, path, endedAt: null } })
  return row
    ? { mailbox, path, role, folderId: row.id, uidValidity: row.uidValidity, lastUid: row.lastUid, incarnation: row.incarnation }
    : undefined
}

export async function findCurrentFolders(from: Reader): Promise<FolderCursor[]> {
  const rows = await from.mailFolder.findMany({ where: { endedAt: null }, orderBy: [{ mailbox: 'asc' }, { path: 'asc' }] })
  return rows.map(({ id, role, ...row }) => ({ ...row, folderId: id, role: role as FolderRole }))
}

/** What an earlier release read of the mailbox, where it did not write down the path. */
export async function adoptUnnamed(tx: Tx, { mailbox, path }: FolderPlace): Promise<void> {
  await tx.$executeRaw`
    UPDATE mail_folder SET path = ${path} WHERE mailbox = ${mailbox} AND path = ''
      AND NOT EXISTS (SELECT FROM mail_folder AS named WHERE named.mailbox = ${mailbox} AND named.path = ${path})`
}

export async function beginFolder(tx: Tx, { mailbox, path, role }: FolderPlace, uidValidity: bigint, now: Date): Promise<FolderCursor> {
  await tx.mailFolder.updateMany({ where: { mailbox, path, endedAt: null }, data: { endedAt: now } })
  const { _max } = await tx.mailFolder.aggregate({ where: { mailbox, path }, _max: { incarnation: true } })
  const incarnation = (_max.incarnation ?? 0) + 1
  const row = await tx.mailFolder.create({ data: { mailbox, path, role, uidValidity, incarnation, beganAt: now } })
  return { mailbox, path, role, folderId: row.id, uidValidity, lastUid: 0n, incarnation }
}

export async function writeRole(tx: Tx, folderId: string, role: FolderRole): Promise<void> {
  await tx.mailFolder.updateMany({ where: { id: folderId, role: { not: role } }, data: { role } })
}

/** Never backwards. */
export async function moveCursor(tx: Tx, folderId: string, uid: bigint): Promise<void> {
  await tx.$executeRaw`UPDATE mail_folder SET last_uid = ${uid} WHERE id = ${folderId}::uuid AND last_uid < ${uid}`
}

export type Recorded = Listed & { rawSha256: string | null }

/** The newest dispositions of a folder, for a look whether its UIDs still name the same mails. */
export async function newestRecorded(from: Reader, folderId: string, limit: number): Promise<Recorded[]> {
  const rows = await from.disposition.findMany({
    where: { folderId, arrivedAt: { not: null } },
    orderBy: { uid: 'desc' },
    take: limit,
    select: recorded,
  })
  return rows.map(toRecorded)
}

const recorded = { uid: true, size: true, arrivedAt: true, emailId: true, rawSha256: true } as const

function toRecorded(row: {
  uid: bigint
  size: bigint | null
  arrivedAt: Date | null
  emailId: string | null
  rawSha256: string | null
}): Recorded {
  return { ...row, size: row.size === null ? null : Number(row.size) }
}

const pageSize = 5_000

/** All dispositions of a folder in the order of their UIDs, read a page at a time. */
export async function* everyRecorded(from: Reader, folderId: string): AsyncGenerator<Recorded> {
  for (let last = -1n; ; ) {
    const rows = await from.disposition.findMany({
      where: { folderId, uid: { gt: last } },
      orderBy: { uid: 'asc' },
      take: pageSize,
      select: recorded,
    })
    const end = rows.at(-1)
    if (!end) return
    yield* rows.map(toRecorded)
    last = end.uid
  }
}

/** What the server says of mails that are known to be the same: some count a mail's bytes exactly only once they have sent it. */
export async function writeSizes(from: Reader, folderId: string, sizes: { uid: bigint; size: number }[]): Promise<void> {
  const rows = JSON.stringify(sizes.map(({ uid, size }) => ({ uid: String(uid), size })))
  await from.$executeRaw`
    UPDATE disposition SET size = r.size FROM jsonb_to_recordset(${rows}::jsonb) AS r(uid bigint, size bigint)
    WHERE folder_id = ${folderId}::uuid AND disposition.uid = r.uid`
}

export type MailboxRow = {
  name: string
  state: 'never-connected' | 'connected' | 'down'
  problem: string | null
  stateSince: Date | null
  /** The cursor of the mailbox's own folder. */
  lastUid: bigint
}

export async function setMailboxState(
  from: Reader,
  name: string,
  state: 'connected' | 'down',
  problem: string | null,
  now: Date,
): Promise<void> {
  await from.$executeRaw`
    INSERT INTO mailbox (name, state, problem, state_since) VALUES (${name}, ${state}, ${problem}, ${now})
    ON CONFLICT (name) DO UPDATE SET problem = excluded.problem, state = excluded.state,
      state_since = CASE WHEN mailbox.state = excluded.state THEN mailbox.state_since ELSE excluded.state_since END`
}

/** A mailbox that was never connected is known by its folders. */
export async function findMailboxes(from: Reader): Promise<MailboxRow[]> {
  const rows = await from.mailbox.findMany({ orderBy: { name: 'asc' } })
  const folders = await from.mailFolder.findMany({ where: { role: 'inbox', endedAt: null } })
  const cursorOf = new Map(folders.map((folder) => [folder.mailbox, folder.lastUid]))
  return rows.map(({ name, state, problem, stateSince }) => ({
    name,
    state: state as MailboxRow['state'],
    problem,
    stateSince,
    lastUid: cursorOf.get(name) ?? 0n,
  }))
}
