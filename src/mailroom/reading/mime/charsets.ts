// From bytes to text. The label is a hint, not the truth: bytes that cannot be what they are called are looked at again. The
// bytes stay in the raw mail, so that a person can have them read in another character set.
import { isAscii, isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { guessCharset } from './guess-charset.ts'

export type Decoded = { text: string; charset: string /** The label said something else. */; relabelled: boolean }
export type Surroundings = {
  /** What a person named; it is not doubted. */
  forced?: string | null
  /** The character set of the mail's other text. */
  hint?: string | null
}

const labelLimitCharacters = 200
const lossLimit = 0.01 // a few broken characters do not prove a label wrong
const foreignShare = 0.3 // Latin letters are mostly ASCII; bytes like these are another script's

/** Labels whose bytes are read as another set's: subsets (WHATWG), nicknames, and words that name none. */
const aliases: [RegExp, string | null][] = [
  [/^(?:unicode-?1-?1-?)?utf-?7$/, 'utf-7'],
  [/^utf.?8/, 'utf-8'],
  [/^(?:us-?ascii|ascii|ansi|ansi_x3.*|iso[-_ ]?8859-?1(?!\d).*|latin-?1|l1|cp819|windows-?1252.*|cp-?1252|win-?1252)$/, 'windows-1252'],
  [/^(?:gb_?2312(?:-80)?|x?-?gbk|cn-gb|gb18030|euc-cn|cp936|ms936|chinese)$/, 'gb18030'],
  [/^(?:ks_?c_?5601.*|euc-?kr|korean|ms949|cp949|windows-949)$/, 'cp949'],
  [/^(?:x-sjis|s-?jis|shift[-_]?jis|ms_kanji|windows-31j|cp932|ms932)$/, 'shift_jis'],
  [/^(?:big5.*|cn-big5|x-x-big5|cp950)$/, 'big5'],
  [/^iso-?2022-?jp.*$/, 'iso-2022-jp'],
  [/^iso-?2022-?kr$/, 'iso-2022-kr'],
  [/^hz(?:-gb-2312)?$/, 'hz-gb-2312'],
  [/^iso-?8859-8-[ie]$/, 'iso-8859-8'],
  [/^iso-?8859-9$/, 'windows-1254'],
  [/^(?:tis-?620|iso-?8859-11|cp874)$/, 'windows-874'],
  [/^x-mac-(?:roman)?$|^mac(?:roman)?$/, 'macintosh'],
  [/^(?:base64|hex|binary|8bit|7bit|none|default|unknown.*|x-unknown|x-user-defined)$/, null],
]
const wide = /^(?:utf-?16|utf-?32|ucs-?[24])/
const multibyte = /^(?:gb18030|cp949|shift_jis|big5|euc-jp)$/
const latin = /^(?:windows-125[024578]|iso-?8859-(?:1|2|3|4|9|10|13|14|15|16)|macintosh)$/

export function decodeText(bytes: Buffer, label: string | null, { forced = null, hint = null }: Surroundings = {}): Decoded {
  const chosen = forced === null ? null : knownCharset(forced)
  if (chosen !== null) return as(bytes, chosen)
  const declared = label === null ? null : knownCharset(label)
  const special = specially(bytes, declared)
  if (special !== null) return as(bytes, special, declared)
  if (isAscii(bytes)) return { text: bytes.toString('latin1'), charset: declared ?? 'us-ascii', relabelled: false }
  if (isUtf8(bytes)) {
    const believed = declared !== null && multibyte.test(declared) && guessCharset(bytes) === declared
    return as(bytes, believed ? declared : 'utf-8', declared)
  }
  if (declared === null || declared === 'utf-8') return as(bytes, unlabelled(bytes, hint), declared)
  if (multibyte.test(declared)) {
    const read = as(bytes, declared)
    if (losses(read.text) <= lossLimit * read.text.length) return read
    const other = as(bytes, guessCharset(bytes), declared)
    return losses(other.text) < losses(read.text) ? other : read
  }
  if (latin.test(declared) && foreign(bytes)) {
    const guess = guessCharset(bytes)
    if (!latin.test(guess)) return as(bytes, guess, declared)
  }
  return as(bytes, declared)
}

/** A name that a decoder answers to, or null. */
function knownCharset(label: string): string | null {
  const name = label
    .slice(0, labelLimitCharacters)
    .toLowerCase()
    .replace(/^[\s"']*(?:charset=)?|[\s"';,]+$/g, '')
    .slice(0, 60)
  for (const [pattern, charset] of aliases) if (pattern.test(name)) return charset
  return name !== '' && iconv.encodingExists(name) ? name : null
}

/** Sets that hide in ASCII, or are told by their first bytes. */
function specially(bytes: Buffer, declared: string | null): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf && isUtf8(bytes)) return 'utf-8'
  if (bytes.length % 2 === 0 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))) return 'utf-16'
  if (declared !== null && wide.test(declared)) return bytes.length === 0 || bytes.includes(0) || !isUtf8(bytes) ? declared : null
  if (declared === 'utf-7' || declared === 'hz-gb-2312' || declared === 'iso-2022-kr') return isAscii(bytes) ? declared : null
  // The escapes of ISO-2022-JP mean nothing in any other text, so that they speak louder than a label.
  if (declared === 'iso-2022-jp' || escapesOfJapanese(bytes)) return isAscii(bytes) ? 'iso-2022-jp' : null
  return null
}

function escapesOfJapanese(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, 2_000)
  return start.includes('\u001b$@') || start.includes('\u001b$B')
}

/** No label, or UTF-8 that it is not: mostly UTF-8 with a broken place, the mail's other set, or what the bytes look like. */
function unlabelled(bytes: Buffer, hint: string | null): string {
  const text = bytes.toString('utf8')
  const broken = losses(text)
  let sound = 0
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything beyond ASCII that was read without loss
  for (const run of text.slice(0, 100_000).match(/[^\u0000-\u007f\ufffd]+/g) ?? []) sound += run.length
  if (sound >= broken) return 'utf-8'
  const known = hint === null ? null : knownCharset(hint)
  if (known !== null && known !== 'utf-8' && losses(as(bytes, known).text) === 0) return known
  return guessCharset(bytes)
}

function as(bytes: Buffer, charset: string, declared: string | null = charset): Decoded {
  return { text: decode(bytes, charset), charset, relabelled: declared !== charset }
}

function decode(bytes: Buffer, charset: string): string {
  if (charset === 'utf-8')
    return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.toString('utf8', 3) : bytes.toString('utf8')
  if (charset === 'iso-2022-jp') return new TextDecoder('iso-2022-jp').decode(bytes)
  if (charset === 'hz-gb-2312') return betweenShifts(bytes, /~\{([^~]*)(?:~\}|$)/g, 'gb18030').replace(/~~/g, '~')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ISO-2022-KR shifts by SO and SI
  if (charset === 'iso-2022-kr') return betweenShifts(bytes, /\u000e([^\u000f]*)(?:\u000f|$)/g, 'cp949').replace('\u001b$)C', '')
  return iconv.decode(bytes, charset)
}

/** Seven-bit forms of a double-byte set: between the shifts the high bit is missing. */
function betweenShifts(bytes: Buffer, shifted: RegExp, charset: string): string {
  return bytes.toString('latin1').replace(shifted, (_, letters: string) => {
    const raised = Buffer.from(letters, 'latin1')
    for (let at = 0; at < raised.length; at++) raised[at] = (raised[at] as number) | 0x80
    return iconv.decode(raised, charset)
  })
}

function losses(text: string): number {
  let count = 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) count++
  return count
}

function foreign(bytes: Buffer): boolean {
  let high = 0
  let letters = 0
  const length = Math.min(bytes.length, 20_000)
  for (let at = 0; at < length; at++) {
    const byte = bytes[at] as number
    if (byte > 127) high++
    if (byte > 64) letters++
  }
  return high >= 4 && high > foreignShare * letters
}
