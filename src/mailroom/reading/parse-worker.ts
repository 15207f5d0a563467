// The thread in which mails are read: one at a time, so that a mail that takes too long or too much takes only itself along.
import { parentPort } from 'node:worker_threads'
import type { Answer, Question } from './mail-reader.ts'
import { readFile, readMail } from './read-mail.ts'

type Ask = { id: number; bytes: Uint8Array; question: Question }

parentPort?.on('message', async ({ id, bytes, question }: Ask) => {
  try {
    say({ id, value: await answerTo(question, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) })
  } catch (error) {
    say({ id, problem: error instanceof Error ? error.message : String(error) })
  }
})
say('ready')

async function answerTo(question: Question, bytes: Buffer): Promise<unknown> {
  if (question.kind === 'read') return readMail(bytes, question.how)
  if (question.kind === 'file') return readFile(bytes, question.number)
  const { verifyDkim } = await import('./verify-dkim.ts') // the library is large, and a desk may leave signatures to its server
  return verifyDkim(bytes, question.keys, question.at)
}

function say(answer: Answer): void {
  parentPort?.postMessage(answer)
}
