// Reads what stands in a typed command: a case, a day, a colleague, and the words that are left.
import { type CaseRecord, caseNumberIn } from '../../../cases/case.ts'
import { addDays, type Day, dayOf, parseDay } from '../../../kernel/days.ts'
import type { StaffMember } from '../../../staff/staff-member.ts'
import { quoted } from '../plain-words.ts'
import type { Asked } from './slash-command.ts'

const greatestNumber = 2_147_483_647 // the column's

/** The case that the first word names, and what follows it; or the words that say why there is none. */
export async function caseFirst({ room, words }: Asked): Promise<{ record: CaseRecord; rest: string } | { why: string }> {
  const [first = '', ...rest] = words.split(' ')
  const number = caseNumber(first)
  if (number === undefined) return { why: `Name a case first, such as *123* or *WD-000123*, not “${quoted(first, 40)}”.` }
  const record = await room.cases.byNumber(number)
  return record
    ? { record, rest: rest.join(' ').replace(/^(?:to|into|from|for|until|:|-)\s+/i, '') }
    : { why: `There is no case ${number}.` }
}

/** `WD-000123`, `wd123`, `#123`, and the subject's token `[WD-000123-k7f2q9]`. */
export function caseNumber(word: string): number | undefined {
  const bare = word
    .replace(/^\[|\]$/g, '')
    .replace(/^#/, '')
    .replace(/^wd[-\s]?/i, '')
    .replace(/-[a-z0-9]+$/i, '')
  const number = caseNumberIn(bare)
  return number !== undefined && number >= 1 && number <= greatestNumber ? number : undefined
}

/** A day at the end of the words: `2026-12-04`, `12/4`, `tomorrow`, `in 5 days`; and the words before it. */
export function dayAtEnd({ room, words }: Pick<Asked, 'room' | 'words'>): { day: Day | null; rest: string } {
  const today = dayOf(room.desk.clock.now(), room.desk.timeZone)
  const found = /(?:\s|^)(?:(?:until|by|on|till)\s+)?(\d{4}-\d{2}-\d{2}|\d{1,2}\/\d{1,2}(?:\/\d{4})?|tomorrow|in \d{1,2} days?)$/i.exec(
    words,
  )
  if (!found) return { day: null, rest: words }
  const rest = words.slice(0, found.index).trim()
  return { day: dayOfWords((found[1] as string).toLowerCase(), today), rest }
}

function dayOfWords(text: string, today: Day): Day | null {
  if (text === 'tomorrow') return addDays(today, 1)
  const inDays = /^in (\d{1,2})/.exec(text)
  if (inDays) return addDays(today, Number(inDays[1]))
  const american = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?$/.exec(text)
  if (!american) return parseDay(text) ?? null
  const [month, dayOfMonth] = [american[1], american[2]].map((part) => (part as string).padStart(2, '0'))
  const thisYear = new Date(today * 86_400_000).getUTCFullYear()
  const given = parseDay(`${american[3] ?? thisYear}-${month}-${dayOfMonth}`)
  if (given === undefined || american[3] !== undefined || given >= today) return given ?? null
  return parseDay(`${thisYear + 1}-${month}-${dayOfMonth}`) ?? null
}

/** `<@U012ABC|sam>`, an e-mail address, or a name or its beginning. */
export async function colleague({ room, words }: Pick<Asked, 'room' | 'words'>): Promise<StaffMember | undefined> {
  const mention = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(words.trim())
  if (mention) return room.staff.bySlackUser(mention[1] as string)
  const asked = words.trim().toLowerCase().replace(/^@/, '')
  if (asked === '') return undefined
  const everybody = await room.desk.staff.list()
  const active = everybody.filter((member) => member.active)
  const exact = active.filter(({ email, name }) => email === asked || name.toLowerCase() === asked)
  const beginning = active.filter(({ name }) => name.toLowerCase().startsWith(asked))
  return exact[0] ?? (beginning.length === 1 ? beginning[0] : undefined)
}
