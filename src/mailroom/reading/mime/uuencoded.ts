// Files that old programs write into the text itself (`begin 644 bill.pdf` … `end`): taken out of the words, kept as attachments.

export type UuencodedFile = { filename: string; bytes: Buffer }

const fileLimit = 50
const opening = /^begin(?:-base64)? [0-7]{3,4} (\S.{0,254})$/

/** A block that does not end, or whose lines are no uuencoding, stays text. */
export function takeUuencoded(text: string): { text: string; files: UuencodedFile[] } {
  if (!text.startsWith('begin ') && !text.includes('\nbegin ')) return { text, files: [] }
  const lines = text.split('\n')
  const kept: string[] = []
  const files: UuencodedFile[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string
    const name = files.length < fileLimit ? opening.exec(line.trimEnd())?.[1] : undefined
    const block = name === undefined ? undefined : readBlock(lines, at + 1)
    if (name === undefined || !block) kept.push(line)
    else {
      files.push({ filename: name, bytes: block.bytes })
      at = block.end
    }
    // A block that failed is not tried again from its inner lines: they cannot open one.
  }
  return files.length === 0 ? { text, files } : { text: kept.join('\n'), files }
}

function readBlock(lines: string[], from: number): { bytes: Buffer; end: number } | undefined {
  const pieces: Buffer[] = []
  for (let at = from; at < lines.length; at++) {
    const line = (lines[at] as string).replace(/\r$/, '')
    if (line.trim() === 'end') return { bytes: Buffer.concat(pieces), end: at }
    if (line === '' || line === '`' || line === ' ') continue
    const length = value(line, 0)
    // Mail systems drop spaces at the end, so that a line may be short; a longer one than it says is no such line.
    if (length < 1 || length > 45 || line.length > 2 + Math.ceil(length / 3) * 4 || /[^ -`]/.test(line)) return undefined
    pieces.push(readLine(line, length))
  }
  return undefined
}

function readLine(line: string, length: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil(length / 3) * 3)
  for (let at = 1, to = 0; to < length; at += 4, to += 3) {
    const group = (value(line, at) << 18) | (value(line, at + 1) << 12) | (value(line, at + 2) << 6) | value(line, at + 3)
    bytes.writeUIntBE(group, to, 3)
  }
  return bytes.subarray(0, length)
}

function value(line: string, at: number): number {
  return at < line.length ? (line.charCodeAt(at) - 32) & 63 : 0
}
