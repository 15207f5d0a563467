// Works a submitted form. Slack closes the form, shows errors at its fields or replaces it by what the acknowledgement says, and
// waits three seconds for that; work that takes longer goes on behind a notice, and the form comes back with what came of it.
import { setTimeout as pause } from 'node:timers/promises'
import type { types, webApi } from '@slack/bolt'
import type { StaffMember } from '../../staff/staff-member.ts'
import { readSubmission } from './read-payload.ts'
import { noticeForm } from './return-form.ts'
import { failedWords, forMember, type SlackRoom } from './slack-room.ts'

export type FormAnswer =
  | { kind: 'close'; say?: string }
  /** Refused at a field; `form` shows the same refusal with what was written, for when the answer comes late. */
  | { kind: 'refused'; errors: Record<string, string>; form?: types.ModalView }
  /** Shown again with more to fill in. */
  | { kind: 'again'; form: types.ModalView }
  | { kind: 'notice'; text: string }
  /** Said in the form's place. */
  | { kind: 'done'; text: string }

const acknowledgeWithinMilliseconds = 2_000

export type Submitted<Origin> = { origin: Origin; values: unknown; member: StaffMember; api: webApi.WebClient }
type FormWork<Origin> = (submitted: Submitted<Origin>) => Promise<FormAnswer>

/** `channel`: where it was opened from a message, and where a word can follow. */
type Origin = { channel: string | null }

/** `read`: where the form came from, as it says itself; undefined for one that is not ours. */
export function onForm<O extends Origin>(
  room: SlackRoom,
  formId: string,
  read: (metadata: string) => O | undefined,
  work: FormWork<O>,
): void {
  room.app.view(formId, async ({ ack, body, client: api }) => {
    const submission = readSubmission(body)
    const origin = submission && read(submission.metadata)
    if (!submission || !origin) {
      room.log.warn({ formId }, 'slack sent a form that is not ours')
      return ack()
    }
    let isFirst = false
    const answering = room.once.run(submission.triggerId, () => {
      isFirst = true
      return answerTo(room, () => forMember(room, submission.asker, (member) => work({ origin, values: submission.values, member, api })))
    })
    const inTime = await Promise.race([answering, pause(acknowledgeWithinMilliseconds, undefined, { ref: false })])
    if (inTime) await acknowledge(ack as Acknowledge, inTime)
    else
      await ack({ response_action: 'update', view: noticeForm('One moment', 'This takes longer than usual. The result will stand here.') })
    if (!isFirst) return
    await followUp(room, api, {
      answer: await answering,
      late: inTime === undefined,
      viewId: submission.viewId,
      origin,
      userId: submission.asker.userId,
    })
  })
}

async function answerTo(room: SlackRoom, work: () => Promise<FormAnswer | string>): Promise<FormAnswer> {
  try {
    const answer = await work()
    return typeof answer === 'string' ? { kind: 'notice', text: answer } : answer
  } catch (err) {
    room.log.error({ err }, 'slack form failed')
    return { kind: 'notice', text: failedWords }
  }
}

type Acknowledge = (
  response?: { response_action: 'errors'; errors: Record<string, string> } | { response_action: 'update'; view: types.ModalView },
) => Promise<void>

async function acknowledge(ack: Acknowledge, answer: FormAnswer): Promise<void> {
  if (answer.kind === 'close') return ack()
  if (answer.kind === 'refused') return ack({ response_action: 'errors', errors: answer.errors })
  if (answer.kind === 'again') return ack({ response_action: 'update', view: answer.form })
  return ack({ response_action: 'update', view: noticeForm(answer.kind === 'done' ? 'Done' : 'Not done', answer.text) })
}

type FollowUp = { answer: FormAnswer; late: boolean; viewId: string; origin: Origin; userId: string }

/** What the acknowledgement could not say: in the form when the answer came late, else (or when that was closed) privately in the channel. */
async function followUp(room: SlackRoom, api: webApi.WebClient, { answer, late, viewId, origin, userId }: FollowUp): Promise<void> {
  const text = saidOf(answer)
  try {
    if (late)
      return void (await api.views.update({
        view_id: viewId,
        view: 'form' in answer && answer.form ? answer.form : noticeForm(answer.kind === 'refused' ? 'Not done' : 'Done', text ?? 'Done.'),
      }))
    if (answer.kind !== 'close') return
  } catch (err) {
    room.log.info({ err }, 'slack form was closed before its answer came')
  }
  try {
    if (text && origin.channel !== null) await api.chat.postEphemeral({ channel: origin.channel, user: userId, text })
  } catch (err) {
    room.log.warn({ err }, 'slack could not be told')
  }
}

function saidOf(answer: FormAnswer): string | undefined {
  switch (answer.kind) {
    case 'close':
      return answer.say
    case 'notice':
    case 'done':
      return answer.text
    case 'refused':
      return Object.values(answer.errors).join(' ')
    case 'again':
      return undefined
  }
}
