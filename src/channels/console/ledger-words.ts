// The mail ledger in plain words: what a mail was taken for, and what a person decided about it.
import type { DispositionKind } from '../../mailroom/mailroom.ts'

/** In the order that a choice offers them. */
export const dispositionKinds = [
  'case-message',
  'quarantined',
  'bounce',
  'automatic-reply',
  'ignored',
  'duplicate',
  'before-start',
] as const satisfies DispositionKind[]

export const dispositionWords: Record<DispositionKind, string> = {
  'case-message': 'In a case',
  quarantined: 'Quarantined',
  bounce: 'Bounce',
  'automatic-reply': 'Automatic reply',
  ignored: 'Ignored',
  duplicate: 'Duplicate',
  'before-start': 'From before the start',
}

/** What it means that a mail stands in the ledger as that. */
export const meaningWords: Record<DispositionKind, string> = {
  'case-message': 'A person wrote it, and it is part of a case.',
  quarantined: 'The desk could make nothing of it, so it waits until a person decides.',
  bounce: 'A mail server says that a mail of ours did not arrive.',
  'automatic-reply': 'A machine wrote it; the desk never answers such mail.',
  ignored: 'The desk leaves it alone, for the reason below.',
  duplicate: 'The same mail came once more; the first of its kind counts.',
  'before-start': 'It had arrived before the desk began to read this mailbox, and was never fetched.',
}

/** `It has 50,000,000 bytes, …` from `it has …`. */
export function sentence(words: string): string {
  const text = words.trim()
  const whole = text.charAt(0).toUpperCase() + text.slice(1)
  return text === '' || /[.!?]$/.test(text) ? whole : `${whole}.`
}

/** The mailroom writes these three itself; every other reason is a person's own words, who discarded the mail. */
const decided: Record<string, string> = {
  'made a case': 'made a case of it',
  'attached to a case': 'attached it to a case',
  'read again': 'had it read again',
}

export function isDiscard(reason: string): boolean {
  return !Object.hasOwn(decided, reason)
}

export function settledWords(reason: string): string {
  return isDiscard(reason) ? `discarded it: ${reason}` : (decided[reason] as string)
}
