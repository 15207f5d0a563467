// Reads the office's reply templates once. One file a topic and language: templates/replies/<language>/<topic>.hbs.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type CompiledTemplate, compileTemplate } from './render-template.ts'

export type Templates = { find(name: string): CompiledTemplate | undefined; byName(name: string): CompiledTemplate }

/** Names are `en/high-bill`. A template that does not compile stops the start. */
export function readTemplates(folder: string): Templates {
  const compiled = new Map<string, CompiledTemplate>()
  for (const language of readdirSync(folder)) {
    for (const file of readdirSync(path.join(folder, language))) {
      const name = `${language}/${path.basename(file, '.hbs')}`
      compiled.set(name, compileTemplate(readFileSync(path.join(folder, language, file), 'utf8')))
    }
  }
  return {
    find: (name) => compiled.get(name),
    byName(name) {
      const template = compiled.get(name)
      if (!template) throw new Error(`no reply template ${name} in ${folder}`)
      return template
    },
  }
}
