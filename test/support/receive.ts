// A customer's complaint handed straight to the cases, for tests that are not about mail.
import { randomUUID } from 'node:crypto'
import type { ReceivedCase } from '../../src/cases/cases.ts'
import type { SampleComplaint } from '../../src/demo/sample-office/sample-complaints.ts'
import type { SampleDesk } from './sample-desk.ts'

export type Reception = { established?: boolean; joins?: string; from?: string; language?: string }

export async function receiveFrom(
  { office }: Pick<SampleDesk, 'office'>,
  complaint: SampleComplaint,
  { established = true, joins, from, language = 'en' }: Reception = {},
): Promise<ReceivedCase> {
  const { subject, text } = complaint
  const mail = {
    mailId: randomUUID(),
    messageId: `<${randomUUID()}@mail.example>`,
    from: { name: complaint.from.name, address: from ?? complaint.from.address },
    subject,
    newText: text,
    language,
    receivedAt: office.clock.now(),
    established,
    found: joins === undefined ? ({ kind: 'none' } as const) : ({ kind: 'joins', caseId: joins, by: 'thread' } as const),
    forwardedBy: null,
  }
  const [received] = await office.db.inTransaction((tx) => office.cases.receive(tx, [mail]))
  return received as ReceivedCase
}
