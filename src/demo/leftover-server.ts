// A killed demo leaves its database server running, on purpose: the next start joins it. Before the folder is erased
// that server must be gone, and if somebody still works on it the folder is not erased at all.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'

const stopLimitMilliseconds = 20_000
const othersConnected =
  "SELECT count(*)::int AS others FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"

/** `dataDir` is the folder given to the embedded PostgreSQL. */
export async function stopLeftoverServer(dataDir: string): Promise<'none' | 'stopped' | 'in use'> {
  const pidFile = path.join(dataDir, 'postgres', 'data', 'postmaster.pid')
  const note = await readNote(pidFile)
  if (!note) return 'none'
  const client = new pg.Client({ host: note.sockets, port: note.port, user: 'waterdesk', database: 'postgres' })
  client.on('error', () => {}) // the server may end while it is asked; the query below then throws
  try {
    await client.connect()
  } catch {
    return 'none' // a note without a server: the machine went down, or the server was killed too
  }
  try {
    const { rows } = await client.query<{ others: number }>(othersConnected)
    if ((rows[0]?.others ?? 0) > 0) return 'in use'
  } finally {
    await client.end()
  }
  process.kill(note.pid, 'SIGINT') // PostgreSQL's fast shutdown
  for (const started = Date.now(); await readNote(pidFile); ) {
    if (Date.now() - started > stopLimitMilliseconds) throw new Error(`The database server ${note.pid} did not stop`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return 'stopped'
}

/** PostgreSQL's own file: process, data folder, start, port and socket folder, one a line. */
async function readNote(pidFile: string): Promise<{ pid: number; port: number; sockets: string } | undefined> {
  try {
    const [pid, , , port, sockets] = (await readFile(pidFile, 'utf8')).split('\n')
    return sockets ? { pid: Number(pid), port: Number(port), sockets } : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
