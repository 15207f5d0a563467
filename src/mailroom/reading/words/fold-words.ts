// Words made alike for comparison: case, accents and the marks that mail programs leave around them do not count.

const accents = /[\u0300-\u036f]/g
const barred: Record<string, string> = { ł: 'l', đ: 'd', ø: 'o' } // no accent that could be taken off
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

/** Without invisible signs (byte order marks, directions of writing), with plain spaces, without outer ones. */
export function visible(text: string): string {
  return text
    .replace(invisible, '')
    .replace(/[\u00a0\u2007\u202f\t]/g, ' ')
    .trim()
}

/** `Předmět`, `PREDMET` and `předmět` without its accents become the same; so do the Turkish `İ` and `i`. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(accents, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[łđø]/g, (letter) => barred[letter] as string)
}
