// Which requests a draft answers: its template says which kinds it answers, a person's own words may speak of others, and what
// the draft only promises to answer is deferred. Everything else is not answered, until a person dismisses it by name.
import { sentencesIn } from '../claims/sentences.ts'
import { paragraphsOf } from './keep-own-words.ts'
import { fold, type Request } from './read-requests.ts'
import { kindWords, type RequestKind } from './request-kinds.ts'
import { toWrite } from './to-write.ts'

export type RequestState = 'answered' | 'deferred' | 'not-answered'

export type AskedRequest = Request & {
  state: RequestState
  /** Who decided that this reply need not answer it, and why. */
  dismissed: { by: string; reason: string; at: string } | null
}

export type ReplyHeld = {
  /** `en/high-bill`. */
  template: string
  text: string
  rendered: string
  /** The account whose facts the reply states. */
  accountNumber: string | null
}

/** What each template answers, by its name without the language. A template that is not here answers nothing by itself. */
const answers: Record<string, readonly RequestKind[]> = {
  'high-bill': ['explain-bill', 'explain-read', 'correct-bill'],
  'estimated-bill': ['explain-read', 'explain-bill', 'correct-bill'],
  'leak-adjustment': ['leak-relief', 'explain-bill', 'correct-bill'],
  'payment-not-posted': ['find-payment'],
  'payment-plan': ['payment-plan'],
  'shutoff-notice': ['stop-shutoff', 'restore-service'],
  'penalty-dispute': ['explain-penalty', 'remove-penalty', 'find-payment'],
  'rate-question': ['rate', 'explain-bill'],
  'meter-problem': ['re-read-or-test-meter', 'explain-read'],
  'full-payment-certificate': ['certificate'],
  'final-bill': ['final-bill', 'start-or-stop-service'],
  'ownership-or-property-type': ['correct-name-or-owner'],
  'exemption-or-relief': ['exemption'],
  'refund-or-credit': ['refund'],
  'staff-conduct': ['speak-to-supervisor'],
  'records-request': ['copy-of-records'],
  'legal-or-hearing': ['hearing'],
}

/** Templates that ask the customer for something first, or say that an answer comes later: nothing is answered yet. */
const asksFirst: ReadonlySet<string> = new Set(['ask-for-proof', 'which-bill', 'holding'])

/** Whether a reply of this template leaves what was asked open. */
export function leavesOpen(template: string): boolean {
  return asksFirst.has(bareName(template))
}

/** In the order of the requests. A dismissal of the same words stays from version to version. */
export function answerStates(requests: readonly Request[], reply: ReplyHeld, earlier: readonly AskedRequest[] = []): AskedRequest[] {
  const said = sentencesOf(reply.text)
  const theirs = new Set(sentencesOf(reply.rendered))
  const own = said.filter((sentence) => !theirs.has(sentence))
  const templateStands = standsMostly(reply)
  return requests.map((request) => {
    const before = earlier.find(({ id, words }) => id === request.id && words === request.words)
    const state = stateOf(request, { reply, said, own, theirs, templateStands })
    return { ...request, state, dismissed: before?.dismissed ?? null }
  })
}

/** Those that stand in the way of an approval. */
export function openRequests(asked: readonly AskedRequest[]): AskedRequest[] {
  return asked.filter(({ state, dismissed }) => state === 'not-answered' && dismissed === null)
}

/** What the part about another account answers: its bill, the one before, where the difference comes from, and its balance. */
const ofAnotherAccount: ReadonlySet<RequestKind> = new Set<RequestKind>(['explain-bill', 'correct-bill', 'general'])
const untold = /\ban account that is not on file for your address\b|\buna cuenta que no esta registrada para su direccion\b/u

type Said = {
  reply: ReplyHeld
  said: readonly string[]
  own: readonly string[]
  theirs: ReadonlySet<string>
  templateStands: boolean
}

function stateOf(request: Request, { reply, said, own, theirs, templateStands }: Said): RequestState {
  const name = bareName(reply.template)
  if (asksFirst.has(name) && templateStands) return 'deferred'
  const speaksOf = mentions(request)
  const deferred = said.some((sentence) => defers.test(sentence) && speaksOf(sentence))
  // What a reply states of another account answers what was asked about its bill; all else waits for words of its own.
  if (request.accountNumber !== null && request.accountNumber !== reply.accountNumber) {
    const number = request.accountNumber
    const stands = templateStands && said.some((sentence) => theirs.has(sentence) && sentence.includes(number))
    if (stands && ofAnotherAccount.has(request.kind)) return 'answered'
    if (!reply.rendered.includes(number) && said.some((sentence) => theirs.has(sentence) && untold.test(sentence))) return 'deferred'
    const about = own.filter((sentence) => sentence.includes(number))
    return about.some((sentence) => defers.test(sentence)) ? 'deferred' : about.length > 0 ? 'answered' : 'not-answered'
  }
  // What a template leaves to a person it does not answer, nor does it when he has only struck its brackets.
  const isWhole = reply.rendered.search(toWrite) === -1
  const declared = isWhole && (answers[name]?.includes(request.kind) || (request.kind === 'general' && name in answers))
  if (declared && templateStands) return 'answered'
  if (own.some((sentence) => speaksOf(sentence) && !defers.test(sentence))) return 'answered'
  return deferred ? 'deferred' : 'not-answered'
}

const defers =
  /\b(?:we will|we'll|we are going to|i will|i'll)\b.{0,60}\b(?:write|get back|answer|reply|respond|look into|tell you|contact|let you know|follow up|decide)\b|\bseparate(?:ly)?\b|\bin another (?:message|letter|mail)\b|\b(?:still|now) (?:looking|working|checking)\b|\ble (?:escribiremos|responderemos|informaremos|avisaremos)\b|\bpor separado\b|\bestamos (?:revisando|investigando)\b/u

const sharedWordsNeeded = 2

function mentions({ kind, words }: Request): (sentence: string) => boolean {
  if (kind === 'other') {
    const asked = contentWords(fold(words))
    const needed = Math.min(sharedWordsNeeded, Math.max(1, asked.size))
    return (sentence) => [...contentWords(sentence)].filter((word) => asked.has(word)).length >= needed
  }
  const known = kindWords.find((candidate) => candidate.kind === kind)
  return (sentence) => known?.said.test(sentence) === true
}

function contentWords(folded: string): Set<string> {
  const common =
    /^(?:about|because|could|does|from|have|para|please|porque|that|their|them|there|they|this|what|when|where|which|will|with|would|your|yours)$/u
  return new Set((folded.match(/\p{L}{4,}/gu) ?? []).filter((word) => !common.test(word)).map((word) => word.slice(0, 6)))
}

function standsMostly({ text, rendered }: ReplyHeld): boolean {
  if (text === rendered) return true
  const paragraphs = paragraphsOf(rendered)
  const standing = new Set(paragraphsOf(text))
  return paragraphs.filter((paragraph) => standing.has(paragraph)).length * 2 >= paragraphs.length
}

function sentencesOf(text: string): string[] {
  const folded = fold(text).replaceAll('’', "'")
  return sentencesIn(folded).map(({ start, end }) => folded.slice(start, end).replace(/\s+/gu, ' '))
}

function bareName(template: string): string {
  return template.slice(template.indexOf('/') + 1)
}
