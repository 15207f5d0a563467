// The thread in which mails are read: one at a time, so that a mail that takes too long or too much takes only itself along.
import { parentPort } from 'node:worker_threads'
import { type ReadingAsked, readMail } from './read-mail.ts'

type Ask = { id: number; bytes: Uint8Array; how: ReadingAsked }

parentPort?.on('message', ({ id, bytes, how }: Ask) => {
  try {
    parentPort?.postMessage({ id, reading: readMail(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), how) })
  } catch (error) {
    parentPort?.postMessage({ id, problem: error instanceof Error ? error.message : String(error) })
  }
})
parentPort?.postMessage('ready')
