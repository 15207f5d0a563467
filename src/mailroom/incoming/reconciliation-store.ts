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
  /** Recorded, and on the server no more: no difference. */
  gone: number
  /** Arrived just now. */
  waiting: number
  differences: FoundDifference[]
}

export type Reconciliation = Omit<FolderReport, 'role'> & { at: Date; mended: number }

const keptDifferences = 500

export async function insertReconciliation(from: Reader, { role: _, differences, ...found }: FolderReport, at: Date): Promise<void> {
  const mended = differences.filter((one) => one.mended).length
  const kept = differences.slice(0, keptDifferences) as unknown as Prisma.InputJsonArray
  await from.reconciliation.create({ data: { ...found, at, mended, differences: kept } })
}

/** The newest of each folder. */
export async function findReconciliations(from: Reader): Promise<Reconciliation[]> {
  const rows = await from.reconciliation.findMany({ distinct: ['mailbox', 'folder'], orderBy: [{ at: 'desc' }, { id: 'desc' }] })
  return rows.map(({ id: _, ...row }) => ({ ...row, differences: row.differences as unknown as FoundDifference[] }))
}
