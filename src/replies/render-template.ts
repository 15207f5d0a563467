// Fills a reply's template with facts and keeps where each one stands. A field that the template names and the facts
// lack makes the template ineligible; nothing is ever filled with an empty word.
import Handlebars from 'handlebars'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Claim, Fact } from './draft.ts'

/** Facts by the names templates use, nested: `bill.total`. Booleans and lists steer sections and are never printed. */
export type TemplateFields = { [name: string]: Fact | boolean | TemplateFields | TemplateFields[] }

export type Rendered = { text: string; claims: Claim[] }

// Private-use characters bracket a fact while the template runs. Facts' own texts are cleared of them first.
const [open, middle, close] = ['\uE000', '\uE001', '\uE002']

export type CompiledTemplate = (fields: TemplateFields) => Result<Rendered, { kind: 'ineligible'; why: string }>

/** `partials`: sources of what several templates have in common, by the names they are called by. */
export function compileTemplate(source: string, partials: { [name: string]: string } = {}): CompiledTemplate {
  const template = compile(source)
  const shared = Object.fromEntries(Object.entries(partials).map(([name, part]) => [name, compile(part)]))
  return (fields) => {
    let marked: string
    try {
      marked = template(withMarks(fields), { partials: shared })
    } catch (error) {
      return refused({ kind: 'ineligible', why: error instanceof Error ? error.message : String(error) })
    }
    return ok(takeMarks(tidy(marked)))
  }
}

/** A mail is plain text, so there is nothing to escape; helpers are the built-in ones only. */
function compile(source: string): Handlebars.TemplateDelegate {
  return Handlebars.compile(source, { strict: true, noEscape: true, knownHelpersOnly: true })
}

function withMarks(fields: TemplateFields): Record<string, unknown> {
  const marked: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(fields)) {
    if (Array.isArray(value)) marked[name] = value.map(withMarks)
    else if (typeof value === 'boolean') marked[name] = value
    else marked[name] = isFact(value) ? mark(value) : withMarks(value)
  }
  return marked
}

export function isFact(value: Fact | TemplateFields): value is Fact {
  return typeof (value as Fact).text === 'string' && typeof (value as Fact).source === 'string'
}

function mark(fact: Fact): string {
  return `${open}${fact.id}${middle}${fact.text.replace(/[\uE000-\uE002]/g, '')}${close}`
}

/** Sections left out leave blank lines behind; a letter has one between paragraphs. */
function tidy(text: string): string {
  return `${text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
}

function takeMarks(marked: string): Rendered {
  const claims: Claim[] = []
  let text = ''
  let from = 0
  for (const found of marked.matchAll(/\uE000([^\uE001]*)\uE001([^\uE002]*)\uE002/g)) {
    const [whole, factId, words] = found as unknown as [string, string, string]
    text += marked.slice(from, found.index)
    claims.push({ start: text.length, end: text.length + words.length, text: words, factId })
    text += words
    from = found.index + whole.length
  }
  return { text: text + marked.slice(from), claims }
}
