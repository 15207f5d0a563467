// A reply as the page that goes into the envelope: its words as they were approved, cut into headings, paragraphs and lists. Pure.
import type { Json } from '../../kernel/canonical-json.ts'
import { type Day, longDay, longDayInSpanish } from '../../kernel/days.ts'
import { postalLines } from '../../kernel/postal-address.ts'
import type { OutgoingRecord } from './write-outgoing.ts'

export type LetterAsked = {
  letter: Pick<OutgoingRecord, 'recipient' | 'subject' | 'text' | 'enclosures'>
  office: string
  returnAddress: readonly string[]
  case: string
  language: 'en' | 'es'
  on: Day
  /** For who cannot read small print. */
  large: boolean
}

export function letterPage({ letter, language, on, returnAddress, ...rest }: LetterAsked): { [key: string]: Json } {
  const spanish = language === 'es'
  return {
    ...rest,
    language,
    returnAddress: [...returnAddress],
    to: postalLines(letter.recipient),
    on: spanish ? longDayInSpanish(on) : longDay(on),
    subject: letter.subject.replace(/^re: /i, '').replace(/\s*\[WD-[^\]]*\]/g, ''),
    blocks: blocksOf(letter.text),
    page: spanish ? ['Página', 'de'] : ['Page', 'of'],
    enclosedWords: spanish ? 'Anexos' : 'Enclosed',
    enclosed: letter.enclosures.filter(({ type }) => type === 'application/pdf').map(({ name }) => name.replace(/\.pdf$/i, '')),
  }
}

type Block = { kind: 'heading' | 'words'; words: string } | { kind: 'lines'; lines: string[] }

/** As letters are written: capitals alone are a heading, lines that begin with two spaces a list, and all else a paragraph. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  for (const block of text.trim().split(/\n\s*\n|\n(?= {2})|(?<=\n {2}[^\n]*)\n(?! {2})/)) {
    const last = blocks.at(-1)
    if (!block.startsWith('  ')) blocks.push(wordsOf(block))
    else if (last?.kind === 'lines') last.lines.push(block.trim())
    else blocks.push({ kind: 'lines', lines: [block.trim()] })
  }
  return blocks
}

function wordsOf(block: string): Block {
  const words = block.trim().replace(/\s*\n\s*/g, ' ')
  return { kind: isHeading(words) ? 'heading' : 'words', words }
}

function isHeading(words: string): boolean {
  return words.length <= 60 && /\p{Lu}/u.test(words) && !/[\p{Ll}.?!]/u.test(words)
}
