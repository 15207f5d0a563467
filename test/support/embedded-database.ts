// Before the first test that needs it: one real PostgreSQL for the whole run, with a migrated template database.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { migrate } from '../../src/platform/migrations.ts'

export const templateDatabase = 'desk_template'

type Server = { host: string; port: number; user: string }

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServer: Server
  }
}

export default async function setup(project: TestProject) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-test-'))
  chmodSync(folder, 0o711) // started as root, the server's user passes through to its own part
  const embedded = await startEmbeddedPostgres(folder)
  const { host, port, user } = embedded.connection as Server
  const admin = new pg.Client(embedded.connection)
  await admin.connect()
  await admin.query(`CREATE DATABASE ${templateDatabase}`)
  await admin.end()
  await migrate({ host, port, user, database: templateDatabase }, path.resolve(import.meta.dirname, '../../prisma/migrations'))
  project.provide('databaseServer', { host, port, user })
  return async () => {
    await embedded.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
