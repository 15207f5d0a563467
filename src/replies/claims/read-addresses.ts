// Street addresses and ZIP codes.
import type { Meaning, Span } from './claim.ts'

type Place = Span & { meaning: Meaning }

const directions: Record<string, string> = { north: 'n', south: 's', east: 'e', west: 'w', norte: 'n', sur: 's', este: 'e', oeste: 'w' }
const kinds: Record<string, string> = {
  street: 'st',
  str: 'st',
  avenue: 'ave',
  av: 'ave',
  boulevard: 'blvd',
  road: 'rd',
  drive: 'dr',
  lane: 'ln',
  court: 'ct',
  place: 'pl',
  terrace: 'ter',
  parkway: 'pkwy',
  highway: 'hwy',
  square: 'sq',
  circle: 'cir',
  plaza: 'plz',
  apartment: 'apt',
  unit: 'apt',
  suite: 'ste',
  floor: 'fl',
  room: 'rm',
  illinois: 'il',
}
const kindWords = [
  ...Object.keys(kinds).slice(0, 16),
  'st',
  'ave',
  'blvd',
  'rd',
  'dr',
  'ln',
  'ct',
  'pl',
  'ter',
  'pkwy',
  'hwy',
  'sq',
  'cir',
  'way',
  'row',
  'trail',
  'broadway',
].join('|')

const street = new RegExp(
  `(?<![\\p{L}\\p{N}$.,/#-])\\d{1,6}(?:-\\d{1,6})?(?:[ \\n](?:north|south|east|west|[nsew])\\.?)?(?:[ \\n](?:\\d{1,3}(?:st|nd|rd|th)|\\p{Lu}[\\p{L}'.-]{0,30})){0,3}[ \\n](?:${kindWords})(?![\\p{L}\\p{N}])\\.?(?:,?[ \\n](?:apt|apartment|unit|suite|ste|floor|fl|room|rm|#)\\.?[ ]?#?[\\p{L}\\p{N}-]{1,6}(?![\\p{L}\\p{N}]))?`,
  'giu',
)
const directed = /(?<![\p{L}\p{N}$.,/#-])\d{1,6}[ \n](?:[NSEW]\.?|North|South|East|West)[ \n]\p{Lu}[\p{L}'-]{1,30}/gu
const zip = /(?<=(?:\b[A-Z]{2}|Illinois)[ \n,]{1,2})\d{5}(?:-\d{4})?(?![\p{L}\p{N}-])/gu

export function addressesIn(plain: string): Place[] {
  return [street, directed, zip].flatMap((pattern) =>
    [...plain.matchAll(pattern)].map((found) => ({
      start: found.index,
      end: found.index + found[0].length,
      meaning: { kind: 'address', value: plainAddress(found[0]) } as const,
    })),
  )
}

/** Words in their short forms, without punctuation: `4512 North Hoyne Avenue.` → `4512 n hoyne ave`. */
export function plainAddress(written: string): string {
  return written
    .toLowerCase()
    .replace(/[.,#\n]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => directions[word] ?? kinds[word] ?? word)
    .join(' ')
}
