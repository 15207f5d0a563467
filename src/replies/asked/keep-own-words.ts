// What a person wrote into a draft is carried into the next one. A text is compared with what its template made, paragraph by
// paragraph: a paragraph of his own comes along at its place; one that he mended takes the place of the same one, or brings
// along only the sentences that are his.
import { sentencesIn } from '../claims/sentences.ts'

/** `kept`: his words as they stand in the new text; empty where he wrote none. */
export type KeptWords = { text: string; kept: string[] }

const paragraphLimit = 400

/** `rendered`: what the template made; `text`: what a person made of it; `fresh`: what the new template makes. */
export function keepOwnWords(rendered: string, text: string, fresh: string): KeptWords {
  const result = paragraphsOf(fresh)
  const kept: string[] = []
  let anchor: string | null = null // the paragraph after which his own stands
  for (const { own, instead, paragraph } of differences(paragraphsOf(rendered), paragraphsOf(text))) {
    if (own) {
      const same = instead === null ? -1 : result.indexOf(instead)
      const words = same >= 0 || instead === null ? paragraph : sentencesOfHis(paragraph, instead)
      if (words === '' || result.includes(words)) continue // the new template says it already
      if (same >= 0) result[same] = words
      else result.splice(placeAfter(result, anchor), 0, words)
      kept.push(words)
      anchor = words
    } else anchor = paragraph
  }
  return { text: kept.length === 0 ? fresh : `${result.join('\n\n')}\n`, kept }
}

export function paragraphsOf(text: string): string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n(?:[ \t]*\n)+/u)
    .map((paragraph) => paragraph.replace(/^\n+|\s+$/gu, ''))
    .filter((paragraph) => paragraph.trim() !== '')
}

/** After the paragraph that it followed; where that is gone, before the closing ones, which say how to reach the office. */
function placeAfter(result: readonly string[], anchor: string | null): number {
  if (anchor === null) return 0
  const at = result.lastIndexOf(anchor)
  if (at >= 0) return at + 1
  const reach = result.findLastIndex((paragraph) => /^(?:HOW TO REACH US|CÓMO COMUNICARSE)/u.test(paragraph))
  return reach >= 0 ? reach : Math.max(0, result.length - 1)
}

function sentencesOfHis(paragraph: string, instead: string): string {
  const sentences = (words: string) => sentencesIn(words).map(({ start, end }) => words.slice(start, end))
  const theirs = new Set(sentences(instead))
  const all = sentences(paragraph)
  const his = all.filter((sentence) => !theirs.has(sentence))
  return his.length === all.length ? paragraph : his.join(' ')
}

type Difference = { paragraph: string; own: boolean; instead: string | null }

/** The paragraphs of `text` in their order; `instead`: what of the template's this one stands in place of. */
function differences(rendered: readonly string[], text: readonly string[]): Difference[] {
  if (rendered.length > paragraphLimit || text.length > paragraphLimit) return wholly(rendered, text)
  const lengths = commonLengths(rendered, text)
  const found: Difference[] = []
  let [at, of] = [0, 0]
  let gone: string[] = []
  while (of < text.length) {
    const paragraph = text[of] as string
    if (at < rendered.length && rendered[at] === paragraph) {
      found.push({ paragraph, own: false, instead: null })
      gone = []
      at++
      of++
    } else if (at < rendered.length && (lengths[at + 1]?.[of] ?? 0) >= (lengths[at]?.[of + 1] ?? 0)) {
      gone.push(rendered[at] as string)
      at++
    } else {
      const instead = gone.find((candidate) => alike(candidate, paragraph)) ?? (gone.length === 1 ? (gone[0] as string) : null)
      if (instead !== null) gone.splice(gone.indexOf(instead), 1)
      found.push({ paragraph, own: true, instead })
      of++
    }
  }
  return found
}

function wholly(rendered: readonly string[], text: readonly string[]): Difference[] {
  const known = new Set(rendered)
  return text.map((paragraph) => ({ paragraph, own: !known.has(paragraph), instead: null }))
}

function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i] as number[]
      row[j] = a[i] === b[j] ? (lengths[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(lengths[i + 1]?.[j] ?? 0, row[j + 1] ?? 0)
    }
  return lengths
}

/** Half of the shorter one's words stand in the other. */
function alike(a: string, b: string): boolean {
  const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
  const [first, second] = [words(a), words(b)]
  const shared = [...first].filter((word) => second.has(word)).length
  return shared * 2 >= Math.min(first.size, second.size) && shared > 0
}
