// The HTML part of a mail, made from its approved text and from nothing else. It cannot say anything else than the text: every
// character stands there once, in order, and what is added are paragraphs, line breaks, enclosed pictures and, for colleagues, links on addresses
// of the desk's own pages, which show where they lead. No figure is set anew.

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

// Runs of spaces stay as they were written, where the mail program honours it.
const paragraphStart = '<p style="margin:0 0 1em;white-space:pre-wrap">'

/** A picture enclosed with the mail, and what it shows. */
export type Picture = { cid: string; alt: string }

/** `text` with line ends of any kind; an empty line begins a paragraph. `ownPages`: what an address of the desk's begins with. */
export function textToHtml(
  text: string,
  { ownPages, pictures = [] }: { ownPages?: string | undefined; pictures?: readonly Picture[] } = {},
): string {
  const paragraphs = withNewlines(text).split('\n\n')
  const linesOf = (words: string) => words.split('\n').map((line) => marked(line, ownPages))
  const written = paragraphs.map((words) => `${paragraphStart}${linesOf(words).join('<br>')}</p>`)
  const body = [...written, ...pictures.map(pictureWithWords)].join('\n')
  return `<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n${body}\n</body></html>\n`
}

export function withNewlines(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

/** Its words stand beneath it for everybody, as they do in the plain part. */
function pictureWithWords({ cid, alt }: Picture): string {
  return `${paragraphStart}<img src="cid:${escaped(cid)}" alt="${escaped(alt)}" style="max-width:100%;height:auto"><br>[${escaped(alt)}]</p>`
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
