// Shortcuts: a telephone call is logged from anywhere, and a message of a channel becomes a note on a case, or a case. They do what
// `/case call`, `note` and `new` do, for whom the rulebook lets.
import type { types, webApi } from '@slack/bolt'
import { type CaseRecord, caseName } from '../../cases/case.ts'
import type { InquiryRefusal } from '../../cases/case-refusals.ts'
import { inquiryWords } from '../../cases/case-words.ts'
import { type Day, longDay } from '../../kernel/days.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { link } from './block-pieces.ts'
import { callFields, callForm, callFormId, readAbout, readCallForm, readCallOrigin } from './call-form.ts'
import { dayAtEnd } from './commands/read-words.ts'
import type { CommandRoom } from './commands/slash-command.ts'
import {
  filledFrom,
  type MessageOrigin,
  meantBy,
  messageFields,
  messageForm,
  messageFormId,
  originOf,
  readMessageForm,
  readMessageOrigin,
  saidOfOrigin,
} from './message-form.ts'
import { caseNamedIn, mentionedIn, messageUrl, readableWords } from './message-words.ts'
import { type MessageShortcut, readMessageShortcut, readShortcut } from './read-payload.ts'
import { noticeForm } from './return-form.ts'
import { forMember } from './slack-room.ts'
import { type FormAnswer, onForm, type Submitted } from './work-form.ts'

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
  onForm(room, callFormId, readCallOrigin, (submitted) => logCall(room, submitted))
  onForm(room, messageFormId, readMessageOrigin, (submitted) => keepMessage(room, submitted))
}

type Asked = NonNullable<ReturnType<typeof readShortcut>>

/** Whoever is not one of ours gets his polite sentence in place of the form. */
export async function opens(
  room: CommandRoom,
  api: webApi.WebClient,
  asked: Asked,
  form: (member: StaffMember) => Promise<types.ModalView>,
): Promise<void> {
  try {
    const view = await forMember(room, asked.asker, form)
    await api.views.open({ trigger_id: asked.triggerId, view: typeof view === 'string' ? noticeForm('Not done', view) : view })
  } catch (err) {
    room.log.warn({ err }, 'slack form could not be opened')
  }
}

const mentionsMost = 20

async function formOf(room: CommandRoom, { text, author, files, ...standing }: MessageShortcut): Promise<types.ModalView> {
  const { channel, ts, thread } = standing
  const people = [...new Set([...(author.userId === null ? [] : [author.userId]), ...mentionedIn(text)])].slice(0, mentionsMost)
  const members = await Promise.all(people.map((id) => room.staff.bySlackUser(id)))
  const names = new Map(members.flatMap((member, index) => (member ? [[people[index] as string, member.name]] : [])))
  const by = (author.userId === null ? undefined : names.get(author.userId)) ?? author.name ?? author.userId ?? 'An app'
  const words = readableWords(text, names)
  const named = caseNamedIn(words)
  return messageForm({
    origin: originOf({ channel, ts, thread, author: by, files }),
    ...filledFrom({ text: words, names: named === undefined ? undefined : caseName({ number: named }) }),
  })
}

async function logCall(room: CommandRoom, { values, member }: Submitted<{ channel: null }>): Promise<FormAnswer> {
  const filled = readCallForm(values)
  const refused = (field: string, problem: string): FormAnswer => ({
    kind: 'refused',
    errors: { [field]: problem },
    form: callForm({ filled, problem }),
  })
  const about = await caseOrAccount(room, filled.about)
  if ('problem' in about) return refused(callFields.about, about.problem)
  const callBackOn = filled.callBack === '' ? null : (readDay(room, filled.callBack) ?? undefined)
  if (callBackOn === undefined) return refused(callFields.callBack, 'Write a day such as tomorrow, in 3 days, 12/4 or 2026-12-04.')
  const { telephone, said: text } = filled
  const refusedFor = ({ kind }: InquiryRefusal): FormAnswer => {
    const field = callFieldOf[kind]
    return field ? refused(field, inquiryWords[kind]) : { kind: 'notice', text: inquiryWords[kind] }
  }
  if (about.record) {
    const call = { caseId: about.record.id, with: filled.with, telephone, text, callBackOn, ownerId: null, by: member }
    const logged = await room.desk.inquiries.logCall(call)
    return logged.ok ? done(room, about.record, 'has the call', callBackOn) : refusedFor(logged.refusal)
  }
  const given = { name: filled.with, telephone, accountNumber: about.account, text, callBackOn, by: member }
  const opened = await newCase(room, { channel: 'telephone', ...given })
  return opened.ok ? done(room, opened.value, 'is open', callBackOn) : refusedFor(opened.refusal)
}

const callFieldOf: Partial<Record<InquiryRefusal['kind'], string>> = {
  'no-account': callFields.about,
  'no-case': callFields.about,
  'words-missing': callFields.said,
  'day-refused': callFields.callBack,
}

async function keepMessage(room: CommandRoom, { origin, values, member }: Submitted<MessageOrigin>): Promise<FormAnswer> {
  const filled = readMessageForm(values)
  const refused = (field: string, problem: string): FormAnswer => ({
    kind: 'refused',
    errors: { [field]: problem },
    form: messageForm({ origin, filled, problem }),
  })
  const meant = meantBy(filled)
  if (meant.kind === 'refused') return refused(meant.field, meant.words)
  const whence = [saidOfOrigin(origin), messageUrl((await room.workspace()).url, origin)].filter((line) => line !== undefined).join('\n')
  if (meant.kind === 'note') {
    const record = await room.cases.byNumber(meant.number)
    if (!record) return refused(messageFields.case, `There is no case ${meant.number}.`)
    await room.desk.note({ caseId: record.id, text: `${meant.text}\n\n${whence}`, by: member })
    return { kind: 'done', text: `${caseLink(room, record)} has it as a note. The customer never sees it.` }
  }
  const { kind: _, ...inquiry } = meant
  const opened = await newCase(room, { ...inquiry, telephone: '', callBackOn: null, by: member })
  if (!opened.ok) {
    const field = messageFieldOf[opened.refusal.kind]
    const words = inquiryWords[opened.refusal.kind]
    return field ? refused(field, words) : { kind: 'notice', text: words }
  }
  // Not among the customer's words: the desk would read it as asked.
  await room.desk.note({ caseId: opened.value.id, text: whence, by: member })
  return { kind: 'done', text: `${caseLink(room, opened.value)} is open.` }
}

const messageFieldOf: Partial<Record<InquiryRefusal['kind'], string>> = {
  'no-account': messageFields.account,
  'words-missing': messageFields.said,
}

type Found = { record: CaseRecord | undefined; account: string } | { problem: string }

async function caseOrAccount(room: CommandRoom, words: string): Promise<Found> {
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

type NewCase = Omit<Parameters<CommandRoom['desk']['inquiries']['open']>[0], 'address' | 'subject' | 'language'>

function newCase(room: CommandRoom, given: NewCase) {
  return room.desk.inquiries.open({ address: '', subject: '', language: 'en', ...given })
}

function done(room: CommandRoom, record: CaseRecord, words: string, callBackOn: Day | null): FormAnswer {
  const back = callBackOn === null ? '' : `, and you call back by ${longDay(callBackOn)}`
  return { kind: 'done', text: `${caseLink(room, record)} ${words}${back}.` }
}

function caseLink(room: CommandRoom, record: CaseRecord): string {
  return link(room.caseUrl(record), caseName(record))
}
