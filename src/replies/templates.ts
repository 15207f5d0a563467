// Reads the office's reply templates once. One file a topic and language: templates/replies/<language>/<topic>.hbs. What a language's
// templates have in common stands in <language>/part/.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { TemplateSources } from './lint/lint-templates.ts'
import { type CompiledTemplate, compileTemplate } from './render-template.ts'

export type Templates = { find(name: string): CompiledTemplate | undefined; byName(name: string): CompiledTemplate }

/** Names are `en/high-bill`. A template that does not compile stops the start. */
export function readTemplates(folder: string): Templates {
  const compiled = new Map<string, CompiledTemplate>()
  for (const [language, { templates, parts }] of Object.entries(readTemplateSources(folder)))
    for (const [name, source] of Object.entries(templates)) compiled.set(`${language}/${name}`, compileTemplate(source, parts))
  return {
    find: (name) => compiled.get(name),
    byName(name) {
      const template = compiled.get(name)
      if (!template) throw new Error(`no reply template ${name} in ${folder}`)
      return template
    },
  }
}

export function readTemplateSources(folder: string): TemplateSources {
  const languages = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return Object.fromEntries(
    languages.map(({ name }) => [
      name,
      { templates: readSources(path.join(folder, name)), parts: readSources(path.join(folder, name, 'part')) },
    ]),
  )
}

function readSources(folder: string): { [name: string]: string } {
  const files = (existsSync(folder) ? readdirSync(folder) : []).filter((file) => file.endsWith('.hbs'))
  return Object.fromEntries(files.map((file) => [path.basename(file, '.hbs'), readFileSync(path.join(folder, file), 'utf8')]))
}
