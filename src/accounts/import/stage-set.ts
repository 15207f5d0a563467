// All of a set is read into the staging tables before anything of it is merged: a file that is no table refuses the set whole.
import path from 'node:path'
import type pg from 'pg'
import type { FileCount } from './file-count.ts'
import type { Piece } from './read-records.ts'
import type { RecordFile } from './record-files.ts'
import { startRecordsThread } from './records-thread.ts'
import type { RejectsFile } from './rejects.ts'
import { copyIntoStaging, createStaging } from './staging.ts'

type SetRead = { folder: string; files: readonly RecordFile[] }

/** Counts what it reads in `counts`, which has an entry for each of the files. */
export async function stageSet(
  client: pg.Client,
  { folder, files }: SetRead,
  counts: readonly FileCount[],
  rejects: RejectsFile,
): Promise<void> {
  await createStaging(client, files)
  const thread = startRecordsThread()
  try {
    for (const [index, file] of files.entries()) {
      const count = counts[index] as FileCount
      await copyIntoStaging(client, file, linesOf(thread.read(path.join(folder, `${file.name}.csv`), file), count, rejects))
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
