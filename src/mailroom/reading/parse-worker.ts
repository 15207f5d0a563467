// The thread in which mails are read: one at a time, so that a mail that takes too long or too much takes only itself along.
import { parentPort } from 'node:worker_threads'
import { tellKind } from './mail-kind.ts'
import type { Answer, Question } from './mail-reader.ts'
import { readFile, readMail } from './read-mail.ts'

type Ask = { id: number; bytes: Uint8Array; question: Question }

let turn = Promise.resolve()
parentPort?.on('message', (ask: Ask) => {
  turn = turn.then(() => answer(ask)) // in order, also where an answer has to wait
})
say('ready')

async function answer({ id, bytes, question }: Ask): Promise<void> {
  try {
    say({ id, value: await answerTo(question, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) })
  } catch (error) {
    say({ id, problem: error instanceof Error ? error.message : String(error) })
  }
}

async function answerTo(question: Question, bytes: Buffer): Promise<unknown> {
  if (question.kind === 'read') return readMail(bytes, question.how)
  if (question.kind === 'tell') {
    const reading = readMail(bytes, question.how)
    return { reading, told: tellKind(reading, question.own) }
  }
  if (question.kind === 'file') return readFile(bytes, question.number)
  const { verifyDkim } = await import('./senders/verify-dkim.ts') // the library is large, and a desk may leave signatures to its server
  return verifyDkim(bytes, question.keys, question.at)
}

function say(answer: Answer): void {
  parentPort?.postMessage(answer)
}
