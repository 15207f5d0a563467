// What the form of an edit sends: the text, and for each statement that no record bears what its writer answers for it.
import { z } from 'zod'
import type { Answer } from './case-saying.ts'

export const draftAsked = z.object({ draftId: z.uuid(), contentHash: z.string().regex(/^[0-9a-f]{64}$/) })

const answersMost = 200
const list = (entry: z.ZodType<string>) =>
  z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(entry).max(answersMost))

const editAsked = draftAsked.extend({
  text: z.string().max(60_000),
  statement: list(z.string().max(20_000)),
  reason: list(z.string().max(2_000)),
  ownerId: list(z.string().max(40)),
  dueOn: list(z.string().max(20)),
  leaveOut: list(z.string().max(64)),
})

export function readEdit(body: unknown) {
  const { draftId, contentHash, text, leaveOut, statement, reason, ownerId, dueOn } = editAsked.parse(body)
  const answers = statement.map(
    (words, at): Answer => ({
      // A form sends line ends as CRLF; the statement was read from a text without.
      text: words.replace(/\r\n?/g, '\n'),
      reason: (reason[at] ?? '').trim(),
      ownerId: ownerId[at] ?? '',
      dueOn: dueOn[at] ?? '',
    }),
  )
  return { draftId, contentHash, text, leaveOut, answers }
}

/** A day makes it a promise; a reason makes it vouched for. */
export function answered(answers: readonly Answer[]) {
  return {
    promises: answers.filter(({ dueOn }) => dueOn !== '').map(({ text, ownerId, dueOn }) => ({ text, ownerId, dueOn })),
    vouches: answers.filter(({ dueOn, reason }) => dueOn === '' && reason !== '').map(({ text, reason }) => ({ text, reason })),
  }
}
