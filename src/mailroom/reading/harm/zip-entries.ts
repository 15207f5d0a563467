// The names in a zip archive, from its central directory (APPNOTE 4.3.12 and 4.3.16). Nothing is unpacked.

export type ZipEntry = { name: string /** Encrypted. */; locked: boolean }

const endSignature = Buffer.from('504b0506', 'hex')
const endLengthBytes = 22
const commentLimitBytes = 65_535
const entrySignature = 0x02014b50
const entryLengthBytes = 46
const entryLimit = 5_000

/** Null for what is no whole archive, has parts elsewhere (zip64, several volumes), or more entries than anybody sends. */
export function zipEntries(content: Buffer): ZipEntry[] | null {
  const end = content.lastIndexOf(endSignature)
  if (end < 0 || end < content.length - endLengthBytes - commentLimitBytes || end + endLengthBytes > content.length) return null
  const count = content.readUInt16LE(end + 10)
  if (count > entryLimit || content.readUInt16LE(end + 4) !== 0) return null
  const entries: ZipEntry[] = []
  let at = content.readUInt32LE(end + 16)
  for (let index = 0; index < count; index++) {
    if (at + entryLengthBytes > end || content.readUInt32LE(at) !== entrySignature) return null
    const nameLength = content.readUInt16LE(at + 28)
    const nameStart = at + entryLengthBytes
    entries.push({ name: content.toString('utf8', nameStart, nameStart + nameLength), locked: (content.readUInt16LE(at + 8) & 1) !== 0 })
    at = nameStart + nameLength + content.readUInt16LE(at + 30) + content.readUInt16LE(at + 32)
  }
  return entries
}
