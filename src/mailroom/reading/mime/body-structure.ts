// Which parts are a mail's words and which are attachments: the algorithm of JMAP (RFC 8621, 4.1.4), with the words kept also
// where a part is broken.
import type { Part } from './mime-tree.ts'

export type Bodies = {
  /** To be read as text; HTML among them where nothing else says the same. */
  text: Part[]
  html: Part[]
  /** In the mail's order. A part may be both shown and listed: a picture between paragraphs, or words that were cut off. */
  attachments: Part[]
}

export function bodiesOf(root: Part): Bodies {
  const attachments: Part[] = []
  const { text, html } = visit(root, 'mixed', false, root, attachments)
  return { text, html, attachments }
}

type Shown = { text: Part[]; html: Part[] }

function visit(part: Part, within: string, inAlternative: boolean, root: Part, attachments: Part[], index = 0): Shown {
  const { value } = part.type
  if (value.startsWith('multipart/') && !part.broken) {
    const kind = value.slice('multipart/'.length)
    if (kind === 'alternative') return alternatives(part, root, attachments)
    const shown: Shown = { text: [], html: [] }
    for (const [position, child] of part.parts.entries()) {
      const inner = visit(child, kind, inAlternative, root, attachments, position)
      shown.text.push(...inner.text)
      shown.html.push(...inner.html)
    }
    return shown
  }
  const isPlain = value === 'text/plain'
  const isHtml = value === 'text/html'
  const isMultipart = value.startsWith('multipart/') // without its delimiters: words, most likely, of no telling kind
  const named = part.type.parameters.has('name') || part.disposition.parameters.has('filename')
  const inline =
    part.disposition.value !== 'attachment' && (isPlain || isHtml) && (part === root || index === 0 || (within !== 'related' && !named))
  const empty = isMultipart && part.start === part.end // it announced parts that never came
  if ((!inline || part.broken) && !empty) attachments.push(part)
  if (!inline && !isMultipart) return { text: [], html: [] }
  return { text: [part], html: isHtml || !inAlternative ? [part] : [] }
}

/** Each child says the same; the plain one is taken for text, the HTML one for HTML, each for the other where it is alone. */
function alternatives(part: Part, root: Part, attachments: Part[]): Shown {
  const text: Part[] = []
  const html: Part[] = []
  for (const child of part.parts) {
    const { value } = child.type
    if (value.startsWith('multipart/')) {
      const inner = visit(child, 'alternative', true, root, attachments)
      const rich = inner.text.some(isHtmlPart) || inner.html.some(isHtmlPart)
      const plain = inner.text.filter((shown) => !isHtmlPart(shown))
      text.push(...plain)
      html.push(...(rich ? inner.html : []))
    } else if ((value === 'text/plain' || value === 'text/html') && child.disposition.value !== 'attachment') {
      ;(value === 'text/plain' ? text : html).push(child)
      if (child.broken) attachments.push(child)
    } else attachments.push(child)
  }
  return { text: text.length > 0 ? text : html, html: html.length > 0 ? html : text }
}

export function isHtmlPart(part: Part): boolean {
  return part.type.value === 'text/html'
}

/** Listed among the attachments for its place alone: nobody gave it a name, or said that it is one. */
export function isUnnamedText({ type, disposition }: Part): boolean {
  return (
    readable.test(type.value) &&
    disposition.value !== 'attachment' &&
    !type.parameters.has('name') &&
    !disposition.parameters.has('filename')
  )
}

const readable = /^text\/(?:plain|html|enriched|richtext|markdown)$/ // others are made for programs
