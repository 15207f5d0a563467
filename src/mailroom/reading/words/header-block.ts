// The few header fields that mail programs write above a mail they quote or pass on: one a line, with or without bold marks,
// in a table, wrapped, or all in one line.
import { visible } from './fold-words.ts'
import type { Line } from './mail-lines.ts'
import { type Field, fieldNamed, labelLimitCharacters, senderLabels, subjectLabels } from './quotation-words.ts'

export type HeaderBlock = {
  /** The first line behind it. */
  end: number
  fields: ReadonlyMap<Field, string>
  /** The label of the sender, which tells the language. */
  senderLabel: string
}

const blockLimitLines = 60 // a list of recipients may be long
const continuationLimitLines = 12
const blankLimitLines = 3

/** The block whose first field stands in that line, or null. */
export function headerBlockAt(lines: readonly Line[], index: number): HeaderBlock | null {
  const fields = new Map<Field, string>()
  let last: Field | null = null
  let senderLabel = ''
  let at = index
  for (; at < lines.length && at - index < blockLimitLines; at++) {
    const { words } = lines[at] as Line
    const found = fieldIn(words)
    if (found) {
      if (fields.has(found.field) && found.field !== 'cc' && found.field !== 'other') break
      fields.set(found.field, found.value)
      if (found.field === 'from') senderLabel = found.label
      last = found.field
    } else if (last === null) return null
    else if (words === '') {
      if (!isFresh(fields, lines[at + 1])) break
    } else if (!goesOn(lines, at, fields)) break
    else fields.set(last, `${fields.get(last)} ${words}`.trim())
  }
  while (at > index && lines[at - 1]?.words === '') at--
  return last === null ? null : { end: at, fields: withoutListSigns(fields), senderLabel }
}

/** A block that stands by itself, with no line above that announces it: it must say more to be believed. */
export function isTelling({ fields }: HeaderBlock): boolean {
  const from = fields.get('from') ?? ''
  const date = fields.get('date')
  if (!/\p{L}/u.test(from) || date === undefined || !(fields.has('to') || fields.has('subject'))) return false
  return `${from}${fields.get('to') ?? ''}`.includes('@') || (fields.has('subject') && /\d{1,2}[:.h]\d{2}/.test(date))
}

/** Below an announcing line. Blank lines may stand between. */
export function announcedBlock(lines: readonly Line[], from: number): HeaderBlock | null {
  const at = nextWords(lines, from)
  if (at === null) return null
  const block = headerBlockAt(lines, at)
  if (block && (block.fields.has('from') || block.fields.size >= 2)) return block
  return blockOfUnknownLanguage(lines, at)
}

/** The next line that says something, or null when there is none near. */
export function nextWords(lines: readonly Line[], from: number): number | null {
  for (let at = from; at <= from + blankLimitLines && at < lines.length; at++) if (lines[at]?.words !== '') return at
  return null
}

/** Yahoo's plain text: `From: … To: … Sent: … Subject: …` in one line, with nothing between one value and the next label. */
export function blockInOneLine(text: string, end: number): HeaderBlock | null {
  const sender = senderPattern.exec(text)
  if (!sender) return null
  const subject = subjectPattern.exec(text) ?? bareSubjectPattern.exec(text)
  const stop = text.indexOf('>', sender[0].length)
  const from = stop < 0 ? text.slice(sender[0].length, sender[0].length + 200) : text.slice(sender[0].length, stop + 1)
  const fields = new Map<Field, string>([['from', from.trim()]])
  if (subject && subject.index > sender[0].length) fields.set('subject', text.slice(subject.index + subject[0].length).trim())
  return { end, fields, senderLabel: sender[1] as string }
}

const alternatives = (words: readonly string[]) => [...words].sort((one, other) => other.length - one.length).join('|')
const senderPattern = new RegExp(`^(${alternatives(senderLabels)}) ?[:：]`, 'iu')
const subjectPattern = new RegExp(`(?:${alternatives(subjectLabels)}) ?[:：]`, 'u')
const bareSubjectPattern = new RegExp(`(?:${alternatives(subjectLabels)}) (?=\\S)`, 'u') // a Portuguese one leaves its colon out

function fieldIn(words: string): { field: Field; label: string; value: string } | null {
  const line = words.startsWith('|') ? ofTableRow(words) : words
  const colon = line.slice(0, labelLimitCharacters + 4).search(/[:：]/)
  if (colon < 1) return null
  const label = visible(line.slice(0, colon).replaceAll('*', ''))
  const field = fieldNamed(label)
  if (!field) return null
  const value = visible(line.slice(colon + 1).replace(/^[\s*]+/, ''))
  return { field, label, value: line.startsWith('*') ? value.replace(/(?<!\*)\*+$/, '').trimEnd() : value }
}

/** `| From | Jane Doe |`: the first cell is the label. */
function ofTableRow(words: string): string {
  const end = words.indexOf('|', 1)
  const label = words.slice(1, end).trim()
  return end < 0 || label === '' ? words : `${label}:${words.slice(end + 1)}`.replace(/\|$/, '')
}

/** A blank line between two fields: the next must be one that has not been said yet. */
function isFresh(fields: ReadonlyMap<Field, string>, line: Line | undefined): boolean {
  const next = line && fieldIn(line.words)
  return next != null && !fields.has(next.field)
}

/** A wrapped value goes on only where another field follows: the letter may begin right behind the last one. */
function goesOn(lines: readonly Line[], at: number, fields: ReadonlyMap<Field, string>): boolean {
  if (fields.has('from') && fields.has('subject') && fields.has('date') && fields.has('to')) return false
  for (let next = at + 1; next < lines.length && next <= at + continuationLimitLines; next++) {
    const { words } = lines[next] as Line
    if (words === '') return false
    const found = fieldIn(words)
    if (found) return !fields.has(found.field)
  }
  return false
}

/** Chinese programs end each value with a semicolon. */
function withoutListSigns(fields: ReadonlyMap<Field, string>): ReadonlyMap<Field, string> {
  if (!/[;；]$/.test(fields.get('from') ?? '')) return fields
  return new Map([...fields].map(([field, value]) => [field, value.replace(/[;；]$/, '').trimEnd()]))
}

/** At least three lines of `label: value` with an address: the first that has one is the sender's, as in every program. */
function blockOfUnknownLanguage(lines: readonly Line[], index: number): HeaderBlock | null {
  let at = index
  while (at < lines.length && at - index < blockLimitLines && /^[^:：\s][^:：]{0,43}[:：]\s*\S/.test(lines[at]?.words ?? '')) at++
  const written = lines.slice(index, at).map(({ words }) => words)
  const sender = written.find((words) => words.includes('@'))
  if (written.length < 3 || sender === undefined) return null
  const colon = sender.search(/[:：]/)
  return { end: at, fields: new Map([['from', sender.slice(colon + 1).trim()]]), senderLabel: sender.slice(0, colon) }
}
