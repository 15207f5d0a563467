// The DKIM-Signature fields of a mail as they lie in its header: whose they are, and where their keys stand. No more of them
// are left in it than the desk looks at, those of the sender's own organization first, so that a mail with a thousand
// signatures costs no more than one with a few.
import { aligned } from './domain-alignment.ts'

export type KeyPlace = { domain: string; selector: string }
export type SignedMail =
  | { kind: 'unsigned' }
  | { kind: 'header-too-long' }
  /** `bytes`: the mail with these signatures and no others; `keys`: where their keys stand. */
  | { kind: 'signed'; bytes: Buffer; keys: KeyPlace[] }

const headerLimitBytes = 200_000
const lineLimit = 2_000 // the longest honest headers have a few hundred
const signatureLimit = 5 // the sender's, his provider's, a list's; more are the copies of many lists, or an attack
const hostName = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/i

export function signaturesIn(bytes: Buffer, fromDomain: string): SignedMail {
  const places = signatureFields(bytes)
  if (places === null) return { kind: 'header-too-long' }
  if (places.length === 0) return { kind: 'unsigned' }
  const fields = places.map((place) => ({ ...place, ...keyPlaceIn(bytes.toString('latin1', place.start, place.end)) }))
  const own = (field: KeyPlace) => aligned(field.domain, fromDomain)
  const looked = [...fields.filter(own), ...fields.filter((field) => !own(field))].slice(0, signatureLimit)
  const keys = looked.filter(({ domain, selector }) => hostName.test(`${selector}.${domain}`))
  return { kind: 'signed', bytes: without(bytes, fields, new Set(looked)), keys }
}

type Place = { start: number; end: number }

/** Null where the header is too long to look further. */
function signatureFields(bytes: Buffer): Place[] | null {
  const fields: Place[] = []
  let open: Place | undefined
  let lines = 0
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(10, at)
    const next = newline < 0 ? bytes.length : newline + 1
    const first = bytes[at]
    if (first === 10 || (first === 13 && bytes[at + 1] === 10)) break
    if (++lines > lineLimit || next > headerLimitBytes) return null
    if (first !== 32 && first !== 9) {
      open = /^dkim-signature[ \t]*(?::|\r?$)/im.test(bytes.toString('latin1', at, Math.min(next, at + 40)))
        ? { start: at, end: next }
        : undefined
      if (open) fields.push(open)
    } else if (open) open.end = next
    at = next
  }
  return fields
}

/** RFC 6376, 3.2 and 3.5: `d=example.com; s=key1`. */
function keyPlaceIn(field: string): KeyPlace {
  const tags = field.slice(field.indexOf(':') + 1).split(';')
  const tagValue = (name: string) => {
    const tag = tags.find((candidate) => candidate.slice(0, candidate.indexOf('=')).trim().toLowerCase() === name)
    return (tag?.slice(tag.indexOf('=') + 1) ?? '').replace(/\s/g, '')
  }
  return { domain: tagValue('d'), selector: tagValue('s') }
}

function without(bytes: Buffer, fields: readonly Place[], kept: ReadonlySet<Place>): Buffer {
  const dropped = fields.filter((field) => !kept.has(field))
  if (dropped.length === 0) return bytes
  const starts = [0, ...dropped.map(({ end }) => end)]
  const ends = [...dropped.map(({ start }) => start), bytes.length]
  return Buffer.concat(starts.map((start, index) => bytes.subarray(start, ends[index])))
}
