// Reads a set's files in a thread of its own, one after the other, no further ahead than the database follows.
import { once } from 'node:events'
import type { ReadableStream } from 'node:stream/web'
import { Worker } from 'node:worker_threads'
import { UsageProblem } from '../../platform/problem.ts'
import type { Piece } from './read-records.ts'
import type { RecordFile } from './record-files.ts'

export type Told = Piece | { problem: string }

export type RecordsThread = {
  read(path: string, file: RecordFile): AsyncIterable<Piece>
  close(): Promise<unknown>
}

const memoryLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32 }

export function startRecordsThread(): RecordsThread {
  const worker = new Worker(new URL('./records-worker.ts', import.meta.url), { resourceLimits: memoryLimits })
  return {
    async *read(path, file) {
      worker.postMessage({ path, name: file.name })
      const [pieces] = (await once(worker, 'message')) as [ReadableStream<Told>]
      for await (const told of pieces) {
        if ('problem' in told) throw new UsageProblem(told.problem)
        yield told
      }
    },
    close: () => worker.terminate(),
  }
}
