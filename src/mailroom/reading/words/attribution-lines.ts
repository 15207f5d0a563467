// The line with which a mail program introduces a quotation: "On Monday Ana wrote:", wrapped over a few lines or not, in any
// language that the words know. A sentence of the customer's that happens to end so is not taken for one.
import { folded } from './fold-words.ts'
import type { Line } from './mail-lines.ts'
import { attributionOpeners, personsVoice, saysWrote } from './quotation-words.ts'

export type Attribution = {
  /** The first line behind it. */
  end: number
  text: string
  /** The quotation below it is marked line by line. */
  overMarks: boolean
}

const attributionLimitLines = 4
const attributionLimitCharacters = 400
const namedOpener =
  /^(?:(?:On|El|Le|Il|Am|Em|No dia|Op|Den|D\.|Dne|Dňa|Dnia|W dniu|U|Dana|La|В|У|Στις|Vào|Pada|Noong)\s|在|于|於|في|بتاريخ|בתאריך|เมื่อ)/u
const groupWise = /^>>> [^>].{0,200}@.{0,100}\d{1,2}:\d{2}.{0,12}>>>:?$/

/** `announced`: a line above says that another mail begins here, so that an address and a date are enough. */
export function attributionAt(lines: readonly Line[], index: number, announced = false): Attribution | null {
  const first = lines[index] as Line
  if (groupWise.test(first.words)) return { end: index + 1, text: first.words, overMarks: false }
  let text = ''
  for (let end = index + 1; end <= index + attributionLimitLines && end <= lines.length; end++) {
    const line = lines[end - 1] as Line
    if (line.words === '' || line.depth !== first.depth) return null
    text = text === '' ? line.words : `${text} ${line.words}`
    if (text.length > attributionLimitCharacters) return null
    if (!endsAsAttribution(text)) continue
    if (beginsLater(lines, index, end)) return null
    const overMarks = marksFollow(lines, end, first.depth)
    return isAttribution(text, end - index, overMarks || announced) ? { end, text, overMarks } : null
  }
  return null
}

/** A line of the customer's right above it is no part of it, though both may begin with a day. */
function beginsLater(lines: readonly Line[], index: number, end: number): boolean {
  const [first, ...others] = lines.slice(index, end).map(({ words }) => words) as [string, ...string[]]
  if (others.length === 0) return false
  if (others.some((words) => namedOpener.test(words) && /\d/.test(words))) return true
  if (namedOpener.test(first) || /[<@]/.test(first)) return false
  const last = others.at(-1) as string
  return !attributionOpeners.test(folded(first)) || (attributionOpeners.test(folded(last)) && isAttribution(last, 1, true))
}

/** Zoho and Lotus Notes put dashes where others have a colon. */
function endsAsAttribution(text: string): boolean {
  return /[:：]$/.test(text) || isFramed(text)
}

function isFramed(text: string): boolean {
  return text.length >= 6 && text.startsWith('---') && text.endsWith('---')
}

/**
 * Above marked lines little is needed: somebody wrote, or an address with a date. Above an unmarked quotation everything that
 * follows is at stake: it must begin as one, say that somebody wrote, and name an address or the time of day.
 */
function isAttribution(given: string, lineCount: number, overMarks: boolean): boolean {
  const text = folded(given.replace(/^[-\s]+|(?<![-:：\s])[-:：\s]+$/g, ''))
  const address = /[^\s<>()[\]]@[^\s<>()[\]]/.test(text)
  const wrote = saysWrote(`${text} `)
  const opens = attributionOpeners.test(text)
  const time = /\d{1,2}[:.h]\d{2}/.test(text)
  if (isFramed(given)) return wrote && address
  if (lineCount > 1 && (/\p{Ll}{3,}[.!?]\s+\p{Lu}/u.test(given) || !(opens || address))) return false
  // A customer may tell what somebody wrote; mail programs put an address into brackets and never say "I" or "you".
  if (!/[<([][^\s<>()[\]]+@/.test(text) && personsVoice.test(text)) return false
  if (!overMarks) return wrote && /\d/.test(text) && (address ? opens || given.includes('<') || time : opens && time)
  if (address && /\d.*\d/.test(text)) return opens || wrote || given.includes('<')
  return wrote && (lineCount === 1 || time)
}

function marksFollow(lines: readonly Line[], from: number, depth: number): boolean {
  const next = lines.slice(from, from + 4).find((line) => line.words !== '' || line.depth > depth)
  return next !== undefined && next.depth > depth
}
