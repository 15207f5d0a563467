// The connection that an import works on. It holds a lock for as long as it lives, so that a process that is killed lets go of it.
import pg from 'pg'
import type { Connection } from '../../platform/embedded-postgres.ts'
import { UsageProblem } from '../../platform/problem.ts'

/** Nothing is wrong with the set that would have come next: it waits. */
export class ImportRunning extends UsageProblem {}

const onlyImportLockKey = 72_707_371
const memoryForSorting = '128MB'

/** Throws `ImportRunning` where another one is at work, on this machine or any. */
export async function asOnlyImport<T>(connection: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connection, application_name: 'waterdesk-import' })
  client.on('error', () => {}) // told by the statement that fails; unheard it would end the desk
  await client.connect()
  try {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [onlyImportLockKey])
    if (!rows[0]?.taken) throw new ImportRunning('Another import is running. Wait until it has ended.')
    await client.query(`SET work_mem = '${memoryForSorting}'`)
    return await work(client)
  } finally {
    await client.end()
  }
}
