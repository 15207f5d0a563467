// The folders of the watched mailboxes: how far each was read, when one has begun anew, and whether what the server lists is
// what was recorded. A folder begins anew with another UIDVALIDITY, and when a restored backup took its UIDs back; what is
// known already is then found by its content.
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import {
  adoptUnnamed,
  beginFolder,
  currentFolder,
  everyRecorded,
  type FolderCursor,
  type FolderPlace,
  findCurrentFolders,
  lockFolder,
  newestRecorded,
  type Recorded,
  writeRole,
  writeSizes,
} from '../folder-store.ts'
import type { AlarmsAsked } from '../outgoing/alarm-lamp.ts'
import { type Comparison, compareFolder, type ServerView } from './compare-folder.ts'
import { type FolderReport, findReconciliations, insertReconciliation, type Reconciliation } from './reconciliation-store.ts'

/** A folder as the server opened it. `uidNext` is null where the server did not tell. */
export type OpenedFolder = FolderPlace & { uidValidity: bigint; uidNext: bigint | null; before: FolderCursor | undefined }

export type Folders = {
  /** How far it was read; undefined where it never was. Asked before the server opens it. */
  folder(place: FolderPlace): Promise<FolderCursor | undefined>
  /** Goes on where it was, or begins anew. `before` is what `folder` had answered before the server was asked. */
  openFolder(opened: OpenedFolder): Promise<FolderCursor>
  /** Its UIDs name other mails: all of it is read again. */
  beginAnew(folder: FolderCursor): Promise<FolderCursor>
  /** The newest mails that were recorded, for a look whether their UIDs still name them. */
  newestRecorded(folder: FolderCursor): Promise<Recorded[]>
  compareFolder(folder: FolderCursor, server: ServerView): Promise<Comparison>
  /** These are the recorded mails, whatever size the server had told of them. */
  knowSizes(folder: FolderCursor, sizes: { uid: bigint; size: number }[]): Promise<void>
  /** Keeps what was found, and raises an alarm where there was a difference; the next comparison of all folders without one clears it. */
  noteReconciliation(mailbox: string, reports: readonly FolderReport[]): Promise<void>
  /** Those that are read now, by mailbox. */
  watchedFolders(): Promise<FolderCursor[]>
  /** The newest of each folder. */
  reconciliations(): Promise<Reconciliation[]>
}

const recognitionSample = 100

export type FolderParts = { db: Database; clock: Clock; log: Log; alarms?: AlarmsAsked }

export function createFolders({ db, clock, log, alarms }: FolderParts): Folders {
  return {
    folder: (place) => currentFolder(db.client, place),

    openFolder: ({ uidValidity, uidNext, before, ...place }) =>
      db.inTransaction(async (tx) => {
        await lockFolder(tx, place)
        if (place.role === 'inbox') await adoptUnnamed(tx, place)
        const current = await currentFolder(tx, place)
        const why = !current ? 'first' : whyAnew(current, { uidValidity, uidNext, before })
        if (why !== 'first' && why !== null)
          log.warn({ mailbox: place.mailbox, folder: place.path, why, uidValidity: String(uidValidity) }, 'a folder begins anew')
        if (why !== null || !current) return beginFolder(tx, place, uidValidity, clock.now())
        await writeRole(tx, current.folderId, place.role)
        return current
      }),

    beginAnew: (folder) =>
      db.inTransaction(async (tx) => {
        await lockFolder(tx, folder)
        const current = await currentFolder(tx, folder)
        if (current && current.folderId !== folder.folderId) return current
        log.warn({ mailbox: folder.mailbox, folder: folder.path, why: 'other mails' }, 'a folder begins anew')
        return beginFolder(tx, folder, folder.uidValidity, clock.now())
      }),

    newestRecorded: ({ folderId }) => newestRecorded(db.client, folderId, recognitionSample),

    compareFolder: (folder, server) => compareFolder(folder, everyRecorded(db.client, folder.folderId), server),

    async knowSizes({ folderId }, sizes) {
      if (sizes.length > 0) await writeSizes(db.client, folderId, sizes)
    },

    noteReconciliation: (mailbox, reports) =>
      db.inTransaction(async (tx) => {
        const at = clock.now()
        for (const report of reports) if (report.problem === null) await insertReconciliation(tx, report, at)
        const found = reports.filter(({ differences }) => differences.length > 0)
        const key = `reconcile:${mailbox}`
        if (found.length === 0) return reports.every(({ problem }) => problem === null) ? alarms?.clearAlarm(key, tx) : undefined
        log.error(
          { mailbox, folders: found.map(({ folder, differences }) => ({ folder, differences: differences.length })) },
          'mails and dispositions differ',
        )
        await alarms?.raiseAlarm({ key, ...alarmWords(mailbox, found) }, tx)
      }),
    watchedFolders: () => findCurrentFolders(db.client),
    reconciliations: () => findReconciliations(db.client),
  }
}

function alarmWords(mailbox: string, found: readonly FolderReport[]): { text: string; remedy: string } {
  const all = found.flatMap(({ differences }) => differences)
  const open = all.filter(({ mended }) => !mended).length
  const where = found.map(({ folder }) => folder).join(', ')
  const text = `In the mailbox ${mailbox} (${where}) ${all.length === 1 ? 'one mail was' : `${all.length} mails were`} not as recorded; ${all.length - open} of them the desk has taken in by itself.`
  const command = `npm run -s waterdesk -- mail reconcile --mailbox ${mailbox}`
  return { text, remedy: open === 0 ? `Look again: ${command}` : `See which: ${command}, and look for them in a mail program.` }
}

type ServerState = Pick<OpenedFolder, 'uidValidity' | 'uidNext' | 'before'>

/** RFC 3501: a UIDNEXT never goes back while the UIDVALIDITY stays; where it did, the server's memory did. */
function whyAnew(current: FolderCursor, { uidValidity, uidNext, before }: ServerState): 'uid-validity' | 'uids-went-back' | null {
  if (current.uidValidity !== uidValidity) return 'uid-validity'
  const wentBack = uidNext !== null && before?.folderId === current.folderId && uidNext <= before.lastUid
  return wentBack ? 'uids-went-back' : null
}
