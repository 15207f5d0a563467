// A mail's bytes before a person's eyes. They hold whatever its sender wrote of an account, and whatever he attached: each
// look is written to the office's audit log.
import { ok, type Result, refused } from '../../kernel/result.ts'
import { audit } from '../../platform/audit.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { actorOf, type StaffMember } from '../../staff/staff-member.ts'
import { findRawBytes } from '../store.ts'
import { findLedgerEntry, type LedgerEntry } from './ledger-store.ts'

/** as-file: the bytes go to the person's own machine. */
export type SourceAsked = { id: string; by: StaffMember; how: 'as-text' | 'as-file' }
export type Source = { entry: LedgerEntry; bytes: Buffer }

export async function showSource(
  { db, clock }: { db: Database; clock: Clock },
  { id, by, how }: SourceAsked,
): Promise<Result<Source, { kind: 'not-there' }>> {
  const entry = await findLedgerEntry(db.client, id)
  const bytes = entry?.rawSha256 ? await findRawBytes(db.client, entry.rawSha256) : undefined
  if (!entry || !bytes) return refused({ kind: 'not-there' })
  const act = how === 'as-text' ? "mail's source looked at" : "mail's source downloaded"
  const subject = `mail ${entry.uid} of ${entry.mailbox}/${entry.folder}`
  await db.inTransaction((tx) => audit(tx, { at: clock.now(), actor: actorOf(by), act, subject, detail: { ledgerEntry: entry.id } }))
  return ok({ entry, bytes })
}
