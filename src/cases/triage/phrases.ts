// Looks the rulebook's phrases up in a mail's words. A phrase of more words says more.
import { wordsOf } from './mail-words.ts'

/** `everywhere`: the same, for taking all of its places out. */
export type Phrase = { words: string; pattern: RegExp; everywhere: RegExp; weight: number }

const weightLimit = 3
const gap = '(?:\\S+ ){0,4}?'

/** `took .. twice`: up to four words between; `refund*`: any ending. Bounded, so that no text makes it slow. */
export function compilePhrases(phrases: readonly string[]): Phrase[] {
  return phrases.map((phrase) => {
    const parts = phrase.split(' ')
    const spoken = parts.filter((part) => part !== '..')
    const pattern = parts.map((part) => (part === '..' ? gap : wordPattern(part))).join('')
    const source = `(?<= )${pattern.trimEnd()}(?= )`
    const weight = Math.min(weightLimit, spoken.length)
    return { words: phrase, pattern: new RegExp(source, 'u'), everywhere: new RegExp(source, 'gu'), weight }
  })
}

/** A written word may be several as they are counted: `pay-off`. */
function wordPattern(part: string): string {
  const open = part.endsWith('*')
  const words = wordsOf(part).map((word) => word.replaceAll('.', '\\.'))
  return `${words.join(' ')}${open ? '\\S*' : ''} `
}

export function seenIn(words: string, phrases: readonly Phrase[]): Phrase[] {
  return phrases.filter(({ pattern }) => pattern.test(words))
}

export function without(words: string, phrases: readonly Phrase[]): string {
  return phrases.reduce((left, { everywhere }) => left.replace(everywhere, '–'), words)
}
