// Keeps the embedded server's own log from filling the disk. PostgreSQL cannot do this by itself: its rotation by size goes
// on in the same file when that has the same name (it truncates only on rotation by age), and with other names files pile up.
import { existsSync, readdirSync, statSync, truncateSync } from 'node:fs'
import path from 'node:path'

const fileLimitBytes = 50_000_000
const blockBytes = 512 // what POSIX counts `blocks` in

/** The server appends, so a file that was emptied under it is filled anew. */
export function emptyLargeLogs(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name)
    const found = statSync(file, { throwIfNoEntry: false })
    // By its blocks: a file emptied while it was written begins with a hole.
    if (found && found.blocks * blockBytes > fileLimitBytes) truncateSync(file)
  }
}
