// The fields of a form, and what somebody put into each of them. A field is named by its block, so that an error can stand at it.
import type { types } from '@slack/bolt'
import { z } from 'zod'
import { slackLimits } from './block-limits.ts'
import { plain } from './block-pieces.ts'
import { within } from './plain-words.ts'

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
      action_id: fieldAction,
      multiline,
      max_length: most,
      ...(initial === '' ? {} : { initial_value: within(initial, most) }),
    },
  }
}

export type Choice<Id extends string> = { id: Id; words: string }

/** One of a few: as buttons they are all seen at once, as a list the chosen one is. */
export function choice<Id extends string>(
  block_id: string,
  label: string,
  { as, choices, chosen }: { as: 'radio_buttons' | 'static_select'; choices: readonly Choice<Id>[]; chosen: Id },
): types.InputBlock {
  const options = choices.map(({ id, words }) => ({ text: plain(words, slackLimits.optionText), value: id }))
  const initial = options.find(({ value }) => value === chosen)
  return {
    type: 'input',
    block_id,
    label: plain(label, slackLimits.inputLabel),
    element: { type: as, action_id: fieldAction, options, ...(initial ? { initial_option: initial } : {}) },
  }
}

const fieldAction = 'written'
const field = z.object({
  [fieldAction]: z.object({
    value: z
      .string()
      .max(slackLimits.inputValue * 4)
      .nullish(),
    selected_option: z.object({ value: z.string().max(slackLimits.optionValue) }).nullish(),
  }),
})
const fields = z.record(z.string(), z.unknown())

/** By their names; throws where Slack sent something else. */
export function readFields(values: unknown): Record<string, unknown> {
  return fields.parse(values)
}

/** What stands in one input of a submitted form; an empty or absent one is `''`. Throws rather than lose what was written. */
export function writtenIn(values: unknown, name: string): string {
  return fieldIn(values, name)?.value ?? ''
}

export function chosenIn<Id extends string>(values: unknown, name: string, ids: readonly Id[]): Id | undefined {
  const value = fieldIn(values, name)?.selected_option?.value
  return ids.find((id) => id === value)
}

function fieldIn(values: unknown, name: string) {
  const block = readFields(values)[name]
  return block === undefined ? undefined : field.parse(block)[fieldAction]
}
