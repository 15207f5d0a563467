// What a set says of itself. The billing system writes manifest.json last, so that a folder which has it is complete.
import { lstat, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { type Day, parseDay } from '../../kernel/days.ts'
import { UsageProblem } from '../../platform/problem.ts'

export const manifestName = 'manifest.json'

const mostManifestBytes = 64 * 1024

const manifestSchema = z.object({
  /** The last day whose payments and bills the set knows. */
  as_of: z.string().transform((text, context): Day => {
    const day = parseDay(text)
    if (day !== undefined) return day
    context.addIssue({ code: 'custom', message: 'expected a date such as 2026-06-01' })
    return z.NEVER
  }),
})

/** `given`: the day from the command line, which wins. Refuses a day that has not come yet. */
export async function asOfSet(folder: string, given: Day | undefined, today: Day): Promise<Day> {
  const asOf = given ?? (await asOfManifest(folder))
  if (asOf > today) throw new UsageProblem(`The set in ${folder} says that it is as of a day that has not come yet.`)
  return asOf
}

export async function asOfManifest(folder: string): Promise<Day> {
  const file = path.join(folder, manifestName)
  const stats = await lstat(file).catch(() => undefined)
  if (!stats) {
    throw new UsageProblem(
      `${folder} does not say as of which day its records are. Write manifest.json with {"as_of": "2026-06-01"}, or give --as-of.`,
    )
  }
  if (stats.isFile() && stats.size <= mostManifestBytes) {
    const read = manifestSchema.safeParse(jsonOf(await readFile(file, 'utf8')))
    if (read.success) return read.data.as_of
  }
  throw new UsageProblem(`${file} is not as expected: {"as_of": "2026-06-01"}.`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}
