// Editing from the card: the form opens with the draft, and the desk's check of every figure runs when it is submitted.
import { caseName } from '../../cases/case.ts'
import type { EditRefusal } from '../../replies/draft.ts'
import { refusalWords } from '../../replies/say-refusal.ts'
import { buttonIds, type FormOrigin, readOrigin } from './card-button.ts'
import { inConsole, openDraft, refusalSaid } from './decide-in-slack.ts'
import { partsForEditing } from './draft-parts.ts'
import { type Edited, editForm, editFormId, firstPartField, readEditForm } from './edit-form.ts'
import { holdsNumbers } from './hide-numbers.ts'
import { within } from './plain-words.ts'
import { type ButtonPress, onButton, type Said, type SlackRoom } from './slack-room.ts'
import { type FormAnswer, onForm, type Submitted } from './work-form.ts'

export function workEdit(room: SlackRoom): void {
  onButton(room, buttonIds.edit, (pressed) => openEditForm(room, pressed))
  onForm(room, editFormId, readOrigin, (submitted) => saveEdit(room, submitted))
}

async function openEditForm(room: SlackRoom, pressed: ButtonPress): Promise<Said> {
  const open = await openDraft(room, pressed)
  if (typeof open === 'string') return open
  const parts = partsForEditing(open.draft.text)
  if (!parts)
    return holdsNumbers(open.draft.text)
      ? `A card or social-security number stands in this draft, and should not stand in Slack. Please edit it ${inConsole(room, open.case)}.`
      : `This draft does not fit into Slack's form. Please edit it ${inConsole(room, open.case)}.`
  const { press, button, api } = pressed
  const origin = { ...button, channel: press.channel, ts: press.ts }
  await api.views.open({
    trigger_id: press.triggerId,
    view: editForm({ caseName: caseName(open.case), origin, parts }),
  })
  return undefined
}

async function saveEdit(room: SlackRoom, { origin, values, member }: Submitted<FormOrigin>): Promise<FormAnswer> {
  const edited = readEditForm(values)
  const { text, reasonFor } = edited
  const { draftId, contentHash } = origin
  const open = (await room.replies.check({ draftId, text }))?.unsupported ?? []
  const vouches = open.map((claim) => ({ text: claim.text, reason: reasonFor(claim.text) }))
  const saved = await room.replies.edit({ draftId, contentHash, by: member, text, vouches })
  if (saved.ok)
    return { kind: 'close', say: `Saved as version ${saved.value.draft.version}. It waits for a decision; its card is the newest.` }
  const { refusal } = saved
  if (refusal.kind === 'empty' || refusal.kind === 'too-long' || refusal.kind === 'unsupported')
    return refusedInForm(room, refusal, edited, origin)
  const before = await room.replies.viewDraft(draftId)
  const newest = before && (await room.replies.view(before.draft.caseId))
  if (newest && newest.draft.version === before.draft.version + 1 && newest.draft.text.trim() === text.trim()) return { kind: 'close' } // a repeated delivery
  return { kind: 'notice', text: refusalSaid(room, origin.approvalId, refusal) }
}

const errorMost = 500

/** A text that cannot stay is refused at its field; statements that no record bears each get a field of their own. */
async function refusedInForm(
  room: SlackRoom,
  refusal: EditRefusal,
  { parts, reasonFor }: Edited,
  origin: Submitted<FormOrigin>['origin'],
): Promise<FormAnswer> {
  const view = await room.replies.viewDraft(origin.draftId)
  const record = view && (await room.cases.byId(view.draft.caseId))
  const open = refusal.kind === 'unsupported' ? refusal.claims.map(({ text, why }) => ({ text, why, reason: reasonFor(text) })) : []
  const form = editForm({
    caseName: record ? caseName(record) : 'the draft',
    origin,
    parts,
    open,
    problem: refusalSaid(room, origin.approvalId, refusal),
  })
  if (open.length > 0) return { kind: 'again', form }
  return { kind: 'refused', errors: { [firstPartField]: within(refusalWords(refusal), errorMost) }, form }
}
