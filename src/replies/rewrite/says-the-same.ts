// Whether a rewritten letter says what the draft said: every figure is in the slot that it had and states the same fact, no sentence
// is denied that was not, and nothing weighty was brought in. What the letter states of rules and promises, the claims check decides.
import type { Filled } from '../../model/slots.ts'
import { type AnsweredFor, checkText } from '../bind-claims.ts'
import type { Checked } from '../claims/check-claims.ts'
import { conceptsOf } from '../claims/concepts.ts'
import { type Sentence, sentenceAt, sentencesIn } from '../claims/sentences.ts'
import { type ClaimKind, type Fact, isSpoken } from '../draft.ts'
import { grantsIn, isNegated, mayNotBeLost, weightyIn } from './weighty-words.ts'

type Borne = { facts: readonly Fact[]; answered: (text: string) => AnsweredFor; keepsLanguage: boolean }

/** Why it does not, in words that go on after "The language model's answer was not used:"; null where it does. */
export function otherThanBefore(before: Filled, after: Filled, { facts, answered, keepsLanguage }: Borne): string | null {
  const was = checkText(before.text, facts, answered(before.text))
  const is = checkText(after.text, facts, answered(after.text))
  const [open] = is.unsupported
  if (open) return `it says “${shortened(open.text)}”, which no record bears`
  return otherFigures(before, was, after, is, keepsLanguage) ?? otherWords(before, after, keepsLanguage)
}

function otherFigures(before: Filled, was: Checked, after: Filled, is: Checked, keepsLanguage: boolean): string | null {
  const free = is.claims.find((claim) => (keepsLanguage || !isSpoken(claim.kind)) && !inSlot(claim, after))
  if (free) return `it says “${shortened(free.text)}”, which the draft does not`
  for (const kind of ['policy', 'commitment', 'comparison'] as const)
    if (freeOf(kind, is, after) > freeOf(kind, was, before)) return `it makes a statement of ${kind} that the draft does not`
  const factsBefore = factsBySlot(before, was)
  const factsAfter = factsBySlot(after, is)
  for (const [name, ids] of factsBefore)
    if (!factsAfter.get(name)?.some((id) => ids.includes(id))) return `it uses ${name} for something else`
  return null
}

function inSlot({ start, end }: { start: number; end: number }, { places }: Filled): boolean {
  return places.some((place) => place.start <= start && end <= place.end)
}

/** How many statements of a kind stand outside what the model did not see. */
function freeOf(kind: ClaimKind, { claims }: Checked, letter: Filled): number {
  return claims.filter((claim) => claim.kind === kind && !inSlot(claim, letter)).length
}

function factsBySlot({ places }: Filled, { claims }: Checked): Map<string, string[]> {
  const figures = claims.filter(({ kind }) => !isSpoken(kind))
  return new Map(
    places.flatMap(({ slot, start, end }) => {
      const ids = figures.filter((claim) => start <= claim.start && claim.end <= end).flatMap(({ factIds }) => factIds)
      return ids.length === 0 ? [] : [[slot.name, ids] as const]
    }),
  )
}

type Parts = { text: string; sentences: readonly Sentence[]; holds: (sentence: Sentence) => string[] }

function otherWords(before: Filled, after: Filled, keepsLanguage: boolean): string | null {
  const [was, is] = [partsOf(before), partsOf(after)]
  const denied = (parts: Parts) => parts.sentences.filter((sentence) => isNegated(wordsOf(parts, sentence))).length
  const weighty = new Set(was.sentences.flatMap((sentence) => weightyIn(wordsOf(was, sentence))))
  const words = conceptsOf(before.text)
  for (const sentence of is.sentences) {
    const said = wordsOf(is, sentence)
    const broughtIn = weightyIn(said).find((thing) => !weighty.has(thing))
    if (broughtIn) return `“${shortened(said)}” speaks of something that the draft does not (${broughtIn})`
    if (keepsLanguage && is.holds(sentence).length === 0 && isStrange(said, words)) return `“${shortened(said)}” is not in the draft`
  }
  const slotless = (parts: Parts) => parts.sentences.filter((sentence) => parts.holds(sentence).length === 0).length
  if (!keepsLanguage && slotless(is) > slotless(was)) return 'it has sentences that the draft does not'
  const said = new Set(is.sentences.flatMap((sentence) => weightyIn(wordsOf(is, sentence))))
  const lost = [...weighty].find((thing) => mayNotBeLost(thing) && !said.has(thing))
  if (lost) return `it no longer says what the draft does (${lost})`
  const about = otherAbout(was, before, is, after)
  if (about !== null) return about
  if (denied(was) !== denied(is)) return 'it denies something that the draft does not, or no longer does'
  const paragraphs = (parts: Parts) => new Set(parts.sentences.map(({ paragraph }) => paragraph)).size
  return paragraphs(is) > paragraphs(was) ? 'it has paragraphs that the draft does not' : null
}

/** Of each figure: what its sentence denies, and what it is said to be. */
function otherAbout(was: Parts, before: Filled, is: Parts, after: Filled): string | null {
  const earlier = new Map(before.places.map((place) => [place.slot.name, place.start]))
  for (const { slot, start } of after.places) {
    const then = sentenceAt(was.sentences, earlier.get(slot.name) as number)
    const now = sentenceAt(is.sentences, start)
    if (!then || !now) continue
    const [thenSaid, nowSaid] = [wordsOf(was, then), wordsOf(is, now)]
    if (isNegated(thenSaid) !== isNegated(nowSaid)) return `it turns the sentence of ${slot.name} into its contrary`
    const around = grantsIn(paragraphOf(was, then))
    const other = [...grantsIn(nowSaid)].find((concept) => !around.has(concept))
    if (other) return `it says of ${slot.name} something that the draft does not (${other})`
    const nowAround = grantsIn(paragraphOf(is, now))
    const lost = [...grantsIn(thenSaid)].find((concept) => !nowAround.has(concept))
    if (lost) return `it no longer says of ${slot.name} what the draft does (${lost})`
  }
  return null
}

/** Most of its words are none of the draft's. */
function isStrange(said: string, words: ReadonlySet<string>): boolean {
  const concepts = [...conceptsOf(said)]
  return concepts.length > 1 && concepts.filter((concept) => words.has(concept)).length * 2 < concepts.length
}

function partsOf({ text, places }: Filled): Parts {
  const sentences = sentencesIn(text)
  const holds = ({ start, end }: Sentence) => places.filter((place) => place.start < end && start < place.end).map(({ slot }) => slot.name)
  return { text, sentences, holds }
}

function wordsOf({ text }: Parts, { start, end }: Sentence): string {
  return text.slice(start, end)
}

function paragraphOf(parts: Parts, { paragraph }: Sentence): string {
  return parts.sentences
    .filter((sentence) => sentence.paragraph === paragraph)
    .map((sentence) => wordsOf(parts, sentence))
    .join(' ')
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 120 ? `${line.slice(0, 120)}…` : line
}
