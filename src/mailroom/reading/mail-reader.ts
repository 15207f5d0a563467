// Reads mails in worker threads under a limit of time and memory. A mail that exceeds one, or cannot be parsed, comes back
// as a problem in plain English; the next mail gets a fresh thread.
import { Worker } from 'node:worker_threads'
import type { Judged, OwnAddress } from './mail-kind.ts'
import type { MailReading } from './mail-reading.ts'
import type { FoundFile } from './mime/describe-file.ts'
import type { ReadingAsked } from './read-mail.ts'
import type { KeyAnswers, VerifiedMail } from './senders/verify-dkim.ts'

export type Read = { ok: true; reading: MailReading } | Failed
export type ToldMail = { reading: MailReading; told: Judged }
export type Failed = { ok: false; problem: string }
type Done<T> = { ok: true; value: T } | Failed

export type MailReader = {
  read(bytes: Buffer, how?: ReadingAsked): Promise<Read>
  /** Reads it, and tells what kind of mail it is for the desk with this address. */
  tell(bytes: Buffer, own: OwnAddress, how?: ReadingAsked): Promise<Done<ToldMail>>
  /** One of the files that came with the mail, by its place in the reading's list, from nought; null where it has no such. */
  file(bytes: Buffer, number: number): Promise<Done<FoundFile | null>>
  /** With keys that were fetched before, as of the mail's arrival. */
  verify(bytes: Buffer, keys: KeyAnswers, at: Date): Promise<Done<VerifiedMail>>
  close(): Promise<void>
}

/** What the thread is asked about a mail. */
export type Question =
  | { kind: 'read'; how: ReadingAsked }
  | { kind: 'tell'; how: ReadingAsked; own: OwnAddress }
  | { kind: 'file'; number: number }
  | { kind: 'verify'; keys: KeyAnswers; at: Date }
export type Answer = 'ready' | { id: number; value: unknown } | { id: number; problem: string }

const threads = 1 // the desk's other work has the second core
const mailsAhead = 8 // handed over before they are asked for, so that the thread need not wait for a busy desk
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
    for (const lane of lanes) while (lane.hasRoom() && waiting.length > 0) lane.take(waiting.shift() as Task)
    if (waiting.length > 0 && lanes.size < (limits.threads ?? threads)) lanes.add(createLane(timeMilliseconds, next, leave))
  }

  /** Only the mail that a thread was reading goes with it. */
  function leave(lane: Lane, unread: Task[]): void {
    lanes.delete(lane)
    waiting.unshift(...unread)
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
    tell: (bytes, { address }, how = {}) => ask(bytes, { kind: 'tell', how, own: { address } }),
    file: (bytes, number) => ask(bytes, { kind: 'file', number }),
    verify: (bytes, keys, at) => ask(bytes, { kind: 'verify', keys, at }),
    async close() {
      closed = true
      for (const task of waiting.splice(0)) task.fault(new Error('the mail reader was closed'))
      await Promise.all([...lanes].map((lane) => lane.end()))
    },
  }
}

type Lane = { hasRoom(): boolean; take(task: Task): void; end(): Promise<unknown> }
type Leave = (lane: Lane, unread: Task[]) => void

/** One thread. It has no room before it has started; it reads in order, and the time of the first in the line is limited. */
function createLane(timeMilliseconds: number, free: () => void, leave: Leave): Lane {
  const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMegabytes },
  })
  worker.unref()
  const line: { id: number; task: Task }[] = []
  let asked = 0
  let started = false
  let ended = false
  let timer = setTimeout(() => die('the reader did not start'), startLimitMilliseconds)
  const lane: Lane = {
    hasRoom: () => started && !ended && line.length < mailsAhead,
    take(task) {
      line.push({ id: ++asked, task })
      worker.postMessage({ id: asked, bytes: task.bytes, question: task.question })
      if (line.length > 1) return
      worker.ref()
      beginTime()
    },
    end: () => worker.terminate(),
  }

  function beginTime(): void {
    clearTimeout(timer)
    timer = setTimeout(() => die(`reading it took longer than ${timeMilliseconds} ms`), timeMilliseconds)
  }

  function answer(done: Done<unknown>): void {
    const first = line.shift()
    if (line.length > 0) beginTime()
    else {
      clearTimeout(timer)
      worker.unref()
    }
    first?.task.done(done)
    free()
  }

  function die(problem: string): void {
    if (ended) return
    ended = true
    clearTimeout(timer)
    const [first, ...unread] = line.splice(0)
    leave(
      lane,
      unread.map(({ task }) => task),
    )
    void worker.terminate()
    first?.task.done({ ok: false, problem })
    free()
  }

  worker.on('message', (said: Answer) => {
    if (said === 'ready') {
      clearTimeout(timer)
      started = true
      free()
    } else if (said.id === line[0]?.id) {
      answer('problem' in said ? { ok: false, problem: said.problem.slice(0, problemLimitCharacters) } : { ok: true, value: said.value })
    }
  })
  worker.on('error', (error: Error) => die(`reading it failed: ${error.message.slice(0, problemLimitCharacters)}`))
  worker.on('exit', () => die('the reader ended while it read it'))
  return lane
}
