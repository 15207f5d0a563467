// Content transfer encodings (RFC 2045): back to the bytes that were meant, in pieces, so that an attachment of many megabytes
// is measured without being held twice.

const pieceBytes = 3 << 20
const runLimit = 1_000 // joined pieces are a handful
const lineLimitBytes = 1_000 // RFC 5322
const foreignShareLimit = 0.08 // a byte gone wrong here and there is forgiven

/** Calls `take` with the decoded content, piece by piece. `undecodable`: it was no base64 after all, and comes as it stood. */
export function decodeContent(content: Buffer, encoding: string, take: (piece: Buffer) => void): { undecodable: boolean } {
  if (encoding === 'base64') {
    if (!looksLikeBase64(content)) {
      take(content)
      return { undecodable: content.length > 0 }
    }
    decodeBase64(content, take)
  } else if (encoding === 'quoted-printable') take(decodeQuotedPrintable(content))
  else take(content)
  return { undecodable: false }
}

export function decodedContent(content: Buffer, encoding: string): { bytes: Buffer; undecodable: boolean } {
  const pieces: Buffer[] = []
  const { undecodable } = decodeContent(content, encoding, (piece) => pieces.push(piece))
  return { bytes: pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces), undecodable }
}

/**
 * Padding ends the text. Some programs join encoded pieces as they are, so that another run may follow; and mailing lists
 * write their footer behind the padding in plain words, which are no base64 and are left out.
 */
function decodeBase64(content: Buffer, take: (piece: Buffer) => void): void {
  let at = 0
  for (let runs = 0; at >= 0 && at < content.length && runs < runLimit; runs++) {
    const padding = content.indexOf(61, at)
    decodeRun(content.subarray(at, padding < 0 ? content.length : padding), take)
    at = padding < 0 ? -1 : nextRun(content, padding)
  }
}

function decodeRun(run: Buffer, take: (piece: Buffer) => void): void {
  let open = ''
  for (let at = 0; at < run.length; at += pieceBytes) {
    const letters = open + run.toString('latin1', at, at + pieceBytes).replace(/[^A-Za-z0-9+/]+/g, '')
    const whole = letters.length - (letters.length % 4)
    if (whole > 0) take(Buffer.from(letters.slice(0, whole), 'base64'))
    open = letters.slice(whole)
  }
  if (open !== '') take(Buffer.from(open, 'base64'))
}

/** Where another run begins: right behind the padding, or on a line of nothing but base64; -1 where none does. */
function nextRun(content: Buffer, padding: number): number {
  let at = padding
  while (content[at] === 61) at++
  if (/[A-Za-z0-9+/]/.test(content.toString('latin1', at, at + 1))) return at
  const newline = content.indexOf(10, at)
  if (newline < 0) return -1
  at = newline + 1
  while (content[at] === 10 || content[at] === 13) at++
  const line = /^[A-Za-z0-9+/]+={0,2}(?=\s|$)/.exec(content.toString('latin1', at, at + lineLimitBytes))?.[0] ?? ''
  return line !== '' && line.length % 4 === 0 ? at : -1
}

/** Words have a space or another sign in nearly every line; base64 has none, whatever stands behind its padding. */
function looksLikeBase64(content: Buffer): boolean {
  const start = content.toString('latin1', 0, 400).trim()
  if (start === '') return true
  const letters = (start.split('=', 1)[0] as string).replace(/[\r\n]+/g, '')
  const foreign = letters.match(/[^A-Za-z0-9+/]/g)?.length ?? 0
  return /^[A-Za-z0-9+/]{2}/.test(start) && (foreign <= foreignShareLimit * letters.length || /^(?:[A-Za-z0-9+/]{4}){4,}\s/.test(start))
}

function decodeQuotedPrintable(content: Buffer): Buffer {
  if (content.indexOf(61) < 0) return content
  const decoded = Buffer.allocUnsafe(content.length)
  let length = 0
  for (let at = 0; at < content.length; at++) {
    const byte = content[at] as number
    if (byte !== 61) {
      decoded[length++] = byte
      continue
    }
    const high = hexValue(content[at + 1])
    const low = hexValue(content[at + 2])
    if (high >= 0 && low >= 0) {
      decoded[length++] = high * 16 + low
      at += 2
      continue
    }
    const end = softBreakEnd(content, at + 1)
    if (end < 0) decoded[length++] = byte
    else at = end
  }
  return decoded.subarray(0, length)
}

/** The index of the line's end when only white space stands between; it is part of the soft break. */
function softBreakEnd(content: Buffer, from: number): number {
  for (let at = from; at < from + 100; at++) {
    const byte = content[at]
    if (byte === undefined) return at === from || at >= content.length ? content.length - 1 : -1
    if (byte === 10) return at
    if (byte !== 13 && byte !== 32 && byte !== 9) return -1
  }
  return -1
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 48 && byte <= 57) return byte - 48
  const lower = byte | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}
