// A draft cut for Slack, whose texts end at 3,000 characters: into sections to read, and into inputs to write in.
import { cardShares, editPartLength, editPartsMost, slackLimits } from './block-limits.ts'
import { hideNumbers, holdsNumbers } from './hide-numbers.ts'
import { escapeSlack, visible } from './plain-words.ts'

export type CardText = { sections: string[]; whole: boolean; hidden: boolean }

/**
 * Sections of escaped text. `whole` is false when the end had to be left out or, then `hidden`, a number is not shown: then nobody can
 * decide on it in Slack.
 */
export function textForCard(text: string): CardText {
  const hidden = holdsNumbers(text)
  const { sections, whole } = cutForCard(hideNumbers(text))
  return { sections, whole: whole && !hidden, hidden }
}

function cutForCard(text: string): Pick<CardText, 'sections' | 'whole'> {
  const sections: string[] = []
  let section = ''
  let length = 0
  for (const piece of pieces(visible(text))) {
    if (length + piece.length > cardShares.draft) return { sections: nonBlank([...sections, section]), whole: false }
    if (section.length + piece.length > slackLimits.sectionText) {
      sections.push(section)
      section = ''
    }
    section += piece
    length += piece.length
  }
  return { sections: nonBlank([...sections, section]), whole: true }
}

/** Words with the white space after them, escaped, none longer than a section. */
function* pieces(text: string): Generator<string> {
  for (const [word] of text.matchAll(/\S*\s*/g)) {
    const escaped = escapeSlack(word)
    if (escaped.length <= slackLimits.sectionText) yield escaped
    else for (const character of word) yield escapeSlack(character)
  }
}

/** Slack refuses a section of nothing but white space. */
function nonBlank(sections: string[]): string[] {
  return sections.filter((section) => section.trim() !== '')
}

const betweenParts = '\n\n'

/** Whole paragraphs together, for the inputs of the edit form; undefined when they would not fit, or not give the same text again, or hold a number that does not stand in Slack. */
export function partsForEditing(text: string): string[] | undefined {
  if (holdsNumbers(text)) return undefined // the form would show them
  const parts: string[] = []
  for (const paragraph of text.split(betweenParts)) {
    const last = parts.at(-1)
    if (last !== undefined && last.length + betweenParts.length + paragraph.length <= editPartLength)
      parts[parts.length - 1] = last + betweenParts + paragraph
    else parts.push(paragraph)
  }
  const fits = parts.length <= editPartsMost && parts.every((part) => part.length <= slackLimits.inputValue)
  return fits && joinParts(parts) === text ? parts : undefined
}

/** What the form's inputs say together. An emptied part is a part taken out. */
export function joinParts(parts: readonly string[]): string {
  const written = parts.map((part) => part.replaceAll('\r\n', '\n')).filter((part) => part.trim() !== '')
  return written.join(betweenParts)
}
