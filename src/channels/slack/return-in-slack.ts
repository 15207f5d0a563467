// Returning a draft from the card, with the reason the clerk needs.
import { caseName } from '../../cases/case.ts'
import { buttonIds, type FormOrigin, readOrigin } from './card-button.ts'
import { openDraft, refusalSaid, standsAlready } from './decide-in-slack.ts'
import { writtenIn } from './form-fields.ts'
import { returnField, returnForm, returnFormId } from './return-form.ts'
import { type ButtonPress, onButton, type Said, type SlackRoom } from './slack-room.ts'
import { type FormAnswer, onForm, type Submitted } from './work-form.ts'

export function workReturn(room: SlackRoom): void {
  onButton(room, buttonIds.giveBack, (pressed) => openReturnForm(room, pressed))
  onForm(room, returnFormId, readOrigin, (submitted) => giveBack(room, submitted))
}

async function openReturnForm(room: SlackRoom, pressed: ButtonPress): Promise<Said> {
  const open = await openDraft(room, pressed)
  if (typeof open === 'string') return open
  const { press, button, api } = pressed
  const origin = { ...button, channel: press.channel, ts: press.ts }
  await api.views.open({ trigger_id: press.triggerId, view: returnForm({ caseName: caseName(open.case), origin }) })
  return undefined
}

async function giveBack(room: SlackRoom, { origin, values, member }: Submitted<FormOrigin>): Promise<FormAnswer> {
  const reason = writtenIn(values, returnField).trim()
  if (reason === '')
    return {
      kind: 'refused',
      errors: { [returnField]: emptyReason },
      form: returnForm({ caseName: 'the draft', origin, problem: emptyReason }),
    }
  const { draftId, contentHash, approvalId } = origin
  const returned = await room.replies.giveBack({ draftId, contentHash, by: member, reason })
  if (returned.ok) return { kind: 'close' }
  if (await standsAlready(room, approvalId, 'returned', member)) return { kind: 'close' }
  return { kind: 'notice', text: refusalSaid(room, approvalId, returned.refusal) }
}

const emptyReason = 'Please say what must change.'
