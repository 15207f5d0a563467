// The one way to the database: a typed client for ordinary work, plain SQL through the same transaction where it is hot.

import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import type { Connection } from './embedded-postgres.ts'
import { Prisma, PrismaClient } from './prisma/client.ts'

/** What a verb that writes takes from its caller: typed access, and `$queryRaw` for plain SQL, in one transaction. */
export type Tx = Prisma.TransactionClient

export type Database = {
  /** For reads outside any transaction, and for libraries that bring their own statements. */
  client: PrismaClient
  /** Commits when `work` resolves, rolls back when it throws. A caught database error must be thrown on. */
  inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const poolSize = 12 // two cores' worth of work, a console's reads and the ingest beside them
const waitForConnectionMilliseconds = 20_000
const transactionLimitMilliseconds = 60_000

export function createDatabase(connection: Connection): Database {
  const pool = { ...connection, max: poolSize, application_name: 'waterdesk' }
  const adapter = new PrismaPg(pool, { statementNameGenerator: (query) => createHash('sha1').update(query.sql).digest('base64url') })
  const client = new PrismaClient({ adapter, errorFormat: 'minimal' }) // longer errors repeat the data, and logs hold no mail bodies
  return {
    client,
    inTransaction: (work) => client.$transaction(work, { maxWait: waitForConnectionMilliseconds, timeout: transactionLimitMilliseconds }),
    close: () => client.$disconnect(),
  }
}

export { Prisma }
