// The header of a mail or of one of its parts: where it ends, and its fields, each byte one character, as they stood. What a
// field means is for others to say. Time is linear in the header's length, whatever stands in it.

/** One field, unfolded; the name in lower case, the value with one character a byte (latin1). */
export type RawField = { name: string; value: string }

export type Header = { fields: RawField[]; bodyStart: number; count: number }

const fieldLimit = 2_000 // Received lines of a long way are 50; what is beyond is counted, and kept only where it says whose mail it is
const valueLimitCharacters = 200_000
const telling = /^(?:from|to|cc|reply-to|sender|subject|date|message-id|in-reply-to|references|content-type|content-transfer-encoding)$/

/**
 * Reads from `start` to the first empty line, to a line for which `isDelimiter` holds (a part may have no body), or to `end`.
 * Where no empty line ends the header, the body begins at the first line that cannot be a field (RFC 5322, 2.2).
 */
export function readHeader(bytes: Buffer, start: number, end: number, isDelimiter?: (line: string, soFar: RawField[]) => boolean): Header {
  const fields: RawField[] = []
  let count = 0
  let stray = -1
  let at = start
  let current: { name: string; pieces: string[]; length: number } | undefined
  const close = () => {
    if (!current) return
    count++
    if (fields.length < fieldLimit || telling.test(current.name))
      fields.push({ name: current.name, value: current.pieces.join(' ').trim() })
    current = undefined
  }
  while (at < end) {
    const newline = bytes.indexOf(10, at)
    const next = newline < 0 || newline >= end ? end : newline + 1
    const first = bytes[at] as number
    if (first === 10 || (first === 13 && (bytes[at + 1] === 10 || at + 1 >= end))) {
      close()
      return { fields, bodyStart: next, count }
    }
    if (first === 32 || first === 9) {
      const piece = bytes.toString('latin1', at, Math.min(next, at + valueLimitCharacters)).trim()
      if (current && piece !== '' && current.length < valueLimitCharacters) {
        current.pieces.push(piece)
        current.length += piece.length
      }
    } else {
      const line = bytes.toString('latin1', at, Math.min(next, at + valueLimitCharacters))
      if (first === 45 && line.startsWith('--') && isDelimiter) {
        close()
        if (isDelimiter(line, fields)) return { fields, bodyStart: at, count }
      }
      const colon = line.indexOf(':')
      const name = colon > 0 ? line.slice(0, colon).trimEnd() : ''
      if (name !== '' && !/[^!-~]/.test(name)) {
        close()
        current = { name: name.toLowerCase(), pieces: [line.slice(colon + 1).trim()], length: line.length }
      } else if (stray < 0 && !/^>?From /.test(line)) stray = at // of a mailbox file
    }
    at = next
  }
  close()
  return { fields, bodyStart: stray >= 0 ? stray : end, count }
}

/** The last field of that name counts: what a later hand added describes the mail as it is now. */
export function lastField(fields: readonly RawField[], name: string): string | undefined {
  return fields.findLast((field) => field.name === name)?.value
}

export function firstField(fields: readonly RawField[], name: string): string | undefined {
  return fields.find((field) => field.name === name)?.value
}
