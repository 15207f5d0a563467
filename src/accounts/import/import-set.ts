// Brings one set of files in: all of it is read before anything is written, then file after file is checked and merged. What
// does not fit is told row by row in rejects.csv. Cut off at any moment it is begun again, and comes to the same end.
import { randomUUID } from 'node:crypto'
import { access } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import type { Day } from '../../kernel/days.ts'
import { audit } from '../../platform/audit.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Connection } from '../../platform/embedded-postgres.ts'
import type { Jobs } from '../../platform/jobs.ts'
import { UsageProblem } from '../../platform/problem.ts'
import { checkStaged } from './check-staged.ts'
import type { FileCount } from './file-count.ts'
import { beginRun, endRun, noteProgress } from './import-runs.ts'
import { keepClasses } from './keep-classes.ts'
import { asOfSet } from './manifest.ts'
import { mergeLedger } from './merge-ledger.ts'
import { mergePeople } from './merge-people.ts'
import { type Merged, mergeStaged } from './merge-staged.ts'
import type { Piece } from './read-records.ts'
import { type RecordFile, recordFiles } from './record-files.ts'
import { startRecordsThread } from './records-thread.ts'
import { openRejectsFile, type RejectsFile } from './rejects.ts'
import { clearStaging, copyIntoStaging, createStaging } from './staging.ts'
import { takeEchoes } from './take-echoes.ts'

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
}

export type Imported = { runId: string; asOf: Day; files: FileCount[]; rejected: number; rejectsFile: string | null }

const onlyImportLockKey = 72_707_371
const memoryForSorting = '128MB'

/** Refuses a folder that is no set, and a second import at the same time; both before anything was written. */
export async function importSet(parts: ImportParts, asked: ImportAsked): Promise<Imported> {
  const files = await filesOf(asked.folder)
  const asOf = await asOfSet(asked.folder, asked.asOf, asked.today)
  const client = new pg.Client({ ...parts.connection, application_name: 'waterdesk-import' })
  await client.connect()
  try {
    await takeOnlyImportLock(client)
    return await runImport(parts, client, { ...asked, asOf, files })
  } finally {
    await client.end()
  }
}

async function filesOf(folder: string): Promise<RecordFile[]> {
  const there = await Promise.all(recordFiles.map(({ name }) => isThere(path.join(folder, `${name}.csv`))))
  const missing = recordFiles.filter((file, index) => file.required && !there[index]).map(({ name }) => `${name}.csv`)
  if (missing.length > 0) throw new UsageProblem(`${folder} is no whole set: it lacks ${missing.join(', ')}. See docs/import.md.`)
  return recordFiles.filter((_, index) => there[index])
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

async function takeOnlyImportLock(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [onlyImportLockKey])
  if (!rows[0]?.taken) throw new UsageProblem('Another import is running. Wait until it has ended.')
}

type Run = ImportAsked & { asOf: Day; files: readonly RecordFile[] }

async function runImport(parts: ImportParts, client: pg.Client, run: Run): Promise<Imported> {
  const { db, clock } = parts
  const id = randomUUID()
  const rejectsPath = run.rejectsFile ?? path.join(run.folder, 'rejects.csv')
  const rejects = openRejectsFile(rejectsPath)
  const counts = run.files.map(({ name }): FileCount => ({ file: name, read: 0, added: 0, changed: 0, rejected: 0 }))
  const end = (status: 'finished' | 'failed', problem: string | null) =>
    db.inTransaction(async (tx) => {
      const finishedAt = clock.now()
      await endRun(tx, id, { status, finishedAt, files: counts, rejected: rejects.count(), problem })
      await audit(tx, { at: finishedAt, actor: run.by, act: `import-${status}`, subject: id, detail: { rejected: rejects.count() } })
    })
  await db.inTransaction((tx) => beginRun(tx, { id, source: run.folder, asOf: run.asOf, startedAt: clock.now() }))
  try {
    await client.query(`SET work_mem = '${memoryForSorting}'`)
    await stageAll(client, run, counts, rejects)
    await mergeAll(parts, client, { ...run, id }, counts, rejects)
    await end('finished', null)
  } catch (error) {
    await end('failed', error instanceof UsageProblem ? error.message : 'A fault; the log has it.')
    throw error
  } finally {
    await rejects.close()
    await clearStaging(client)
  }
  const rejected = rejects.count()
  return { runId: id, asOf: run.asOf, files: counts, rejected, rejectsFile: rejected > 0 ? rejectsPath : null }
}

async function stageAll(client: pg.Client, run: Run, counts: FileCount[], rejects: RejectsFile): Promise<void> {
  await createStaging(client, run.files)
  const thread = startRecordsThread()
  try {
    for (const [index, file] of run.files.entries()) {
      const count = counts[index] as FileCount
      await copyIntoStaging(client, file, linesOf(thread.read(path.join(run.folder, `${file.name}.csv`), file), count, rejects))
    }
  } finally {
    await thread.close()
  }
}

async function* linesOf(pieces: AsyncIterable<Piece>, count: FileCount, rejects: RejectsFile): AsyncGenerator<string> {
  for await (const piece of pieces) {
    count.read += piece.rows
    count.rejected += piece.rejects.length
    for (const reject of piece.rejects) rejects.add(reject)
    await rejects.drained()
    if (piece.lines !== '') yield piece.lines
  }
}

async function mergeAll(
  parts: ImportParts,
  client: pg.Client,
  run: Run & { id: string },
  counts: FileCount[],
  rejects: RejectsFile,
): Promise<void> {
  for (const [index, file] of run.files.entries()) {
    const count = counts[index] as FileCount
    const before = rejects.count()
    await checkStaged(client, file, (reject) => rejects.add(reject))
    await rejects.drained()
    count.rejected += rejects.count() - before
    Object.assign(count, await mergeFile(parts, client, run, file))
    await client.query(`ANALYZE "${file.table}"`)
    await noteProgress(parts.db, run.id, counts.slice(0, index + 1))
  }
}

async function mergeFile(
  { db, jobs, clock }: ImportParts,
  client: pg.Client,
  { asOf }: Run,
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
