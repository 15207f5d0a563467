// The app's home in Slack: what is yours, by what falls due first. A pure picture of what was asked.
import type { types } from '@slack/bolt'
import { type CaseRecord, caseName } from '../../cases/case.ts'
import type { MadePromise } from '../../cases/cases.ts'
import { longDay } from '../../kernel/days.ts'
import { slackLimits } from './block-limits.ts'
import { type Block, heading, link, linkButton, plain, small, words } from './block-pieces.ts'
import { moment, quoted } from './plain-words.ts'

export const homeButtons = { logCall: 'home-log-call' } as const

export type HomeShown = {
  name: string
  atWork: boolean
  /** By the clock that falls due first. */
  mine: readonly CaseRecord[]
  more: boolean
  /** Drafts that wait for a decision; null for who decides on none. */
  waiting: readonly CaseRecord[] | null
  promises: readonly { promise: Pick<MadePromise, 'text' | 'dueOn'>; case: CaseRecord; late: boolean }[]
  /** For who sees to the whole office. */
  office: { atWork: number; unassigned: number; dueInADay: number } | null
  urlOf(record: CaseRecord): string
  consoleUrl: string
}

const listed = 10

export function homeView(shown: HomeShown): types.HomeView {
  const { name, atWork, mine, more, waiting, promises, office, urlOf, consoleUrl } = shown
  return {
    type: 'home',
    blocks: [
      heading('Your desk'),
      words(`${quoted(name, 100)}, you are ${atWork ? 'at work' : 'not at work by the roster'}.`),
      {
        type: 'actions',
        elements: [
          { type: 'button', action_id: homeButtons.logCall, text: plain('Log a call', slackLimits.buttonText) },
          linkButton(`${consoleUrl}/queue`, 'Open the console'),
        ],
      },
      ...section(
        'Your cases',
        mine.slice(0, listed).map((record) => caseLine(record, urlOf)),
        'No case is with you.',
      ),
      ...(more || mine.length > listed ? [small('There are more in the console.')] : []),
      ...(waiting === null
        ? []
        : section(
            'Wait for a decision',
            waiting.slice(0, listed).map((record) => caseLine(record, urlOf)),
            'No draft waits.',
          )),
      ...section(
        'You promised',
        promises
          .slice(0, listed)
          .map(
            ({ promise, case: record, late }) =>
              `• ${link(urlOf(record), caseName(record))} ${quoted(promise.text, 120)}, by ${longDay(promise.dueOn)}${late ? ' *late*' : ''}`,
          ),
        'No promise of yours is open.',
      ),
      ...(office
        ? section(
            'The office',
            [
              `• ${office.atWork} at work`,
              `• ${office.unassigned} ${office.unassigned === 1 ? 'case is' : 'cases are'} with nobody`,
              `• ${office.dueInADay} due within a day`,
            ],
            '',
          )
        : []),
    ],
  }
}

/** Somebody who is not one of ours: one sentence, and nothing of anybody. */
export function strangersHome(sentence: string): types.HomeView {
  return { type: 'home', blocks: [words(sentence)] }
}

function section(title: string, lines: readonly string[], none: string): Block[] {
  return [{ type: 'divider' }, words(fitting(`*${title}*`, lines.length === 0 ? [none] : lines))]
}

/** Whole lines only: a link that is cut is none. */
function fitting(title: string, lines: readonly string[]): string {
  return lines.reduce((text, line) => (text.length + 1 + line.length > slackLimits.sectionText ? text : `${text}\n${line}`), title)
}

function caseLine(record: CaseRecord, urlOf: (record: CaseRecord) => string): string {
  const due = record.dueAt === null ? '' : `, due ${moment(record.dueAt)}`
  return `• ${link(urlOf(record), caseName(record))} ${quoted(record.subject, 60)}${due}`
}
