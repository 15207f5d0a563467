// Links, e-mail addresses and telephone numbers.
import type { Meaning, Span } from './claim.ts'

type Place = Span & { meaning: Meaning; odd?: string }

const endings =
  'com|org|net|gov|edu|mil|us|info|biz|io|co|me|app|dev|xyz|site|online|top|shop|click|link|live|club|ru|cn|es|mx|uk|de|fr|ca|br|tk|ly|gl|cc|ws|to|eu|example|test|invalid|localhost'
const mail = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,253}[\p{L}\p{N}]/gu
const url = /(?:https?|ftp):\/\/[^\s<>"'()]{1,2000}|\bwww\.[^\s<>"'()]{1,2000}/giu
const bare = new RegExp(
  `(?<![\\p{L}\\p{N}@.-])(?:[\\p{L}\\p{N}-]{1,63}\\.){1,5}(?:${endings})(?![\\p{L}\\p{N}-])(?:[/?#][^\\s<>"'()]{0,2000})?`,
  'giu',
)
const spelled =
  /(?<![\p{L}\p{N}])[\p{L}\p{N}-]{2,63}[ ]?(?:\(at\)|\[at\]|\(dot\)|\[dot\]|\[\.\]| dot | punto )[ ]?(?:com|org|net|gov|us|info|[\p{L}\p{N}-]{2,63}(?: dot |\.)(?:com|org|net|gov|us))(?!\p{L})/giu
const address = /(?<![\d.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\d.])/gu

export function linksIn(plain: string): Place[] {
  return [mail, url, bare, spelled, address].flatMap((pattern) =>
    [...plain.matchAll(pattern)].map((found) => {
      const words = found[0].replace(/[.,;:!?]+$/, '')
      return { start: found.index, end: found.index + words.length, meaning: { kind: 'link', value: plainLink(words) } as const }
    }),
  )
}

/** Two spellings of one address: scheme, `www.`, a slash at the end and the case of the host do not matter. */
export function plainLink(written: string): string {
  const text = written
    .trim()
    .replace(/^(?:https?:\/\/|mailto:)/i, '')
    .replace(/^www\./i, '')
    .replace(/\/+$/, '')
  const host = /^[^/?#]*/.exec(text)?.[0] ?? ''
  return host.toLowerCase() + text.slice(host.length)
}

const american =
  /(?<![\p{L}\p{N}$.,/-])(?:\+?1[ .-]?)?(?:\(\d{3}\)|\d{3})[ .-]?\d{3}[ .-]\d{4}(?![\p{L}\p{N}]|[.,-]\d)(?:,?[ ](?:ext\.?|x|extension|extensión)[ ]?\d{1,6})?/giu
const short = /(?<![\p{L}\p{N}$.,/-])\d{3}-\d{4}(?![\p{L}\p{N}]|[.,-]\d)/gu
const lettered = /(?<![\p{L}\p{N}$.,/-])1?-?8\d\d-[\p{L}\d-]{7,12}(?![\p{L}\p{N}])/giu
const foreign = /(?<![\p{L}\p{N}])\+\d[\d ().-]{6,18}\d/gu
const called =
  /\b(?:call(?:ing)?|dial(?:ing)?|phone|telephone|tel\.?|text|fax|llam(?:e|ar|ando)(?: al)?|marque(?: el)?|teléfono|ring)(?: (?:us|nos|number|at|on|the|the city|número))*:? ((?:[\d][\d ().-]{1,16})?\d)(?![\p{L}\p{N}]|[.,:/]\d|[ \n](?:days|times|hours|minutes|días|veces|horas))/giu

export function phonesIn(plain: string): Place[] {
  const named = [...plain.matchAll(called)].map((found) => {
    const digits = found[1] as string
    return place(found.index + found[0].length - digits.length, digits)
  })
  const found = [american, foreign, lettered, short].flatMap((pattern) =>
    [...plain.matchAll(pattern)].map((match) => place(match.index, match[0])),
  )
  return [...named, ...found]
}

function place(start: number, words: string): Place {
  const span = { start, end: start + words.length, meaning: { kind: 'phone', digits: phoneDigits(words) } as const }
  return isGrouped(words) ? span : { ...span, odd: 'a figure that is broken in two' }
}

/** As telephone numbers are set: 312-555-0144, +1 (312) 555 0144, 555-0144, 311. */
function isGrouped(words: string): boolean {
  if (words.startsWith('+') || /[\p{L}]/u.test(words)) return true
  const groups = words.split(/[^\d]+/).filter((group) => group !== '')
  return /^(?:(?:1-)?3-3-4|(?:1-)?3-7|1?-?10|11|3-4|7|[1-6])$/.test(groups.map((group) => group.length).join('-'))
}

const keypad = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz']

/** Digits with the country's 1 left out and letters as on the keypad; an extension after `x`. */
export function phoneDigits(written: string): string {
  const [number = '', extension] = written.toLowerCase().split(/,?\s*(?:ext(?:ension|ensión)?\.?|x)\s*(?=\d+$)/u)
  const keyed = number.replace(/[a-z]/g, (letter) => String(keypad.findIndex((key) => key.includes(letter)) + 2)).replace(/\D/g, '')
  const national = keyed.length === 11 && keyed.startsWith('1') ? keyed.slice(1) : keyed
  return extension ? `${national}x${extension}` : national
}
