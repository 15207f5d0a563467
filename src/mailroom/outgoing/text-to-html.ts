// The HTML part of a mail, made from its approved text and from nothing else. It cannot say anything else than the text: every
// character stands there once, in order, and what is added are paragraphs, line breaks and, for colleagues, links on addresses
// of the desk's own pages, which show where they lead. No figure is set anew.

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

// Runs of spaces stay as they were written, where the mail program honours it.
const paragraphStart = '<p style="margin:0 0 1em;white-space:pre-wrap">'

/** `text` with line ends of any kind; an empty line begins a paragraph. `ownPages`: what an address of the desk's begins with. */
export function textToHtml(text: string, ownPages?: string): string {
  const paragraphs = withNewlines(text).split('\n\n')
  const linesOf = (words: string) => words.split('\n').map((line) => marked(line, ownPages))
  const body = paragraphs.map((words) => `${paragraphStart}${linesOf(words).join('<br>')}</p>`).join('\n')
  return `<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n${body}\n</body></html>\n`
}

export function withNewlines(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

function marked(line: string, ownPages: string | undefined): string {
  if (ownPages === undefined) return escaped(line)
  const isPage = (word: string) => word.startsWith(`${ownPages}/`) && plainAddress.test(word)
  const words = line.split(/(\s+)/)
  return words.map((word) => (isPage(word) ? `<a href="${escaped(word)}">${escaped(word)}</a>` : escaped(word))).join('')
}

const plainAddress = /^https?:\/\/[\w.:/?=&#-]+$/

function escaped(words: string): string {
  return words.replace(/[&<>"']/g, (character) => escapes[character] as string)
}
