// Which places of a customer's mail a language model must not see: figures, names, addresses and links as the claims reader finds
// them, the customer's own names, and words that look like the name of somebody or something. Rather a word too many.
import { readClaims } from '../claims/read-claims.ts'
import { isSpoken } from '../draft.ts'

type MailPlace = { start: number; end: number; kind: string }

/** In the middle of a sentence, several running, or alone on a line as in a signature. */
const likeNames =
  /(?<=[\p{Ll}\p{N},;][ \n])\p{Lu}[\p{L}'’-]+|\p{Lu}[\p{L}'’-]+(?:[ \n]+\p{Lu}[\p{L}'’.-]*)+|(?<=^|\n)[^\p{L}\n]*\p{Lu}[\p{L}'’-]+[^\p{L}\n]*(?=\n|$)/gu

export function mailPlaces(text: string, names: readonly string[]): MailPlace[] {
  const read = readClaims(text).candidates.filter(({ meaning: { kind } }) => !isSpoken(kind))
  const words = names.flatMap((name) => name.match(/\p{L}{2,}/gu) ?? []).map((word) => RegExp.escape(word))
  const own = words.length === 0 ? [] : [...text.matchAll(new RegExp(`(?<!\\p{L})(?:${words.join('|')})(?!\\p{L})`, 'giu'))]
  return [
    ...read.map(({ start, end, meaning: { kind } }): MailPlace => ({ start, end, kind })),
    ...[...own, ...text.matchAll(likeNames)].map(
      (found): MailPlace => ({ start: found.index, end: found.index + found[0].length, kind: 'name' }),
    ),
  ]
}
