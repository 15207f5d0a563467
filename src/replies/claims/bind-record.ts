// Of facts with the right value, those that are of the record which the words around name: the bill of that date, the previous
// bill, the day something was due. A right amount of the wrong bill is a wrong amount.
import { ofRole } from './bind-role.ts'
import type { Meaning, Span } from './claim.ts'
import { type BookFact, type Cue, type FactBook, kindOfRecord } from './fact-book.ts'
import type { PlacedCandidate, ReadText } from './read-claims.ts'
import type { Sentence } from './sentences.ts'

/** A place that names a record, by its date or id. */
export type Anchor = { at: Span; records: ReadonlySet<string>; ofAmount?: boolean }

export type Surroundings = { read: ReadText; book: FactBook; anchors: readonly Anchor[]; sentence: Sentence }

/** Why none of the facts may stand here, or those that may. */
export type Fitting = { facts: readonly BookFact[] } | { why: string }

export function fittingRecord(claim: PlacedCandidate, facts: readonly BookFact[], around: Surroundings): Fitting {
  const called = calledSo(claim, facts, around)
  if (called.length === 0) return { why: 'the value is on record, but for something else than the words around say' }
  if (claim.meaning.kind === 'identifier' || claim.meaning.kind === 'name') return { facts: called }
  const left = before(claim, around, 48)
  const right = around.read.plain.text.slice(claim.at.end, claim.at.end + 24)
  if (claim.meaning.kind === 'date' && !isOfRecord(left, right)) return { facts: called }
  const anchored = ofAnchor(claim, called, around)
  return anchored.length === 0 ? { why: 'the value is on record, but for another record than the one named here' } : { facts: anchored }
}

/** A day that names a bill stands for itself; a day on which something of a record was due or entered must be of that record. */
function isOfRecord(left: string, right: string): boolean {
  if (/^(?:[ \n]\d{4})?[ \n](?:water )?(?:bill|invoice|statement|amount|period)(?!\p{L})/iu.test(right)) return false
  if (/(?:factura|bill|invoice|recibo)[ \n](?:del?|of|from|dated)[ \n]*$/iu.test(left)) return false
  return /(?<!\p{L})(?:due|vence\p{L}*|venci\p{L}*|through|from|to|until|covers?|del|al|hasta|desde|paid|pay by|pagar|entered|posted|added|recorded|registr\p{L}*|agreg\p{L}*)(?!\p{L})[^.]{0,14}$/iu.test(
    left,
  )
}

/** Those of the facts that are called what the words around call them. */
export function calledSo(claim: PlacedCandidate, facts: readonly BookFact[], around: Surroundings): readonly BookFact[] {
  const right = around.read.plain.text.slice(claim.at.end, Math.min(around.sentence.end, claim.at.end + 60))
  return ofRole(claim, facts, before(claim, around, 64), right, around.book)
}

const cues: [Cue, RegExp][] = [
  [
    'yearAgo',
    /(?<!\p{L})(?:a year (?:ago|earlier|before)|last year|one year (?:ago|earlier)|year-ago|hace un año|(?:el )?año (?:pasado|anterior))(?!\p{L})/giu,
  ],
  [
    'previous',
    /(?<!\p{L})(?:(?:previous|prior|preceding) (?:bill|period|invoice|one|amount|use|usage)|(?:earlier|old) (?:bill|period|invoice|one)(?!s)|bill before|period before|the one before|(?:factura|período|periodo) (?:anterior|previ[ao])|anterior)(?!\p{L})/giu,
  ],
  [
    'latest',
    /(?<!\p{L})(?:(?:latest|newest|most recent|current|new|this) (?:water )?(?:bill|period|invoice)|(?:factura|período|periodo) (?:actual|más reciente|nuev[ao])|(?:última|nueva|esta) factura|this time)(?!\p{L})/giu,
  ],
]
const ofAnother =
  /(?<!\p{L})(?:previous|before|earlier|prior|year ago|last|compared|than|old|usual|average|difference|differs?|higher|lower|more|less|from|anterior|pasad[oa]|antes|hace|promedio|diferencia|más|menos|payments?|paid|balance|pagos?|saldo)(?!\p{L})/iu
const compares =
  /(?:than|with|to|from|since|against|as|que|con|frente a)[ \n](?:(?:your|the|su|la|el|on|that of|bill|of|dated|factura|del?|invoice|previous|your bill)[ \n]){0,5}$/iu

function ofAnchor(claim: PlacedCandidate, facts: readonly BookFact[], around: Surroundings): readonly BookFact[] {
  const { anchors, sentence, read, book } = around
  const own = anchors.filter(
    ({ at }) => at.start >= sentence.start && at.end <= sentence.end && !(at.start === claim.at.start && at.end === claim.at.end),
  )
  const distance = ({ at }: { at: Span }) => (at.end <= claim.at.start ? claim.at.start - at.end : (at.start - claim.at.end) * 1.5 + 4)
  const cued = cues.flatMap(([cue, words]) =>
    [...read.plain.text.slice(sentence.start, sentence.end).matchAll(words)].map((found) => ({
      at: { start: sentence.start + found.index, end: sentence.start + found.index + found[0].length },
      records: book.cues[cue],
    })),
  )
  const amounts = around.read
    .within(sentence)
    .filter(({ at, meaning }) => isAmount(meaning) && at.start >= sentence.start && at.end <= sentence.end)
  // "$40, against $30 on April 3": what follows another amount belongs to that one.
  const isOwn = ({ at }: { at: Span }) =>
    at.start < claim.at.start ||
    (!/;|,[ \n]*\p{L}|(?<!\p{L})(?:but|while|whereas|and|pero|mientras|y)(?!\p{L})/iu.test(read.plain.text.slice(claim.at.end, at.start)) &&
      !amounts.some((other) => other.at.start >= claim.at.end && other.at.end <= at.start && isAmount(claim.meaning)))
  const nearest = [
    ...own.filter(({ ofAmount }) => ofAmount !== true || claim.meaning.kind === 'date').filter(isOwn),
    ...cued.filter(({ records }) => records.size > 0).filter(isOwn),
  ].sort((a, b) => distance(a) - distance(b))[0]
  if (nearest) return isOnlyCompared(nearest, claim, read) ? facts : ofRecords(facts, nearest.records, isInForce(nearest, claim, read))
  const words = read.plain.text.slice(sentence.start, sentence.end)
  if (ofAnother.test(words)) return facts
  const last = anchors.findLast(
    ({ at, ofAmount }) => ofAmount !== true && at.end <= sentence.start && paragraphOf(read, at) === sentence.paragraph,
  )
  return last ? ofRecords(facts, last.records) : facts
}

function isAmount({ kind }: Meaning): boolean {
  return kind === 'money' || kind === 'quantity'
}

/** "Compared with April 3, it is $40 more": the amount is not of April. But "April 3, which was $40" is. */
function isOnlyCompared({ at }: Anchor, claim: PlacedCandidate, { plain }: ReadText): boolean {
  if (!compares.test(plain.text.slice(Math.max(0, at.start - 60), at.start)) || at.end > claim.at.start) return false
  return !/^[ \n]*(?:\(|,)?[ \n]*(?:(?:it|which|that|que)[ \n])?(?:(?:of|was|is|at|were|came to|fue|es|de|era|for|por)[ \n]*){0,2}(?:about )?$/iu.test(
    plain.text.slice(at.end, claim.at.start),
  )
}

/** `$42.15 since June 1`: the version of the rulebook counts only where the words hang the value on its day. */
function isInForce({ at }: Anchor, claim: PlacedCandidate, { plain }: ReadText): boolean {
  return /^[ \n]*(?:since|effective|as of|starting|beginning|from|desde|a partir de)(?: el)?[ \n]*$/iu.test(
    plain.text.slice(claim.at.end, at.start),
  )
}

function paragraphOf({ sentences }: ReadText, at: Span): number | undefined {
  return sentences.find((sentence) => at.start >= sentence.start && at.start < sentence.end)?.paragraph
}

/** Those that rest on one of the records, or on nothing of that kind. */
function ofRecords(facts: readonly BookFact[], records: ReadonlySet<string>, ofRulebook = false): readonly BookFact[] {
  const kinds = new Set([...records].map(kindOfRecord))
  return facts.filter((fact) => {
    const rival = [...fact.records].filter(
      (record) => kinds.has(kindOfRecord(record)) && (ofRulebook || kindOfRecord(record) !== 'rulebook'),
    )
    // A balance is of the account, whatever entry of its ledger is spoken of.
    const isBalance = fact.concepts.has('balance') && rival.every((record) => kindOfRecord(record) === 'ledger')
    return isBalance || rival.length === 0 || rival.some((record) => records.has(record))
  })
}

/** Dates and ids whose facts are of a record that other facts share. */
export function anchorsAmong(bound: readonly { claim: PlacedCandidate; facts: readonly BookFact[] }[], book: FactBook): Anchor[] {
  const shared = new Map<string, number>()
  for (const { records } of book.facts) for (const record of records) shared.set(record, (shared.get(record) ?? 0) + 1)
  const naming = (record: string) => (shared.get(record) ?? 0) > 1
  return bound
    .filter(
      ({ claim: { meaning } }) =>
        meaning.kind === 'identifier' ||
        meaning.kind === 'address' ||
        meaning.kind === 'money' ||
        (meaning.kind === 'date' &&
          meaning.readings.some((reading) => reading.precision === 'day' || (reading.precision === 'part' && reading.month !== null))),
    )
    .map(({ claim, facts }) => ({
      at: claim.at,
      records: new Set(facts.flatMap((fact) => [...fact.records].filter(naming))),
      ofAmount: claim.meaning.kind === 'money',
    }))
    .filter(({ records }) => records.size > 0)
    .sort((a, b) => a.at.start - b.at.start)
}

/** Dates and identifiers are left out, so that `the bill of June 9, 2026 (B-1) is` reads as `the bill of is`. */
function before({ at, meaning: own }: PlacedCandidate, { read, sentence }: Surroundings, length: number): string {
  const start = Math.max(sentence.start, at.start - length)
  let words = read.plain.text.slice(start, at.start)
  for (const { at: other, meaning } of read.within(sentence)) {
    if (
      other.start < start ||
      other.end > at.start ||
      (meaning.kind !== 'date' &&
        meaning.kind !== 'identifier' &&
        meaning.kind !== 'address' &&
        !(own.kind === 'date' && meaning.kind === 'money'))
    )
      continue
    words = words.slice(0, other.start - start) + ' '.repeat(other.end - other.start) + words.slice(other.end - start)
  }
  return words.replace(/ {2,}/g, ' ')
}
