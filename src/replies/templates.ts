// Reads the office's reply templates once. One file a topic and language: templates/replies/<language>/<topic>.hbs. What a language's
// templates have in common stands in <language>/part/.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type CompiledTemplate, compileTemplate } from './render-template.ts'

export type Templates = { find(name: string): CompiledTemplate | undefined; byName(name: string): CompiledTemplate }

/** Names are `en/high-bill`. A template that does not compile stops the start. */
export function readTemplates(folder: string): Templates {
  const compiled = new Map<string, CompiledTemplate>()
  for (const language of readdirSync(folder)) {
    const parts = readSources(path.join(folder, language, 'part'))
    for (const [topic, source] of Object.entries(readSources(path.join(folder, language))))
      compiled.set(`${language}/${topic}`, compileTemplate(source, parts))
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

function readSources(folder: string): { [name: string]: string } {
  const files = readdirSync(folder).filter((file) => file.endsWith('.hbs'))
  return Object.fromEntries(files.map((file) => [path.basename(file, '.hbs'), readFileSync(path.join(folder, file), 'utf8')]))
}
