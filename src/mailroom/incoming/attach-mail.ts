// A mail of the ledger becomes part of a case because a person says so. Its sender does not become the case's customer: what
// he writes next is judged as a stranger's. What the desk was about to say in the case waits for a person.
import { randomUUID } from 'node:crypto'
import { type CaseRecord, caseName } from '../../cases/case.ts'
import type { Tx } from '../../platform/database.ts'
import { actorOf, type StaffMember } from '../../staff/staff-member.ts'
import type { CasesAsked } from '../ingest-parts.ts'
import { holdQueuedReplies } from '../outgoing/outbox-store.ts'
import { insertCaseMessageIds, insertMailRows, type MailRow } from '../store.ts'
import { type Standing, writeFate, writeMailKind } from './ledger-store.ts'

export type AttachParts = { cases: CasesAsked & { byNumber(number: number): Promise<CaseRecord | undefined> } }

/** Of the mail at least the bytes are there. Returns the case; undefined where there is none of that number. */
export async function attachMail(
  tx: Tx,
  { cases }: AttachParts,
  { entry, mail }: Standing,
  { caseNumber, by }: { caseNumber: number; by: StaffMember },
): Promise<string | undefined> {
  const record = await cases.byNumber(caseNumber)
  if (!record) return undefined
  const row = mail ?? (await nameless(tx, entry.rawSha256 as string, entry.receivedAt))
  const { messageId, fromAddress, fromName, subject, reading } = row
  const was = `${entry.kind}: ${entry.reason}`
  const reason = `a person attached it to ${caseName(record)}; it was ${was}`
  await writeFate(tx, entry.id, { kind: 'case-message', reason, caseId: record.id, mailId: row.id })
  await writeMailKind(tx, row.id, 'attached')
  const content = { mailId: row.id, messageId, from: fromAddress, fromName, subject, newText: reading.newText ?? '', reason: was }
  await cases.heardOutside(tx, record.id, { kind: 'mail-attached', actor: actorOf(by), content })
  await holdQueuedReplies(tx, [record.id], 'a mail was attached to the case')
  if (messageId !== null) await insertCaseMessageIds(tx, [{ messageId, caseId: record.id, ours: false }])
  return record.id
}

/** Of such a mail nothing could be read; its bytes are there for whoever opens them elsewhere. */
async function nameless(tx: Tx, rawSha256: string, receivedAt: Date): Promise<MailRow> {
  const row: MailRow = {
    id: randomUUID(),
    rawSha256,
    messageId: null,
    fromAddress: null,
    fromName: null,
    subject: '',
    sentAt: null,
    receivedAt,
    kind: 'unreadable',
    verdict: 'not-established',
    reading: {},
    digest: null,
    caseId: null,
  }
  await insertMailRows(tx, [row])
  return row
}
