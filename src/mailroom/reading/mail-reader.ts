// Reads mails in worker threads under a limit of time and memory. A mail that exceeds one, or cannot be parsed, comes back
// as a problem in plain English; the next mail gets a fresh thread.
import { Worker } from 'node:worker_threads'
import type { FoundFile } from './describe-file.ts'
import type { MailReading } from './mail-reading.ts'
import type { ReadingAsked } from './read-mail.ts'
import type { KeyAnswers, VerifiedMail } from './verify-dkim.ts'

export type Read = { ok: true; reading: MailReading } | Failed
export type Failed = { ok: false; problem: string }
type Done<T> = { ok: true; value: T } | Failed

export type MailReader = {
  read(bytes: Buffer, how?: ReadingAsked): Promise<Read>
  /** One of the files that came with the mail, by its place in the reading's list, from nought; null where it has no such. */
  file(bytes: Buffer, number: number): Promise<Done<FoundFile | null>>
  /** With keys that were fetched before, as of the mail's arrival. */
  verify(bytes: Buffer, keys: KeyAnswers, at: Date): Promise<Done<VerifiedMail>>
  close(): Promise<void>
}

/** What the thread is asked about a mail. */
export type Question =
  | { kind: 'read'; how: ReadingAsked }
  | { kind: 'file'; number: number }
  | { kind: 'verify'; keys: KeyAnswers; at: Date }
export type Answer = 'ready' | { id: number; value: unknown } | { id: number; problem: string }

const threads = 1 // the desk's other work has the second core
const timeLimitMilliseconds = 3_000
const startLimitMilliseconds = 30_000
const memoryLimitMegabytes = 256
const problemLimitCharacters = 200

type Task = { bytes: Buffer; question: Question; done: (done: Done<unknown>) => void; fault: (error: Error) => void }

export function createMailReader(limits: { timeMilliseconds?: number; threads?: number } = {}): MailReader {
  const timeMilliseconds = limits.timeMilliseconds ?? timeLimitMilliseconds
  const waiting: Task[] = []
  const lanes = new Set<Lane>()
  let closed = false

  function next(): void {
    for (const lane of lanes) if (!lane.busy && waiting.length > 0) lane.take(waiting.shift() as Task)
    if (waiting.length > 0 && lanes.size < (limits.threads ?? threads))
      lanes.add(createLane(timeMilliseconds, next, (lane) => lanes.delete(lane)))
  }

  /** The thread answers each kind of question with its own kind of value. */
  function ask<T>(bytes: Buffer, question: Question): Promise<Done<T>> {
    if (closed) return Promise.reject(new Error('the mail reader is closed'))
    return new Promise((done, fault) => {
      waiting.push({ bytes, question, done: (answer) => done(answer as Done<T>), fault })
      next()
    })
  }

  return {
    async read(bytes, how = {}) {
      const done = await ask<MailReading>(bytes, { kind: 'read', how })
      return done.ok ? { ok: true, reading: done.value } : done
    },
    file: (bytes, number) => ask(bytes, { kind: 'file', number }),
    verify: (bytes, keys, at) => ask(bytes, { kind: 'verify', keys, at }),
    async close() {
      closed = true
      for (const task of waiting.splice(0)) task.fault(new Error('the mail reader was closed'))
      await Promise.all([...lanes].map((lane) => lane.end()))
    },
  }
}

type Lane = { busy: boolean; take(task: Task): void; end(): Promise<unknown> }

/** One thread. It counts as busy until it has started, and is done with when it dies. */
function createLane(timeMilliseconds: number, free: () => void, gone: (lane: Lane) => void): Lane {
  const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMegabytes },
  })
  worker.unref()
  let current: Task | undefined
  let timer = setTimeout(() => finish({ ok: false, problem: 'the reader did not start' }, true), startLimitMilliseconds)
  let asked = 0
  const lane: Lane = {
    busy: true,
    take(task) {
      lane.busy = true
      current = task
      asked++
      worker.ref()
      timer = setTimeout(() => finish({ ok: false, problem: `reading it took longer than ${timeMilliseconds} ms` }, true), timeMilliseconds)
      worker.postMessage({ id: asked, bytes: task.bytes, question: task.question })
    },
    end: () => worker.terminate(),
  }

  function finish(done: Done<unknown>, end: boolean): void {
    clearTimeout(timer)
    const task = current
    current = undefined
    if (end) {
      gone(lane)
      void worker.terminate()
    } else {
      lane.busy = false
      worker.unref()
    }
    task?.done(done)
    free()
  }

  worker.on('message', (answer: Answer) => {
    if (answer === 'ready') {
      clearTimeout(timer)
      lane.busy = false
      free()
    } else if (answer.id === asked && current) {
      finish(
        'problem' in answer ? { ok: false, problem: answer.problem.slice(0, problemLimitCharacters) } : { ok: true, value: answer.value },
        false,
      )
    }
  })
  worker.on('error', (error: Error) =>
    finish({ ok: false, problem: `reading it failed: ${error.message.slice(0, problemLimitCharacters)}` }, true),
  )
  worker.on('exit', () => {
    if (current) finish({ ok: false, problem: 'the reader ended while it read it' }, true)
    else gone(lane)
  })
  return lane
}
