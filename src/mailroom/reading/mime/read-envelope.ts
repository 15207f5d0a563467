// Whose mail it is, when it was written and what it answers, from its header alone: also of a mail that cannot be read further.

import type { Envelope } from '../mail-reading.ts'
import { decodeWords } from './encoded-words.ts'
import { firstField, type RawField } from './header-fields.ts'
import { oneLine } from './kept-fields.ts'
import { readAddresses } from './read-addresses.ts'

const subjectLimitCharacters = 998 // RFC 5322's longest line
const referencesLimit = 100

export function readEnvelope(fields: readonly RawField[], hint: string | null): Envelope {
  const addresses = (name: string) =>
    fields
      .filter((field) => field.name === name)
      .slice(0, 10)
      .flatMap(({ value }) => readAddresses(value, hint))
  const froms = addresses('from')
  return {
    messageId: messageIdIn(firstField(fields, 'message-id'), true),
    date: dateIn(firstField(fields, 'date')),
    from: froms[0] ?? { address: null, name: null },
    fromCount: froms.length + fields.filter(({ name, value }) => name === 'from' && namesTwoInOne(value)).length,
    replyTo: addresses('reply-to'),
    to: addresses('to'),
    cc: addresses('cc'),
    subject: oneLine(decodeWords((firstField(fields, 'subject') ?? '').slice(0, 50_000), hint)).slice(0, subjectLimitCharacters),
    inReplyTo: messageIdIn(firstField(fields, 'in-reply-to'), false),
    references: fields
      .filter(({ name }) => name === 'references')
      .flatMap(({ value }) => (value.match(/<[^<>]{1,500}>/g) ?? []).flatMap((id) => messageIdIn(id, false) ?? []))
      .slice(-referencesLimit),
  }
}

/** `<ana@example.com> <eve@example.net>`: one server takes the first of them for the sender, another the last. */
function namesTwoInOne(from: string): boolean {
  const unquoted = from.slice(0, 10_000).replace(/"(?:[^"\\]|\\.){0,1000}"/g, '')
  return /<[^<>]{0,300}@[^<>]{0,300}>\s{0,20}<[^<>]{0,300}@/.test(unquoted)
}

/** With its angle brackets; one that was written without them, or broken by a fold, gets them. */
function messageIdIn(given: string | undefined, bare: boolean): string | null {
  const id = given?.match(/<[^<>]{1,900}>/)?.[0].replace(/\s+/g, '')
  if (id !== undefined && id !== '<>') return utf8(id)
  const alone = bare ? given?.match(/^\s*([^\s<>]{1,450}@[^\s<>]{1,450})\s*$/)?.[1] : undefined
  return alone === undefined ? null : utf8(`<${alone}>`)
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8')
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const zones: Record<string, number> = {
  edt: -4,
  est: -5,
  cdt: -5,
  cst: -6,
  mdt: -6,
  mst: -7,
  pdt: -7,
  pst: -8,
  cet: 1,
  cest: 2,
  bst: 1,
  jst: 9,
}
const written =
  /^(?:[a-z]{2,9}\.?,?\s*)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s-]+(\d{2,4}),?\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(?:(?:gmt|utc?)?\s*([+-]\d{1,2}:?\d{2})|([a-z]{1,4}))?/i

/** ISO, UTC (RFC 5322, 3.3 and 4.3). Null for what says no date; a zone that nobody knows is taken for UTC. */
function dateIn(given: string | undefined): string | null {
  const text = (given ?? '')
    .slice(0, 300)
    .replace(/\([^)]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const match = written.exec(text)
  const date = match ? dateOf(match) : new Date(text)
  const year = date.getUTCFullYear() // NaN for no date
  return year >= 1970 && year < 2200 ? date.toISOString() : null
}

function dateOf(match: RegExpExecArray): Date {
  const [, day, month, given, hour, minute, second, offset, zone] = match
  const month0 = months.indexOf((month as string).toLowerCase())
  let year = Number(given)
  if (year < 50) year += 2000
  else if (year < 1000) year += 1900
  const numbers = [Number(day), Number(hour), Number(minute), Number(second ?? 0)] as const
  if (month0 < 0 || numbers[0] > 31 || numbers[1] > 24 || numbers[2] > 59 || numbers[3] > 60) return new Date(Number.NaN)
  const sign = offset?.startsWith('-') ? -1 : 1
  const digits = (offset ?? '').replace(/[+:-]/g, '').padStart(4, '0')
  const offsetMinutes = offset
    ? sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)))
    : (zones[zone?.toLowerCase() ?? ''] ?? 0) * 60
  return new Date(Date.UTC(year, month0, numbers[0], numbers[1], numbers[2] - offsetMinutes, numbers[3]))
}
