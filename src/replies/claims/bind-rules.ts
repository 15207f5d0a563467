// Policy is borne by a clause that says the same; a commitment by a promise on record. Saying the same: the concepts that grant
// or forbid are in the clause, it says no where the text says no, and enough of the other words are in it.

import { conceptOf, conceptsOf, isKnown } from './concepts.ts'
import { type BookFact, type Clause, type ClausePart, type FactBook, kindOfRecord } from './fact-book.ts'
import type { PlacedCandidate } from './read-claims.ts'

export type Said = { text: string; concepts: ReadonlySet<string> }

/**
 * The facts that bear it. `words`: the claim's text with its figures left out, which are held against facts by themselves.
 * `inSentence`: facts of those figures. `cited`: clauses whose number the sentence names; then no other will do.
 */
export function bearersOf(
  { meaning }: PlacedCandidate,
  words: string,
  { book, cited }: { book: FactBook; cited: readonly Clause[] },
  inSentence: readonly BookFact[],
): BookFact[] {
  if (meaning.kind !== 'policy' && meaning.kind !== 'commitment') return []
  const said = { text: words, concepts: conceptsOf(words) }
  const { triggers } = meaning
  if (meaning.kind === 'commitment' && meaning.promised) {
    const promises = book.facts.filter((fact) => isPromise(fact) && fact.kind === 'clause' && saysPromise(said, fact, triggers))
    if (promises.length > 0 || triggers.some((trigger) => gifts.has(trigger))) return promises
    const appointments = inSentence.filter((fact) => isAppointment(fact, said))
    if (appointments.length > 0 && scheduled.test(words)) return appointments
    const borne = book.clauses.filter((clause) => !isPromise(clause.fact) && saysSame(said, clause, triggers, 0.75))
    // What a rule says of its cases is no promise that this is one of them.
    return borne
      .filter(({ fact }) => conditional.test(words) || foretells.test(String(fact.value)) || inSentence.includes(fact))
      .map(({ fact }) => fact)
  }
  // What a clause lets the office do it has not done by that.
  const isDone = done.test(words) && !conditional.test(words)
  const isPersonal = isDone || (personal.test(words) && !conditional.test(words))
  // "Please tell us if you want a hearing" grants nothing that a clause about hearings does not.
  const invites = invitation.test(words)
  const share = invites ? 0.15 : 0.5
  const clauses = (cited.length > 0 ? cited : book.clauses)
    .filter((clause) => !isPersonal && !isPromise(clause.fact))
    .filter((clause) => saysSame(said, clause, triggers, inSentence.includes(clause.fact) ? Math.min(share, 0.35) : share, invites ? 1 : 2))
    .map(({ fact }) => fact)
  if (clauses.length > 0) return clauses
  // A grant that the ledger holds is told by its amount or date: "a credit of $20.00 was entered".
  if (triggers.includes('') || isNegated(words)) return []
  return inSentence.filter(
    (fact) =>
      fact.kind !== 'clause' &&
      !isOfRulebook(fact) &&
      triggers.every((trigger) => related(trigger).some((concept) => fact.concepts.has(concept))),
  )
}

const done =
  /(?<!\p{L})(?:(?:has|have|had|was|were)(?:[ \n](?:now|already|just|also|not))?(?:[ \n]been)?|(?:we|i)(?:[ \n]have|'ve)?(?:[ \n](?:now|already|just|also))?)[ \n](?:waived|forgiven|refunded|credited|removed|reversed|cancel(?:l)?ed|written off|excused|granted|approved)(?!\p{L})|(?:hemos|fue|ha sido|han sido|se ha)[ \n](?:condonad|perdonad|eliminad|anulad|cancelad|reembolsad|acreditad|aprobad|concedid)[oa]/iu

const foretells = /(?<!\p{L})(?:will|shall|we|must|is (?:added|charged|sent|shut)|are (?:added|charged|sent))(?!\p{L})/iu

const invitation =
  /^\s*(?:please (?:tell|let|write|call|contact)|(?:tell|let) us|if you (?:would like|want|wish|need|plan)|should you|por favor|si (?:desea|quiere|necesita)|díganos|avísenos)/iu

const universal =
  /(?<!\p{L})(?:every|everyone|everybody|all|always|never|whole|entire|todos?|todas?|siempre|nunca|jamás|enter[oa])(?!\p{L})/iu

/** What a rule is about, where rules of one kind differ: the sewer charge is not the water charge. */
const objects: [string, RegExp][] = [
  ['penalty', /penalt|late (?:fee|charge)|recargo|multa/iu],
  ['sewer', /sewer|alcantarillado/iu],
  ['tax', /(?<!\p{L})tax(?:es)?(?!\p{L})|impuesto/iu],
  ['water charge', /water (?:charge|bill|portion)|cargo (?:de|por) agua|factura de agua/iu],
  ['tenant', /tenants?(?!\p{L})|renters?(?!\p{L})|inquilin/iu],
  ['business', /commercial|business(?:es)?(?!\p{L})|comercial|negocios?(?!\p{L})/iu],
  ['landlord', /landlord|casero/iu],
  ['garbage', /garbage|refuse|trash|basura/iu],
  ['shut-off', /shut[ -]?off|disconnect|(?<!\p{L})corte|cortar/iu],
  [
    'no down payment',
    /nothing down|(?:no|without) (?:a |any )?down payment|sin (?:pago inicial|enganche)|no se (?:pide|requiere|exige|necesita)/iu,
  ],
  ['meter test', /meter test|prueba del? medidor/iu],
]

function objectsOf(text: string): string[] {
  return objects.filter(([, words]) => words.test(text)).map(([name]) => name)
}

/** That the customer himself is exempt or entitled is no rule but a fact of the account. */
const personal =
  /(?<!\p{L})(?:you(?: are|'re| do| now)?|your (?:account|property|household|home)(?: is| has been)?|usted(?: está| es)?|su (?:cuenta|propiedad|hogar)(?: está)?|^(?:está|es|califica|tiene derecho))[ \n](?:now |already |fully |also |therefore |completamente |ya )?(?:exempt|eligible|entitled|qualif\p{L}+|exent[oa]|elegible|califica|tiene derecho)|^(?:está exent|es elegible|califica|tiene derecho)/iu
const conditional = /(?<!\p{L})(?:if|when|provided|unless|whether|si|cuando|siempre que)(?!\p{L})/iu

function isOfRulebook({ records }: BookFact): boolean {
  return [...records].some((record) => kindOfRecord(record) === 'rulebook')
}

/** "Your meter test is scheduled for April 21" says what stands on record with its day. */
const scheduled =
  /(?<!\p{L})(?:scheduled|appointment|will (?:take place|be (?:on|held|done|made)|come|visit|happen|look at|check|inspect|test|examine|read)|is (?:on|set for)|está programad[oa]|cita|será el|revisará|inspeccionará)(?!\p{L})/iu

/** Who comes, and that he comes. */
const beside = new Set(['visit', 'technician', 'property', 'open', 'next', 'call', 'notice'])

function isAppointment({ kind, words, concepts }: BookFact, said: Said): boolean {
  if (kind !== 'date' || !/appointment|scheduled|visit|inspection|work order|test|hearing date|cita/iu.test(words)) return false
  const telling = [...said.concepts].filter((concept) => isKnown(concept) && !common.has(concept) && !beside.has(concept))
  return telling.length > 0 && telling.every((concept) => concepts.has(concept))
}

const gifts = new Set(['refund', 'credit', 'adjust', 'remove', 'balance', 'shutoff', 'approve', 'waive', 'correct', 'deduct', 'exempt'])

function isPromise({ id, source, label }: BookFact): boolean {
  return /promise|commitment|promesa/i.test(`${id} ${source ?? ''} ${label ?? ''}`)
}

const kin: Record<string, readonly string[]> = {
  fee: ['fee', 'penalty', 'charge'],
  due: ['due'],
  refund: ['refund', 'credit'],
  credit: ['credit', 'refund', 'adjust', 'relief'],
  adjust: ['adjust', 'credit', 'correct', 'relief'],
  correct: ['correct', 'adjust'],
  waive: ['waive', 'remove'],
  remove: ['remove', 'waive'],
  balance: ['balance', 'pay'],
  may: ['may', 'must', 'exempt'],
  cap: ['cap'],
}

function related(trigger: string): readonly string[] {
  return kin[trigger] ?? [trigger]
}

function saysSame(said: Said, clause: Clause, triggers: readonly string[], share: number, least = 2): boolean {
  return says(said, clause.parts, clause.concepts, String(clause.fact.value), triggers, { share, least })
}

function saysPromise(said: Said, fact: BookFact, triggers: readonly string[]): boolean {
  const text = String(fact.value)
  return says(said, [partOf(text)], conceptsOf(text), text, triggers, { share: 0.6, least: 1 })
}

type Enough = { share: number; least: number }

function says(
  { text, concepts }: Said,
  parts: readonly ClausePart[],
  whole: ReadonlySet<string>,
  wholeText: string,
  triggers: readonly string[],
  enough: Enough,
): boolean {
  if (!triggers.every((trigger) => trigger === '' || trigger === 'forbid' || related(trigger).some((concept) => whole.has(concept))))
    return false
  if (objectsOf(text).some((object) => !objectsOf(wholeText).includes(object))) return false
  if (universal.test(text) && !universal.test(wholeText)) return false
  if (!sameManner(text, wholeText)) return false
  const telling = [...concepts].filter((concept) => isKnown(concept) && !common.has(concept))
  const others = [...concepts].filter((concept) => !isKnown(concept))
  const shared = telling.filter((concept) => whole.has(concept))
  const sharedOthers = others.filter((stem) => whole.has(stem))
  // Words that only one of two languages knows are left out of the count.
  const counted = telling.length + (sharedOthers.length > 0 ? others.length / 2 : 0)
  const found = shared.length + sharedOthers.length
  if (found < enough.least || found / Math.max(1, counted) < enough.share) return false
  return !contradicts(
    text,
    parts,
    [...concepts].filter((concept) => whole.has(concept) && !both.has(concept)),
  )
}

const manners = [
  /in writing|written (?:request|application|notice)|por escrito/iu,
  /by (?:tele)?phone|over the phone|(?<!\p{L})calling|por teléfono/iu,
  /in person|at (?:our|the) counter|en persona/iu,
  /(?<!\p{L})online(?!\p{L})|on (?:our|the) website|en línea|por internet/iu,
  /by e-?mail|por correo electrónico/iu,
  /automatic\p{L}*|without (?:a )?request|automáticamente/iu,
  /(?:on|upon|by|at your) (?:\p{L}+ )?request|(?:if|when) you ask|a solicitud|si lo (?:pide|solicita)/iu,
]

const frequencies = [
  /(?:each|every|per|a) week(?!\p{L})|weekly|semanal|por semana/iu,
  /(?:each|every|per|a) day(?!\p{L})|daily|diari[oa]|por día/iu,
  /(?:each|every|per|a) month(?!\p{L})|monthly|mensual|por mes|al mes/iu,
  /(?:each|every|per|a) year(?!\p{L})|yearly|annual|anual|por año|al año/iu,
]

/** Where a clause says how something is done, it is done so and not otherwise. */
function sameManner(text: string, wholeText: string): boolean {
  const held = manners.filter((manner) => manner.test(wholeText))
  if (frequencies.some((often) => often.test(text) && !often.test(wholeText))) return false
  return held.length === 0 || manners.every((manner) => !manner.test(text) || held.includes(manner))
}

/** The part of a clause that the text is nearest to says no where the text says yes, or grants under a condition left out here. */
function contradicts(text: string, parts: readonly ClausePart[], shared: readonly string[]): boolean {
  const said = denials(text)
  const held = parts.map((part) => ({ part, says: denials(part.text), shared: shared.filter((concept) => part.concepts.has(concept)) }))
  return shared.some((concept) => {
    const mine = said.get(concept)
    if (mine === undefined || mine === 'both') return false
    const of = held.filter((candidate) => candidate.says.has(concept)).sort((a, b) => b.shared.length - a.shared.length)
    const agreeing = of.filter((candidate) => candidate.says.get(concept) === mine || candidate.says.get(concept) === 'both')
    if (of.length === 0) return false
    if (agreeing.length === 0) return true
    const nearest = agreeing[0] as (typeof held)[number]
    const rival = of.find((candidate) => !agreeing.includes(candidate))
    if (!rival) return false
    const isNearer = rival.shared.length >= nearest.shared.length && rival.shared.some((other) => !nearest.shared.includes(other))
    return isNearer || (condition.test(nearest.part.text) && nearest.shared.length < 2)
  })
}

const condition = /(?<!\p{L})(?:if|when|where|unless|si|cuando)(?!\p{L})/iu
/** Told both ways: "if not paid", "paid late". */
const both = new Set(['pay', 'due', 'late', 'full', 'time', 'law', 'policy', 'office', 'account', 'mail', 'bill'])

function partOf(text: string): ClausePart {
  return { text, concepts: conceptsOf(text) }
}

/** Words that every letter has and no rule hangs on. */
const common = new Set([
  'ask',
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

const reach = 3
const forbids =
  /(?<!\p{L})(?:prohibit\p{L}*|forbid\p{L}*|not (?:be )?(?:allowed|permitted)|illegal|unlawful|prohibid[oa]s?|ilegal(?:es)?)(?!\p{L})/iu

/** For each concept of a text whether it is said, denied, or both. It is the first telling word after it that a "no" denies. */
function denials(text: string): Map<string, 'yes' | 'no' | 'both'> {
  const words = [...text.matchAll(/[\p{L}']+/gu)].map(([word]) => word.normalize('NFD').replace(/\p{M}/gu, ''))
  const found = new Map<string, 'yes' | 'no' | 'both'>()
  words.forEach((word, at) => {
    const concept = conceptOf(word)
    if (!concept) return
    const since = words.slice(Math.max(0, at - reach), at)
    const no = since.findLastIndex((earlier) => negator.test(earlier))
    const is =
      no !== -1 && !since.slice(no + 1).some((between) => conceptOf(between) !== undefined && !negator.test(between)) ? 'no' : 'yes'
    const before = found.get(concept)
    found.set(concept, before === undefined || before === is ? is : 'both')
  })
  if (forbids.test(text)) for (const [concept, is] of found) if (is === 'yes') found.set(concept, 'no')
  return found
}

function isNegated(text: string): boolean {
  return [...text.matchAll(/[\p{L}']+/gu)].some(([word]) => /^(?:no|not|never|without|sin|nunca)$/i.test(word))
}
