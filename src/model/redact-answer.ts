// What a server sent, as it is kept: without figures, links and signs that it was never given.
import { straysIn } from './stray.ts'

/** More of one answer tells an auditor nothing new. */
const keptCharacters = 20_000

export function redactAnswer(content: string): string {
  const parts = content.slice(0, keptCharacters).toWellFormed().split(slot)
  return parts.map((part, at) => (at % 2 === 1 ? part : redacted(part))).join('')
}

/** With a group, so that splitting keeps the slots, at every second place. */
const slot = /(\[\[[A-Z]+-[A-Z]+\]\])/

function redacted(text: string): string {
  let kept = ''
  let at = 0
  for (const { start, end, kind } of straysIn(text)) {
    const words = text.slice(start, end)
    kept += text.slice(at, start) + (kind !== 'mark' ? `(${kind})` : harmless.test(words) ? words : '')
    at = end
  }
  return kept + text.slice(at)
}

/** Marks of JSON and letters of other scripts say nothing of anybody. */
const harmless = /^[{}\\|<>`#*[\]\p{L}]+$/u
