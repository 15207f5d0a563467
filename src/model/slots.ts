// Takes out of a text what a language model must not see and puts a slot in its place, `[[MONEY-B]]`; and puts the words back where
// the slots stand. A slot's name tells what kind of thing stands there and nothing of the thing.
import { straysIn } from './stray.ts'

/** UTF-16 offsets, end exclusive. `kind` becomes part of the slot's name: letters only. */
export type Place = { start: number; end: number; kind: string }
export type Slot = { name: string; kind: string; words: string }
export type Slotted = { text: string; slots: Slot[] }

/** Where each slot's words stand in a text that was filled. */
export type Filled = { text: string; places: { slot: Slot; start: number; end: number }[] }

export const slotPattern = /\[\[([A-Z]+-[A-Z]+)\]\]/g

/** Double brackets of the text itself are strays, and become slots like everything else. */
export function toSlots(text: string, places: readonly Place[]): Slotted {
  const slots: Slot[] = []
  let slotted = ''
  let at = 0
  for (const { start, end, kind } of joined(withStrays(text, places))) {
    const slot = { name: `${kind.toUpperCase()}-${letters(slots.length)}`, kind, words: text.slice(start, end) }
    slots.push(slot)
    slotted += `${text.slice(at, start)}[[${slot.name}]]`
    at = end
  }
  return { text: slotted + text.slice(at), slots }
}

/** `say`: the words of a slot, where they are not those that it was made from. */
export function fromSlots(answer: string, slots: readonly Slot[], say: (slot: Slot) => string = ({ words }) => words): Filled {
  const byName = new Map(slots.map((slot) => [slot.name, slot]))
  const filled: Filled = { text: '', places: [] }
  let at = 0
  for (const found of answer.matchAll(slotPattern)) {
    const slot = byName.get(found[1] as string)
    if (!slot) throw new Error(`an answer that was not checked has the slot ${found[1]}`)
    const start = filled.text.length + found.index - at
    filled.text += answer.slice(at, found.index) + say(slot)
    filled.places.push({ slot, start, end: filled.text.length })
    at = found.index + found[0].length
  }
  filled.text += answer.slice(at)
  return filled
}

/** 0 → A, 25 → Z, 26 → AA: a slot's name has no digit in it. */
function letters(number: number): string {
  const last = String.fromCharCode(65 + (number % 26))
  return number < 26 ? last : letters(Math.floor(number / 26) - 1) + last
}

/** What nobody named and yet must not be seen. */
function withStrays(text: string, places: readonly Place[]): Place[] {
  const named = joined(places)
  const strays = straysIn(blanked(text, named)).map(({ start, end, kind }): Place => ({ start, end, kind }))
  return [...named, ...strays]
}

/** Places that overlap or touch within one another become one, of the first one's kind. */
function joined(places: readonly Place[]): Place[] {
  const apart: Place[] = []
  for (const place of [...places].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = apart.at(-1)
    if (last && place.start < last.end) last.end = Math.max(last.end, place.end)
    else if (place.end > place.start) apart.push({ ...place })
  }
  return apart
}

function blanked(text: string, places: readonly Place[]): string {
  return places.reduce((left, { start, end }) => left.slice(0, start) + ' '.repeat(end - start) + left.slice(end), text)
}
