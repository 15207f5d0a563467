// The words of an HTML part. The library reads it as a person would see it; what is too deep or too large for the library
// loses its tags only, never its words.
import { compile } from 'html-to-text'
import { mailFormats } from './html-formats.ts'

const characterLimit = 500_000
const depthLimit = 200 // a long exchange of replies nests a few levels each time

const asSeen = compile({
  wordwrap: false,
  limits: { maxInputLength: characterLimit, maxDepth: depthLimit + 20, maxChildNodes: 20_000, ellipsis: '…' },
  ...mailFormats,
})
const voids = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|td|tr|th|dd|dt|option)$/ // or with an end that may be missing
const breaks = /^(?:br|p|div|tr|li|h[1-6]|table|ul|ol|blockquote|hr|section|article|dd|dt|pre)$/

export function wordsOfHtml(html: string): string {
  const bounded = html.slice(0, characterLimit)
  const seen = isTooDeep(bounded) ? '' : asSeen(bounded)
  return seen.trim() === '' ? withoutTags(bounded) : seen // a page that hides all it says was meant to be read somewhere
}

function isTooDeep(html: string): boolean {
  let depth = 0
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]{0,20})/gi)) {
    if (voids.test((name as string).toLowerCase())) continue
    depth = Math.max(0, depth + (slash === '/' ? -1 : 1))
    if (depth > depthLimit) return true
  }
  return false
}

function withoutTags(html: string): string {
  let text = ''
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    text += html.slice(at, open < 0 ? undefined : open)
    if (open < 0) break
    const name = (/^<\/?([a-z][a-z0-9]{0,20})/i.exec(html.slice(open, open + 25))?.[1] ?? '').toLowerCase()
    if (name === '' && !/^<[/!?]/.test(html.slice(open, open + 2))) {
      text += '<'
      at = open + 1
      continue
    }
    const ending = name === 'script' || name === 'style' ? `</${name}` : html.startsWith('<!--', open) ? '-->' : '>'
    const end = html.indexOf(ending, open)
    if (end < 0) break // an unfinished tag has no words
    at = html.indexOf('>', end) + 1
    if (at === 0) break
    if (breaks.test(name)) text += '\n'
    else if (name === 'td' || name === 'th') text += '\t'
  }
  return text
    .replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,6});/gi, (whole, code: string) => entity(code) ?? whole)
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const entities = new Map([
  ['nbsp', ' '],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function entity(code: string): string | undefined {
  if (!code.startsWith('#')) return entities.get(code.toLowerCase())
  const point = /^#x/i.test(code) ? Number.parseInt(code.slice(2), 16) : Number.parseInt(code.slice(1), 10)
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined
}
