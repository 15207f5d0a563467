// The doctor's look at the database and the secret key: what is there, whether it answers and is up to date. Nothing is
// made, migrated or written; an embedded server that rests is started, and stopped again.
import { existsSync, readFileSync } from 'node:fs'
import type { Config } from '../config.ts'
import { migrationsFolder } from '../office.ts'
import { type EmbeddedPostgres, hasEmbeddedDatabase, startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { pendingMigrations } from '../platform/migrations.ts'
import { Unreachable, UsageProblem } from '../platform/problem.ts'
import { secretKeyFile } from '../platform/secrets.ts'
import type { Finding } from './finding.ts'

export type DatabaseLook = {
  findings: Finding[]
  /** Only where an office can be opened on it as it is. The caller stops it. */
  usable?: EmbeddedPostgres & { secretKey: string }
}

export async function lookAtDatabase(config: Config): Promise<DatabaseLook> {
  if (config.databaseUrl === undefined && !hasEmbeddedDatabase(config.dataDir))
    return {
      findings: [{ what: 'database', state: 'well', says: `there is none in ${config.dataDir} yet; it is made at the first start` }],
    }
  let server: EmbeddedPostgres | undefined
  let usable: DatabaseLook['usable']
  try {
    server = await serverOf(config)
    const pending = await pendingMigrations(server.connection, migrationsFolder)
    if (pending.length > 0) return { findings: [pendingFinding(pending.length)] }
    const secretKey = config.secretKey ?? readSecretKey(config.dataDir)
    if (secretKey) usable = { ...server, secretKey }
    const findings: Finding[] = [{ what: 'database', state: 'well', says: 'answers, and is up to date' }]
    return usable ? { findings, usable } : { findings: [...findings, lostKeyFinding(config.dataDir)] }
  } catch (error) {
    return { findings: [faultFinding(error)] }
  } finally {
    if (!usable) await server?.stop()
  }
}

async function serverOf({ databaseUrl, dataDir }: Config): Promise<EmbeddedPostgres> {
  return databaseUrl ? { connection: { connectionString: databaseUrl }, stop: async () => {} } : startEmbeddedPostgres(dataDir)
}

function readSecretKey(dataDir: string): string | undefined {
  const file = secretKeyFile(dataDir)
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
}

function pendingFinding(count: number): Finding {
  const says = count === 1 ? '1 migration is pending' : `${count} migrations are pending`
  return { what: 'database', state: 'wrong', says, remedy: 'Start the desk once.' }
}

function lostKeyFinding(dataDir: string): Finding {
  return {
    what: 'secret key',
    state: 'wrong',
    says: `${secretKeyFile(dataDir)} is missing`,
    remedy: 'Bring it back from a backup; else the next start makes a new one, and all sign-ins end.',
  }
}

const refusals = /^(28...|3D000|42501)$/ // the sign-in, a database that does not exist, no right to read

function faultFinding(error: unknown): Finding {
  const { message = '', code = '' } = error as { message?: string; code?: string }
  const says = message || code || String(error) // an address with several hosts fails without words of its own
  if (error instanceof UsageProblem) return { what: 'database', state: 'wrong', says }
  if (error instanceof Unreachable) return { what: 'database', state: 'unreachable', says, remedy: 'Read the log it names.' }
  if (refusals.test(code)) return { what: 'database', state: 'wrong', says, remedy: 'Check user, password and database in DATABASE_URL.' }
  return { what: 'database', state: 'unreachable', says, remedy: 'Check DATABASE_URL, and that the server runs and lets this machine in.' }
}
