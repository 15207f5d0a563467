// Writes the SQL that takes the migrations to the schema: `npm run migration:new -- NAME`. It works offline: Prisma's
// own schema engine runs as WebAssembly, and the shadow database is PGlite in memory. Without a name it prints the
// difference and exits 1 when there is one. What the schema cannot say (triggers, checks, partial indexes) is written
// into the new file by hand.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { PrismaPGlite } from 'pglite-prisma-adapter'

const schemaFolder = path.join(import.meta.dirname, 'schema')
const migrationsFolder = path.join(import.meta.dirname, 'migrations')
const name = process.argv[2]
if (name !== undefined && !/^[a-z0-9_]+$/.test(name)) {
  console.error('A migration is named in small letters, digits and underscores: npm run migration:new -- add_safety_flags')
  process.exit(2)
}

const files = readdirSync(schemaFolder)
  .filter((file) => file.endsWith('.prisma'))
  .map((file) => ({ path: path.join(schemaFolder, file), content: readFileSync(path.join(schemaFolder, file), 'utf8') }))

const engine = await loadEngine()
const difference = await engine.diff({
  from: { tag: 'migrations', ...appliedMigrations() },
  to: { tag: 'schemaDatamodel', files },
  script: true,
  exitCode: true,
  filters: { externalTables: [], externalEnums: [] },
  shadowDatabaseUrl: null,
})

if (difference.exitCode !== 2) {
  console.log('The migrations already lead to the schema.')
} else if (name === undefined) {
  console.log(difference.stdout)
  process.exit(1)
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = path.join(migrationsFolder, `${stamp}_${name}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'migration.sql'), difference.stdout)
  console.log(`Written: ${path.join(folder, 'migration.sql')}`)
}
process.exit(0)

async function loadEngine() {
  const engineScript = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bindings = await import(engineScript)
  const wasm = new WebAssembly.Module(readFileSync(path.join(path.dirname(engineScript), 'schema_engine_bg.wasm')))
  const instance = new WebAssembly.Instance(wasm, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  const connect = async () => {
    const database = await PGlite.create()
    const adapter = await new PrismaPGlite(database).connect()
    adapter.executeScript = async (sql) => {
      await database.exec(sql)
    }
    return adapter
  }
  const factory = { provider: 'postgres', adapterName: 'pglite', connect, connectToShadowDb: connect }
  const datamodels = files.map((file) => [file.path, file.content])
  return bindings.SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(factory))
}

function appliedMigrations() {
  const lockPath = path.join(migrationsFolder, 'migration_lock.toml')
  const folders = existsSync(migrationsFolder)
    ? readdirSync(migrationsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : []
  return {
    baseDir: migrationsFolder,
    shadowDbInitScript: '',
    lockfile: { path: 'migration_lock.toml', content: existsSync(lockPath) ? readFileSync(lockPath, 'utf8') : null },
    migrationDirectories: folders
      .map((entry) => entry.name)
      .sort()
      .map((folder) => ({
        path: folder,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: readFileSync(path.join(migrationsFolder, folder, 'migration.sql'), 'utf8') },
        },
      })),
  }
}
