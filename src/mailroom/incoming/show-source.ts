// A mail's bytes before a person's eyes. They hold whatever its sender wrote of an account: each look is written to the
// office's audit log. And they hold whatever he attached: what runs when it is opened leaves the desk with few.
import { ok, type Result, refused } from '../../kernel/result.ts'
import { audit } from '../../platform/audit.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { actorOf, type StaffMember } from '../../staff/staff-member.ts'
import { findScans } from '../attachments/scan-store.ts'
import { mayDoHarm } from '../reading/harm/harmful-file.ts'
import { findRawBytes } from '../store.ts'
import { findLedgerEntry, findLedgerMails, type LedgerEntry } from './ledger-store.ts'

/** as-file: the bytes go to the person's own machine. */
export type SourceAsked = { id: string; by: StaffMember; how: 'as-text' | 'as-file' }
/** `mayDownload`: this person may have it as a file. */
export type Source = { entry: LedgerEntry; bytes: Buffer; mayDownload: boolean }
/** infected: the virus scanner found something in it; nobody has it as a file. */
export type SourceRefusal = { kind: 'not-there' | 'harmful' | 'infected' }

export async function showSource(
  { db, clock }: { db: Database; clock: Clock },
  { id, by, how }: SourceAsked,
): Promise<Result<Source, SourceRefusal>> {
  const entry = await findLedgerEntry(db.client, id)
  const bytes = entry?.rawSha256 ? await findRawBytes(db.client, entry.rawSha256) : undefined
  if (!entry || !bytes) return refused({ kind: 'not-there' })
  const scans = entry.mailId === null ? [] : [...(await findScans(db.client, [entry.mailId])).values()]
  const infected = scans.some(({ state }) => state === 'infected')
  const harmless = scans.every(({ state }) => state === 'clean') && (await isHarmless(db, entry))
  const mayDownload = !infected && (by.role !== 'clerk' || harmless)
  if (how === 'as-file' && !mayDownload) return refused({ kind: infected ? 'infected' : 'harmful' })
  const act = how === 'as-text' ? "mail's source looked at" : "mail's source downloaded"
  const subject = `mail ${entry.uid} of ${entry.mailbox}/${entry.folder}`
  await db.inTransaction((tx) => audit(tx, { at: clock.now(), actor: actorOf(by), act, subject, detail: { ledgerEntry: entry.id } }))
  return ok({ entry, bytes, mayDownload })
}

/** Nobody knows what a mail brings that could not be read. */
async function isHarmless({ client }: Database, { mailId }: LedgerEntry): Promise<boolean> {
  const [mail] = mailId === null ? [] : await findLedgerMails(client, [mailId])
  if (!mail || mail.kind === 'unreadable' || !mail.reading.attachments) return false
  const { attachments, harmful = attachments.filter(mayDoHarm) } = mail.reading // earlier releases kept no list of them
  return harmful.length === 0
}
