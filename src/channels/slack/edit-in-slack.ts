// Editing from the card: the form opens with the draft, and the desk's check of every figure runs when it is submitted.
import { caseName } from '../../cases/case.ts'
import type { EditRefusal } from '../../replies/draft.ts'
import { refusalWords } from '../../replies/say-refusal.ts'
import { buttonIds } from './card-button.ts'
import { inConsole, openDraft, refusalSaid } from './decide-in-slack.ts'
import { partsForEditing } from './draft-parts.ts'
import { type Edited, editFields, editForm, editFormId, readEditForm } from './edit-form.ts'
import { within } from './plain-words.ts'
import { type ButtonPress, onButton, type Said, type SlackRoom } from './slack-room.ts'
import { type FormAnswer, type FormWork, onForm } from './work-form.ts'

export function workEdit(room: SlackRoom): void {
  onButton(room, buttonIds.edit, (pressed) => openEditForm(room, pressed))
  onForm(room, editFormId, (submitted) => saveEdit(room, submitted))
}

async function openEditForm(room: SlackRoom, pressed: ButtonPress): Promise<Said> {
  const open = await openDraft(room, pressed)
  if (typeof open === 'string') return open
  const parts = partsForEditing(open.draft.text)
  if (!parts) return `This draft does not fit into Slack's form. Please edit it ${inConsole(room, open.case)}.`
  const { press, button, api } = pressed
  const origin = { ...button, channel: press.channel, ts: press.ts }
  await api.views.open({
    trigger_id: press.triggerId,
    view: editForm({ caseName: caseName(open.case), origin, parts }),
  })
  return undefined
}

async function saveEdit(room: SlackRoom, { origin, values, member }: Parameters<FormWork>[0]): Promise<FormAnswer> {
  const edited = readEditForm(values)
  const { text, vouchReason } = edited
  const { draftId, contentHash } = origin
  const saved = await room.replies.edit({ draftId, contentHash, by: member, text, ...(vouchReason ? { vouchReason } : {}) })
  if (saved.ok)
    return { kind: 'close', say: `Saved as version ${saved.value.draft.version}. It waits for a decision; its card is the newest.` }
  const { refusal } = saved
  if (refusal.kind === 'empty' || refusal.kind === 'too-long' || refusal.kind === 'unsupported')
    return refusedAtField(room, refusal, edited, origin)
  const before = await room.replies.viewDraft(draftId)
  const newest = before && (await room.replies.view(before.draft.caseId))
  if (newest && newest.draft.version === before.draft.version + 1 && newest.draft.text.trim() === text.trim()) return { kind: 'close' } // a repeated delivery
  return { kind: 'notice', text: refusalSaid(room, origin.approvalId, refusal) }
}

const errorMost = 500

async function refusedAtField(
  room: SlackRoom,
  refusal: EditRefusal,
  edited: Edited,
  origin: Parameters<FormWork>[0]['origin'],
): Promise<FormAnswer> {
  const said = within(refusalWords(refusal), errorMost)
  const view = await room.replies.viewDraft(origin.draftId)
  const record = view && (await room.cases.byId(view.draft.caseId))
  return {
    kind: 'refused',
    errors: { [refusal.kind === 'unsupported' ? editFields.vouchReason : editFields.firstPart]: said },
    form: editForm({
      caseName: record ? caseName(record) : 'the draft',
      origin,
      ...edited,
      problem: refusalSaid(room, origin.approvalId, refusal),
    }),
  }
}
