// The text of a part: its transfer encoding undone, its character set read, bounded before it is decoded.
import { type Decoded, decodeText } from './charsets.ts'
import type { Part } from './mime-tree.ts'
import { decodedContent } from './transfer-encodings.ts'

export type PartText = Decoded & { cut: boolean; undecodable: boolean }

const textLimitBytes = 1_500_000 // encoded; a long novel
const metaLimitCharacters = 2_000

/** Reads each part once, whoever asks. `forced`: the character set a person named. */
export function createTextReader(bytes: Buffer, forced: string | null, hint: () => string | null): (part: Part) => PartText {
  const known = new Map<Part, PartText>()
  return (part) => {
    const found = known.get(part)
    if (found) return found
    const whole = bytes.subarray(part.start, part.end)
    const cut = whole.length > textLimitBytes
    const { bytes: content, undecodable } = decodedContent(cut ? whole.subarray(0, textLimitBytes) : whole, part.encoding)
    const read = { ...decodeText(content, labelOf(part, content), { forced, hint: hint() }), cut, undecodable }
    known.set(part, read)
    return read
  }
}

/** An HTML page may name its set itself; the mail's own label goes first. */
function labelOf(part: Part, content: Buffer): string | null {
  const declared = part.type.parameters.get('charset') ?? null
  if (declared !== null || part.type.value !== 'text/html') return declared
  return /<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?([\w-]{2,40})/i.exec(content.toString('latin1', 0, metaLimitCharacters))?.[1] ?? null
}
