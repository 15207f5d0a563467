// What the addresses of the ledger's pages ask for, and how such addresses are written. Pages go by the key of their last row.
import { z } from 'zod'
import type { DispositionKind, LedgerAsked, LedgerEntry } from '../../mailroom/mailroom.ts'
import { dispositionKinds } from './ledger-words.ts'

type Key = Pick<LedgerEntry, 'recordedAt' | 'id'>

export type AskedOfLedger = { search?: string; kind?: DispositionKind; mailbox?: string; after?: Key }

export const ledgerPageSize = 50
const searchLimit = 200
const mailboxLimit = 500

const key = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z~[0-9a-f-]{36}$/)
  .transform((text) => text.split('~'))
  .pipe(z.tuple([z.iso.datetime().transform((text) => new Date(text)), z.uuid()]))
  .transform(([recordedAt, id]): Key => ({ recordedAt, id }))

const asked = z.object({
  search: z.string().trim().min(1).max(searchLimit).optional().catch(undefined),
  kind: z.enum(dispositionKinds).optional().catch(undefined),
  mailbox: z.string().min(1).max(mailboxLimit).optional().catch(undefined),
  /** The last row of the page before: `2026-11-22T20:00:00.000Z~<entry id>`. */
  after: key.optional().catch(undefined),
})

/** What an address made up is left out. */
export function askedOfLedger(query: unknown): AskedOfLedger {
  const given = asked.parse(query)
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

export function toLedgerAsked({ kind, ...others }: AskedOfLedger): LedgerAsked {
  return { ...others, limit: ledgerPageSize, ...(kind ? { kinds: [kind] } : {}) }
}

/** `?search=…&after=…`, or nothing. */
export function ledgerQuery(
  { search, kind, mailbox, after }: AskedOfLedger,
  more: { from?: 'quarantine'; done?: 'discarded' } = {},
): string {
  const given = Object.entries({ search, kind, mailbox, after: after && keyWords(after), ...more })
  const query = new URLSearchParams(given.filter((entry): entry is [string, string] => entry[1] !== undefined))
  return query.size === 0 ? '' : `?${query}`
}

/** The addresses of the pages around one. */
export function pageLinks(path: string, here: AskedOfLedger, { entries, more }: { entries: LedgerEntry[]; more: boolean }) {
  const { after, ...filters } = here
  const last = entries.at(-1)
  return {
    olderHref: more && last ? `${path}${ledgerQuery({ ...filters, after: last })}` : null,
    newestHref: after ? `${path}${ledgerQuery(filters)}` : null,
  }
}

function keyWords({ recordedAt, id }: Key): string {
  return `${recordedAt.toISOString()}~${id}`
}
