// Holds a rewritten text against the slots that were sent: the same ones, each once, those of a kind in their order, and nothing
// beside them that states anything. What the words then say, the caller checks with the facts.
import { type Slot, slotPattern } from './slots.ts'
import { straysIn } from './stray.ts'

export type AnswerFault =
  | { kind: 'empty' }
  | { kind: 'too-long' }
  | { kind: 'slot-missing' | 'slot-repeated' | 'slot-new'; slot: string }
  | { kind: 'slots-out-of-order' }
  | { kind: 'stray'; stray: 'figure' | 'link' | 'mark'; words: string }

/** A rewritten letter has no reason to grow beyond this; a translation into Spanish takes about a fifth more. */
const growthLimit = 1.6
const growthAllowedCharacters = 200

export function checkAnswer(answer: string, sent: { text: string; slots: readonly Slot[] }): AnswerFault | null {
  if (answer.trim() === '') return { kind: 'empty' }
  if (answer.length > sent.text.length * growthLimit + growthAllowedCharacters) return { kind: 'too-long' }
  return faultOfSlots(answer, sent.slots) ?? strayOutside(answer)
}

function faultOfSlots(answer: string, slots: readonly Slot[]): AnswerFault | null {
  const kindOf = new Map(slots.map(({ name, kind }) => [name, kind]))
  const names = [...answer.matchAll(slotPattern)].map((found) => found[1] as string)
  const seen = new Set<string>()
  for (const name of names) {
    if (!kindOf.has(name)) return { kind: 'slot-new', slot: name }
    if (seen.has(name)) return { kind: 'slot-repeated', slot: name }
    seen.add(name)
  }
  const missing = slots.find(({ name }) => !seen.has(name))
  if (missing) return { kind: 'slot-missing', slot: missing.name }
  // Two amounts that change places would each still be on record.
  for (const kind of new Set(kindOf.values())) {
    const were = slots.filter((slot) => slot.kind === kind).map(({ name }) => name)
    const are = names.filter((name) => kindOf.get(name) === kind)
    if (were.join() !== are.join()) return { kind: 'slots-out-of-order' }
  }
  return null
}

/** A slot's own words may not be glued to others: `-[[MONEY-A]]`, `[[MONEY-A]]k`. */
function strayOutside(answer: string): AnswerFault | null {
  const glued = /[\p{L}\p{N}+\-–−]\[\[[A-Z]+-[A-Z]+\]\]|\]\][\p{L}\p{N}]/u.exec(answer)
  if (glued) return { kind: 'stray', stray: 'mark', words: glued[0] }
  const outside = answer.replace(slotPattern, ' ')
  const [stray] = straysIn(outside)
  return stray ? { kind: 'stray', stray: stray.kind, words: outside.slice(stray.start, stray.end) } : null
}

export function faultWords(fault: AnswerFault): string {
  switch (fault.kind) {
    case 'empty':
      return 'its answer was empty'
    case 'too-long':
      return 'its answer was much longer than the draft'
    case 'slot-missing':
      return `it left out ${fault.slot}`
    case 'slot-repeated':
      return `it wrote ${fault.slot} twice`
    case 'slot-new':
      return `it wrote ${fault.slot}, which the draft does not have`
    case 'slots-out-of-order':
      return 'it changed the order of figures'
    case 'stray':
      return `it wrote a ${fault.stray} of its own: “${fault.words.slice(0, 80)}”`
  }
}
