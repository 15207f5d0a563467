// The form in which a draft is edited: its text in parts that Slack's inputs can hold, and a reason for figures that no record
// bears. What the person wrote survives a refusal.
import type { types } from '@slack/bolt'
import { z } from 'zod'
import { editPartsMost, reasonMost, slackLimits } from './block-limits.ts'
import { plain, words } from './block-pieces.ts'
import { type FormOrigin, writeOrigin } from './card-button.ts'
import { joinParts } from './draft-parts.ts'
import { within } from './plain-words.ts'

export const editFormId = 'edit-draft-form'
export const editFields = { firstPart: 'text-0', vouchReason: 'vouch-reason' } as const

export type EditFormContent = {
  caseName: string
  origin: FormOrigin
  parts: readonly string[]
  vouchReason?: string
  problem?: string
}

export function editForm({ caseName, origin, parts, vouchReason, problem }: EditFormContent): types.ModalView {
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
      input(editFields.vouchReason, 'Why you answer for a figure that no record bears', {
        initial: vouchReason ?? '',
        most: reasonMost,
        multiline: true,
        optional: true,
        hint: 'Needed only if the text states an amount, date or number that is in none of the records. It is kept with your name.',
      }),
    ],
  }
}

type InputOptions = { initial: string; most: number; multiline?: boolean; optional?: boolean; hint?: string }

export function input(
  block_id: string,
  label: string,
  { initial, most, multiline = false, optional = false, hint }: InputOptions,
): types.InputBlock {
  return {
    type: 'input',
    block_id,
    optional,
    label: plain(label, slackLimits.inputLabel),
    ...(hint ? { hint: plain(hint, slackLimits.inputHint) } : {}),
    element: {
      type: 'plain_text_input',
      action_id: inputAction,
      multiline,
      max_length: most,
      ...(initial === '' ? {} : { initial_value: within(initial, most) }),
    },
  }
}

const inputAction = 'written'
const written = z.object({
  [inputAction]: z.object({
    value: z
      .string()
      .max(slackLimits.inputValue * 4)
      .nullish(),
  }),
})
const stateValues = z.record(z.string(), z.unknown())

/** What stands in one input of a submitted form; an empty or absent one is `''`. Throws rather than lose what was written. */
export function writtenIn(values: unknown, field: string): string {
  const block = stateValues.parse(values)[field]
  return block === undefined ? '' : (written.parse(block)[inputAction].value ?? '')
}

export type Edited = { parts: string[]; text: string; vouchReason: string }

export function readEditForm(values: unknown): Edited {
  const given = stateValues.parse(values)
  const fields = Array.from({ length: editPartsMost }, (_, index) => partField(index)).filter((field) => field in given)
  const parts = fields.map((field) => writtenIn(values, field))
  return {
    parts,
    text: joinParts(parts),
    vouchReason: writtenIn(values, editFields.vouchReason).trim(),
  }
}

function partField(index: number): string {
  return `text-${index}`
}
