// Mails that wait for a person, as the mailroom shows them: a page at a time, each with its reason in plain words.
import { z } from 'zod'
import type { LedgerEntry } from '../../mailroom/mailroom.ts'

type Key = Pick<LedgerEntry, 'recordedAt' | 'id'>

export const setAsidePageSize = 50

const kindWords: Partial<Record<LedgerEntry['kind'], string>> = { quarantined: 'set aside', bounce: 'bounce of nothing known' }

/** The last row of the page before: `2026-11-22T20:00:00.000Z~<entry id>`. */
const after = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z~[0-9a-f-]{36}$/)
  .transform((text) => text.split('~'))
  .pipe(z.tuple([z.iso.datetime().transform((text) => new Date(text)), z.uuid()]))
  .transform(([recordedAt, id]): Key => ({ recordedAt, id }))
  .optional()
  .catch(undefined)

export function setAsideAsked(query: { [name: string]: unknown }): Key | undefined {
  return after.parse(query.after)
}

export function afterWords({ recordedAt, id }: Key): string {
  return `${recordedAt.toISOString()}~${id}`
}

export function setAsideView({ entries, more }: { entries: LedgerEntry[]; more: boolean }, asked: Key | undefined) {
  const last = entries.at(-1)
  return {
    rows: entries.map((entry) => ({
      id: entry.id,
      mailbox: entry.mailbox,
      uid: String(entry.uid),
      kind: entry.kind,
      kindWords: kindWords[entry.kind] ?? entry.kind.replaceAll('-', ' '),
      reason: entry.reason,
      from: entry.fromName ?? entry.fromAddress ?? 'no sender',
      address: entry.fromName ? entry.fromAddress : null,
      subject: entry.subject || '(no subject)',
      recordedAt: entry.recordedAt,
      rawSha256: entry.rawSha256,
    })),
    /** Carried by each form, so that one comes back to the same page. */
    here: asked ? `?${new URLSearchParams({ after: afterWords(asked) })}` : '',
    nextHref: more && last ? `/mailroom?${new URLSearchParams({ after: afterWords(last) })}#aside` : null,
    firstHref: asked ? '/mailroom#aside' : null,
  }
}
