// The form that asks why a draft goes back, and the short notices that take a form's place.
import type { types } from '@slack/bolt'
import { reasonMost, slackLimits } from './block-limits.ts'
import { plain, words } from './block-pieces.ts'
import { type FormOrigin, writeOrigin } from './card-button.ts'
import { input } from './form-fields.ts'

export const returnFormId = 'return-draft-form'
export const returnField = 'reason'

export function returnForm({
  caseName,
  origin,
  reason = '',
  problem,
}: {
  caseName: string
  origin: FormOrigin
  reason?: string
  problem?: string
}): types.ModalView {
  return {
    type: 'modal',
    callback_id: returnFormId,
    private_metadata: writeOrigin(origin),
    title: plain(`Return ${caseName}`, slackLimits.viewTitle),
    submit: plain('Return it', slackLimits.viewButton),
    close: plain('Cancel', slackLimits.viewButton),
    blocks: [
      ...(problem ? [words(problem)] : []),
      input(returnField, 'What must change', {
        initial: reason,
        most: reasonMost,
        multiline: true,
        hint: 'The clerk reads this beside the draft. The customer never does.',
      }),
    ],
  }
}

/** Takes the place of a form that has nothing more to ask. `text` is our own mrkdwn. */
export function noticeForm(title: string, text: string): types.ModalView {
  return { type: 'modal', title: plain(title, slackLimits.viewTitle), close: plain('Close', slackLimits.viewButton), blocks: [words(text)] }
}
