// Reads the console's Handlebars templates once. Strict: a field that a page's view leaves out is a fault, not a blank.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Handlebars from 'handlebars'
import type { Day } from '../../kernel/days.ts'
import { type Cents, formatCents } from '../../kernel/money.ts'
import { dayIso, dayWords, numberWords, type OfficeTimes } from './office-words.ts'

export type RenderPage = (template: string, view: object) => string

/** Pages are `<name>.hbs` in `folder`; what they share stands in `part/` and is called by `{{> part/name}}`. */
export function readConsoleTemplates(folder: string, times: OfficeTimes): RenderPage {
  const handlebars = Handlebars.create()
  registerHelpers(handlebars, times)
  const pages = new Map<string, Handlebars.TemplateDelegate>()
  for (const name of templateNames(folder)) {
    const text = readFileSync(path.join(folder, `${name}.hbs`), 'utf8')
    if (name.startsWith('part/')) handlebars.registerPartial(name, handlebars.compile(text, { strict: true, preventIndent: true }))
    else pages.set(name, handlebars.compile(text, { strict: true, preventIndent: true }))
  }
  return (template, view) => {
    const page = pages.get(template)
    if (!page) throw new Error(`no console template ${template} in ${folder}`)
    return page(view)
  }
}

function templateNames(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.hbs'))
  return names.map((file) => file.replaceAll(path.sep, '/').replace(/\.hbs$/, ''))
}

function registerHelpers(handlebars: typeof Handlebars, times: OfficeTimes): void {
  const escaped = handlebars.escapeExpression
  const safe = (html: string) => new handlebars.SafeString(html)
  handlebars.registerHelper({
    moment: (at: Date) =>
      safe(`<time datetime="${at.toISOString()}" title="${escaped(times.exact(at))}">${escaped(times.short(at))}</time>`),
    age: (at: Date) => safe(`<time datetime="${at.toISOString()}" title="${escaped(times.exact(at))}">${escaped(times.age(at))}</time>`),
    day: (value: Day) => safe(`<time datetime="${dayIso(value)}">${escaped(dayWords(value))}</time>`),
    money: (amount: Cents) =>
      safe(`<span class="${amount < 0 ? 'amount credit' : 'amount'}">${escaped(formatCents(amount).replace('-', '−'))}</span>`),
    number: (value: number) => numberWords(value),
    same: (left: unknown, right: unknown) => left === right,
  })
}
