// Fields with parameters, such as Content-Type (RFC 2045, 2231), read as loosely as they are written: semicolons missing,
// names unquoted with spaces, values in pieces, encoded words where none may stand.
import { decodeText } from './charsets.ts'
import { decodeWords } from './encoded-words.ts'

export type Parameters = { value: string; parameters: Map<string, string> }

const fieldLimitCharacters = 20_000
const parameterLimit = 200

/** `raw` has one character a byte. The value and the names are in lower case; parameters are decoded text. */
export function readParameters(raw: string | undefined, hint: string | null): Parameters {
  const pieces = piecesOf((raw ?? '').slice(0, fieldLimitCharacters))
  const value = (/^[^\s;"]+/.exec(pieces[0] ?? '')?.[0] ?? '').toLowerCase()
  // `multipart/mixed boundary=x`: the semicolon after the type is often forgotten.
  const rest = (pieces[0] ?? '').slice(value.length).trim()
  const given = new Map<string, string>()
  for (const piece of [rest, ...pieces.slice(1)]) {
    const equals = piece.indexOf('=')
    if (equals < 1 || given.size >= parameterLimit) continue
    const name = piece.slice(0, equals).trim().toLowerCase()
    if (!given.has(name)) given.set(name, bare(piece.slice(equals + 1).trim()))
  }
  return { value, parameters: joined(given, hint) }
}

/** Parts between semicolons that stand in no quotes; comments are dropped. */
function piecesOf(text: string): string[] {
  const pieces: string[] = []
  let piece = ''
  let quoted = false
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string
    if (character === '\\' && quoted) piece += character + (text[++at] ?? '')
    else if (character === '"' && depth === 0) {
      quoted = !quoted
      piece += character
    } else if (!quoted && character === '(' && /(?:^|[\s;])$/.test(piece.slice(-1))) depth++
    else if (!quoted && character === ')' && depth > 0) depth--
    else if (depth > 0) continue
    else if (character === ';' && !quoted) {
      pieces.push(piece.trim())
      piece = ''
    } else piece += character
  }
  pieces.push(piece.trim())
  return pieces
}

function bare(value: string): string {
  if (!value.startsWith('"')) return value
  const end = closingQuote(value)
  return value.slice(1, end).replace(/\\(["\\])/g, '$1') // a path of Windows keeps its single backslashes
}

function closingQuote(value: string): number {
  for (let at = 1; at < value.length; at++) {
    if (value[at] === '\\') at++
    else if (value[at] === '"') return at
  }
  return value.length
}

/** `filename*0*=utf-8''a`, `filename*1=b` → `filename` (RFC 2231). A plain one gives way to an extended one. */
function joined(given: Map<string, string>, hint: string | null): Map<string, string> {
  const result = new Map<string, string>()
  const pieces = new Map<string, { order: number; text: string; extended: boolean }[]>()
  for (const [name, text] of given) {
    const match = /^([^*]+)\*(?:(\d{1,3})(\*?))?$/.exec(name)
    if (!match) {
      result.set(name, decodeWords(text, hint))
      continue
    }
    const key = match[1] as string
    const extended = match[2] === undefined || match[3] === '*'
    pieces.set(key, [...(pieces.get(key) ?? []), { order: Number(match[2] ?? 0), text, extended }])
  }
  for (const [name, list] of pieces) {
    list.sort((a, b) => a.order - b.order)
    let charset: string | null = null
    let bytes = ''
    for (const [index, { text, extended }] of list.entries()) {
      const said = index === 0 && extended ? /^([^']*)'[^']*'/.exec(text) : null
      if (said) charset = (said[1] as string) || null
      const content = said ? text.slice(said[0].length) : text
      bytes += extended ? content.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : content
    }
    const { text } = decodeText(Buffer.from(bytes, 'latin1'), charset, { hint })
    result.set(name, charset === null ? decodeWords(bytes, hint) : text)
  }
  return result
}
