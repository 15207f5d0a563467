// The words of a mail as phrases are looked up in them: small letters, no accents, one space between, the quoted history left out.

const charactersLookedAt = 20_000 // a complaint is short; what follows is history
const quoted = /^\s*>.*$/gm
const historyBegins = /^\s*(?:-{3,}\s*(?:original message|forwarded message|mensaje original)|on .{5,80} wrote:|el .{5,80} escribi[oó]:)/im

/** What the sender himself says. */
export function ownWords(text: string): string {
  const said = text.slice(0, charactersLookedAt).replace(quoted, '')
  const history = historyBegins.exec(said)
  const own = history && history.index > 0 ? said.slice(0, history.index) : said
  return own.trim() === '' ? said : own
}

export function wordsOf(text: string): string[] {
  const plain = text.slice(0, charactersLookedAt).toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/[’‘`]/g, "'")
  return plain.match(/\p{L}+(?:'\p{L}+)*|\p{N}+(?:[.,]\p{N}+)*/gu) ?? []
}

/** ` my bill is 12.50 `: a phrase stands between spaces. */
export function spaced(text: string): string {
  return ` ${wordsOf(text).join(' ')} `
}
