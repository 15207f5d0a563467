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
    const overMarks = marksFollow(lines, end, first.depth)
    return isAttribution(text, end - index, overMarks || announced) ? { end, text, overMarks } : null
  }
  return null
}

/** Zoho and Lotus Notes put dashes where others have a colon. */
function endsAsAttribution(text: string): boolean {
  return /[:：]$/.test(text) || isFramed(text)
}

function isFramed(text: string): boolean {
  return /^-{3,}.*-{3,}$/.test(text)
}

function isAttribution(given: string, lineCount: number, overMarks: boolean): boolean {
  const text = folded(given.replace(/^[-\s]+|[-:：\s]+$/g, ''))
  const address = /[^\s<>()[\]]@[^\s<>()[\]]/.test(text)
  const wrote = saysWrote(`${text} `)
  const opens = attributionOpeners.test(text)
  const time = /\d{1,2}[:.h]\d{2}/.test(text)
  if (isFramed(given)) return wrote && address
  if (lineCount > 1 && (/\p{Ll}{3,}[.!?]\s+\p{Lu}/u.test(given) || !(opens || address))) return false
  if (!address && personsVoice.test(text)) return false
  if (!overMarks) return wrote && /\d/.test(text) && (address ? opens || given.includes('<') || time : opens && time)
  if (address && /\d.*\d/.test(text)) return opens || wrote || given.includes('<')
  return wrote && (lineCount === 1 || time)
}

function marksFollow(lines: readonly Line[], from: number, depth: number): boolean {
  const next = lines.slice(from, from + 4).find((line) => line.words !== '' || line.depth > depth)
  return next !== undefined && next.depth > depth
}
