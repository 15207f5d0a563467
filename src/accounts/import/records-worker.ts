// The thread that reads a set's files, so that the database works while the next rows are read.
import { parentPort } from 'node:worker_threads'
import { UsageProblem } from '../../platform/problem.ts'
import { readRecords } from './read-records.ts'
import { type FileName, recordFile } from './record-files.ts'
import type { Told } from './records-thread.ts'

parentPort?.on('message', ({ path, name }: { path: string; name: FileName }) => {
  const pieces = ReadableStream.from(told(path, name))
  parentPort?.postMessage(pieces, [pieces])
})

/** Errors lose their class on the way between threads: what the files' owner can mend goes as words. */
async function* told(path: string, name: FileName): AsyncGenerator<Told> {
  try {
    yield* readRecords(path, recordFile(name))
  } catch (error) {
    if (!(error instanceof UsageProblem)) throw error
    yield { problem: error.message }
  }
}
