// What promises let a text state: the day of one that the text itself makes, and the words of those that were made before.
import type { MadePromise } from '../cases/cases.ts'
import { day } from '../kernel/days.ts'
import type { Fact, Promised } from './draft.ts'
import { dateFact, textFact } from './make-fact.ts'
import type { TemplateFields } from './render-template.ts'

/** What else such a promise says, its amounts above all, needs a record of its own. */
export function dueFacts(promises: readonly Promised[]): Fact[] {
  return promises.map(({ id, dueOn }) =>
    dateFact({ id: `promise.${id}.due`, label: 'Promised until', source: `promise:${id}` }, day(dueOn)),
  )
}

/** Promises of earlier replies, kept or not: their words left with an approval. */
export function promiseFields(made: readonly MadePromise[]): TemplateFields {
  return {
    hasPromises: made.length > 0,
    promises: made.map(({ id, text, dueOn }): TemplateFields => {
      const named = (field: string, label: string) => ({ id: `promise.${id}.${field}`, label, source: `promise:${id}` })
      return { text: textFact(named('text', 'Promise made'), 'clause', text), due: dateFact(named('due', 'Promised until'), dueOn) }
    }),
  }
}
