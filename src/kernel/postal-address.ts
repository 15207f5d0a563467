// How a postal address stands where else an e-mail address does: `post:` and its lines. No e-mail address begins so (RFC 5321 wants a quoted colon).

const scheme = 'post:'
const mostLines = 6
const mostCharacters = 60 // what fits a window of an envelope

export function isPostal(address: string): boolean {
  return address.startsWith(scheme)
}

/** The lines as typed; undefined where they are no address: fewer than two, more than six, or wider than the window. */
export function postalAddress(words: string): string | undefined {
  const lines = words
    .split('\n')
    .map((line) =>
      line
        .replace(/[\p{Cc}\p{Cf}]/gu, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((line) => line !== '')
  const fits = lines.length >= 2 && lines.length <= mostLines && lines.every((line) => [...line].length <= mostCharacters)
  return fits ? scheme + lines.join('\n') : undefined
}

export function postalLines(address: string): string[] {
  return address.slice(scheme.length).split('\n')
}

/** In one line, for people: an e-mail address as it is. */
export function addressInWords(address: string): string {
  return isPostal(address) ? `by post: ${postalLines(address).join(', ')}` : address
}
