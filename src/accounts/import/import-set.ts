// Brings one set of files in: all of it is read before anything is written, then file after file is checked and merged. What
// does not fit is told row by row in rejects.csv. Cut off at any moment it is begun again, and comes to the same end.
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type pg from 'pg'
import { type Day, formatDay } from '../../kernel/days.ts'
import { audit } from '../../platform/audit.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Connection } from '../../platform/embedded-postgres.ts'
import type { Jobs } from '../../platform/jobs.ts'
import { UsageProblem } from '../../platform/problem.ts'
import type { FileCount } from './file-count.ts'
import { beginRun, endRun, newestAsOf } from './import-runs.ts'
import { asOfSet } from './manifest.ts'
import { mergeSet } from './merge-set.ts'
import { asOnlyImport } from './only-import.ts'
import type { RecordFile } from './record-files.ts'
import { openRejectsFile, type RejectsFile, rejectsName } from './rejects.ts'
import { setFiles } from './set-files.ts'
import { stageSet } from './stage-set.ts'
import { clearStaging } from './staging.ts'

export type ImportParts = { db: Database; connection: Connection; jobs: Jobs; clock: Clock }

export type ImportAsked = {
  folder: string
  /** Without it, manifest.json says it. */
  asOf?: Day
  today: Day
  /** Who asked, for the audit log. */
  by: string
  /** Where the rows go that were not brought in; without it, rejects.csv in the folder. */
  rejectsFile?: string
  /** Also where newer records are here: what the set says wins over them. */
  older?: boolean
}

export type Imported = { runId: string; asOf: Day; files: FileCount[]; rejected: number; rejectsFile: string | null }

/**
 * Refuses (`UsageProblem`) a folder that is no set, one that is older than the records here, and (`ImportRunning`) a second import
 * at the same time; all before anything was written.
 */
export async function importSet(parts: ImportParts, asked: ImportAsked): Promise<Imported> {
  const files = await setFiles(asked.folder)
  const asOf = await asOfSet(asked.folder, asked.asOf, asked.today)
  return asOnlyImport(parts.connection, async (client) => {
    if (!asked.older) await refuseOlder(parts.db, asked.folder, asOf)
    const rejectsPath = asked.rejectsFile ?? path.join(asked.folder, rejectsName)
    const rejects = await openRejectsFile(rejectsPath)
    try {
      const { runId, counts } = await runImport({ ...parts, client }, { ...asked, asOf, files }, rejects)
      const rejected = rejects.count()
      return { runId, asOf, files: counts, rejected, rejectsFile: rejected > 0 ? rejectsPath : null }
    } finally {
      await rejects.close()
    }
  })
}

/** Of two sets that came in the wrong order the older would take back payments and changes of the newer. */
async function refuseOlder(db: Database, folder: string, asOf: Day): Promise<void> {
  const newest = await newestAsOf(db.client)
  if (newest === undefined || newest <= asOf) return
  throw new UsageProblem(
    `${folder} is as of ${formatDay(asOf)}, and the records here are as of ${formatDay(newest)}. Bring in a newer set, or give --older to let this one win.`,
  )
}

type Run = ImportAsked & { asOf: Day; files: readonly RecordFile[] }

async function runImport(
  parts: ImportParts & { client: pg.Client },
  run: Run,
  rejects: RejectsFile,
): Promise<{ runId: string; counts: FileCount[] }> {
  const { db, clock, client } = parts
  const runId = randomUUID()
  const counts = run.files.map(({ name }): FileCount => ({ file: name, read: 0, added: 0, changed: 0, rejected: 0 }))
  const end = (status: 'finished' | 'failed', problem: string | null) =>
    db.inTransaction(async (tx) => {
      const finishedAt = clock.now()
      await endRun(tx, runId, { status, finishedAt, files: counts, rejected: rejects.count(), problem })
      await audit(tx, { at: finishedAt, actor: run.by, act: `import-${status}`, subject: runId, detail: { rejected: rejects.count() } })
    })
  await db.inTransaction((tx) => beginRun(tx, { id: runId, source: run.folder, asOf: run.asOf, startedAt: clock.now() }))
  try {
    await stageSet(client, run, counts, rejects)
    await mergeSet(parts, { ...run, runId }, counts, rejects)
    await end('finished', null)
  } catch (error) {
    // A database that is gone takes no note either; the next import then ends this one's record.
    await end('failed', error instanceof UsageProblem ? error.message : 'A fault; the log has it.').catch(() => {})
    throw error
  } finally {
    await clearStaging(client).catch(() => {}) // what is left is cleared by the next import
  }
  return { runId, counts }
}
