// What comparisons of folders with their dispositions have found, kept for those who look later.
import type { Prisma } from '../../platform/database.ts'
import type { FolderRole } from '../folder-store.ts'
import type { Reader } from '../store.ts'
import type { Difference } from './compare-folder.ts'

export type FoundDifference = Omit<Difference, 'uid'> & { uid: string; mended: boolean }

/** Of one folder; the counts are those of the last look, the differences also those that it no more found. */
export type FolderReport = {
  mailbox: string
  folder: string
  role: FolderRole
  listed: number
  recorded: number
  /** The folder could not be compared, and nothing is known of it. */
  problem: string | null
  /** Recorded, and on the server no more: no difference. */
  gone: number
  /** Arrived just now. */
  waiting: number
  differences: FoundDifference[]
}

export type Reconciliation = Omit<FolderReport, 'role' | 'problem'> & { at: Date; mended: number }

const keptDifferences = 500

export async function insertReconciliation(
  from: Reader,
  { role: _, problem: __, differences, ...found }: FolderReport,
  at: Date,
): Promise<void> {
  const mended = differences.filter((one) => one.mended).length
  const kept = differences.slice(0, keptDifferences) as unknown as Prisma.InputJsonArray
  await from.reconciliation.create({ data: { ...found, at, mended, differences: kept } })
}

/** The newest of each folder, by mailbox and folder. */
export async function findReconciliations(from: Reader): Promise<Reconciliation[]> {
  return from.$queryRaw<Reconciliation[]>`
    SELECT DISTINCT ON (mailbox, folder) mailbox, folder, at, listed, recorded, gone, waiting, mended, differences
    FROM reconciliation ORDER BY mailbox, folder, at DESC, id DESC`
}
