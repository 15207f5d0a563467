// A text as those rules see it that ask what is quoted: each line once, with the depth of its quotation marks and its words
// without them. A line that is longer than any program's own words is cut for them, so that no rule works on it for long.
import { visible } from './fold-words.ts'

export type Line = {
  /** As it stood. */
  raw: string
  /** How many times it is marked as quoted. */
  depth: number
  /** Without marks, invisible signs and outer spaces. */
  words: string
}

const wordsLimitCharacters = 4_000 // Yahoo writes a whole header into one line
/** How GroupWise introduces an unmarked quotation. */
const groupWiseLine = /^>>> [^>].{5,300}>>>:?\s{0,5}$/
const marks = /^\s{0,3}(?:>[ \u00a0]?){1,100}/

export function mailLines(text: string): Line[] {
  const raws = text.replace(/\r\n?/g, '\n').split('\n')
  return raws.map((raw, index) => {
    const bounded = raw.slice(0, wordsLimitCharacters)
    const marked = isEscapedFrom(raws, index) || groupWiseLine.test(bounded) ? '' : (marks.exec(bounded)?.[0] ?? '')
    return { raw, depth: marked.split('>').length - 1, words: visible(bounded.slice(marked.length)) }
  })
}

/** Servers write `>From` where a line of a letter begins with `From`; that is no quotation. */
function isEscapedFrom(raws: readonly string[], index: number): boolean {
  const isMarked = (raw: string | undefined) => raw !== undefined && /^\s{0,3}>/.test(raw)
  return (raws[index] as string).startsWith('>From ') && !isMarked(raws[index - 1]) && !isMarked(raws[index + 1])
}
