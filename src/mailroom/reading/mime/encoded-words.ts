// Encoded words (RFC 2047) and raw 8-bit text in header fields. Words are joined before they are decoded where a character was
// broken across them, and a label that lies is found out as it is for bodies.
import { decodeText } from './charsets.ts'

const encodedWord = /=\?([^?\s]{1,80})\?([bq])\?([^?]*)\?=/gi

/** `raw` has one character a byte; `hint` is the character set of the mail's text, for bytes that no label speaks for. */
export function decodeWords(raw: string, hint: string | null): string {
  if (!raw.includes('=?')) return plain(raw, hint)
  let result = ''
  let end = 0
  let run: { charset: string; bytes: Buffer[]; open: string } | undefined // neighbours of one character set
  const flush = () => {
    if (!run) return
    if (run.open !== '') run.bytes.push(Buffer.from(run.open, 'base64'))
    result += decodeText(Buffer.concat(run.bytes), run.charset, { hint }).text
    run = undefined
  }
  for (const match of raw.matchAll(encodedWord)) {
    const between = raw.slice(end, match.index)
    const charset = (match[1] as string).replace(/\*.*$/, '').toLowerCase() // RFC 2231 lets a language follow
    const apart = end === 0 || between.trim() !== ''
    if (apart || run?.charset !== charset) flush()
    if (apart) result += plain(between, hint)
    run ??= { charset, bytes: [], open: '' }
    append(run, (match[2] as string).toLowerCase(), match[3] as string)
    end = match.index + match[0].length
  }
  flush()
  return result + plain(raw.slice(end), hint)
}

/** Base64 may be cut anywhere: letters of an unfinished group wait for the next word. */
function append(run: { bytes: Buffer[]; open: string }, encoding: string, content: string): void {
  if (encoding === 'b') {
    const letters = run.open + content.replace(/[^A-Za-z0-9+/]/g, '')
    const whole = content.includes('=') ? letters.length : letters.length - (letters.length % 4)
    run.bytes.push(Buffer.from(letters.slice(0, whole), 'base64'))
    run.open = letters.slice(whole)
    return
  }
  if (run.open !== '') run.bytes.push(Buffer.from(run.open, 'base64'))
  run.open = ''
  const text = content.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  run.bytes.push(Buffer.from(text, 'latin1'))
}

function plain(raw: string, hint: string | null): string {
  // Anything but printable ASCII and white space asks for a decoder.
  return /[^\t\n\r -~]/.test(raw) ? decodeText(Buffer.from(raw, 'latin1'), null, { hint }).text : raw
}
