// All the office's templates together: each in order, one for each topic in each language, and no part or file that nothing uses.
import { topics } from '../../rulebook/topics.ts'
import { lintTemplate, type TemplateProblem } from './lint-template.ts'

/** By language: the templates by name, and what they have in common. */
export type TemplateSources = { [language: string]: { templates: { [name: string]: string }; parts: { [name: string]: string } } }

/** `file` within the folder of the templates. */
export type FileProblem = TemplateProblem & { file: string }

/** Beside the topics': who writes is not established, and the bill that is meant is not clear. */
const templateNames: readonly string[] = [...topics, 'ask-for-proof', 'which-bill']

export function lintTemplates(sources: TemplateSources): FileProblem[] {
  return Object.entries(sources).flatMap(([language, { templates, parts }]) => {
    const whole = (file: string, says: string): FileProblem => ({ file: `${language}/${file}.hbs`, line: null, says })
    const called = Object.values(templates).join('\n')
    return [
      ...templateNames.filter((name) => !Object.hasOwn(templates, name)).map((name) => whole(name, 'is missing')),
      ...Object.keys(templates)
        .filter((name) => !templateNames.includes(name))
        .map((name) => whole(name, 'answers no topic')),
      ...Object.keys(parts)
        .filter((name) => !called.includes(`{{> ${name}`) && !Object.values(parts).some((part) => part.includes(`{{> ${name}`)))
        .map((name) => whole(`part/${name}`, 'is used by no template')),
      ...Object.entries(templates).flatMap(([name, source]) =>
        lintTemplate(source, parts).map((problem) => ({ ...problem, file: `${language}/${name}.hbs` })),
      ),
    ]
  })
}
