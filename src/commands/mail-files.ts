// Mails in files, for commands that need no desk. A file that cannot be read is an answer like any other.
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
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
    const found = await stat(resolved)
    if (!found.isFile()) return { file, bytes: Buffer.alloc(0), problem: 'it is no file' } // a pipe would be waited for without end
    const { size } = found
    const opened = await open(resolved)
    try {
      if (size <= sizeLimitBytes) return { file, bytes: await readWhole(opened, size) }
      const { buffer, bytesRead } = await opened.read(Buffer.alloc(headBytes), 0, headBytes, 0)
      return { file, bytes: buffer.subarray(0, bytesRead), problem: `it has ${size} bytes, more than the limit of ${sizeLimitBytes}` }
    } finally {
      await opened.close()
    }
  } catch (error) {
    return { file, bytes: Buffer.alloc(0), problem: `the file cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}` }
  }
}

/** Into memory that the thread that reads mails can look at too, so that a large mail does not stand there three times. */
async function readWhole(opened: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.from(new SharedArrayBuffer(size))
  let length = 0
  for (let read = -1; read !== 0 && length < size; length += read)
    read = (await opened.read(bytes, length, size - length, length)).bytesRead
  return bytes.subarray(0, length)
}
