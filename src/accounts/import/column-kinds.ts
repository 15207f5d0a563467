// What a column may hold. A value that is none is refused with its reason; one that is leaves as PostgreSQL's COPY text takes
// it. Called tens of millions of times for a large utility: no Temporal, no schema library, one pass over a value.
import { parseDay } from '../../kernel/days.ts'
import { parseDollars } from '../../kernel/money.ts'
import { parsePin } from '../../kernel/pin.ts'

export type ColumnKind =
  | { kind: 'id' | 'date' | 'money' | 'decimal' | 'percent' | 'yes-no' | 'pin' | 'e-mail' }
  | { kind: 'text'; most: number }
  | { kind: 'whole'; least?: number; most: number }
  | { kind: 'one-of'; words: readonly string[] }

/** `sqlType`: of the staging column. `read`: the value in COPY's text format, or `Unfit`. */
export type ColumnReader = { sqlType: string; read(value: string): string | Unfit }

export class Unfit {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

const mostIdCharacters = 40
const mostMoneyCents = 2_147_483_647 // the column's integer: 21 million dollars

export function columnReader(kind: ColumnKind): ColumnReader {
  switch (kind.kind) {
    case 'id':
      return { sqlType: 'text', read: readId }
    case 'date':
      return { sqlType: 'date', read: createDateReader() }
    case 'money':
      return { sqlType: 'integer', read: readMoney }
    case 'decimal':
      return {
        sqlType: 'numeric',
        read: (value) => (/^\d{1,12}(\.\d{1,6})?$/.test(value) ? value : new Unfit('not a number such as 12.5')),
      }
    case 'percent':
      return { sqlType: 'numeric', read: (value) => (isPercent(value) ? value : new Unfit('not a percentage from 0 to 100')) }
    case 'yes-no':
      return { sqlType: 'boolean', read: readYesNo }
    case 'pin':
      return { sqlType: 'text', read: readPin }
    case 'e-mail':
      return { sqlType: 'text', read: readEmail }
    case 'text':
      return { sqlType: 'text', read: (value) => readText(value, kind.most) }
    case 'whole':
      return { sqlType: 'integer', read: (value) => readWhole(value, kind.least ?? 0, kind.most) }
    case 'one-of':
      return { sqlType: 'text', read: (value) => (kind.words.includes(value) ? value : new Unfit(`not one of ${kind.words.join(', ')}`)) }
  }
}

/** `:` and `~` are kept for the desk's own ids and for versions of a row. */
function readId(value: string): string | Unfit {
  if (value.length > mostIdCharacters) return new Unfit(`longer than ${mostIdCharacters} characters`)
  return /^[A-Za-z0-9][A-Za-z0-9._/#-]*$/.test(value) ? value : new Unfit('not a key of letters, digits and . _ / # -')
}

/** Dates repeat: a set has a few thousand different ones, each looked at once. */
function createDateReader(): ColumnReader['read'] {
  const seen = new Map<string, string | Unfit>()
  const mostSeen = 50_000
  return (value) => {
    const known = seen.get(value)
    if (known !== undefined) return known
    const fit = parseDay(value) === undefined ? new Unfit('not a date such as 2026-06-01') : value
    if (seen.size < mostSeen) seen.set(value, fit)
    return fit
  }
}

function readMoney(value: string): string | Unfit {
  const cents = parseDollars(value)
  if (cents === undefined) return new Unfit('not dollars with at most two decimals, such as 36.51')
  return Math.abs(cents) > mostMoneyCents ? new Unfit('more than 21 million dollars') : String(cents)
}

function isPercent(value: string): boolean {
  return /^\d{1,3}(\.\d{1,4})?$/.test(value) && Number(value) <= 100
}

function readYesNo(value: string): string | Unfit {
  if (value === 'true' || value === 'yes') return 'true'
  if (value === 'false' || value === 'no') return 'false'
  return new Unfit('not yes or no')
}

function readPin(value: string): string | Unfit {
  return parsePin(value) ?? new Unfit('not a PIN of 14 digits, such as 14-08-203-015-0000')
}

/** In lower case: that is how a sender is looked up. An address that cannot be one would entitle nobody, or the wrong one. */
function readEmail(value: string): string | Unfit {
  const address = value.trim().toLowerCase()
  if (address.length > 254 || !/^[^\s@<>"(),;:\\]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/u.test(address)) return new Unfit('not an e-mail address')
  return readText(address, 254)
}

function readWhole(value: string, least: number, most: number): string | Unfit {
  if (!/^\d{1,10}$/.test(value)) return new Unfit('not a whole number')
  const number = Number(value)
  return number >= least && number <= most ? String(number) : new Unfit(`not from ${least} to ${most}`)
}

/** Other control characters than tab and line ends would be invisible on a page; U+FFFD stands where bytes were no UTF-8. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unseemly = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd]/
const needsEscape = /[\\\t\n\r]/

function readText(value: string, most: number): string | Unfit {
  if (value.length > most) return new Unfit(`longer than ${most} characters`)
  if (unseemly.test(value)) return new Unfit('holds control characters, or bytes that are not UTF-8')
  if (!needsEscape.test(value)) return value
  return value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}
