// The few kinds of block that cards, answers and forms are made of.
import type { types } from '@slack/bolt'
import { slackLimits } from './block-limits.ts'
import { escapedWithin, within } from './plain-words.ts'

export type Block = types.KnownBlock

/** Our own mrkdwn, in which other people's words were `quoted` already. Never autolinked. */
export function words(mrkdwn: string): types.SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: mrkdwn, verbatim: true } }
}

/** Lines of our own mrkdwn, as many as fit into one section, under `title`. */
export function listing(lines: readonly string[], title?: string): types.SectionBlock {
  const head = title === undefined ? [] : [`*${title}*`]
  return words([...head, ...linesWithin(lines, slackLimits.sectionText - (title?.length ?? 0) - 3)].join('\n'))
}

/** As many whole lines as fit into `most` characters, and how many more there are: a link that is cut is none. */
export function linesWithin(lines: readonly string[], most: number): string[] {
  const kept: string[] = []
  let length = 0
  for (const line of lines) {
    if (length + line.length + 1 > most - roomForRest) break
    kept.push(line)
    length += line.length + 1
  }
  const rest = lines.length - kept.length
  return rest === 0 ? kept : [...kept, `and ${rest} more, shown in the console`]
}

const roomForRest = 50

/** Somebody's text exactly as written: no formatting, no links, always shown in full. `text` is escaped and fits a section. */
export function verbatimText(text: string): types.SectionBlock {
  return { type: 'section', text: { type: 'plain_text', text, emoji: false }, expand: true }
}

export function small(mrkdwn: string): types.ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: mrkdwn, verbatim: true }] }
}

export function heading(text: string): types.HeaderBlock {
  return { type: 'header', text: plain(text, slackLimits.headerText) }
}

export function plain(text: string, most: number): types.PlainTextElement {
  return { type: 'plain_text', text: escapedWithin(text, most), emoji: false }
}

export function link(url: string, label: string): string {
  return `<${url.replaceAll('|', '%7C').replaceAll('>', '%3E')}|${label}>`
}

export function linkButton(url: string, label: string): types.Button {
  return { type: 'button', action_id: 'open-console', text: plain(label, slackLimits.buttonText), url: within(url, slackLimits.buttonUrl) }
}

/** What counts towards `messageText`: every text of every block, a button's and its confirmation's too. */
export function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((total: number, item) => total + charactersIn(item), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (total, [key, item]) => total + (key === 'text' && typeof item === 'string' ? item.length : charactersIn(item)),
    0,
  )
}
