// What somebody wrote in Slack, as a person would read it there: Slack hands on marks in place of mentions, channels and links.
import { caseNumberIn } from '../../cases/case.ts'
import { unescapeSlack, visible } from './plain-words.ts'

/** `<@U1>` → `@Casey Clerk`, `<https://a.example|here>` → `here (https://a.example)`, `&lt;` → `<`. `names`: of Slack users whom the desk knows. */
export function readableWords(text: string, names: ReadonlyMap<string, string>): string {
  const read = text.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_, mark: string, label = '') => wordsOf(mark, label, names))
  return visible(unescapeSlack(read)).toWellFormed().trim()
}

function wordsOf(mark: string, label: string, names: ReadonlyMap<string, string>): string {
  const rest = mark.slice(1)
  if (mark.startsWith('@')) return `@${names.get(rest) ?? (label || rest)}`
  if (mark.startsWith('#')) return `#${label || rest}`
  if (mark.startsWith('!')) return label || `@${rest.replace(/\^.*$/, '')}`
  const address = mark.replace(/^(?:mailto|tel):/, '')
  return label === '' || label === address || mark.endsWith(`//${label}`) ? address : `${label} (${address})`
}

/** The Slack users whom a message mentions, each once. */
export function mentionedIn(text: string): string[] {
  return [...new Set([...text.matchAll(/<@([A-Z0-9]{1,50})(?:\|[^<>]*)?>/g)].map((found) => found[1] as string))]
}

/** The case that a message names as cases are named among staff: `WD-000123`, never a bare number. */
export function caseNamedIn(text: string): number | undefined {
  const name = /\bWD-0*\d{1,9}\b/i.exec(text)?.[0]
  return name === undefined ? undefined : caseNumberIn(name)
}

export type Standing = { channel: string; ts: string; thread: string | null }

/** Where people of the workspace find a message. `workspaceUrl` ends with a slash; empty: Slack did not say. */
export function messageUrl(workspaceUrl: string, { channel, ts, thread }: Standing): string | undefined {
  if (!/^https?:\/\/[^\s]+\/$/.test(workspaceUrl)) return undefined
  const inThread = thread === null || thread === ts ? '' : `?thread_ts=${encodeURIComponent(thread)}&cid=${encodeURIComponent(channel)}`
  return `${workspaceUrl}archives/${encodeURIComponent(channel)}/p${ts.replace('.', '')}${inThread}`
}
