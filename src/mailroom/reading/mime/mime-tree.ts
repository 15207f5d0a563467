// The parts of a mail as they lie in its bytes (RFC 2046): one pass over the delimiters, no decoding and no judgement. Mails
// inside the mail stay leaves; who wants to know them reads them as mails of their own.

import { type Parameters, readParameters } from './field-parameters.ts'
import { type Header, lastField, type RawField, readHeader } from './header-fields.ts'
import { OverLimit } from './over-limit.ts'

export type Part = {
  fields: RawField[]
  type: Parameters
  disposition: Parameters
  /** quoted-printable, base64, or anything else for none. */
  encoding: string
  /** The content's place in the bytes. */
  start: number
  end: number
  parts: Part[]
  /** No delimiter ended it, or, in a multipart, none of its delimiters occurs: it may be cut off. */
  broken: boolean
}

const depthLimit = 60
const partLimit = 1_000
const fieldCountLimit = 10_000
const delimiterLimitBytes = 300 // RFC 2046 allows 70

type Open = { part: Part; boundary: string }

/** Throws OverLimit for a mail with more parts, levels or fields than any honest one has. */
export function readParts(bytes: Buffer, hint: string | null = null): Part {
  let count = 0
  let fields = 0
  const open: Open[] = []
  let announced: { field: string | undefined; boundary: string | undefined } = { field: undefined, boundary: undefined }

  function partAt(start: number, defaultType: string): Part {
    if (++count > partLimit) throw new OverLimit(`it has more than ${partLimit} parts`)
    const header = readHeader(bytes, start, bytes.length, (line, soFar) => endsHeader(line, soFar))
    fields += header.count
    if (fields > fieldCountLimit) throw new OverLimit(`it has more than ${fieldCountLimit} header fields`)
    return describe(header, defaultType, bytes.length, hint)
  }

  /** A part without body ends at a delimiter; so does the header of a multipart that forgot its empty line. */
  function endsHeader(line: string, soFar: RawField[]): boolean {
    if (matching(open, line) !== undefined) return true
    const own = boundaryIn(lastField(soFar, 'content-type'))
    return own !== undefined && matchOf(own, line) !== undefined
  }

  /** Asked before each line of a header that begins as a delimiter does: the field is read once. */
  function boundaryIn(field: string | undefined): string | undefined {
    if (announced.field !== field) announced = { field, boundary: readParameters(field, hint).parameters.get('boundary') }
    return announced.boundary
  }

  /** Opens a multipart; anything else is a leaf until the next delimiter. */
  function enter(part: Part): void {
    const boundary = part.type.value.startsWith('multipart/') ? part.type.parameters.get('boundary')?.trimEnd() : undefined
    if (boundary === undefined || boundary === '') return
    if (open.length >= depthLimit) throw new OverLimit(`its parts are nested more than ${depthLimit} deep`)
    open.push({ part, boundary })
  }

  const root = partAt(0, 'text/plain')
  enter(root)
  let leaf: Part | undefined = root
  for (let at = nextDashes(bytes, root.start); at >= 0 && open.length > 0; ) {
    const newline = bytes.indexOf(10, at)
    const next = newline < 0 ? bytes.length : newline + 1
    const match = next - at <= delimiterLimitBytes ? matching(open, bytes.toString('latin1', at, next)) : undefined
    if (!match) {
      at = nextDashes(bytes, next - 1)
      continue
    }
    const end = endOfLineBefore(bytes, at)
    if (leaf) finish(leaf, end)
    for (const { part } of open.splice(match.level + 1)) finish(part, end)
    const { part: parent } = open[match.level] as Open
    parent.broken = false
    if (match.closes) {
      finish(parent, end)
      open.pop()
      leaf = undefined
      at = nextDashes(bytes, next - 1)
    } else {
      leaf = undefined
      if (next >= bytes.length) break // a delimiter in the last line opens nothing
      const child = partAt(next, parent.type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain')
      parent.parts.push(child)
      enter(child)
      leaf = child
      at = nextDashes(bytes, child.start)
    }
  }
  closeAtEnd(bytes, open, leaf)
  return root
}

function describe(header: Header, defaultType: string, end: number, hint: string | null): Part {
  const { fields, bodyStart } = header
  const type = readParameters(lastField(fields, 'content-type'), hint)
  return {
    fields,
    type: {
      value: type.value.includes('/') ? type.value : type.value === 'text' ? 'text/plain' : defaultType,
      parameters: type.parameters,
    },
    disposition: readParameters(lastField(fields, 'content-disposition'), hint),
    encoding: (/^[^\s;(]*/.exec(lastField(fields, 'content-transfer-encoding') ?? '')?.[0] ?? '').toLowerCase().replace(/^"|"$/g, ''),
    start: bodyStart,
    end,
    parts: [],
    broken: type.value.startsWith('multipart/'), // until one of its delimiters is found
  }
}

function finish(part: Part, end: number): void {
  part.end = Math.max(part.start, end)
}

/** What is still open when the bytes end was cut off, unless the closing delimiter stands there with its line break forgotten. */
function closeAtEnd(bytes: Buffer, open: Open[], leaf: Part | undefined): void {
  if (open.length === 0 || !leaf) return
  const tail = bytes.toString('latin1', Math.max(leaf.start, bytes.length - delimiterLimitBytes)).trimEnd()
  const closing = open.findLast(({ boundary }) => tail.endsWith(`--${boundary}--`))
  if (closing) leaf.end = bytes.lastIndexOf(Buffer.from(`--${closing.boundary}--`, 'latin1'))
  else if (open.some(({ part }) => part.parts.includes(leaf))) leaf.broken = true
}

/** The next place at or after `from` where a line begins with two hyphens. */
function nextDashes(bytes: Buffer, from: number): number {
  if (bytes[from] === 45 && bytes[from + 1] === 45 && (from === 0 || bytes[from - 1] === 10)) return from
  const found = bytes.indexOf('\n--', from, 'latin1')
  return found < 0 ? -1 : found + 1
}

function endOfLineBefore(bytes: Buffer, at: number): number {
  if (bytes[at - 1] !== 10) return at
  return bytes[at - 2] === 13 ? at - 2 : at - 1
}

/** The innermost open multipart whose delimiter the line is. */
function matching(open: Open[], line: string): { level: number; closes: boolean } | undefined {
  for (let level = open.length - 1; level >= 0; level--) {
    const closes = matchOf((open[level] as Open).boundary, line)
    if (closes !== undefined) return { level, closes }
  }
  return undefined
}

function matchOf(boundary: string, line: string): boolean | undefined {
  if (!line.startsWith(boundary, 2)) return undefined
  const rest = line.slice(2 + boundary.length).trimEnd()
  if (rest === '') return false
  return rest === '--' ? true : undefined
}
