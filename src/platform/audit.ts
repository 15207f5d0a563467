// The office's audit log: who changed what about the office itself. Append-only by database rule.
import type { Json } from '../kernel/canonical-json.ts'
import type { Tx } from './database.ts'

export type AuditEntry = { at: Date; actor: string; act: string; subject: string; detail?: { [key: string]: Json } }

export async function audit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.officeAudit.create({ data: { ...entry, detail: entry.detail ?? {} } })
}
