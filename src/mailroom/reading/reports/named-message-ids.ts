// The Message-IDs of mails that a report returns or names: in the header fields of a returned mail, or in its words.

const idLimit = 20
const textLimitCharacters = 64_000

export function messageIdsIn(text: string): string[] {
  const found = new Set<string>()
  for (const [, id] of text.slice(0, textLimitCharacters).matchAll(/^[>\s]{0,8}(?:Original-)?Message-ID:\s{0,8}(<[^<>\s]{3,300}>)/gim)) {
    if (found.size < idLimit) found.add(id as string)
  }
  return [...found]
}
