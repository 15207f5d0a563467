// The files that came with a mail, in their order: its attachment parts, the contents of winmail.dat in its place, and what
// was written into the text itself. A file's position in this list is its number for ever.
import type { Part } from './mime-tree.ts'
import { readTnef, type TnefContent } from './tnef.ts'
import { decodeContent, decodedContent } from './transfer-encodings.ts'
import type { UuencodedFile } from './uuencoded.ts'

export type AttachedFile = {
  filename: string | undefined
  contentType: string
  inline: boolean
  /** Hands over the decoded content, piece by piece. */
  read(take: (piece: Buffer) => void): void
}
export type AttachedFiles = { files: AttachedFile[]; outlook: TnefContent | null }

const tnefLimitBytes = 30_000_000

export function attachedFiles(bytes: Buffer, parts: Part[], written: UuencodedFile[]): AttachedFiles {
  const files: AttachedFile[] = []
  let outlook: TnefContent | null = null
  for (const part of parts) {
    const unpacked = isTnef(part) ? unpack(bytes, part) : null
    if (!unpacked) files.push(ofPart(bytes, part))
    else {
      outlook ??= unpacked
      files.push(...unpacked.files.map((file) => ofBytes(file.filename, file.contentType ?? 'application/octet-stream', file.bytes)))
    }
  }
  files.push(...written.map((file) => ofBytes(file.filename, 'application/octet-stream', file.bytes)))
  return { files, outlook }
}

function isTnef(part: Part): boolean {
  return /^application\/(?:vnd\.)?ms-tnef$/.test(part.type.value) || /^winmail\.dat$/i.test(filenameOf(part) ?? '')
}

/** Null for a packet that holds nothing that could be read: it stays as it came. */
function unpack(bytes: Buffer, part: Part): TnefContent | null {
  if (part.end - part.start > tnefLimitBytes) return null
  const found = readTnef(decodedContent(bytes.subarray(part.start, part.end), part.encoding).bytes)
  return found && (found.files.length > 0 || found.text !== null || found.html !== null) ? found : null
}

function ofPart(bytes: Buffer, part: Part): AttachedFile {
  return {
    filename: filenameOf(part) ?? nameByType(part.type.value),
    contentType: part.type.value,
    inline:
      part.disposition.value === 'inline' ||
      (part.disposition.value !== 'attachment' && part.fields.some(({ name }) => name === 'content-id')),
    read: (take) => decodeContent(bytes.subarray(part.start, part.end), part.encoding, take),
  }
}

function ofBytes(filename: string, contentType: string, bytes: Buffer): AttachedFile {
  return { filename: filename || undefined, contentType: contentType.toLowerCase(), inline: false, read: (take) => take(bytes) }
}

function filenameOf(part: Part): string | undefined {
  return part.disposition.parameters.get('filename') || part.type.parameters.get('name') || undefined
}

function nameByType(contentType: string): string | undefined {
  if (contentType === 'message/rfc822' || contentType === 'message/global') return 'mail.eml'
  return contentType === 'text/calendar' ? 'invitation.ics' : undefined
}
