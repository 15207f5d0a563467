// Work that follows an act: written in the act's own transaction, done later, tried again when it fails. A slice owns the
// names and payloads of the jobs it announces; office.ts says who works them.
import { fromPrisma, type Job, type JobResult, PgBoss } from 'pg-boss'
import type { z } from 'zod'
import type { Tx } from './database.ts'
import type { Connection } from './embedded-postgres.ts'
import type { Log } from './log.ts'

/** A kind of job: its queue's name, and the payload that every worker may rely on. */
export type JobKind<T extends object> = { name: string; payload: z.ZodType<T> }

export type SendOptions = { startAfter?: Date; singletonKey?: string }

export type Jobs = {
  /** In the caller's transaction: the job exists exactly when the act does. */
  send<T extends object>(tx: Tx, kind: JobKind<T>, payload: T, options?: SendOptions): Promise<void>
  /** Many jobs of one kind in one statement. */
  sendMany<T extends object>(tx: Tx, kind: JobKind<T>, payloads: readonly T[]): Promise<void>
  /** `handler` may run more than once for one job and must come to the same end. */
  work<T extends object>(kind: JobKind<T>, handler: (payload: T) => Promise<void>, options?: { concurrency?: number }): void
  /** Runs at each tick of `cron` (five fields, UTC), on one desk only. */
  every(cron: string, kind: JobKind<Record<string, never>>, handler: () => Promise<void>): void
  start(): Promise<void>
  /** Lets running jobs end first. */
  stop(): Promise<void>
  /** Jobs that failed for good and wait for a person. */
  failedCount(): Promise<number>
}

const retries = { retryLimit: 8, retryDelay: 2, retryBackoff: true, retryDelayMax: 600 }
// A desk that dies leaves its running jobs behind; without a sign of life they are another's within half a minute.
const signsOfLife = { heartbeatSeconds: 10 }
const lookAfterSeconds = 10
// A notice from the database wakes a worker at once; two at a time may be heard as one, so it also looks by itself.
const polling = { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 }
const jobsAtOnce = 10
const stopLimitMilliseconds = 15_000

export function createJobs(connection: Connection, log: Log, kinds: readonly { name: string }[]): Jobs {
  const boss = new PgBoss({
    ...connection,
    max: 6,
    schema: 'jobs',
    useListenNotify: true,
    superviseIntervalSeconds: lookAfterSeconds,
    monitorIntervalSeconds: lookAfterSeconds,
  })
  boss.on('error', (err) => log.error({ err }, 'jobs failed'))
  const workers: (() => Promise<unknown>)[] = []
  let opened: Promise<void> | undefined

  /** Commands send jobs too, and never work any. */
  function open(): Promise<void> {
    opened ??= openQueues().catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return opened
  }

  async function openQueues(): Promise<void> {
    await boss.start()
    for (const kind of kinds) await boss.createQueue(kind.name, { ...retries, ...signsOfLife, notify: true })
  }

  return {
    async send(tx, kind, payload, options = {}) {
      await open()
      await boss.send(kind.name, kind.payload.parse(payload), { ...options, db: fromPrisma(tx) })
    },
    async sendMany(tx, kind, payloads) {
      if (payloads.length === 0) return
      await open()
      await boss.insert(
        kind.name,
        payloads.map((data) => ({ data: kind.payload.parse(data) })),
        { db: fromPrisma(tx) },
      )
    },
    work(kind, handler, { concurrency = 1 } = {}) {
      const settle = async (job: Job<object>): Promise<JobResult> => {
        try {
          await handler(kind.payload.parse(job.data))
          return { id: job.id, status: 'completed' }
        } catch (err) {
          log.warn({ err, job: kind.name, jobId: job.id }, 'job failed and will be tried again')
          return { id: job.id, status: 'failed', output: { message: err instanceof Error ? err.message : String(err) } }
        }
      }
      const options = {
        ...polling,
        localConcurrency: concurrency,
        batchSize: jobsAtOnce,
        burstWhenBatchFull: true,
        perJobResults: true,
      } as const
      workers.push(() =>
        boss.work<object, void, typeof options>(kind.name, options, async (jobs) => {
          const results: JobResult[] = []
          for (const job of jobs) results.push(await settle(job))
          return results
        }),
      )
    },
    every(cron, kind, handler) {
      workers.push(async () => {
        await boss.schedule(kind.name, cron)
        await boss.work(kind.name, polling, handler)
      })
    },
    async start() {
      await open()
      for (const begin of workers) await begin()
    },
    async stop() {
      if (opened) await boss.stop({ graceful: true, timeout: stopLimitMilliseconds })
      opened = undefined
    },
    async failedCount() {
      const queues = await boss.getQueues()
      return queues.reduce((total, queue) => total + (queue.failedCount ?? 0), 0)
    },
  }
}
