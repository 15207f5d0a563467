// The first topic of a mail, by the rulebook's phrases. It only ever says what it saw; a person may say otherwise.
import type { Triage } from '../rulebook/kinds/triage.ts'
import type { Topic } from './case.ts'

export type ToldTopic = { topic: Topic; reason: string }

const charactersLookedAt = 20_000 // a complaint is short; what follows is quoted history

/** Counts the phrases of each topic; the subject counts twice. The most wins, the rulebook's order breaks a tie. */
export function tellTopic(mail: { subject: string; text: string }, triage: Triage): ToldTopic {
  const subject = spaced(mail.subject)
  const text = spaced(mail.text)
  let best: { topic: Topic; score: number; seen: string[] } | undefined
  for (const { topic, phrases } of triage.topics) {
    const seen = phrases.filter((phrase) => matches(subject, phrase) || matches(text, phrase))
    const score = seen.reduce((total, phrase) => total + weight(phrase) * (matches(subject, phrase) ? 2 : 1), 0)
    if (score > 0 && (best === undefined || score > best.score)) best = { topic, score, seen }
  }
  if (!best) return { topic: 'other', reason: 'no phrase of any topic' }
  return { topic: best.topic, reason: `says ${best.seen.map((phrase) => `"${phrase.replace('*', '')}"`).join(', ')}` }
}

/** A longer phrase says more than a single word. */
function weight(phrase: string): number {
  return phrase.split(' ').length
}

function spaced(text: string): string {
  const words =
    text
      .slice(0, charactersLookedAt)
      .toLowerCase()
      .replace(/[’‘]/g, "'")
      .match(/[\p{L}\p{N}']+/gu) ?? []
  return ` ${words.join(' ')} `
}

function matches(text: string, phrase: string): boolean {
  return phrase.endsWith('*') ? text.includes(` ${phrase.slice(0, -1)}`) : text.includes(` ${phrase} `)
}
