// Absence notices without any header that says so. Where only words speak for a machine it takes several, and what a customer
// says beside them counts against it: people write complaints on holiday.
import type { MailReading } from '../mail-reading.ts'
import { absenceSigns, absenceSubjects, automaticSubjects } from './absence-words.ts'
import { asksForService, customerSigns } from './customer-words.ts'
import type { Judged } from './judged.ts'

const wordsLimitCharacters = 4_000 // an automatic mail says so at its beginning
const enough = 3
const curtCharacters = 80 // "I am on vacation." under such a subject says it all

export function absenceNotice(mail: MailReading): Judged | undefined {
  const subject = mail.subject.trim()
  if (automaticSubjects.some((pattern) => pattern.test(subject)) && !complains(mail))
    return { kind: 'auto-reply', reasons: ['its subject is an automatic one'] }
  const bySubject = absenceSubjects.some((pattern) => pattern.test(subject))
  const signs = signsIn(mail.newText)
  if (bySubject && mail.newText.trim() === '')
    return { kind: 'auto-reply', reasons: ['its subject is that of an absence notice, and it has no words'] }
  if ((!bySubject && !signs.away) || asksForService(mail)) return undefined
  const concern = customerWeight(mail)
  const said = (bySubject ? 1 : 0) + Object.values(signs).filter(Boolean).length
  const isCurt = bySubject && signs.away && concern === 0 && mail.newText.trim().length <= curtCharacters
  if (said - concern >= enough || isCurt)
    return {
      kind: 'auto-reply',
      reasons: [bySubject ? 'subject and text are those of an absence notice' : 'its text is that of an absence notice'],
    }
  return undefined
}

/** It speaks of an absence and says more than a notice does, or less: a person's, as far as can be told. */
export function mayBeAbsence(mail: MailReading): boolean {
  const subject = mail.subject.trim()
  return signsIn(mail.newText).away || absenceSubjects.some((pattern) => pattern.test(subject))
}

/** Of his being away, or of his coming back. */
export function speaksOfAbsence(text: string): boolean {
  const { away, back } = signsIn(text)
  return away || back
}

function signsIn(text: string): Record<keyof typeof absenceSigns, boolean> {
  const words = text.slice(0, wordsLimitCharacters).replace(/\s+/g, ' ').replaceAll('’', "'")
  const says = (sign: keyof typeof absenceSigns) => absenceSigns[sign].some((pattern) => pattern.test(words))
  return { away: says('away'), back: says('back'), instead: says('instead'), limited: says('limited'), thanks: says('thanks') }
}

function customerWeight(mail: MailReading): number {
  const { asks, amount, business } = customerSigns(mail)
  return [asks, amount, business].filter(Boolean).length
}

/** About an automatic reply, and not in one: "Automatic reply" over a question about money. */
function complains(mail: MailReading): boolean {
  const { asks, amount, business, himself } = customerSigns({ subject: '', newText: mail.newText })
  return !/[:：]/.test(mail.subject) && himself && [asks, amount, business].filter(Boolean).length >= 2
}
