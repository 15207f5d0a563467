// What became of a file's rows.
import type { FileName } from './record-files.ts'

/** `read`: rows of the file; each was added, changed, left as it was, or rejected. `removed`: people who are no longer on an account. */
export type FileCount = {
  file: FileName
  read: number
  added: number
  changed: number
  rejected: number
  removed?: number
  echoed?: number
}
