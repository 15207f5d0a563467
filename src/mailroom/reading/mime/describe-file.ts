// One file that came with a mail, described from its decoded content: how large, which, and whether it may do harm.
import { createHash } from 'node:crypto'
import { whyHarmful } from '../harm/harmful-content.ts'
import type { AttachmentReading } from '../mail-reading.ts'
import type { AttachedFile } from './attached-files.ts'
import { safeAttachmentName } from './attachment-name.ts'
import { oneLine } from './kept-fields.ts'
import { OverLimit } from './over-limit.ts'

/** The files of a mail that is itself attached. Throws OverLimit. */
export type FilesOf = (mail: Buffer) => AttachedFile[]

export type DescribedFile = { attachment: AttachmentReading /** See `whyHarmful`. */; harm: string | null }
/** Decoded as well. */
export type FoundFile = DescribedFile & { content: Uint8Array }

const typeLimitCharacters = 200
const headBytes = 64 // by which a kind of file is known
const innerFileLimit = 20
const innerDepthLimit = 3

export function describeFile(file: AttachedFile, index: number, filesOf: FilesOf, depth = 0): DescribedFile {
  const hash = createHash('md5')
  const pieces: Buffer[] = []
  file.read((piece) => {
    hash.update(piece)
    pieces.push(piece)
  })
  const filename = safeAttachmentName(file.filename, index + 1)
  const contentType = oneLine(file.contentType).toLowerCase().slice(0, typeLimitCharacters)
  const bytes = pieces.reduce((total, { length }) => total + length, 0)
  const attachment = { filename, contentType, bytes, md5: hash.digest('hex'), inline: file.inline }
  const harm = whyHarmful({ filename, contentType, head: headOf(pieces), whole: () => wholeOf(pieces) }, (mail) =>
    harmIn(mail, filesOf, depth),
  )
  return { attachment, harm }
}

export function wholeOf(pieces: readonly Buffer[]): Buffer {
  return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces)
}

/** Pieces may be as small as a byte. */
function headOf(pieces: readonly Buffer[]): Buffer {
  const first = pieces[0]
  return first && first.length >= headBytes ? first : Buffer.concat(pieces.slice(0, headBytes)).subarray(0, headBytes)
}

/** A mail that nobody can look into may hold anything. */
function harmIn(mail: Buffer, filesOf: FilesOf, depth: number): boolean {
  if (depth >= innerDepthLimit) return true
  try {
    const files = filesOf(mail)
    return files.length > innerFileLimit || files.some((file, index) => describeFile(file, index, filesOf, depth + 1).harm !== null)
  } catch (error) {
    if (error instanceof OverLimit) return true
    throw error
  }
}
