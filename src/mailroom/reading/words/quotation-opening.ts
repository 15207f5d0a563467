// Where another person's mail begins in a text, and what is written there of it. Whether it was passed on or is only answered
// is for others to say.

import type { Address } from '../mail-reading.ts'
import { attributionAt } from './attribution-lines.ts'
import { announcedBlock, blockInOneLine, type HeaderBlock, headerBlockAt, isTelling, nextWords } from './header-block.ts'
import type { Line } from './mail-lines.ts'
import { saysForwarded, saysOriginal } from './quotation-words.ts'
import { attributedSender, nobody, writtenSender } from './written-sender.ts'

export type Opening = {
  /** `forward`: the program says that it passes a mail on. `header` and `attribution` stand above answered mails as well. */
  kind: 'forward' | 'header' | 'attribution'
  /** The first line behind it. */
  end: number
  /** The quotation is marked line by line, from here on or from the next line on. */
  marked: boolean
  from: Address
  subject: string | null
  senderLabel: string
}

const markLimitCharacters = 120

export function openingAt(lines: readonly Line[], index: number): Opening | null {
  const { words } = lines[index] as Line
  if (words === '') return null
  return (
    dashedOpening(lines, index) ??
    plainForward(lines, index) ??
    ruledBlock(lines, index) ??
    bareBlock(lines, index) ??
    attribution(lines, index)
  )
}

/** `---------- Forwarded message ---------`, `-----Original Message-----`, with whatever stands behind or below. */
function dashedOpening(lines: readonly Line[], index: number): Opening | null {
  const { words, depth } = lines[index] as Line
  const mark = /^([-=*_—–]{2,60})\s?([^-=*_—–\s].{2,100}?)\s?([-=*_—–]{2,60})(?:\s|$)/.exec(words.slice(0, markLimitCharacters * 2))
  if (!mark) return null
  const forward = saysForwarded(mark[2] as string)
  if (!forward && !saysOriginal(mark[2] as string)) return null
  const kind = forward ? 'forward' : 'header'
  const rest = words.slice(mark[0].length).replace(/^[-=*_—–\s]+/, '')
  const block = (rest === '' ? null : blockInOneLine(rest, index + 1)) ?? announcedBlock(lines, index + 1)
  if (block) return ofBlock(kind, block, depth > 0)
  const at = nextWords(lines, index + 1)
  const attributed = at === null ? null : attributionAt(lines, at, true)
  if (attributed)
    return {
      ...{ kind: forward ? 'forward' : 'attribution', end: attributed.end, marked: depth > 0 || attributed.overMarks },
      ...{ from: attributedSender(attributed.text), subject: null, senderLabel: '' },
    }
  // A header in words that nobody here knows; a customer's own line between two short dashes is not believed.
  const isFramed = (mark[1] as string).length >= 5 && (mark[3] as string).length >= 5
  return forward && isFramed ? { kind, end: index + 1, marked: depth > 0, from: nobody, subject: null, senderLabel: '' } : null
}

/** `Begin forwarded message:` without dashes is believed above a header only. */
function plainForward(lines: readonly Line[], index: number): Opening | null {
  const { words, depth } = lines[index] as Line
  if (words.length > markLimitCharacters || !/[:：]$/.test(words) || !saysForwarded(words)) return null
  const at = nextWords(lines, index + 1)
  const block = at === null ? null : headerBlockAt(lines, at)
  return block?.fields.has('from') ? ofBlock('forward', block, depth > 0 || (lines[at as number] as Line).depth > 0) : null
}

/** Outlook's line of underscores, or of dashes, above a header. */
function ruledBlock(lines: readonly Line[], index: number): Opening | null {
  const { words, depth } = lines[index] as Line
  if (words.length > markLimitCharacters || !/^(?:_{5,}|-{5,}|={5,}|—{3,}|\*{5,})$/.test(words)) return null
  const at = nextWords(lines, index + 1)
  if (at === null) return null
  const block = headerBlockAt(lines, at)
  if (block && isTelling(block)) return ofBlock('header', block, depth > 0)
  const unknown = words.length >= 20 ? announcedBlock(lines, at) : null
  return unknown?.fields.get('from')?.includes('@') ? ofBlock('header', unknown, depth > 0) : null
}

function bareBlock(lines: readonly Line[], index: number): Opening | null {
  const block = headerBlockAt(lines, index)
  return block && isTelling(block) ? ofBlock('header', block, (lines[index] as Line).depth > 0) : null
}

function attribution(lines: readonly Line[], index: number): Opening | null {
  const found = attributionAt(lines, index)
  if (!found) return null
  const marked = found.overMarks || (lines[index] as Line).depth > 0
  return { kind: 'attribution', end: found.end, marked, from: attributedSender(found.text), subject: null, senderLabel: '' }
}

function ofBlock(kind: 'forward' | 'header', { end, fields, senderLabel }: HeaderBlock, marked: boolean): Opening {
  return { kind, end, marked, from: writtenSender(fields.get('from') ?? ''), subject: fields.get('subject') ?? null, senderLabel }
}
