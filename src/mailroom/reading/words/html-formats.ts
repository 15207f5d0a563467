// How the elements of a mail's page become lines of text: quotations marked as in plain text, so that the same rules find them,
// table cells apart, and nothing that its reader does not see.
import type { DomNode, FormatCallback, HtmlToTextOptions, SelectorDefinition } from 'html-to-text'

type Options = Pick<HtmlToTextOptions, 'formatters' | 'selectors'>

/** Outlook draws a line above what it quotes; on a desk it is the upper border of a box, in one of these colours. */
const outlookBorders = [
  'solid #E1E1E1',
  'solid #B5C4DF',
  '1pt solid rgb(225',
  '1pt solid rgb(181',
  '1.0pt solid #E1E1E1',
  '1.0pt solid #B5C4DF',
]
const markLimit = 8
const rule = '_'.repeat(32) // as Outlook itself writes it in plain text

export const mailFormats: Options = {
  formatters: { quotation, markedBlock, ruledBlock, row },
  selectors: [
    { selector: 'img', format: 'skip' },
    { selector: 'a', options: { ignoreHref: true } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'tr', format: 'row' },
    { selector: 'blockquote', format: 'quotation' },
    ...formatted('markedBlock', ['div.yahoo_quoted', 'div[id*="yahoo_quoted"]', 'div.moz-cite-prefix']),
    ...formatted(
      'ruledBlock',
      outlookBorders.flatMap((border) => [`div[style*="border-top:${border}" i]`, `div[style*="border-top: ${border}" i]`]),
    ),
    // Hidden on purpose: a preview for lists of mails, a copy for another screen. Its reader never sees it. (`mso-hide` alone
    // hides from Outlook only.)
    ...formatted('skip', ['[hidden]', '[style*="display:none" i]', '[style*="display: none" i]']),
  ],
}

function formatted(format: string, selectors: string[]): SelectorDefinition[] {
  return selectors.map((selector) => ({ selector, format }))
}

function quotation(...[element, walk, builder, options]: Parameters<FormatCallback>): void {
  if (isIndented(element)) block(element, walk, builder, options)
  else markedBlock(element, walk, builder, options)
}

/** Mail programs move a paragraph to the right with the element that is meant for quotations, without the quotation's line. */
function isIndented({ attribs = {} }: DomNode): boolean {
  if (attribs.type === 'cite' || attribs.cite !== undefined || attribs.class !== undefined) return false
  return /(?:^|;)\s*(?:border(?:-left)?\s*:\s*(?:none|0)|margin[^;]*\b40px)/i.test(attribs.style ?? '')
}

function markedBlock(...[element, walk, builder, options]: Parameters<FormatCallback>): void {
  if (isMarkedDeeply(element)) {
    block(element, walk, builder, options)
    return
  }
  builder.openBlock({ leadingLineBreaks: 2, reservedLineLength: 2 })
  walk(element.children, builder)
  const marked = (text: string) =>
    text
      .replace(/^\n+|(?<!\n)\n+$/g, '')
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n')
  builder.closeBlock({ trailingLineBreaks: 2, blockTransform: marked })
}

/** Each level writes every line again, and one mark says as much as a hundred. */
function isMarkedDeeply(element: DomNode): boolean {
  let quotations = 0
  for (let around = element.parent; around; around = around.parent)
    if (around.name === 'blockquote' && ++quotations >= markLimit) return true
  return false
}

function ruledBlock(...[element, walk, builder]: Parameters<FormatCallback>): void {
  builder.openBlock({ leadingLineBreaks: 2 })
  builder.addInline(rule)
  builder.closeBlock({ trailingLineBreaks: 1 })
  builder.openBlock({ leadingLineBreaks: 1 })
  walk(element.children, builder)
  builder.closeBlock({ trailingLineBreaks: 1 })
}

function block(...[element, walk, builder]: Parameters<FormatCallback>): void {
  builder.openBlock({ leadingLineBreaks: 1 })
  walk(element.children, builder)
  builder.closeBlock({ trailingLineBreaks: 1 })
}

/** Two figures side by side must not become one. */
function row(...[element, walk, builder]: Parameters<FormatCallback>): void {
  builder.openBlock({ leadingLineBreaks: 1 })
  let cells = 0
  for (const child of element.children) {
    const isCell = child.name === 'td' || child.name === 'th'
    if (isCell && cells++ > 0) builder.addLiteral('\t')
    walk([child], builder)
  }
  builder.closeBlock({ trailingLineBreaks: 1 })
}
