// The PostgreSQL server that comes inside an npm package: real binaries, a real data folder, no TCP listener. Several
// processes may use one folder; the one that started the server stops it, unless others still work on it.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { emptyLargeLogs } from './empty-large-logs.ts'
import { reachableBinaries } from './postgres-binaries.ts'
import { Unreachable, UsageProblem } from './problem.ts'
import { socketFolder } from './socket-folder.ts'

/** How to reach a server, in the words of `pg`. */
export type Connection = { host: string; port: number; user: string; database: string } | { connectionString: string }

export type EmbeddedPostgres = { connection: Connection; stop(): Promise<void> }

const startLimitMilliseconds = 30_000
const restartAfterMilliseconds = 500
const logSweepMilliseconds = 60_000

/** Starts the server on `dataDir`/postgres, or joins the one that runs there already. */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const folder = path.join(path.resolve(dataDir), 'postgres')
  const runAs = unprivilegedUser()
  mkdirSync(path.dirname(folder), { recursive: true, mode: 0o711 }) // the server's user passes through, and sees nothing
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (runAs) chownSync(folder, runAs.uid, runAs.gid)
  if (!canEnter(folder)) {
    throw new UsageProblem(
      `PostgreSQL does not run as root, and the user it runs as cannot enter ${folder}.\n` +
        'Set DATA_DIR to a folder that user can reach, for example DATA_DIR=/var/lib/waterdesk, or start the desk as an ordinary user.',
    )
  }
  const { initdb, postgres } = await reachableBinaries(folder, runAs)
  const data = path.join(folder, 'data')
  const sockets = socketFolder(data, runAs)
  const connection = { host: sockets, port: 5432, user: 'waterdesk', database: 'postgres' }
  const surroundings = { ...runAs, cwd: folder, env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' } }

  removeUnfinished(folder)
  if (!hasEmbeddedDatabase(dataDir)) initialise(initdb, data, surroundings)
  refuseOtherVersion(data, execFileSync(postgres, ['--version'], { ...surroundings, encoding: 'utf8' }))
  const logs = path.join(folder, 'log')
  if (await answers(connection, data)) return attended({ connection, stop: async () => {} }, logs)
  const startServer = () =>
    spawn(postgres, serverArguments(data, sockets, logs), {
      ...surroundings,
      stdio: 'ignore',
      detached: true, // the server outlives a killed desk and is joined by the next one
    })
  if (await comesUp(startServer, () => answers(connection, data)))
    return attended({ connection, stop: () => stopUnlessShared(connection, data) }, logs)
  throw new Unreachable(`The embedded PostgreSQL did not start; its log is in ${logs}.`)
}

/** Whether a start would find a database in `dataDir`, or make one. */
export function hasEmbeddedDatabase(dataDir: string): boolean {
  return existsSync(path.join(path.resolve(dataDir), 'postgres', 'data', 'PG_VERSION'))
}

/** For as long as this process uses the server, no file of its log grows without end. */
function attended(server: EmbeddedPostgres, logs: string): EmbeddedPostgres {
  emptyLargeLogs(logs)
  const timer = setInterval(() => emptyLargeLogs(logs), logSweepMilliseconds)
  timer.unref()
  return {
    ...server,
    async stop() {
      clearInterval(timer)
      await server.stop()
    },
  }
}

/**
 * A server that ends at once is started again: the remains of one that was killed may hold its memory for a moment, or
 * another process won the race for the folder, and then its server answers.
 */
async function comesUp(start: () => ChildProcess, answering: () => Promise<boolean>): Promise<boolean> {
  const until = Date.now() + startLimitMilliseconds
  let server = start()
  while (!(await answering())) {
    if (Date.now() > until) return false
    if (server.exitCode !== null || server.signalCode !== null) {
      await pause(restartAfterMilliseconds)
      if (await answering()) break
      server = start()
    }
    await pause(15)
  }
  server.unref()
  return true
}

/** Whether the user that PostgreSQL would run as can enter `folder`; true for anybody but root. */
export function canEnter(folder: string): boolean {
  const runAs = unprivilegedUser()
  if (!runAs) return true
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', path.resolve(folder)], { ...runAs, cwd: '/' }).status === 0
}

function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  const [uid, gid] = [id('-u'), id('-g')]
  return uid > 0 ? { uid, gid } : { uid: 65534, gid: 65534 }
}

/** What a start that was killed half-way left behind. */
function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^data\.unfinished\.(\d+)$/.exec(name)?.[1]
    // The killed start's initdb may write for another moment: hence the tries.
    if (pid && !isAlive(Number(pid))) rmSync(path.join(folder, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

type Surroundings = { uid?: number; gid?: number; cwd: string; env: Record<string, string> }

function initialise(initdb: string, data: string, surroundings: Surroundings): void {
  const unfinished = `${data}.unfinished.${process.pid}` // a half-made cluster never becomes the data folder
  rmSync(unfinished, { recursive: true, force: true })
  const options = ['-U', 'waterdesk', '--auth-local=trust', '--auth-host=reject', '-E', 'UTF8', '--locale-provider=builtin']
  execFileSync(initdb, ['-D', unfinished, ...options, '--builtin-locale=C.UTF-8', '--locale=C', '-k'], {
    ...surroundings,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  try {
    renameSync(unfinished, data)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
    rmSync(unfinished, { recursive: true, force: true }) // another process was first
  }
}

function refuseOtherVersion(data: string, serverVersion: string): void {
  const have = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim()
  const want = /(\d+)\./.exec(serverVersion)?.[1]
  if (have !== want)
    throw new UsageProblem(
      `${data} was written by PostgreSQL ${have}; this desk brings ${want}. Start the earlier desk and copy its data out first.`,
    )
}

function serverArguments(data: string, sockets: string, logs: string): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    max_connections: '80',
    shared_buffers: '128MB',
    // Its own log: a file a weekday, overwritten a week later. Statements and rows stay out, since they hold what customers wrote.
    logging_collector: 'on',
    log_directory: logs,
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1440',
    log_rotation_size: '0', // see emptyLargeLogs
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  }
  return ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

async function answers(connection: Connection, data: string): Promise<boolean> {
  const client = new pg.Client(connection)
  client.on('error', () => {}) // a server that goes away while it is asked is one that does not answer
  try {
    await client.connect()
    const { rows } = await client.query('SHOW data_directory')
    return realpathSync(rows[0].data_directory) === realpathSync(data)
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function stopUnlessShared(connection: Connection, data: string): Promise<void> {
  const client = new pg.Client(connection)
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query(
    "SELECT count(*)::int AS others FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
  )
  await client.end()
  if (rows[0].others > 0) return
  const pidFile = path.join(data, 'postmaster.pid')
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  process.kill(pid, 'SIGINT')
  while (existsSync(pidFile) && isAlive(pid)) await pause(15)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // alive, and another user's
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
