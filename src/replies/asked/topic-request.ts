// What a mail asks for that does not say it by name ("Why?", "Please remove it."): what people with that topic ask for.
import type { Topic } from '../../rulebook/topics.ts'
import { fold, type Request } from './read-requests.ts'
import type { RequestKind } from './request-kinds.ts'

const asked: Partial<Record<Topic, RequestKind>> = {
  'high-bill': 'explain-bill',
  'estimated-bill': 'explain-read',
  'leak-adjustment': 'leak-relief',
  'payment-not-posted': 'find-payment',
  'payment-plan': 'payment-plan',
  'shutoff-notice': 'stop-shutoff',
  'penalty-dispute': 'explain-penalty',
  'rate-question': 'rate',
  'meter-problem': 're-read-or-test-meter',
  'full-payment-certificate': 'certificate',
  'final-bill': 'final-bill',
  'ownership-or-property-type': 'correct-name-or-owner',
  'exemption-or-relief': 'exemption',
  'refund-or-credit': 'refund',
  'records-request': 'copy-of-records',
  'legal-or-hearing': 'hearing',
}

/** A person who disputes a penalty wants it gone, not only explained. */
const wantsItGone =
  /\b(?:remov|waiv|revers|cancel|forgiv|refund|credit|excus|take (?:it )?off|get rid|disput|unfair|refuse|quit|elimin|perdon|condon|injust)/u

/** With the mail's topic these words are enough to know a request by: "Please apply it", where a payment is missing. */
const enough: Partial<Record<Topic, RegExp>> = {
  'high-bill':
    /\b(?:why|how|where|reason|explain|check|look|review|understand|tell|what for|what (?:accounts?|explains?|caus|chang|happen|made|is)|por que|como|expli|revis|entend|a que se debe|que paso)/u,
  'estimated-bill':
    /\b(?:why|how|when|explain|understand|legal|reason|tell me|estimat|what(?:'?s|s| is| are| were| was| did)|por que|como|expli|entend|calcul)/u,
  'leak-adjustment':
    /\b(?:adjust|credit|reduc|lower|forgiv|reliev|relief|appl|qualif|eligib|program|form|discount|something off|some off|ajust|rebaj|descuent|reduc|programa|ayud)/u,
  'payment-not-posted':
    /\b(?:payment|paid|money|check|look|find|trac|appl|credit|post|correct|fix|verif|see|receiv|arriv|get it|where|pago|pague|verific|revis|busqu|acredit|recib|lleg|correg|corrij)/u,
  'penalty-dispute':
    /\b(?:why|what|how|explain|penalt|fee|charge|remov|waiv|revers|off|courtesy|por que|multa|recargo|quit|cancel|de que)/u,
}
/** Of what the mail asks these may be another name for the topic's own request, unless the sentence speaks of the bill. */
const looser: ReadonlySet<RequestKind> = new Set<RequestKind>(['general', 'other', 'correct-bill', 'explain-bill'])
const ofTheBill = /\b(?:bills?|billed|amount|usage|water|factura|recibo|consumo|agua)\b|\$/u

/** The requests with what has no name put by the topic; where nothing is asked in words at all, the topic's own request by the mail's first words. */
export function byTopic(requests: readonly Request[], topic: Topic, text: string): Request[] {
  const kind = topic === 'penalty-dispute' && wantsItGone.test(fold(text)) ? 'remove-penalty' : asked[topic]
  if (kind === undefined) return [...requests]
  if (requests.some((request) => request.kind === kind))
    return requests.map((request) => (goesOn(request, topic) ? { ...request, kind } : request))
  const meant = requests.find((request) => meansTopic(request, topic))
  if (meant) return requests.map((request) => (request === meant ? { ...request, kind } : request))
  if (requests.length > 0) return [...requests]
  const words =
    text
      .trim()
      .split('\n')
      .find((line) => /\p{L}/u.test(line)) ?? ''
  const start = text.indexOf(words)
  return words === '' ? [] : [{ id: `topic:${kind}`, words, start, end: start + words.length, kind, accountNumber: null }]
}

const ofAPerson = /\b(?:senior|age[ds]?|disab|veteran|income|exempt|mayor(?:es)?|edad|jubilad|pension|ingres|exen)/u

/** "I want to know how you get those numbers", beside what was asked by name. */
function goesOn({ kind, words }: Request, topic: Topic): boolean {
  const said = fold(words)
  return kind === 'other' && /\b(?:this|that|those|these|it|them|est[oae]s?|es[oae]s?)\b/u.test(said) && enough[topic]?.test(said) === true
}

function meansTopic({ kind, words }: Request, topic: Topic): boolean {
  if (kind === 'general') return true
  const said = fold(words)
  if (topic === 'leak-adjustment' && kind === 'correct-bill') return true
  // "Is there a discount?", of somebody whose pipe burst.
  if (topic === 'leak-adjustment' && kind === 'exemption') return !ofAPerson.test(said)
  if (!looser.has(kind) || !enough[topic]?.test(said)) return false
  return kind === 'other' || !ofTheBill.test(said)
}
