// What a server sent, as it is kept: without figures, links and signs that it was never given.
import { slotPattern } from './slots.ts'
import { straysIn } from './stray.ts'

/** More of one answer tells an auditor nothing new. */
const keptCharacters = 20_000

export function redactAnswer(content: string): string {
  const slots: string[] = []
  const shortened = content.slice(0, keptCharacters).toWellFormed()
  // Slots are set aside as signs of the private use area, which no text may hold.
  const aside = shortened.replace(/[\uE000-\uF8FF]/g, '').replace(slotPattern, (slot) => {
    slots.push(slot)
    return '\uE000'
  })
  const pieces: string[] = []
  let at = 0
  for (const { start, end, kind } of straysIn(aside)) {
    const words = aside.slice(start, end)
    pieces.push(aside.slice(at, start), kind === 'mark' ? (harmless.test(words) ? words : '') : `(${kind})`)
    at = end
  }
  pieces.push(aside.slice(at))
  return pieces.join('').replace(/\uE000/g, () => slots.shift() ?? '')
}

/** Marks of JSON and the slots themselves may stay; they say nothing of anybody. */
const harmless = /^[{}\\|<>`#*\]([\uE000\p{L}]+$/u
