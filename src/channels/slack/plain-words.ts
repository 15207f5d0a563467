// Other people's words on their way into Slack. Slack reads &, < and > as the marks of links, mentions and broadcasts, and
// shows the entities as the characters themselves; nothing a customer wrote may act as a mark.

import { isPostal } from '../../kernel/postal-address.ts'
import { hideNumbers } from './hide-numbers.ts'

/** For text objects of either type: the three control characters as entities. */
export function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** What people typed, which Slack hands on with its three marks as entities. */
export function unescapeSlack(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

const lookalikes: Record<string, string> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' }

/** One line of somebody else's words inside our own mrkdwn: no marks, no formatting, no line breaks, no card's number, `most` characters at the most. */
export function quoted(text: string, most: number): string {
  const line = hideNumbers(visible(text).replace(/\s+/g, ' ').trim()).replace(/[*_~`]/g, (mark) => lookalikes[mark] ?? mark)
  return escapedWithin(line, most)
}

/** Escapes `text` and cuts it, at a whole character, so that the escaped form has `most` characters or fewer. */
export function escapedWithin(text: string, most: number): string {
  const escaped = escapeSlack(text)
  if (escaped.length <= most) return escaped
  let kept = ''
  for (const character of text) {
    const next = escapeSlack(character)
    if (kept.length + next.length > most - 1) break
    kept += next
  }
  return `${kept}…`
}

/** Cuts at a whole character, for the places where Slack takes plain strings. */
export function within(text: string, most: number): string {
  if (text.length <= most) return text
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > most - 1) break
    kept += character
  }
  return `${kept}…`
}

/** Without control and bidirectional-override characters, which could make a reader see other words than the ones that leave. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (found) => (whiteSpace.has(found) ? found : '�'))
}

const whiteSpace = new Set(['\n', '\r', '\t'])

/** `jane.doe@example.org` → `j…@example.org`: enough to recognise, too little to copy from a channel. */
export function maskAddress(address: string): string {
  if (isPostal(address)) return 'by post'
  const at = address.lastIndexOf('@')
  if (at < 1) return '…'
  return `${[...address.slice(0, at)][0] ?? ''}…${address.slice(at)}`
}

/** A moment as Slack shows it to each reader in his own zone; clients that cannot show the fallback. */
export function moment(at: Date): string {
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} at {time}|${at.toISOString().slice(0, 16).replace('T', ' ')} UTC>`
}
