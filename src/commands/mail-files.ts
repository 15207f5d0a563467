// Mails in files, for commands that need no desk. A file that cannot be read is an answer like any other.
import { open, readdir, stat } from 'node:fs/promises'
import path from 'node:path'

/** As MAIL_MAX_BYTES has it where the office sets nothing else. */
const sizeLimitBytes = 30_000_000
const headBytes = 64_000

export type MailFile = { file: string } & ({ bytes: Buffer; problem?: undefined } | { bytes: Buffer; problem: string })

/** A folder's mails in the order of their names, those of its folders included; of one with .eml files only these. */
export async function mailFilesIn(given: string, resolved: string): Promise<string[]> {
  const isFolder = await stat(resolved).then(
    (found) => found.isDirectory(),
    () => false, // said by whoever reads it
  )
  if (!isFolder) return [given]
  const entries = await readdir(resolved, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.relative(resolved, path.join(entry.parentPath, entry.name)))
    .sort()
  const named = files.filter((file) => /\.eml$/i.test(file))
  return (named.length > 0 ? named : files).map((file) => path.join(given, file))
}

/** `problem`: why no more than the first bytes were read, or none at all. */
export async function readMailFile(file: string, resolved: string): Promise<MailFile> {
  try {
    const opened = await open(resolved)
    try {
      const { size } = await opened.stat()
      if (size <= sizeLimitBytes) return { file, bytes: await opened.readFile() }
      const { buffer, bytesRead } = await opened.read(Buffer.alloc(headBytes), 0, headBytes, 0)
      return { file, bytes: buffer.subarray(0, bytesRead), problem: `it has ${size} bytes, more than the limit of ${sizeLimitBytes}` }
    } finally {
      await opened.close()
    }
  } catch (error) {
    return { file, bytes: Buffer.alloc(0), problem: `the file cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}` }
  }
}
