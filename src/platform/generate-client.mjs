// Makes the database client from prisma/schema, offline: run after every install. Prisma would otherwise fetch an
// engine that this use of it does not need.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')
const prismaPackage = createRequire(import.meta.url).resolve('prisma/package.json')
const command = path.join(path.dirname(prismaPackage), 'build/index.js')
const made = spawnSync(process.execPath, [command, 'generate', '--schema', 'prisma/schema'], {
  cwd: root,
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  encoding: 'utf8',
})
if (made.status !== 0) {
  console.error(`The database client could not be generated:\n${made.stdout}${made.stderr}`)
  process.exit(1)
}
