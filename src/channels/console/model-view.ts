// The language model on a case page: what it may be asked for, and what was sent to it and came back.
import type { Exchange, Wish } from '../../model/model.ts'
import type { Draft } from '../../replies/draft.ts'
import type { Names } from './draft-view.ts'

export const rewritable: ReadonlySet<Draft['status']> = new Set(['in-review', 'returned'])

export const wishes: readonly { wish: Wish; words: string }[] = [
  { wish: 'plainer', words: 'Plainer' },
  { wish: 'shorter', words: 'Shorter' },
  { wish: 'in-english', words: 'In English' },
  { wish: 'in-spanish', words: 'In Spanish' },
]

const purposes = { rewrite: 'other words for a draft', topic: 'a topic' }
const outcomes = { accepted: 'taken', rejected: 'not used', failed: 'no answer' }

export function exchangesView(exchanges: readonly Exchange[], names: Names) {
  return exchanges.map(({ at, purpose, askedBy, modelName, sent, answer }) => ({
    at,
    purpose: purposes[purpose],
    askedBy: askedBy === null ? 'the desk' : names(askedBy),
    modelName,
    sent,
    outcome: answer ? outcomes[answer.outcome] : 'not answered yet',
    why: answer?.why ?? null,
    received: answer?.received ?? null,
  }))
}
