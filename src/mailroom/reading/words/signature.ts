// A signature is what stands behind the mark of RFC 3676 ("-- "), or a telephone's own line at the end of somebody's words. What
// only looks like one stays with the words: a number below "Thanks" may be the account's.
import { folded } from './fold-words.ts'
import type { Line } from './mail-lines.ts'
import { isDeviceLine } from './signature-words.ts'

const signatureLimitLines = 12
const deviceLimitLines = 3
const sentenceWords = 6 // a name or a house that ends in a full stop has fewer

/**
 * The lines of one stretch of somebody's own words (`end` is behind its last one) that sign it. Empty where nothing was said
 * before them.
 */
export function signatureLines(lines: readonly Line[], start: number, end: number, saidBefore: boolean): number[] {
  const devices = deviceLinesBefore(lines, start, lastSaying(lines, start, end) + 1)
  const rest = (devices.at(-1) ?? end) as number
  const signed = behindMark(lines, start, rest)
  const all = [...signed, ...devices]
  const first = Math.min(...all)
  const says = saidBefore || lines.slice(start, first).some((line) => line.words !== '')
  return says ? all : []
}

/** From the mark to the end, when that is no longer than a signature and holds no afterthought. */
function behindMark(lines: readonly Line[], start: number, end: number): number[] {
  const last = lastSaying(lines, start, end)
  let mark = last
  while (mark >= start && !isMark(lines[mark] as Line)) mark--
  if (mark < start || last - mark > signatureLimitLines) return []
  const behind = lines.slice(mark + 1, last + 1)
  if (behind.some(({ words }) => isAfterthought(words))) return []
  // Without its space the mark is a dash that a person may draw between two matters.
  if ((lines[mark] as Line).raw !== '-- ' && behind.some(({ words }) => isSentence(words))) return []
  return range(mark, last + 1)
}

function isMark({ raw }: Line): boolean {
  return raw === '-- ' || raw.trimEnd() === '--'
}

function isAfterthought(words: string): boolean {
  return /^(?:p\.? ?s|p\.? ?d|n\.? ?b)[.:,]/i.test(words) || /[?？]$/.test(words)
}

function isSentence(words: string): boolean {
  return /[.!。！]$/.test(words) && words.split(' ').length >= sentenceWords
}

/** Going up from the last line, a program's line of its own, with blank lines between. */
function deviceLinesBefore(lines: readonly Line[], start: number, end: number): number[] {
  const found: number[] = []
  for (let at = end - 1; at >= start && found.length < deviceLimitLines; at--) {
    const words = (lines[at] as Line).words
    if (words === '') continue
    if (
      !isDeviceLine(
        folded(
          words
            .slice(0, 300)
            .replace(/[<[(]?https?:\/\/\S{1,200}$/, '')
            .replace(/[*_\s]+$|^[*_]+/g, ''),
        ),
      )
    )
      break
    found.push(at)
  }
  return found
}

function lastSaying(lines: readonly Line[], start: number, end: number): number {
  let last = end - 1
  while (last >= start && (lines[last] as Line).words === '') last--
  return last
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset)
}
