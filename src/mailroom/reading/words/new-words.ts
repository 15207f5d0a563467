// The words a customer added, apart from what he quotes and his signature. Losing his words is the worse mistake: when it
// is unclear, they stay. Works line by line, so that a long mail costs no more than its length.
//
// What he passes on stays with his words: the landlord's notice that he forwards is his complaint, and the topic is told from
// it. Only where the words may as well be an answer's quotation (no subject is known that says which) are they set apart.

import type { ForwardedMail } from '../mail-reading.ts'
import { folded } from './fold-words.ts'
import { type Around, forwardedMail, passesOn } from './forwarded-mail.ts'
import { type Line, mailLines } from './mail-lines.ts'
import { type Opening, openingAt } from './quotation-opening.ts'
import { answersInside } from './quotation-words.ts'
import { signatureLines } from './signature.ts'

export type Words = { newText: string; quotedText: string; signature: string; forwarded: ForwardedMail | null }

const answerLimitCharacters = 300 // a longer line announces nothing

export function readWords(text: string, around: Around = { subject: null, recipients: [] }): Words {
  const lines = mailLines(text)
  const { kinds, passed, forwarded } = sorted(lines, around)
  sign(lines, kinds, passed)
  const those = (kind: Kind) => lines.filter((_, index) => kinds[index] === kind)
  const newText = joined(those('new'))
  // Nothing left: everything was "quoted", so the customer may have written below or inside it.
  if (newText === '') return { newText: joined(lines), quotedText: '', signature: '', forwarded }
  return { newText, quotedText: joined(those('quoted')), signature: joined(those('signature').filter(isNoMark)), forwarded }
}

type Kind = 'new' | 'quoted' | 'signature'
/** `passed`: the line from which on everything is what he passes on. */
type Sorted = { kinds: Kind[]; passed: number; forwarded: ForwardedMail | null }

function sorted(lines: readonly Line[], around: Around): Sorted {
  const kinds: Kind[] = lines.map(({ depth }) => (depth > 0 ? 'quoted' : 'new'))
  let opened: Opening | null = null
  let forwarded: ForwardedMail | null = null
  let said = false
  let depthBefore = 0
  for (let index = 0; index < lines.length; index++) {
    const { depth, words } = lines[index] as Line
    const within = depth > 0 && (depthBefore > 0 || opened !== null)
    if (words !== '' || depth > 0) depthBefore = depth
    if (words === '' || within) continue
    const found = openingAt(lines, index)
    if (!found || (around.isFirst && isOwnTelling(found))) {
      said ||= depth === 0
      continue
    }
    const passing = opened === null ? passesOn(found, around, said) : 'no'
    if (passing !== 'no') forwarded = forwardedMail(found, around)
    opened ??= found
    if (passing === 'surely') return { kinds: kinds.fill('new', index), passed: index, forwarded }
    if (found.marked) {
      if (depth === 0) kinds.fill('quoted', index, found.end)
      index = found.end - 1
      depthBefore = (lines[index] as Line).depth
      continue
    }
    // A quotation without marks runs to the end. What stands above everything else is not taken for one.
    if (said && !announcesAnswers(lines, kinds, index)) return { kinds: kinds.fill('quoted', index), passed: lines.length, forwarded }
    if (said) return { kinds: kinds.fill('new', index), passed: index, forwarded }
    index = found.end - 1
    said = true
  }
  if (around.isFirst && opened === null && marksHisOwn(lines)) return { kinds: kinds.fill('new'), passed: lines.length, forwarded }
  return { kinds, passed: lines.length, forwarded }
}

/**
 * What answers nothing may be marked by its writer: a list that he announces, a paragraph that he moved to the right. What ends
 * in marked lines without a word about them is taken for a quotation all the same.
 */
function marksHisOwn(lines: readonly Line[]): boolean {
  const says = ({ words, depth }: Line) => words !== '' || depth > 0
  if (lines.findLast(says)?.depth === 0) return true
  const above = lines.slice(0, lines.findLastIndex((line) => says(line) && line.depth === 0) + 1).at(-1)
  return above !== undefined && /[:：]$/.test(above.words)
}

/** "On Monday at 10:30 the inspector wrote:", as a customer tells it: mail programs name an address, or mark what follows. */
function isOwnTelling({ kind, marked, from }: Opening): boolean {
  return kind === 'attribution' && !marked && from.address === null
}

function announcesAnswers(lines: readonly Line[], kinds: readonly Kind[], before: number): boolean {
  return lines
    .slice(0, before)
    .some(({ words }, index) => kinds[index] === 'new' && words.length <= answerLimitCharacters && answersInside.test(folded(words)))
}

/** Each stretch of his own words may be signed; the words of others keep their signatures. */
function sign(lines: readonly Line[], kinds: Kind[], passed: number): void {
  let said = false
  for (let start = 0; start < passed; start++) {
    if (kinds[start] !== 'new') continue
    let end = start
    while (end < passed && kinds[end] === 'new') end++
    for (const index of signatureLines(lines, start, end, said)) kinds[index] = 'signature'
    said ||= lines.slice(start, end).some(({ words }, offset) => kinds[start + offset] === 'new' && words !== '')
    start = end
  }
}

function isNoMark({ raw }: Line): boolean {
  return raw.trimEnd() !== '--'
}

function joined(lines: readonly Line[]): string {
  return lines
    .map(({ raw }) => raw)
    .join('\n')
    .trim()
}
