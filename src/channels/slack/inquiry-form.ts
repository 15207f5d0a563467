// The forms that two shortcuts open: a telephone call is logged, and a message becomes a note on a case, or a case of its own.
import type { types } from '@slack/bolt'
import { z } from 'zod'
import { accountNumbersIn } from '../../cases/account-in-text.ts'
import { slackLimits } from './block-limits.ts'
import { plain, words } from './block-pieces.ts'
import { caseNumber } from './commands/read-words.ts'
import { input, writtenIn } from './edit-form.ts'

export const callFormId = 'log-call-form'
export const messageFormId = 'message-form'
export const callFields = { with: 'with', telephone: 'telephone', about: 'about', said: 'said', callBack: 'call-back' } as const
export const messageFields = { about: 'about', said: 'said' } as const

const lineMost = 300

/** What a form says of where it came from: a shortcut stands on no card. */
const shortcutOrigin = z.object({ channel: z.null() })
export type ShortcutOrigin = z.infer<typeof shortcutOrigin>
const noCard = JSON.stringify({ channel: null })

export function readShortcutOrigin(metadata: string): ShortcutOrigin | undefined {
  return metadata === noCard ? { channel: null } : undefined
}

export function callForm(): types.ModalView {
  return {
    type: 'modal',
    callback_id: callFormId,
    private_metadata: noCard,
    title: plain('Log a call', slackLimits.viewTitle),
    submit: plain('Log it', slackLimits.viewButton),
    close: plain('Cancel', slackLimits.viewButton),
    blocks: [
      input(callFields.with, 'Who called', { initial: '', most: lineMost }),
      input(callFields.telephone, 'Telephone', { initial: '', most: 40, optional: true }),
      input(callFields.about, 'Case or account', {
        initial: '',
        most: 40,
        optional: true,
        hint: 'A case such as 123 gets the call; an account such as 100200-300400 gets a new case; empty, too.',
      }),
      input(callFields.said, 'What was said', { initial: '', most: slackLimits.inputValue, multiline: true }),
      input(callFields.callBack, 'Promised to call back by', {
        initial: '',
        most: 40,
        optional: true,
        hint: 'tomorrow, in 3 days, 12/4 or 2026-12-04. You are the one who calls back.',
      }),
    ],
  }
}

export function messageForm({ said, left }: { said: string; left: boolean }): types.ModalView {
  return {
    type: 'modal',
    callback_id: messageFormId,
    private_metadata: noCard,
    title: plain('To the desk', slackLimits.viewTitle),
    submit: plain('Keep it', slackLimits.viewButton),
    close: plain('Cancel', slackLimits.viewButton),
    blocks: [
      input(messageFields.about, 'Case', {
        initial: '',
        most: 40,
        optional: true,
        hint: 'A case such as 123 gets it as a note that the customer never sees. Left empty, it becomes a new case.',
      }),
      input(messageFields.said, 'What is kept', { initial: said, most: slackLimits.inputValue, multiline: true }),
      ...(left ? [words('The message is longer than a form takes; its end was left out.')] : []),
    ],
  }
}

export type About = { kind: 'case'; number: number } | { kind: 'account'; number: string } | { kind: 'none' } | { kind: 'not-understood' }

/** An account first: its first half alone would be a case's number. */
export function readAbout(words: string): About {
  const text = words.trim()
  if (text === '') return { kind: 'none' }
  const [account] = accountNumbersIn(text)
  if (account !== undefined) return { kind: 'account', number: account }
  const number = caseNumber(text)
  return number === undefined ? { kind: 'not-understood' } : { kind: 'case', number }
}

export function fieldsOf<F extends string>(values: unknown, fields: Record<string, F>): Record<F, string> {
  return Object.fromEntries(Object.values(fields).map((field) => [field, writtenIn(values, field).trim()])) as Record<F, string>
}
