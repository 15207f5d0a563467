// Cuts a plain text into sentences and paragraphs, as a mail has them: wrapped lines are one sentence, headings and list items
// stand alone.
import type { Span } from './claim.ts'

export type Sentence = Span & { paragraph: number }

const abbreviations =
  /(?:^|[^\p{L}])(?:mr|mrs|ms|dr|no|st|ave|blvd|rd|dept|inc|sr|sra|srta|dra|núm|nro|art|sec|ext|acct|approx|vs|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|ene|abr|ago|dic|e\.g|i\.e|a\.m|p\.m|u\.s|ee\.uu|[a-z])$/iu
const itemAhead = /^(?: {2,}|\t| ?[-*•·] | ?\d{1,2}[.)] )/
const heading = /^[^\p{Ll}]{4,}$/u

/** Longer ones are cut, so that nobody makes the check slow with one endless sentence. */
const longestSentence = 1_500

/** Every unit of the text but white space belongs to one sentence. */
export function sentencesIn(plain: string): Sentence[] {
  const sentences: Sentence[] = []
  let start = 0
  let paragraph = 0
  const close = (end: number) => {
    const words = plain.slice(start, end)
    const lead = words.length - words.trimStart().length
    const trimmed = words.trim()
    if (trimmed !== '') sentences.push({ start: start + lead, end: start + lead + trimmed.length, paragraph })
    start = end
  }
  for (let at = 0; at < plain.length; at++) {
    const sign = plain[at] as string
    if (at - start >= longestSentence && sign === ' ') close(at)
    if (sign === '\n') {
      const blank = /^\n[ ]*(?=\n|$)/.test(plain.slice(at, at + 200))
      if (blank || endsLine(plain, start, at)) close(at)
      if (blank) paragraph++
    } else if (endsSentence(plain, start, at)) close(at + 1)
  }
  close(plain.length)
  return sentences
}

function endsLine(plain: string, start: number, at: number): boolean {
  const line = plain.slice(Math.max(start, plain.lastIndexOf('\n', at - 1) + 1, at - 500), at)
  return (
    itemAhead.test(plain.slice(at + 1, at + 6)) ||
    heading.test(line.trim()) ||
    /^ {2,}\S/.test(line) ||
    (/,$/.test(line) && line.length < 60 && /^(?:dear|hello|hi|estimad|hola|good)/i.test(line.trim()))
  )
}

function endsSentence(plain: string, start: number, at: number): boolean {
  const sign = plain[at] as string
  if (sign !== '.' && sign !== '!' && sign !== '?') return false
  const after = plain.slice(at + 1, at + 6)
  if (!/^["')\]»”]*(?:\s|$)/u.test(after)) return false
  if (sign !== '.') return true
  if (/^["')\]]*[ \n]*[\p{Ll}\d]/u.test(after) && !/^\s*\n/.test(after))
    return /\d$/.test(plain.slice(start, at)) && /^[ \n]+\d/.test(after)
      ? true
      : !/^[ \n]+[\p{Ll}]/u.test(after) && !abbreviations.test(plain.slice(Math.max(start, at - 8), at))
  return !abbreviations.test(plain.slice(Math.max(start, at - 8), at)) || /\b(?:a\.m|p\.m)$/i.test(plain.slice(at - 4, at))
}

/** The sentence that holds a place. */
export function sentenceAt(sentences: readonly Sentence[], at: number): Sentence | undefined {
  let [low, high] = [0, sentences.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const sentence = sentences[middle] as Sentence
    if (at < sentence.start) high = middle - 1
    else if (at >= sentence.end) low = middle + 1
    else return sentence
  }
  return undefined
}
