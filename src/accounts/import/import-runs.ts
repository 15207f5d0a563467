// The record of imports: one at a time, and the newest finished one says as of which day balances and payments are known.
import { type Day, fromDateColumn, toDateColumn } from '../../kernel/days.ts'
import type { Database, Tx } from '../../platform/database.ts'
import type { FileCount } from './file-count.ts'

type Reader = Tx | Database['client']

export type ImportRun = {
  id: string
  source: string
  asOf: Day
  status: 'running' | 'finished' | 'failed'
  startedAt: Date
  finishedAt: Date | null
  files: FileCount[]
  rejected: number
  problem: string | null
}

export async function beginRun(tx: Tx, run: Pick<ImportRun, 'id' | 'source' | 'asOf' | 'startedAt'>): Promise<void> {
  await tx.importRun.updateMany({
    where: { status: 'running' },
    data: { status: 'failed', finishedAt: run.startedAt, problem: 'It was cut off before its end.' },
  })
  await tx.importRun.create({ data: { ...run, asOf: toDateColumn(run.asOf), status: 'running', progress: [] } })
}

export async function noteProgress(db: Database, id: string, files: readonly FileCount[]): Promise<void> {
  await db.client.importRun.update({ where: { id }, data: { progress: [...files] } })
}

export async function endRun(
  tx: Tx,
  id: string,
  end: {
    status: 'finished' | 'failed'
    finishedAt: Date
    files: readonly FileCount[]
    rejected: number
    problem: string | null
  },
): Promise<void> {
  const { files, ...rest } = end
  await tx.importRun.update({ where: { id }, data: { ...rest, progress: [...files] } })
}

/** Newest first. */
export async function findRuns(reader: Reader, limit: number): Promise<ImportRun[]> {
  const rows = await reader.importRun.findMany({ orderBy: [{ startedAt: 'desc' }, { id: 'desc' }], take: limit })
  return rows.map(({ progress, asOf, status, ...row }) => ({
    ...row,
    asOf: fromDateColumn(asOf),
    status: status as ImportRun['status'],
    files: progress as FileCount[],
  }))
}

/** The newest day as of which a whole set was brought in; undefined: none ever was. */
export async function newestAsOf(reader: Reader): Promise<Day | undefined> {
  const newest = await reader.importRun.findFirst({ where: { status: 'finished' }, orderBy: { asOf: 'desc' }, select: { asOf: true } })
  return newest ? fromDateColumn(newest.asOf) : undefined
}
