// `templates lint` and `templates preview`: what is wrong with the reply templates, and what one would say in a case. Neither writes anything.
import path from 'node:path'
import { z } from 'zod'
import { caseName, caseNumberIn } from '../cases/case.ts'
import type { Office } from '../office.ts'
import { UsageProblem } from '../platform/problem.ts'
import { lintTemplates } from '../replies/lint/lint-templates.ts'
import { readTemplateSources } from '../replies/templates.ts'
import { topics } from '../rulebook/topics.ts'

/** A line a problem, as compilers write them. False when there is one. */
export function lintFolder(folder: string, print: (line: string) => void): boolean {
  const problems = lintTemplates(readTemplateSources(folder))
  for (const { file, line, says } of problems) print(`${path.join(folder, file)}${line === null ? '' : `:${line}`}: ${says}`)
  if (problems.length === 0) print('Every template is in order.')
  return problems.length === 0
}

export type PreviewWords = { topic?: string; language?: string }

/** `number`: `123`, `WD-000123`. */
export async function previewTemplate(office: Office, number: string, words: PreviewWords, print: (line: string) => void): Promise<void> {
  const asNumber = caseNumberIn(number)
  const record = asNumber === undefined ? undefined : await office.cases.byNumber(asNumber)
  if (!record) throw new UsageProblem(`There is no case ${number}. A case is named by its number, such as 123 or WD-000123.`)
  if (record.customerAddress === null) throw new UsageProblem(`${caseName(record)} has no address to answer, so no template fills it.`)
  const asked = z.object({ topic: z.enum(topics).optional(), language: z.enum(['en', 'es']).optional() }).safeParse(words)
  if (!asked.success) throw new UsageProblem(`Topics are ${topics.join(', ')}; languages are en and es.`)
  const { template, text, needsWords, unsupported } = await office.replies.preview(record, asked.data)
  print(`Template ${template}; nothing of this is kept.`)
  if (needsWords !== null) print(`A person must write: ${needsWords}`)
  for (const claim of unsupported) print(`Not borne: “${claim.text}”, ${claim.why}`)
  print('')
  print(text)
}
