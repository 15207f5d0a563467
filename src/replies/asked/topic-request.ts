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

/** The requests with what has no name put by the topic; where nothing is asked in words at all, the topic's own request by the mail's first words. */
export function byTopic(requests: readonly Request[], topic: Topic, text: string): Request[] {
  const kind = topic === 'penalty-dispute' && wantsItGone.test(fold(text)) ? 'remove-penalty' : asked[topic]
  if (kind === undefined || requests.some((request) => request.kind === kind)) return [...requests]
  const unnamed = requests.find((request) => request.kind === 'general')
  if (unnamed) return requests.map((request) => (request === unnamed ? { ...request, kind } : request))
  if (requests.length > 0) return [...requests]
  const words =
    text
      .trim()
      .split('\n')
      .find((line) => /\p{L}/u.test(line)) ?? ''
  const start = text.indexOf(words)
  return words === '' ? [] : [{ id: `topic:${kind}`, words, start, end: start + words.length, kind, accountNumber: null }]
}
