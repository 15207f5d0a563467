// What the office has decided, each version with its effective date. Files for now: the shipped defaults, and the office's
// own, which from the first one's day on win over any shipped default of their kind, a newer one included, and then say so.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseDocument } from 'yaml'
import type { z } from 'zod'
import { type Day, formatDay, parseDay } from '../kernel/days.ts'
import { UsageProblem } from '../platform/problem.ts'
import { adjustmentsSchema } from './kinds/adjustments.ts'
import { approvalSchema } from './kinds/approval.ts'
import { assignmentSchema } from './kinds/assignment.ts'
import { authoritySchema } from './kinds/authority.ts'
import { billingSchema } from './kinds/billing.ts'
import { calendarSchema } from './kinds/calendar.ts'
import { contactSchema } from './kinds/contact.ts'
import { disclosureSchema } from './kinds/disclosure.ts'
import { noticesSchema } from './kinds/notices.ts'
import { policiesSchema } from './kinds/policies.ts'
import { propertiesSchema } from './kinds/properties.ts'
import { ratesSchema } from './kinds/rates.ts'
import { recordsSchema } from './kinds/records.ts'
import { reopeningSchema } from './kinds/reopening.ts'
import { routingSchema } from './kinds/routing.ts'
import { sendingSchema } from './kinds/sending.ts'
import { standardsSchema } from './kinds/standards.ts'
import { triageSchema } from './kinds/triage.ts'

const schemas = {
  adjustments: adjustmentsSchema,
  approval: approvalSchema,
  assignment: assignmentSchema,
  authority: authoritySchema,
  billing: billingSchema,
  calendar: calendarSchema,
  contact: contactSchema,
  disclosure: disclosureSchema,
  notices: noticesSchema,
  policies: policiesSchema,
  properties: propertiesSchema,
  rates: ratesSchema,
  records: recordsSchema,
  reopening: reopeningSchema,
  routing: routingSchema,
  sending: sendingSchema,
  standards: standardsSchema,
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
  /** The version in force on `day`. A start made sure that there is one today; a day before the first version throws. */
  inForce<K extends RulebookKind>(kind: K, day: Day): InForce<K>
  /** Every version that has been in force until `day`, oldest first, each with the day from which on it was. */
  versionsUntil<K extends RulebookKind>(kind: K, day: Day): { from: Day; version: InForce<K> }[]
  /** All versions of a kind with their words, shipped and the office's own, by their days. */
  versions(kind: RulebookKind): RulebookVersion[]
  /** Whether a text could be a version of a kind; else what is wrong with it, each problem with its place. */
  check(kind: RulebookKind, text: string): string[]
  /** Takes in a version that the office has decided; its words have been checked. Twice, it is there once. */
  adopt(version: { kind: RulebookKind; effective: Day; text: string }): void
  /** What administrators should know, such as a shipped default newer than the office's own version. */
  noticesToStaff(): string[]
}

type Version = { effective: Day; version: string; source: 'shipped' | 'office'; text: string; value: unknown }
export type RulebookVersion = Omit<Version, 'value'>

export const rulebookKinds = Object.keys(schemas) as RulebookKind[]

/** Reads every file once. What does not fit stops the start: every problem at once, each with its file. `today`: every kind must be in force. */
export function createRulebook(folders: { shippedDir: string; officeDir: string; today: Day }): Rulebook {
  const problems: string[] = unknownFolders(folders.officeDir)
  const notices: string[] = []
  const versions = new Map<RulebookKind, { shipped: Version[]; office: Version[] }>()
  for (const kind of rulebookKinds) {
    const shipped = readVersions(folders.shippedDir, kind, 'shipped', problems)
    const office = readVersions(folders.officeDir, kind, 'office', problems)
    versions.set(kind, { shipped, office })
    if (!inForceOf(shipped, office, folders.today)) problems.push(`no "${kind}" is in force on ${formatDay(folders.today)}`)
    notices.push(...olderThanShipped(kind, shipped.at(-1), office.at(-1)))
  }
  if (problems.length > 0) throw new UsageProblem(`The rulebook cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)

  function inForce<K extends RulebookKind>(kind: K, day: Day): InForce<K> {
    const { shipped, office } = versions.get(kind) as { shipped: Version[]; office: Version[] }
    const found = inForceOf(shipped, office, day)
    if (!found) throw new UsageProblem(`The rulebook has no "${kind}" in force on ${formatDay(day)}.`)
    return { value: found.value as RulebookValue<K>, version: found.version, source: found.source }
  }

  return {
    inForce,
    versionsUntil(kind, day) {
      const { shipped, office } = versions.get(kind) as { shipped: Version[]; office: Version[] }
      const begun = [...new Set([...shipped, ...office].map(({ effective }) => effective))].filter((from) => from <= day)
      const changes = begun.sort((a, b) => a - b).map((from) => ({ from, version: inForce(kind, from) }))
      return changes.filter(({ version }, index) => version.version !== changes[index - 1]?.version.version)
    },
    versions(kind) {
      const { shipped, office } = versions.get(kind) as { shipped: Version[]; office: Version[] }
      return [...shipped, ...office].sort((a, b) => a.effective - b.effective).map(({ value: _, ...version }) => version)
    },
    check: (kind, text) => parseVersion(kind, text).problems,
    adopt({ kind, effective, text }) {
      const { office } = versions.get(kind) as { shipped: Version[]; office: Version[] }
      const { value, problems: found } = parseVersion(kind, text)
      if (found.length > 0)
        throw new UsageProblem(`The office's own "${kind}" of ${formatDay(effective)} cannot be used:\n${found.join('\n')}`)
      const version = versionName(kind, effective, 'office', text)
      if (office.some((one) => one.version === version)) return
      office.push({ effective, version, source: 'office', text, value })
      office.sort((a, b) => a.effective - b.effective)
    },
    noticesToStaff: () => [...notices],
  }
}

/** Until the office's first version takes effect, the shipped one holds. */
function inForceOf(shipped: readonly Version[], office: readonly Version[], day: Day): Version | undefined {
  const begun = (version: Version) => version.effective <= day
  return office.findLast(begun) ?? shipped.findLast(begun)
}

function olderThanShipped(kind: RulebookKind, shipped: Version | undefined, office: Version | undefined): string[] {
  if (!shipped || !office || shipped.effective <= office.effective) return []
  return [
    `The office's own "${kind}" of ${formatDay(office.effective)} is in use; a newer default of ${formatDay(shipped.effective)} came with the software. Compare them.`,
  ]
}

function unknownFolders(folder: string): string[] {
  if (!existsSync(folder)) return []
  const known = new Set<string>(rulebookKinds)
  const strange = readdirSync(folder).filter((name) => !known.has(name))
  return strange.map((name) => `${path.join(folder, name)}: not a kind of rule; the kinds are ${rulebookKinds.join(', ')}`)
}

function readVersions(folder: string, kind: RulebookKind, source: 'shipped' | 'office', problems: string[]): Version[] {
  const kindFolder = path.join(folder, kind)
  if (!existsSync(kindFolder)) return []
  return readdirSync(kindFolder)
    .sort()
    .flatMap((file) => readVersion(path.join(kindFolder, file), kind, source, problems))
}

function readVersion(file: string, kind: RulebookKind, source: 'shipped' | 'office', problems: string[]): Version[] {
  const effective = file.endsWith('.yaml') ? parseDay(path.basename(file, '.yaml')) : undefined
  if (effective === undefined) {
    problems.push(`${file}: a rulebook file is named for its effective date, such as 2026-06-01.yaml`)
    return []
  }
  const text = readFileSync(file, 'utf8')
  const { value, problems: found } = parseVersion(kind, text)
  problems.push(...found.map((problem) => `${file}: ${problem}`))
  return found.length > 0 ? [] : [{ effective, version: versionName(kind, effective, source, text), source, text, value }]
}

function parseVersion(kind: RulebookKind, text: string): { value: unknown; problems: string[] } {
  const document = parseDocument(text)
  const syntax = document.errors.map((error) => error.message.split('\n')[0] ?? 'not YAML')
  if (syntax.length > 0) return { value: undefined, problems: syntax }
  const parsed = schemas[kind].safeParse(document.toJS({ maxAliasCount: aliasLimit }))
  const problems = parsed.error?.issues.map((issue) => `${issue.path.join('.') || '(the whole file)'}: ${issue.message}`) ?? []
  return { value: parsed.data, problems }
}

const aliasLimit = 100 // a text of a few lines must not unfold into a million

function versionName(kind: RulebookKind, effective: Day, source: 'shipped' | 'office', text: string): string {
  return `${kind}@${formatDay(effective)} ${source} ${createHash('sha256').update(text).digest('hex').slice(0, 8)}`
}
