// From the staging tables into the records, file after file: a file's rows are checked against those of the files before it,
// which are records by then.
import type pg from 'pg'
import type { Day } from '../../kernel/days.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Jobs } from '../../platform/jobs.ts'
import { checkStaged } from './check-staged.ts'
import type { FileCount } from './file-count.ts'
import { noteProgress } from './import-runs.ts'
import { keepClasses } from './keep-classes.ts'
import { mergeLedger } from './merge-ledger.ts'
import { mergePeople } from './merge-people.ts'
import { type Merged, mergeStaged } from './merge-staged.ts'
import type { RecordFile } from './record-files.ts'
import type { RejectsFile } from './rejects.ts'
import { takeEchoes } from './take-echoes.ts'

export type MergeParts = { db: Database; jobs: Jobs; clock: Clock; client: pg.Client }

type SetMerged = { runId: string; asOf: Day; files: readonly RecordFile[] }

export async function mergeSet(
  parts: MergeParts,
  { runId, asOf, files }: SetMerged,
  counts: readonly FileCount[],
  rejects: RejectsFile,
): Promise<void> {
  for (const [index, file] of files.entries()) {
    const count = counts[index] as FileCount
    const before = rejects.count()
    await checkStaged(parts.client, file, (reject) => rejects.add(reject))
    await rejects.drained()
    count.rejected += rejects.count() - before
    Object.assign(count, await mergeFile(parts, asOf, file))
    await parts.client.query(`ANALYZE "${file.table}"`)
    await noteProgress(parts.db, runId, counts.slice(0, index + 1))
  }
}

async function mergeFile(
  { db, jobs, clock, client }: MergeParts,
  asOf: Day,
  file: RecordFile,
): Promise<Merged & { removed?: number; echoed?: number }> {
  switch (file.name) {
    case 'people':
      return mergePeople(client)
    case 'accounts':
      await keepClasses(client, asOf)
      return mergeStaged(client, file)
    case 'ledger': {
      const echoed = await takeEchoes({ db, jobs, now: clock.now() })
      return { ...(await mergeLedger(client)), echoed }
    }
    default:
      return mergeStaged(client, file)
  }
}
