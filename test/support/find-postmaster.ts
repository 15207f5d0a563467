// Whether an embedded PostgreSQL still runs below a folder.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

export function findPostmaster(folder: string): number | undefined {
  const file = path.join(folder, 'data/postgres/data/postmaster.pid')
  if (!existsSync(file)) return undefined
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  return existsSync(`/proc/${pid}`) ? pid : undefined
}
