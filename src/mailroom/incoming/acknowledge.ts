// The acknowledgements of new cases, queued in the transaction that opens them: fixed words, and of the sender's own at most
// his subject.
import { randomUUID } from 'node:crypto'
import { type CaseRecord, caseName, type FoundCase } from '../../cases/case.ts'
import type { Tx } from '../../platform/database.ts'
import { mailboxOf } from '../case-address.ts'
import type { RecordParts } from '../ingest-parts.ts'
import { dispatchMail } from '../mailroom-jobs.ts'
import { insertOutgoing } from '../outgoing/outbox-store.ts'
import { acknowledgementRow } from '../outgoing/write-outgoing.ts'
import { insertCaseMessageIds } from '../store.ts'
import type { ReadMail } from './assess-mail.ts'

export type Opening = { mail: ReadMail; record: CaseRecord; found: FoundCase }

export async function acknowledge(tx: Tx, parts: RecordParts, openings: readonly Opening[]): Promise<void> {
  const addressed = openings.flatMap(({ mail, ...opening }) => {
    const { address } = mail.reading.from
    return mail.answerable && address !== null ? [{ ...opening, mail, address }] : []
  })
  const asked = addressed.map(({ record, address }) => ({
    ...{ caseId: record.id, caseName: caseName(record), address: mailboxOf(address) },
    emergency: record.urgency === 'emergency' || record.topic === 'water-quality-or-emergency',
  }))
  const notices = await parts.notices.acknowledge(tx, asked)
  const rows = addressed.flatMap(({ mail, record, found, address }, index) => {
    const notice = notices[index]
    if (!notice) return []
    const about = { address, subject: repeatedSubject(mail, found), messageId: mail.reading.messageId, ...notice }
    return [acknowledgementRow(record, about, { id: randomUUID(), now: parts.clock.now(), officeAddress: parts.office.address })]
  })
  await insertOutgoing(tx, rows)
  const messageIds = rows.map((row) => ({ messageId: row.messageId, caseId: row.caseId as string, ours: true }))
  await insertCaseMessageIds(tx, messageIds)
  await parts.jobs.sendMany(
    tx,
    dispatchMail,
    rows.map((row) => ({ outgoingId: row.id })),
  )
}

/** Anybody can have his words sent to an address that he claims: only an established sender's are repeated, and none of another's case. */
function repeatedSubject({ authentication, reading }: ReadMail, found: FoundCase): string | null {
  const stranger = found.kind === 'linked' && found.because === 'not-its-customer'
  return authentication.verdict === 'established' && !stranger ? reading.subject : null
}
