// The labelled examples: `<voice>.<language>.psv` in a folder, one way of writing a file; a line is `topics | subject | text`.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { topics } from '../../rulebook/topics.ts'
import type { Example } from './topic-classifier.ts'

const line = z
  .tuple([z.string(), z.string(), z.string()])
  .transform(([labels, subject, text]) => ({ topics: labels.split(', '), subject, text }))
  .pipe(z.object({ topics: z.array(z.enum(topics)).min(1), subject: z.string(), text: z.string() }))

/** Throws for a line that is no example, with its file and number. */
export function readExamples(folder: string): (Example & { file: string })[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.psv'))
  return files.toSorted().flatMap((file) => {
    const rows: unknown[] = parse(readFileSync(path.join(folder, file), 'utf8'), {
      delimiter: ' | ',
      quote: false,
      relax_column_count: true,
    })
    return rows.map((row, at) => {
      const read = line.safeParse(row)
      if (!read.success) throw new Error(`${file}, line ${at + 1}: ${z.prettifyError(read.error)}`)
      return { ...read.data, file }
    })
  })
}
