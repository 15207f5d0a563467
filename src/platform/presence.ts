// Which desks are alive: each holds one database session under a name of its own, and the server drops the name with the
// process, however it ends. On an embedded database only one desk may run.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Connection } from './embedded-postgres.ts'
import { UsageProblem } from './problem.ts'

export type Presence = {
  /** This desk's name. */
  readonly instance: string
  /** From now on this desk counts as alive. Refuses where another one has the database for itself. */
  announce(): Promise<void>
  /** The names of all desks that are alive now. */
  living(): Promise<Set<string>>
  /** Whether any desk is alive; also asked by commands, which never count as one. */
  anyDesk(): Promise<boolean>
  close(): Promise<void>
}

const namePrefix = 'waterdesk-desk-'
const onlyDeskLockKey = 72_707_370

/** `alone`: refuse when another desk runs on this database (the embedded one serves a single desk). */
export function createPresence(connection: Connection, { alone }: { alone: boolean }): Presence {
  const instance = `${namePrefix}${randomBytes(6).toString('hex')}`
  let client: pg.Client | undefined
  return {
    instance,
    async announce() {
      if (client) return
      const session = new pg.Client({ ...connection, application_name: instance, keepAlive: true })
      session.on('error', (error) => {
        // Without its session this desk counts as gone, and another may call its mails unknown: it must not go on.
        if (client === session) throw new Error('the desk lost its database session', { cause: error })
      })
      await session.connect()
      if (alone && !(await takeOnlyDeskLock(session))) {
        await session.end()
        throw new UsageProblem(
          'Another desk already runs on this data folder. Stop it first, or set DATABASE_URL to a PostgreSQL server to run several.',
        )
      }
      client = session
    },
    async living() {
      if (!client) throw new Error('a desk that was not announced cannot ask for the others')
      return livingDesks(client)
    },
    async anyDesk() {
      const session = new pg.Client(connection)
      await session.connect()
      try {
        return (await livingDesks(session)).size > 0
      } finally {
        await session.end()
      }
    },
    async close() {
      const session = client
      client = undefined
      await session?.end()
    },
  }
}

/** Those of this database: the server may serve other offices beside it. */
async function livingDesks(client: pg.Client): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT application_name AS name FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE $1',
    [`${namePrefix}%`],
  )
  return new Set(rows.map((row) => row.name))
}

/** A desk killed a moment ago may still hold the lock until the server notices, so a few tries are made. */
async function takeOnlyDeskLock(client: pg.Client): Promise<boolean> {
  for (let tries = 0; tries < 10; tries++) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [onlyDeskLockKey])
    if (rows[0]?.taken) return true
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return false
}
