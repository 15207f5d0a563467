// A mail's bytes read once more: by a charset that a person names, or by a reader that has learned since. What can be read
// now is judged anew and goes the ordinary way; a mail that has its case stays there, and its case shows the better reading.
import { randomUUID } from 'node:crypto'
import { ok, type Result, refused } from '../../kernel/result.ts'
import type { Tx } from '../../platform/database.ts'
import { actorOf, type StaffMember } from '../../staff/staff-member.ts'
import { queueScans } from '../attachments/queue-scans.ts'
import type { MailReader } from '../reading/mail-reader.ts'
import { type DispositionKind, findRawBytes, insertMailRows, lockLedger } from '../store.ts'
import { assessMail, type ReadMail } from './assess-mail.ts'
import type { IngestParts } from './ingest.ts'
import { findStanding, type NewFate, type Standing, writeFate, writeReading, writeSettled } from './ledger-store.ts'
import { mailRow } from './mail-row.ts'
import { receivePersons } from './receive-persons.ts'
import { recordMachineMail } from './record-machine-mail.ts'
import { findJunk } from './spam-mails.ts'

/** `reader` reads by the charset it is given. */
export type RereadParts = IngestParts & { reader: MailReader }

/** What the mail is now. */
export type Reread = { kind: DispositionKind; reason: string; caseId: string | null }
type Refusal = { kind: 'not-there' | 'already-settled' | 'no-bytes' | 'not-whole' | 'unreadable' }

export async function rereadMail(
  parts: RereadParts,
  { id, by }: { id: string; by: StaffMember },
  charset: string | undefined,
): Promise<Result<Reread & { standing: Standing }, Refusal>> {
  const before = await findStanding(parts.db.client, id)
  if (!before) return refused({ kind: 'not-there' })
  const { entry, size } = before
  const bytes = entry.rawSha256 === null ? undefined : await findRawBytes(parts.db.client, entry.rawSha256)
  if (!bytes) return refused({ kind: 'no-bytes' })
  if (size !== null && size > parts.maxBytes) return refused({ kind: 'not-whole' }) // only its header was ever fetched
  const reader: MailReader =
    charset === undefined ? parts.reader : { ...parts.reader, tell: (given, own) => parts.reader.tell(given, own, { charset }) }
  const fetched = { uid: entry.uid, size: size ?? bytes.length, internalDate: entry.receivedAt, bytes }
  const mail = await assessMail(fetched, { ...parts, reader, startsOn: new Date(0) })
  if (mail.state !== 'read') return refused({ kind: 'unreadable' })

  return parts.db.inTransaction(async (tx) => {
    await lockLedger(tx)
    const standing = await findStanding(tx, id)
    if (!standing || standing.entry.kind === 'duplicate') return refused({ kind: 'not-there' })
    if (standing.entry.caseId !== null) return ok({ ...(await readBetter(tx, parts, standing, mail, by, charset)), standing })
    if (standing.entry.settled) return refused({ kind: 'already-settled' })
    return ok({ ...(await judgeAnew(tx, parts, standing, mail, by)), standing })
  })
}

/** The mail's case keeps it, whatever it would be taken for now. */
async function readBetter(
  tx: Tx,
  parts: RereadParts,
  { entry, mail: stored }: Standing,
  mail: ReadMail,
  by: StaffMember,
  charset = '',
): Promise<Reread> {
  const caseId = entry.caseId as string
  const mailId = entry.mailId ?? randomUUID()
  const row = { ...mailRow(mail, { mailId, caseId }), ...(stored ? { kind: stored.kind, verdict: stored.verdict } : {}) }
  await (stored ? writeReading(tx, row) : insertMailRows(tx, [row]))
  await queueScans(tx, parts, [row])
  const content = { mailId, charset, subject: row.subject, newText: mail.reading.newText }
  await parts.cases.record(tx, caseId, { kind: 'mail-reread', actor: actorOf(by), content })
  return { kind: entry.kind, reason: entry.reason, caseId }
}

async function judgeAnew(
  tx: Tx,
  parts: RereadParts,
  { entry, mail: stored, role }: Standing,
  mail: ReadMail,
  by: StaffMember,
): Promise<Reread> {
  const mailId = stored?.id ?? randomUUID()
  const spam = (await findJunk(tx, parts.cases, role, [mail])).get(mail)
  const fate = spam ? ({ kind: 'quarantined', reason: spam, caseId: null } as const) : await fateOf(tx, parts, mail, mailId)
  const row = mailRow(mail, { mailId, caseId: fate.caseId, ...(spam ? { spam } : {}) })
  await (stored ? writeReading(tx, row) : insertMailRows(tx, [row]))
  await queueScans(tx, parts, [row])
  const reason =
    fate.kind === 'quarantined' ? fate.reason : `${fate.reason}; a person had it read again, it was ${entry.kind}: ${entry.reason}`
  const written: NewFate = { kind: fate.kind, reason, caseId: fate.caseId, mailId }
  await writeFate(tx, entry.id, written)
  if (fate.kind !== 'quarantined') await writeSettled(tx, entry.id, { by: by.id, at: parts.clock.now(), reason: 'read again' })
  if (fate.caseId !== null) {
    const text = `Had a mail read again that had been set aside (${entry.kind}: ${entry.reason}).`
    await parts.cases.record(tx, fate.caseId, { kind: 'note', actor: actorOf(by), content: { text } })
  }
  return { kind: fate.kind, reason, caseId: fate.caseId }
}

async function fateOf(tx: Tx, parts: RereadParts, mail: ReadMail, mailId: string): Promise<Reread> {
  if (mail.judged.kind !== 'person') return recordMachineMail(tx, parts, mail, mailId)
  if (mail.reading.from.address === null) return { kind: 'quarantined', reason: 'it names no sender that could be answered', caseId: null }
  const received = (await receivePersons(tx, parts, [{ mail, original: { mailId, caseId: null } }])).get(mail)
  if (!received) throw new Error(`mail ${mailId} was received by no case`)
  return { kind: 'case-message', reason: received.opened ? 'it opened a case' : 'it joined a case', caseId: received.case.id }
}
