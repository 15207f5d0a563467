// The form in which a draft is edited: its text in parts that Slack's inputs can hold and, once the desk has found statements
// that no record bears, a field for each in which its writer answers for it. What the person wrote survives a refusal.
import { createHash } from 'node:crypto'
import type { types } from '@slack/bolt'
import { editPartsMost, reasonMost, slackLimits } from './block-limits.ts'
import { plain, words } from './block-pieces.ts'
import { type FormOrigin, writeOrigin } from './card-button.ts'
import { joinParts } from './draft-parts.ts'
import { input, readFields, writtenIn } from './form-fields.ts'
import { within } from './plain-words.ts'

export const editFormId = 'edit-draft-form'
export const firstPartField = 'text-0'

export type EditFormContent = {
  caseName: string
  origin: FormOrigin
  parts: readonly string[]
  /** Statements that no record bears, with the reasons given so far. */
  open?: readonly { text: string; why: string; reason: string }[]
  problem?: string
}

export function editForm({ caseName, origin, parts, open = [], problem }: EditFormContent): types.ModalView {
  return {
    type: 'modal',
    callback_id: editFormId,
    private_metadata: writeOrigin(origin),
    title: plain(`Edit ${caseName}`, slackLimits.viewTitle),
    submit: plain('Save the edit', slackLimits.viewButton),
    close: plain('Cancel', slackLimits.viewButton),
    blocks: [
      ...(problem ? [words(problem)] : []),
      ...parts.map((part, index) =>
        input(partField(index), parts.length === 1 ? 'Text' : `Text, part ${index + 1} of ${parts.length}`, {
          initial: part,
          most: slackLimits.inputValue,
          multiline: true,
          optional: parts.length > 1,
        }),
      ),
      ...open.slice(0, answersMost).map(({ text, why, reason }) =>
        input(answerField(text), `Why you answer for “${within(text, statementMost)}”`, {
          initial: reason,
          most: reasonMost,
          multiline: true,
          optional: true,
          hint: `${within(why, statementMost)}. Correct or remove it, or say here why it is so. Your name stands with it for good.`,
        }),
      ),
    ],
  }
}

/** At most in one form; whoever has more of them corrects some first. */
const answersMost = 12
const statementMost = 300

/** A field keeps its name while its statement stands, wherever that moves in the text. */
function answerField(statement: string): string {
  return `answer-${createHash('sha256').update(statement).digest('hex').slice(0, 24)}`
}

/** `reasonFor`: what stands in the field of a statement, `''` where there is none. */
export type Edited = { parts: string[]; text: string; reasonFor(statement: string): string }

export function readEditForm(values: unknown): Edited {
  const given = readFields(values)
  const fields = Array.from({ length: editPartsMost }, (_, index) => partField(index)).filter((field) => field in given)
  const parts = fields.map((field) => writtenIn(values, field))
  return {
    parts,
    text: joinParts(parts),
    reasonFor: (statement) => writtenIn(values, answerField(statement)).trim(),
  }
}

function partField(index: number): string {
  return `text-${index}`
}
