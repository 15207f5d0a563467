// The form in which a message of Slack becomes a note on a case, or a case of its own. The words can be changed before they are
// kept; who wrote them, and where, comes along by itself.
import type { types } from '@slack/bolt'
import { z } from 'zod'
import { slackLimits } from './block-limits.ts'
import { plain, small, words } from './block-pieces.ts'
import { lineMost, shortMost } from './call-form.ts'
import { caseNumber } from './commands/read-words.ts'
import { choice, chosenIn, input, readFields, writtenIn } from './form-fields.ts'
import { quoted } from './plain-words.ts'

export const messageFormId = 'message-form'
export const messageFields = { as: 'as', case: 'case', name: 'name', account: 'account', channel: 'channel', said: 'said-0' } as const

const kinds = [
  { id: 'note', words: 'A note on a case' },
  { id: 'new', words: 'A new case' },
] as const
const channels = [
  { id: 'telephone', words: 'By telephone' },
  { id: 'walk-in', words: 'At the counter' },
  { id: 'post', words: 'In a letter' },
  { id: 'fax', words: 'By fax' },
] as const

const nameMost = 100
const filesMost = 10
const partLength = 2_500 // room is left to write in
const partsMost = 4

const messageOrigin = z.object({
  channel: z.string().max(50),
  ts: z.string().max(50),
  thread: z.string().max(50).nullable(),
  author: z.string(),
  files: z.array(z.string()),
})
/** Where the message stands, and what is told of it beside its words. */
export type MessageOrigin = z.infer<typeof messageOrigin>

/** Bounded, so that it fits what a form may carry. */
export function originOf({ author, files, ...standing }: MessageOrigin): MessageOrigin {
  const short = (text: string) => text.replace(/\s+/g, ' ').slice(0, nameMost).toWellFormed()
  const more = files.length > filesMost ? [`${files.length - filesMost} more`] : []
  return { ...standing, author: short(author), files: [...files.slice(0, filesMost).map(short), ...more] }
}

export function readMessageOrigin(metadata: string): MessageOrigin | undefined {
  try {
    return messageOrigin.safeParse(JSON.parse(metadata)).data
  } catch {
    return undefined // not written by us
  }
}

export type MessageFilled = {
  as: (typeof kinds)[number]['id']
  case: string
  name: string
  account: string
  channel: (typeof channels)[number]['id']
  parts: readonly string[]
}

export type MessageFormContent = { origin: MessageOrigin; filled: MessageFilled; left?: boolean; problem?: string }

export function messageForm({ origin, filled, left = false, problem }: MessageFormContent): types.ModalView {
  const { parts } = filled
  return {
    type: 'modal',
    callback_id: messageFormId,
    private_metadata: JSON.stringify(origin),
    title: plain('To the desk', slackLimits.viewTitle),
    submit: plain('Keep it', slackLimits.viewButton),
    close: plain('Cancel', slackLimits.viewButton),
    blocks: [
      ...(problem ? [words(problem)] : []),
      choice(messageFields.as, 'Keep it as', { as: 'radio_buttons', choices: kinds, chosen: filled.as }),
      input(messageFields.case, 'The case', {
        initial: filled.case,
        most: shortMost,
        optional: true,
        hint: 'For a note: such as 123 or WD-000123. The customer never sees it.',
      }),
      input(messageFields.name, 'Whose case', { initial: filled.name, most: lineMost, optional: true, hint: 'For a new case.' }),
      input(messageFields.account, 'Account', { initial: filled.account, most: shortMost, optional: true, hint: 'For a new case.' }),
      choice(messageFields.channel, 'How a new case came', { as: 'static_select', choices: channels, chosen: filled.channel }),
      ...parts.map((part, index) =>
        input(partField(index), parts.length === 1 ? 'What is kept' : `What is kept, part ${index + 1} of ${parts.length}`, {
          initial: part,
          most: slackLimits.inputValue,
          multiline: true,
          optional: parts.length > 1,
        }),
      ),
      ...(left ? [words('The message is longer than a form takes; its end was left out.')] : []),
      small(quoted(saidOfOrigin(origin), slackLimits.sectionText)),
    ],
  }
}

/** What the form shows at first: words that name a case are a note on it. */
export function filledFrom({ text, names }: { text: string; names: string | undefined }): { filled: MessageFilled; left: boolean } {
  const { parts, left } = messageParts(text)
  return {
    filled: { as: names === undefined ? 'new' : 'note', case: names ?? '', name: '', account: '', channel: 'telephone', parts },
    left,
  }
}

export function readMessageForm(values: unknown): MessageFilled {
  const written = readFields(values)
  const fields = Array.from({ length: partsMost }, (_, index) => partField(index)).filter((field) => field in written)
  return {
    as: chosenIn(values, messageFields.as, idsOf(kinds)) ?? 'note',
    case: writtenIn(values, messageFields.case).trim(),
    name: writtenIn(values, messageFields.name).trim(),
    account: writtenIn(values, messageFields.account).trim(),
    channel: chosenIn(values, messageFields.channel, idsOf(channels)) ?? 'telephone',
    parts: fields.map((field) => writtenIn(values, field)),
  }
}

export type Meant =
  | { kind: 'note'; number: number; text: string }
  | { kind: 'new'; name: string; accountNumber: string; channel: MessageFilled['channel']; text: string }
  | { kind: 'refused'; field: string; words: string }

/** What somebody wants who submits it. Whether he may, and whether there is such a case or account, is the desk's to say. */
export function meantBy({ as, parts, ...filled }: MessageFilled): Meant {
  const text = joinedParts(parts)
  if (text === '') return { kind: 'refused', field: messageFields.said, words: 'Write down what was said.' }
  if (as === 'new') return { kind: 'new', name: filled.name, accountNumber: filled.account, channel: filled.channel, text }
  const number = caseNumber(filled.case)
  return number === undefined
    ? { kind: 'refused', field: messageFields.case, words: 'Name the case that gets the note, such as 123, or choose a new case.' }
    : { kind: 'note', number, text }
}

/** Who wrote it and which files stand with it. */
export function saidOfOrigin({ author, files }: MessageOrigin): string {
  return `${author} wrote it in Slack.${files.length === 0 ? '' : ` Files, in Slack: ${files.join(', ')}.`}`
}

/** Cut after white space where there is any. */
export function messageParts(text: string): { parts: string[]; left: boolean } {
  const parts: string[] = []
  let rest = text
  do {
    const cut = rest.length <= partLength ? rest.length : placeToCut(rest)
    parts.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  } while (rest !== '' && parts.length < partsMost)
  return { parts, left: rest !== '' }
}

function placeToCut(text: string): number {
  const space = Math.max(text.lastIndexOf('\n', partLength), text.lastIndexOf(' ', partLength))
  if (space > partLength / 2) return space + 1
  const before = text.charCodeAt(partLength - 1)
  return before >= 0xd800 && before <= 0xdbff ? partLength - 1 : partLength // never within a character
}

function joinedParts(parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n')
}

function partField(index: number): string {
  return `said-${index}`
}

function idsOf<Id>(choices: readonly { id: Id }[]): Id[] {
  return choices.map(({ id }) => id)
}
