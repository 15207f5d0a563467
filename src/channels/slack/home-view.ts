// The app's home in Slack: what is yours, by what falls due first, and what you can do about it there. A pure picture of what was asked.
import type { types } from '@slack/bolt'
import { z } from 'zod'
import { type CaseRecord, caseName } from '../../cases/case.ts'
import type { MadePromise } from '../../cases/cases.ts'
import { longDay } from '../../kernel/days.ts'
import type { Presence } from '../../staff/at-work.ts'
import { slackLimits } from './block-limits.ts'
import { type Block, heading, link, linkButton, listing, plain, small, words } from './block-pieces.ts'
import { moment, quoted } from './plain-words.ts'

export const homeButtons = {
  logCall: 'home-log-call',
  again: 'home-again',
  take: 'home-take',
  kept: 'home-promise-kept',
  broken: 'home-promise-broken',
} as const

export type HomeShown = {
  name: string
  presence: Presence
  /** What came of the button that was pressed; our own mrkdwn. */
  notice: string | undefined
  /** By the clock that falls due first. */
  mine: readonly CaseRecord[]
  more: boolean
  /** Drafts that wait for his decision, each with where its card stands; null for who decides on none. */
  waiting: readonly { case: CaseRecord; until: Date; cardUrl: string | undefined }[] | null
  promises: readonly { promise: Pick<MadePromise, 'id' | 'text' | 'dueOn'>; case: CaseRecord; late: boolean }[]
  /** For who sees to the whole office. */
  office: { atWork: number; waiting: number; unassigned: readonly CaseRecord[]; due: readonly CaseRecord[]; moreDue: boolean } | null
  now: Date
  urlOf(record: CaseRecord): string
  consoleUrl: string
}

const listed = 10
const takenFromHome = 5

export function homeView(shown: HomeShown): types.HomeView {
  const { name, presence, notice, mine, more, waiting, promises, office, now, urlOf, consoleUrl } = shown
  return {
    type: 'home',
    blocks: [
      heading('Your desk'),
      ...(notice === undefined ? [] : [words(notice)]),
      words(`${quoted(name, 100)}, ${presenceWords(presence)}.`),
      {
        type: 'actions',
        elements: [
          button(homeButtons.logCall, 'Log a call'),
          button(homeButtons.again, 'Look again'),
          linkButton(`${consoleUrl}/queue`, 'Open the console'),
        ],
      },
      ...section(
        'Your cases',
        mine.slice(0, listed).map((record) => caseLine(record, urlOf)),
        'No case is with you.',
      ),
      ...(more || mine.length > listed ? [small('There are more in the console.')] : []),
      ...(waiting === null ? [] : section('Wait for your decision', [], waiting.length === 0 ? 'No draft waits.' : '')),
      ...(waiting ?? []).slice(0, listed).map((one) => waitingBlock(one, urlOf)),
      ...((waiting?.length ?? 0) > listed ? [small('There are more in the console.')] : []),
      ...section('You promised', [], promises.length === 0 ? 'No promise of yours is open.' : ''),
      ...promises.slice(0, listed).flatMap((one) => promiseBlocks(one, urlOf)),
      ...(promises.length > listed ? [small('There are more on the cases.')] : []),
      ...(office ? officeBlocks(office, urlOf, consoleUrl) : []),
      small(`As of ${moment(now)}.`),
    ],
  }
}

/** Somebody who is not one of ours: one sentence, and nothing of anybody. */
export function strangersHome(sentence: string): types.HomeView {
  return { type: 'home', blocks: [words(sentence)] }
}

const promiseRef = z.object({ promiseId: z.uuid(), caseId: z.uuid() })
/** What the buttons of a promise carry. */
export type PromiseRef = z.infer<typeof promiseRef>

export function readPromiseRef(value: string): PromiseRef | undefined {
  try {
    return promiseRef.safeParse(JSON.parse(value)).data
  } catch {
    return undefined // not written by us
  }
}

function presenceWords({ atWork, absent, shiftEndsAt, nextShiftAt }: Presence): string {
  if (absent) return 'you are written down as absent'
  if (atWork) return shiftEndsAt === null ? 'you are at work' : `you are at work until ${moment(shiftEndsAt)}`
  return `you are not at work by the roster${nextShiftAt === null ? '' : `; your next shift begins ${moment(nextShiftAt)}`}`
}

function waitingBlock(
  { case: record, until, cardUrl }: NonNullable<HomeShown['waiting']>[number],
  urlOf: HomeShown['urlOf'],
): types.SectionBlock {
  return {
    ...words(`${caseLine(record, urlOf)}\nOpen until ${moment(until)}.`),
    accessory: linkButton(cardUrl ?? urlOf(record), cardUrl === undefined ? 'Decide in the console' : 'Go to its card'),
  }
}

function promiseBlocks({ promise, case: record, late }: HomeShown['promises'][number], urlOf: HomeShown['urlOf']): Block[] {
  const value = JSON.stringify({ promiseId: promise.id, caseId: record.id } satisfies PromiseRef)
  const due = `by ${longDay(promise.dueOn)}${late ? ' *late*' : ''}`
  return [
    words(`• ${link(urlOf(record), caseName(record))} ${quoted(promise.text, 300)}, ${due}`),
    {
      type: 'actions',
      elements: [
        {
          ...button(homeButtons.kept, 'Kept', value),
          confirm: {
            title: plain('Was it kept?', slackLimits.confirmTitle),
            text: plain('It stands in the timeline with your name.', slackLimits.confirmText),
            confirm: plain('Kept', slackLimits.confirmButton),
            deny: plain('Not yet', slackLimits.confirmButton),
          },
        },
        button(homeButtons.broken, 'Not kept', value),
      ],
    },
  ]
}

function officeBlocks(
  { atWork, waiting, unassigned, due, moreDue }: NonNullable<HomeShown['office']>,
  urlOf: HomeShown['urlOf'],
  consoleUrl: string,
): Block[] {
  const links = due.slice(0, listed).map((record) => link(urlOf(record), caseName(record)))
  const lines = [
    `• ${atWork} at work`,
    `• ${waiting} ${waiting === 1 ? 'draft waits' : 'drafts wait'} for a decision`,
    `• ${unassigned.length} ${unassigned.length === 1 ? 'case is' : 'cases are'} with nobody`,
    due.length === 0
      ? '• Nothing falls due within a day'
      : `• Due within a day: ${links.join(' ')}${moreDue || due.length > listed ? ' and more' : ''}`,
  ]
  return [
    ...section('The office', lines, ''),
    ...unassigned.slice(0, takenFromHome).map((record) => ({
      ...words(`With nobody: ${caseLine(record, urlOf)}`),
      accessory: button(homeButtons.take, 'Take it', record.id),
    })),
    small(link(`${consoleUrl}/office`, 'Shifts, absences and loads')),
  ]
}

function section(title: string, lines: readonly string[], none: string): Block[] {
  const shown = lines.length === 0 && none !== '' ? [none] : lines
  return [{ type: 'divider' }, listing(shown, title)]
}

function caseLine(record: CaseRecord, urlOf: (record: CaseRecord) => string): string {
  const due = record.dueAt === null ? '' : `, due ${moment(record.dueAt)}`
  return `• ${link(urlOf(record), caseName(record))} ${quoted(record.subject, 60)}${due}`
}

function button(action_id: string, label: string, value?: string): types.Button {
  return { type: 'button', action_id, text: plain(label, slackLimits.buttonText), ...(value === undefined ? {} : { value }) }
}
