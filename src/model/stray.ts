// What a language model may neither see nor write: figures in digits or in words, links, hidden signs, letters of other scripts,
// and marks that another program would act on. Whatever of it stands outside the slots is a stray.
import { isOnlyInside, numberWordRun } from '../kernel/number-words.ts'

/** A place in a text: UTF-16 offsets, end exclusive. */
export type Stray = { start: number; end: number; kind: 'figure' | 'link' | 'mark' }

const figures = /[\p{L}\p{N}\p{Sc}%#+-]*[\p{N}\p{Sc}%][\p{L}\p{N}\p{Sc}%]*(?:[.,:/'-][\p{L}\p{N}]+)*%?/gu
const times =
  /(?<!\p{L})(?:twice|thrice|half|double[ds]?|triple[ds]?|quarter|mitad|doble|triple|percent|cents?|dollars?|dólar(?:es)?|por ciento)(?!\p{L})/giu

/** An inner full stop followed by letters is a host's name or a missing space; neither is a letter's. */
const links =
  /[^\s<>"'()[\]]+@[^\s<>"'()[\]]+|[\p{L}]+:\/\/[^\s<>"'()]+|(?<!\p{L})www\.[^\s<>"'()]+|[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]*\p{L}{2})+(?:\/[^\s<>"'()]*)?|[\p{L}\p{N}-]+ ?(?:[([]? ?(?:dot|at|punto|arroba) ?[)\]]|(?: dot| punto) (?=(?:com|org|net|gov|us|info)(?!\p{L})))[^\s]*/giu

/** Invisible and control signs (a mail's line breaks apart), letters that only look Latin, brackets, tags, and marks of Markdown. */
const marks = /[\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{M}\p{So}]|[^\P{Cc}\n]|(?!\p{Script=Latin})\p{L}|[[\]{}<>`|\\#]|\*\*|\p{Extended_Pictographic}/gu

/** In their order and apart: what overlaps is one. */
export function straysIn(text: string): Stray[] {
  const found = [
    ...placesOf(links, text, 'link'),
    ...placesOf(figures, text, 'figure'),
    ...placesOf(times, text, 'figure'),
    ...placesOf(numberWordRun, text, 'figure').filter(({ start, end }) => !isOnlyInside(text.slice(start, end))),
    ...placesOf(marks, text, 'mark'),
  ].sort((a, b) => a.start - b.start || b.end - a.end)
  const apart: Stray[] = []
  for (const stray of found) {
    const last = apart.at(-1)
    if (last && stray.start < last.end) last.end = Math.max(last.end, stray.end)
    else apart.push(stray)
  }
  return apart
}

function placesOf(pattern: RegExp, text: string, kind: Stray['kind']): Stray[] {
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length, kind }))
}
