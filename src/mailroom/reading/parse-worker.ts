// The thread in which mails are read: one at a time, so that a mail that takes too long or too much takes only itself along.
import { parentPort } from 'node:worker_threads'
import { readMail } from './read-mail.ts'

type Ask = { id: number; bytes: Uint8Array }

parentPort?.on('message', async ({ id, bytes }: Ask) => {
  try {
    parentPort?.postMessage({ id, reading: await readMail(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) })
  } catch (error) {
    parentPort?.postMessage({ id, problem: error instanceof Error ? error.message : String(error) })
  }
})
parentPort?.postMessage('ready')
