// A part of a case becomes a case of its own: what a customer asks besides, which somebody else answers. It stays his, about the same account,
// and as old as what it was part of. Merging the two takes it back.
import type { Tx } from '../platform/database.ts'
import { actorOf, type StaffMember } from '../staff/staff-member.ts'
import { type CaseRecord, caseName } from './case.ts'
import { newCase, openedContent } from './new-case.ts'
import { appendEvents, insertCases, insertLinks } from './store.ts'
import type { TellTriage } from './triage/triage-mail.ts'

/** `established`: the writer was, in the case that it is a part of. */
export type SplitOff = { from: CaseRecord; words: string; established: boolean; reason: string; by: StaffMember }

/** In the caller's transaction, which holds the case. */
export async function splitOff(
  tx: Tx,
  { from, words, established, reason: why, by }: SplitOff,
  at: Date,
  triage: TellTriage,
): Promise<CaseRecord> {
  const { channel, subject, language, customerName, customerAddress, accountNumber, accountBasis, entitled } = from
  const fresh = newCase({
    ...{ told: triage({ subject: '', text: words }), at, channel, subject, language, customerName, customerAddress },
    account: { accountNumber, accountBasis, entitled },
  })
  const [record] = (await insertCases(tx, [fresh])) as [CaseRecord]
  const event = { actor: actorOf(by), at }
  const part = {
    ...{ case: caseName(from), caseId: from.id, from: customerAddress, established, subject, newText: words, why },
    receivedAt: from.openedAt.toISOString(),
  }
  await appendEvents(
    tx,
    [
      { ...event, caseId: record.id, kind: 'case-split-off', content: part },
      { ...event, caseId: record.id, kind: 'case-opened', content: openedContent(record) },
    ],
    new Set([record.id]),
  )
  await appendEvents(tx, [
    { ...event, caseId: from.id, kind: 'case-split', content: { case: caseName(record), caseId: record.id, words, why } },
  ])
  await insertLinks(tx, [{ ids: [from.id, record.id], because: 'split-off', reason: why, linkedBy: by.id, linkedAt: at }])
  return record
}
