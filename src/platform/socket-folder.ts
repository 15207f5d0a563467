// Where the embedded server's socket stands. A Unix socket's path holds 107 bytes at most, so it is in the temporary folder,
// which anybody may write to, and not below the data.
import { createHash } from 'node:crypto'
import { chownSync, lstatSync, mkdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { UsageProblem } from './problem.ts'

/** Makes the folder for the database in `data`, or takes the one it had before. `runAs`: the server's user, where that is another. */
export function socketFolder(data: string, runAs: { uid: number; gid: number } | undefined): string {
  const name = createHash('sha256').update(data).digest('hex').slice(0, 12)
  const folder = path.join(os.tmpdir(), `waterdesk-${name}`)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    refuseForeignFolder(folder, runAs)
  }
  if (runAs) chownSync(folder, runAs.uid, runAs.gid)
  return folder
}

/** Anybody may make a folder of this name in the temporary folder; whoever owns it could stand in for the server. */
function refuseForeignFolder(folder: string, runAs: { uid: number } | undefined): void {
  if (process.platform === 'win32') return // its temporary folder is the user's own, and files have no modes
  const found = lstatSync(folder)
  const owners = [process.getuid?.(), runAs?.uid]
  if (found.isDirectory() && owners.includes(found.uid) && (found.mode & 0o777) === 0o700) return
  throw new UsageProblem(
    `${folder} is not a folder that only the desk can use (a link, another owner, or open to others), so the database's socket\n` +
      'cannot stand in it. Find out who made it, remove it, and start again.',
  )
}
