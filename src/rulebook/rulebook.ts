// What the office has decided, each version with its effective date. Files for now: the shipped defaults, and the
// office's own, which win over any shipped default of their kind, a newer one included, and then say so.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import type { z } from 'zod'
import { type Day, formatDay, parseDay } from '../kernel/days.ts'
import { UsageProblem } from '../platform/problem.ts'
import { authoritySchema } from './kinds/authority.ts'
import { noticesSchema } from './kinds/notices.ts'
import { ratesSchema } from './kinds/rates.ts'
import { sendingSchema } from './kinds/sending.ts'
import { triageSchema } from './kinds/triage.ts'

const schemas = {
  authority: authoritySchema,
  notices: noticesSchema,
  rates: ratesSchema,
  sending: sendingSchema,
  triage: triageSchema,
}

export type RulebookKind = keyof typeof schemas
export type RulebookValue<K extends RulebookKind> = z.infer<(typeof schemas)[K]>

export type InForce<K extends RulebookKind> = {
  value: RulebookValue<K>
  /** Names kind, effective date, origin and content, so that a decision can say which words it followed. */
  version: string
  source: 'shipped' | 'office'
}

export type Rulebook = {
  /** The version in force on `day`. Throws when the office has none for that day, which a start refuses. */
  inForce<K extends RulebookKind>(kind: K, day: Day): InForce<K>
  /** What administrators should know, such as a shipped default newer than the office's own version. */
  noticesToStaff(): string[]
}

type Version = { effective: Day; version: string; source: 'shipped' | 'office'; value: unknown }

/** Reads every file once; one that does not fit its schema stops the start, with its path and what is wrong. */
export function createRulebook(folders: { shippedDir: string; officeDir: string }): Rulebook {
  const notices: string[] = []
  const versions = new Map<RulebookKind, Version[]>()
  for (const kind of Object.keys(schemas) as RulebookKind[]) {
    const shipped = readVersions(folders.shippedDir, kind, 'shipped')
    const office = readVersions(folders.officeDir, kind, 'office')
    versions.set(kind, office.length > 0 ? office : shipped)
    const [newestShipped, newestOffice] = [shipped.at(-1), office.at(-1)]
    if (newestShipped && newestOffice && newestShipped.effective > newestOffice.effective) {
      notices.push(
        `The office's own "${kind}" of ${formatDay(newestOffice.effective)} is in use; a newer default of ${formatDay(newestShipped.effective)} came with the software. Compare them.`,
      )
    }
  }
  return {
    inForce<K extends RulebookKind>(kind: K, day: Day) {
      const found = versions.get(kind)?.findLast((version) => version.effective <= day)
      if (!found) throw new UsageProblem(`The rulebook has no "${kind}" in force on ${formatDay(day)}.`)
      return { value: found.value as RulebookValue<K>, version: found.version, source: found.source }
    },
    noticesToStaff: () => [...notices],
  }
}

function readVersions(folder: string, kind: RulebookKind, source: 'shipped' | 'office'): Version[] {
  const kindFolder = path.join(folder, kind)
  if (!existsSync(kindFolder)) return []
  const files = readdirSync(kindFolder).filter((file) => file.endsWith('.yaml'))
  return files.sort().map((file) => readVersion(path.join(kindFolder, file), kind, source))
}

function readVersion(file: string, kind: RulebookKind, source: 'shipped' | 'office'): Version {
  const effective = parseDay(path.basename(file, '.yaml'))
  if (effective === undefined) throw new UsageProblem(`${file}: a rulebook file is named for its effective date, such as 2026-06-01.yaml`)
  const text = readFileSync(file, 'utf8')
  const parsed = schemas[kind].safeParse(parse(text))
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(the whole file)'}: ${issue.message}`)
    throw new UsageProblem(`${file} cannot be used:\n${problems.join('\n')}`)
  }
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8)
  return { effective, version: `${kind}@${formatDay(effective)} ${source} ${digest}`, source, value: parsed.data }
}
