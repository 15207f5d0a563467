// A text as its reader sees it: one kind of space, digit and dash, nothing invisible, with the way back to the places of the
// original. What somebody hid between digits is remembered, because an honest figure has nothing to hide.
import type { Span } from './claim.ts'

export type PlainText = {
  text: string
  /** For each unit of `text`: where it begins and ends in the original. */
  starts: readonly number[]
  ends: readonly number[]
  /** For each unit: whether its digit was of another script, or something invisible stood right before it. */
  odd: readonly boolean[]
  /** For each unit: whether it is a space or break other than the plain ones. */
  oddSpace: readonly boolean[]
}

const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/u
const fractions: Record<string, string> = { '½': '1/2', '¼': '1/4', '¾': '3/4', '⅓': '1/3', '⅔': '2/3', '⅛': '1/8', '⅜': '3/8', '⅝': '5/8' }
const marks: Record<string, string> = { '\u2212': '-', '\u2010': '-', '\u2011': '-', '\u2012': '–', '\u2014': '–', '\u2015': '–', '’': "'" }

export function plainText(original: string): PlainText {
  const plain = { text: '', starts: [] as number[], ends: [] as number[], odd: [] as boolean[], oddSpace: [] as boolean[] }
  const pieces: string[] = []
  let at = 0
  let hidden = false
  for (const sign of original) {
    const seen = seenAs(sign)
    const end = at + sign.length
    if (seen === '') hidden = true
    for (let unit = 0; unit < seen.length; unit++) {
      plain.starts.push(at)
      plain.ends.push(end)
      plain.odd.push(hidden || (/[0-9]/.test(seen) && !(sign in fractions) && seen !== sign))
      plain.oddSpace.push(/^[ \n]$/.test(seen) && seen !== sign && sign !== '\t' && sign !== '\r')
    }
    if (seen !== '') hidden = false
    pieces.push(seen)
    at = end
  }
  return { ...plain, text: pieces.join('') }
}

/** The place in the original of a stretch of the plain text. */
export function originalSpan(plain: PlainText, { start, end }: Span): Span {
  return { start: plain.starts[start] as number, end: plain.ends[end - 1] as number }
}

function seenAs(sign: string): string {
  if (sign <= '~' && sign >= ' ') return sign
  if (sign === '\n' || sign === '\u2028' || sign === '\u2029' || sign === '\u0085' || sign === '\v' || sign === '\f') return '\n'
  if (sign === '\t' || sign === '\r' || /\p{Zs}/u.test(sign)) return ' '
  if (invisible.test(sign) || /\p{M}/u.test(sign)) return ''
  if (sign in fractions) return ` ${fractions[sign]}`
  if (sign in marks) return marks[sign] as string
  if (/\p{Nd}/u.test(sign)) return String(digitOf(sign))
  const plainer = plainerForms.get(sign) ?? sign.normalize('NFKC')
  return /^[!-~]$/.test(plainer) ? plainer : sign
}

const plainerForms = new Map([
  ['٫', '.'],
  ['٬', ','],
  ['٪', '%'],
])

/** Decimal digits of a script stand together, zero first, in tens. */
function digitOf(sign: string): number {
  const plainer = sign.normalize('NFKC')
  if (/^[0-9]$/.test(plainer)) return Number(plainer)
  const code = sign.codePointAt(0) as number
  let zero = code
  while (code - zero < 100 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return (code - zero) % 10
}
