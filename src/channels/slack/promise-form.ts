// The form that asks why a promise was not kept.
import type { types } from '@slack/bolt'
import { reasonMost, slackLimits } from './block-limits.ts'
import { plain, words } from './block-pieces.ts'
import { input } from './form-fields.ts'
import { type PromiseRef, readPromiseRef } from './home-view.ts'

export const promiseFormId = 'promise-broken-form'
export const promiseField = 'note'

export function promiseForm({ ref, note = '', problem }: { ref: PromiseRef; note?: string; problem?: string }): types.ModalView {
  return {
    type: 'modal',
    callback_id: promiseFormId,
    private_metadata: JSON.stringify(ref),
    title: plain('Not kept', slackLimits.viewTitle),
    submit: plain('Say so', slackLimits.viewButton),
    close: plain('Cancel', slackLimits.viewButton),
    blocks: [
      ...(problem ? [words(problem)] : []),
      input(promiseField, 'Why it was not kept', {
        initial: note,
        most: reasonMost,
        multiline: true,
        hint: 'It stands in the timeline with your name. The customer never reads it.',
      }),
    ],
  }
}

/** It was opened from the home: no channel can be told of it. */
export function readPromiseOrigin(metadata: string): (PromiseRef & { channel: null }) | undefined {
  const ref = readPromiseRef(metadata)
  return ref && { ...ref, channel: null }
}
