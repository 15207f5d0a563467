// Turns what was gathered about a case into the words of a reply: its topic's template where the facts allow it, and
// otherwise one that promises nothing and leaves the words to a person.
import { toWrite } from './asked/to-write.ts'
import type { Gathered } from './gather-facts.ts'
import type { Rendered } from './render-template.ts'
import type { Templates } from './templates.ts'

export type Written = Rendered & {
  template: string
  /** Why a person must write before anybody can approve. */
  needsWords: string | null
}

const defaultLanguage = 'en'

/** `language`: the one that the reply is written in; a template that is missing in it leaves the words to a person. */
export function writeReply(gathered: Gathered, templates: Templates, language: string): Written {
  if (gathered.template !== null) {
    const name = `${language}/${gathered.template}`
    const rendered = templates.find(name)?.(gathered.fields)
    if (rendered?.ok) return { ...rendered.value, template: name, needsWords: stillToWrite(rendered.value.text) }
    const misfit = rendered
      ? `The template ${name} does not fit this case: ${rendered.refusal.why}`
      : `There is no template ${name}: somebody who writes this language answers`
    return blank(gathered, templates, language, gathered.why === '' ? misfit : `${gathered.why}. ${misfit}`)
  }
  return blank(gathered, templates, language, gathered.why)
}

/** What a person must look up and write before anybody can approve. */
function stillToWrite(text: string): string | null {
  const lines = text.match(toWrite)
  return lines && `A person must write in place of the brackets: ${lines.join(' ')}`
}

function blank(gathered: Gathered, templates: Templates, language: string, why: string): Written {
  const name = templates.find(`${language}/other`) ? `${language}/other` : `${defaultLanguage}/other`
  const rendered = templates.byName(name)(gathered.fields)
  if (!rendered.ok) throw new Error(`the template ${name} must fit every case: ${rendered.refusal.why}`)
  return { ...rendered.value, template: name, needsWords: why }
}
