// The status that a server's words carry: an enhanced one (RFC 3463) where it stands there, else the class of the SMTP reply
// (RFC 5321, 4.2) with what the words mean.
import { meaningOf } from './reason-words.ts'

const enhanced = /(?<![\w.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)/g // not part of an address such as 192.0.2.25
const reply = /(?<![\w.\-[/]|\d:)([45][0-57]\d)(?=[\s\-:,]|$)/ // 57x is nobody's standard and in use
const general = /^[245]\.\d{1,3}\.0$/ // RFC 3463: of that subject something that has no number

/** The first that says more than a class or a subject. */
export function enhancedStatusIn(text: string): string | null {
  const all = text.match(enhanced) ?? []
  return all.find((status) => !general.test(status)) ?? all[0] ?? null
}

export function replyCodeIn(text: string): string | null {
  return reply.exec(text)?.[1] ?? null
}

/** Null where the text says nothing of a status. `waits`: further attempts are promised, so nothing is final yet. */
export function statusIn(text: string, waits = false): string | null {
  const told = enhancedStatusIn(text)
  if (told !== null) return told
  const meaning = meaningOf(text)
  const code = replyCodeIn(text)
  if (code === null && meaning === null) return null
  const digit = code?.[0] ?? (waits || meaning?.temporary ? '4' : '5')
  return `${digit}.${meaning?.detail ?? '0.0'}`
}

export function isGeneral(status: string): boolean {
  return general.test(status)
}
