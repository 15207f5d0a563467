// The office's audit log: who changed what about the office itself, who came and went, who looked at what. Append-only by database rule.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Json } from '../kernel/canonical-json.ts'
import type { Tx } from './database.ts'

export type AuditEntry = { at: Date; actor: string; act: string; subject: string; detail?: { [key: string]: Json } }

const places = new AsyncLocalStorage<string>()
const placeLimitCharacters = 64 // an IPv6 address with its zone

export async function audit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.officeAudit.create({ data: { ...entry, detail: entry.detail ?? {}, place: places.getStore() ?? null } })
}

/** Everything that is written down while `work` runs, however deep, was done from this address. */
export function fromPlace<T>(place: string, work: () => T): T {
  return places.run(place.slice(0, placeLimitCharacters), work)
}
