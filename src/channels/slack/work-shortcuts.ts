// Shortcuts: a telephone call is logged from anywhere, and a message of a channel becomes a note on a case, or a case. They do what
// `/case call`, `note` and `new` do, for whom the rulebook lets.
import type { webApi } from '@slack/bolt'
import { type CaseRecord, caseName } from '../../cases/case.ts'
import type { InquiryRefusal } from '../../cases/case-refusals.ts'
import { inquiryWords } from '../../cases/case-words.ts'
import type { Day } from '../../kernel/days.ts'
import { longDay } from '../../kernel/days.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { slackLimits } from './block-limits.ts'
import { link } from './block-pieces.ts'
import { dayAtEnd } from './commands/read-words.ts'
import type { CommandRoom } from './commands/slash-command.ts'
import {
  callFields,
  callForm,
  callFormId,
  fieldsOf,
  messageFields,
  messageForm,
  messageFormId,
  readAbout,
  readShortcutOrigin,
  type ShortcutOrigin,
} from './inquiry-form.ts'
import { unescapeSlack, visible } from './plain-words.ts'
import { type MessageShortcut, readMessageShortcut, readShortcut } from './read-payload.ts'
import { noticeForm } from './return-form.ts'
import { forMember } from './slack-room.ts'
import { type FormAnswer, type FormWork, onForm } from './work-form.ts'

/** As the manifest declares them. `type` is Slack's word: global, from anywhere; message, on one. */
export const shortcuts = [
  { name: 'Log a call', type: 'global', callback_id: 'log-call', description: 'A telephone call, in a case or as a new one' },
  { name: 'To the desk', type: 'message', callback_id: 'message-to-desk', description: 'A note on a case, or a new case' },
] as const

export function workShortcuts(room: CommandRoom): void {
  room.app.shortcut({ type: 'shortcut', callback_id: 'log-call' }, async ({ ack, body, client: api }) => {
    await ack()
    const asked = readShortcut(body)
    if (!asked) return room.log.warn('slack sent a shortcut that cannot be read')
    await room.once.run(asked.triggerId, () => opens(room, api, asked, async () => callForm()))
  })
  room.app.shortcut({ type: 'message_action', callback_id: 'message-to-desk' }, async ({ ack, body, client: api }) => {
    await ack()
    const asked = readMessageShortcut(body)
    if (!asked) return room.log.warn('slack sent a shortcut that cannot be read')
    await room.once.run(asked.triggerId, () => opens(room, api, asked, () => formOf(room, asked)))
  })
  onForm(room, callFormId, readShortcutOrigin, (submitted) => logCall(room, submitted))
  onForm(room, messageFormId, readShortcutOrigin, (submitted) => keepMessage(room, submitted))
}

type Asked = NonNullable<ReturnType<typeof readShortcut>>

/** Whoever is not one of ours gets his polite sentence in place of the form. */
export async function opens(
  room: CommandRoom,
  api: webApi.WebClient,
  asked: Asked,
  form: (member: StaffMember) => Promise<ReturnType<typeof callForm>>,
): Promise<void> {
  try {
    const view = await forMember(room, asked.asker, form)
    await api.views.open({ trigger_id: asked.triggerId, view: typeof view === 'string' ? noticeForm('Not done', view) : view })
  } catch (err) {
    room.log.warn({ err }, 'slack form could not be opened')
  }
}

async function formOf(room: CommandRoom, { text, userId, files }: MessageShortcut) {
  const author = userId === null ? undefined : await room.staff.bySlackUser(userId)
  const named = files.length === 0 ? '' : `\n\nFiles, in Slack: ${files.join(', ')}`
  const whole = `${author ? `${author.name} wrote in Slack` : 'Written in Slack'}:\n${visible(unescapeSlack(text))}${named}`
  return messageForm({ said: whole.slice(0, slackLimits.inputValue), left: whole.length > slackLimits.inputValue })
}

type Submitted = Parameters<FormWork<ShortcutOrigin>>[0]

async function logCall(room: CommandRoom, { values, member }: Submitted): Promise<FormAnswer> {
  const given = fieldsOf(values, callFields)
  const about = await caseOrAccount(room, given.about)
  if ('problem' in about) return refused(callFields.about, about.problem)
  const callBackOn = given['call-back'] === '' ? null : (readDay(room, given['call-back']) ?? undefined)
  if (callBackOn === undefined) return refused(callFields.callBack, 'Write a day such as tomorrow, in 3 days, 12/4 or 2026-12-04.')
  const call = { with: given.with, telephone: given.telephone, callBackOn, ownerId: null, by: member }
  if (about.record) {
    const logged = await room.desk.inquiries.logCall({ ...call, caseId: about.record.id, text: given.said })
    return logged.ok ? done(room, about.record, 'has the call', callBackOn) : refusedFor(logged.refusal)
  }
  const opened = await newCase(room, {
    name: given.with,
    telephone: given.telephone,
    accountNumber: about.account,
    text: given.said,
    by: member,
  })
  if (!opened.ok) return refusedFor(opened.refusal)
  if (callBackOn === null) return done(room, opened.value, 'is open', null)
  const promised = await room.desk.inquiries.logCall({ ...call, caseId: opened.value.id, text: 'Promised to call back.' })
  return promised.ok
    ? done(room, opened.value, 'is open', callBackOn)
    : {
        kind: 'done',
        text: `${caseLink(room, opened.value)} is open, but the call back is not promised: ${inquiryWords[promised.refusal.kind]}`,
      }
}

async function keepMessage(room: CommandRoom, { values, member }: Submitted): Promise<FormAnswer> {
  const given = fieldsOf(values, messageFields)
  const about = await caseOrAccount(room, given.about)
  if ('problem' in about) return refused(messageFields.about, about.problem)
  if (given.said === '') return refused(messageFields.said, inquiryWords['words-missing'])
  if (about.record) {
    await room.desk.note({ caseId: about.record.id, text: given.said, by: member })
    return { kind: 'done', text: `${caseLink(room, about.record)} has it as a note. The customer never sees it.` }
  }
  const opened = await newCase(room, { name: '', telephone: '', accountNumber: about.account, text: given.said, by: member })
  return opened.ok
    ? { kind: 'done', text: `${caseLink(room, opened.value)} is open. Add who it is for in the console.` }
    : refusedFor(opened.refusal)
}

type About = { record: CaseRecord | undefined; account: string } | { problem: string }

async function caseOrAccount(room: CommandRoom, words: string): Promise<About> {
  const about = readAbout(words)
  if (about.kind === 'not-understood') return { problem: 'Name a case such as 123, or an account such as 100200-300400.' }
  if (about.kind !== 'case') return { record: undefined, account: about.kind === 'account' ? about.number : '' }
  const record = await room.cases.byNumber(about.number)
  return record ? { record, account: '' } : { problem: `There is no case ${about.number}.` }
}

function readDay(room: CommandRoom, words: string): Day | null {
  const { day, rest } = dayAtEnd({ room, words })
  return rest === '' ? day : null
}

type NewCase = { name: string; telephone: string; accountNumber: string; text: string; by: StaffMember }

function newCase(room: CommandRoom, given: NewCase) {
  return room.desk.inquiries.open({ channel: 'telephone', address: '', subject: '', language: 'en', ...given })
}

function done(room: CommandRoom, record: CaseRecord, words: string, callBackOn: Day | null): FormAnswer {
  const back = callBackOn === null ? '' : `, and you call back by ${longDay(callBackOn)}`
  return { kind: 'done', text: `${caseLink(room, record)} ${words}${back}.` }
}

function caseLink(room: CommandRoom, record: CaseRecord): string {
  return link(room.caseUrl(record), caseName(record))
}

function refused(field: string, problem: string): FormAnswer {
  return { kind: 'refused', errors: { [field]: problem } }
}

const fieldOf: Partial<Record<InquiryRefusal['kind'], string>> = {
  'no-account': callFields.about,
  'no-case': callFields.about,
  'words-missing': callFields.said,
  'day-refused': callFields.callBack,
}

function refusedFor({ kind }: InquiryRefusal): FormAnswer {
  const field = fieldOf[kind]
  return field ? refused(field, inquiryWords[kind]) : { kind: 'notice', text: inquiryWords[kind] }
}
