// An account number that a mail mentions. It only suggests: anybody can write a number.

const charactersLookedAt = 20_000
const suggestionsLooked = 5

/** Candidate account numbers in the order they stand; `NNNNNN-NNNNNN`, with or without the hyphen or a space. */
export function accountNumbersIn(text: string): string[] {
  const found = text.slice(0, charactersLookedAt).matchAll(/(?<![\d-])(\d{6})[- ]?(\d{6})(?![\d-])/g)
  return [...new Set([...found].map((match) => `${match[1]}-${match[2]}`))].slice(0, suggestionsLooked)
}
