// The form in which a telephone call is logged: in its case, or as a new one.
import type { types } from '@slack/bolt'
import { accountNumbersIn } from '../../cases/account-in-text.ts'
import { slackLimits } from './block-limits.ts'
import { plain, words } from './block-pieces.ts'
import { caseNumber } from './commands/read-words.ts'
import { input, writtenIn } from './form-fields.ts'

export const callFormId = 'log-call-form'
export const callFields = { with: 'with', telephone: 'telephone', about: 'about', said: 'said', callBack: 'call-back' } as const
export type CallFilled = Record<keyof typeof callFields, string>

export const lineMost = 300
export const shortMost = 40

/** It stands on no card: whoever submits it is told in the form itself. */
const nowhere = JSON.stringify({ channel: null })

export function readCallOrigin(metadata: string): { channel: null } | undefined {
  return metadata === nowhere ? { channel: null } : undefined
}

const nothing: CallFilled = { with: '', telephone: '', about: '', said: '', callBack: '' }

export function callForm({ filled = nothing, problem }: { filled?: CallFilled; problem?: string } = {}): types.ModalView {
  return {
    type: 'modal',
    callback_id: callFormId,
    private_metadata: nowhere,
    title: plain('Log a call', slackLimits.viewTitle),
    submit: plain('Log it', slackLimits.viewButton),
    close: plain('Cancel', slackLimits.viewButton),
    blocks: [
      ...(problem ? [words(problem)] : []),
      input(callFields.with, 'Who called', { initial: filled.with, most: lineMost }),
      input(callFields.telephone, 'Telephone', { initial: filled.telephone, most: shortMost, optional: true }),
      input(callFields.about, 'Case or account', {
        initial: filled.about,
        most: shortMost,
        optional: true,
        hint: 'A case such as 123 gets the call; an account such as 100200-300400 gets a new case; empty, too.',
      }),
      input(callFields.said, 'What was said', { initial: filled.said, most: slackLimits.inputValue, multiline: true }),
      input(callFields.callBack, 'Promised to call back by', {
        initial: filled.callBack,
        most: shortMost,
        optional: true,
        hint: 'tomorrow, in 3 days, 12/4 or 2026-12-04. You are the one who calls back.',
      }),
    ],
  }
}

export function readCallForm(values: unknown): CallFilled {
  const written = (field: keyof CallFilled) => writtenIn(values, callFields[field]).trim()
  return {
    with: written('with'),
    telephone: written('telephone'),
    about: written('about'),
    said: written('said'),
    callBack: written('callBack'),
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
