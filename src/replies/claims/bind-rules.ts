// Policy is borne by a clause that says the same; a commitment by a promise on record. Saying the same: the concepts that grant
// or forbid are in the clause, it says no where the text says no, and enough of the other words are in it.

import { conceptOf, conceptsOf, isKnown } from './concepts.ts'
import type { BookFact, Clause, ClausePart, FactBook } from './fact-book.ts'
import type { PlacedCandidate } from './read-claims.ts'

/** `found`: the facts that bear it. `inSentence`: facts of the figures that the sentence states. */
export function bearersOf(claim: PlacedCandidate, book: FactBook, inSentence: readonly BookFact[]): BookFact[] {
  const { meaning, text } = claim
  if (meaning.kind !== 'policy' && meaning.kind !== 'commitment') return []
  if (meaning.kind === 'commitment') {
    const promises = book.facts
      .filter(isPromise)
      .filter((fact) =>
        says(text, [{ text: String(fact.value), concepts: conceptsOf(`${fact.value} ${fact.words}`) }], meaning.triggers, 0.6),
      )
    if (promises.length > 0) return promises
    return meaning.triggers.some((trigger) => gifts.has(trigger))
      ? []
      : book.clauses.filter((clause) => saysSame(text, clause, meaning.triggers, 0.75)).map(({ fact }) => fact)
  }
  const isPersonal = personal.test(text) && !conditional.test(text)
  const clauses = book.clauses
    .filter(
      (clause) =>
        !isPersonal && !isPromise(clause.fact) && saysSame(text, clause, meaning.triggers, inSentence.includes(clause.fact) ? 0.35 : 0.5),
    )
    .map(({ fact }) => fact)
  if (clauses.length > 0) return clauses
  // A grant that the ledger holds is told by its amount or date: "a credit of $20.00 was entered".
  const own = meaning.triggers.filter((trigger) => trigger !== '')
  if (own.length === 0 || own.length < meaning.triggers.length) return []
  const told = inSentence.filter(
    (fact) => fact.kind !== 'clause' && own.every((trigger) => related(trigger).some((concept) => fact.concepts.has(concept))),
  )
  return isNegated(text) ? [] : told
}

const forbids =
  /(?<!\p{L})(?:no|not|cannot|never|only|prohibit\p{L}*|forbid\p{L}*|illegal|unlawful|prohibid[oa]s?|ilegal|sólo|solo)(?!\p{L})/iu
const universal =
  /(?<!\p{L})(?:every|everyone|everybody|all|always|never|whole|entire|todos?|todas?|siempre|nunca|jamás|enter[oa])(?!\p{L})/iu

/** What a rule is about, where rules of one kind differ: the sewer charge is not the water charge. */
const objects: [string, RegExp][] = [
  ['penalty', /penalt|late (?:fee|charge)|recargo|multa/iu],
  ['sewer', /sewer|alcantarillado/iu],
  ['tax', /(?<!\p{L})tax(?:es)?(?!\p{L})|impuesto/iu],
  ['water charge', /water (?:charge|bill|portion)|cargo (?:de|por) agua|factura de agua/iu],
  ['garbage', /garbage|refuse|trash|basura/iu],
  ['shut-off', /shut[ -]?off|disconnect|(?<!\p{L})corte|cortar/iu],
  ['meter test', /meter test|prueba del? medidor/iu],
]

function objectsOf(text: string): string[] {
  return objects.filter(([, words]) => words.test(text)).map(([name]) => name)
}

/** That the customer himself is exempt or entitled is no rule but a fact of the account. */
const personal =
  /(?<!\p{L})(?:you(?: are|'re| do| now)?|your (?:account|property|household|home)(?: is| has been)?|usted(?: está| es)?|su (?:cuenta|propiedad|hogar)(?: está)?|^(?:está|es|califica|tiene derecho))[ \n](?:now |already |fully |also |therefore |completamente |ya )?(?:exempt|eligible|entitled|qualif\p{L}+|exent[oa]|elegible|califica|tiene derecho)|^(?:está exent|es elegible|califica|tiene derecho)/iu
const conditional = /(?<!\p{L})(?:if|when|provided|unless|whether|si|cuando|siempre que)(?!\p{L})/iu

const gifts = new Set(['refund', 'credit', 'adjust', 'remove', 'balance', 'shutoff', 'approve'])

function isPromise({ id, source, label }: BookFact): boolean {
  return /promise|commitment|promesa/i.test(`${id} ${source ?? ''} ${label ?? ''}`)
}

const kin: Record<string, readonly string[]> = {
  fee: ['fee', 'penalty', 'charge'],
  due: ['due'],
  refund: ['refund', 'credit'],
  credit: ['credit', 'refund', 'adjust', 'relief'],
  adjust: ['adjust', 'credit', 'correct', 'relief'],
  waive: ['waive', 'remove'],
  remove: ['remove', 'waive'],
  balance: ['balance', 'pay'],
  may: ['may', 'must'],
  cap: ['cap'],
}

function related(trigger: string): readonly string[] {
  return kin[trigger] ?? [trigger]
}

function saysSame(text: string, clause: Clause, triggers: readonly string[], share: number): boolean {
  const whole: ClausePart = { text: String(clause.fact.value), concepts: clause.concepts }
  return says(text, [...clause.parts, whole], triggers, share)
}

function says(text: string, parts: readonly ClausePart[], triggers: readonly string[], share: number): boolean {
  const said = conceptsOf(text)
  const whole = parts.at(-1) as ClausePart
  if (
    !triggers.every((trigger) => trigger === '' || trigger === 'forbid' || related(trigger).some((concept) => whole.concepts.has(concept)))
  )
    return false
  const telling = [...said].filter((concept) => isKnown(concept) && !common.has(concept))
  const unknown = [...said].filter((concept) => !isKnown(concept))
  return parts.some((part) => {
    if (triggers.includes('forbid') && !forbids.test(part.text)) return false
    if (objectsOf(text).some((object) => !objectsOf(whole.text).includes(object)) || (universal.test(text) && !universal.test(whole.text)))
      return false
    const shared = telling.filter((concept) => whole.concepts.has(concept) && (part.concepts.has(concept) || part === whole))
    const sharedUnknown = unknown.filter((stem) => part.concepts.has(stem))
    if (shared.length + sharedUnknown.length < 2) return false
    if (flipped(text, part.text, shared)) return false
    // Words that only one of two languages knows are left out of the count.
    return shared.length / Math.max(1, telling.length) >= share && (sharedUnknown.length > 0 || shared.length >= 2)
  })
}

/** Words that every letter has and no rule hangs on. */
const common = new Set([
  'law',
  'policy',
  'must',
  'water',
  'bill',
  'office',
  'account',
  'full',
  'time',
  'service',
  'add',
  'mail',
  'year',
  'charge',
  'total',
  'day',
  'month',
  'issued',
])

const negator =
  /^(?:no|not|never|without|cannot|can't|don't|doesn't|isn't|aren't|won't|nor|none|neither|sin|ningun|ninguna|nunca|tampoco|jamas|excluded|except|unless|excepto|salvo)$/i

/** A concept that one of the two denies and the other does not. Payment is told both ways ("if not paid", "paid late"). */
function flipped(text: string, clause: string, shared: readonly string[]): boolean {
  const [a, b] = [denied(text), denied(clause)]
  return shared.some((concept) => concept !== 'pay' && concept !== 'due' && concept !== 'late' && a.has(concept) !== b.has(concept))
}

const reach = 3

function denied(text: string): Set<string> {
  const words = [...text.matchAll(/[\p{L}']+/gu)].map(([word]) => word.normalize('NFD').replace(/\p{M}/gu, ''))
  const found = new Set<string>()
  words.forEach((word, at) => {
    const concept = conceptOf(word)
    if (!concept) return
    const since = words.slice(Math.max(0, at - reach), at)
    const no = since.findLastIndex((earlier) => negator.test(earlier))
    // It is the first telling word after it that a "no" denies.
    if (no !== -1 && !since.slice(no + 1).some((between) => isKnown(conceptOf(between) ?? ''))) found.add(concept)
  })
  return found
}

function isNegated(text: string): boolean {
  return [...text.matchAll(/[\p{L}']+/gu)].some(([word]) => /^(?:no|not|never|without|sin|nunca)$/i.test(word))
}
