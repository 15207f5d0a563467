// A customer's mail that a colleague passed on. It is the customer's and not established, however well the colleague is: what
// a forwarded mail says of its sender is the forwarder's word. What became of it is told to the colleague alone.
import { type CaseRecord, caseName } from '../../cases/case.ts'
import type { ReceivedCase } from '../../cases/cases.ts'
import { leadsTo } from '../../kernel/mail-address.ts'
import type { Tx } from '../../platform/database.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import type { RecordParts } from '../ingest-parts.ts'
import type { ForwardedMail } from '../reading/mail-reading.ts'
import type { ReadMail } from './assess-mail.ts'

export type Forward = ForwardedMail & { by: StaffMember; established: boolean }

/** Those of the mails that active colleagues passed on. What they write themselves, and what they pass on of the desk's or their own, is not among them. */
export async function findForwards(
  { staff, office }: Pick<RecordParts, 'staff' | 'office'>,
  mails: readonly ReadMail[],
): Promise<Map<ReadMail, Forward>> {
  const passedOn = mails.flatMap((mail) => {
    const { forwarded, from } = mail.reading
    if (!forwarded || from.address === null || mail.authentication.verdict === 'contradicted') return []
    const { address } = forwarded.from
    return address !== null && (address === from.address || leadsTo(address, office.address)) ? [] : [{ mail, forwarded }]
  })
  const colleagues = passedOn.length === 0 ? [] : (await staff.list()).filter(({ active }) => active)
  const byAddress = new Map(colleagues.map((member) => [member.email.toLowerCase(), member]))
  return new Map(
    passedOn.flatMap(({ mail, forwarded }): [ReadMail, Forward][] => {
      const by = byAddress.get(mail.reading.from.address as string)
      return by ? [[mail, { ...forwarded, by, established: mail.authentication.verdict === 'established' }]] : []
    }),
  )
}

export type Forwarded = { mailId: string; forward: Forward; received: ReceivedCase }

/** To the colleagues' addresses on record, and within their limit: whoever writes in a colleague's name floods nobody. */
export async function confirmForwards(tx: Tx, parts: RecordParts, forwarded: readonly Forwarded[]): Promise<void> {
  const granted = await parts.notices.confirmForwards(
    tx,
    forwarded.map(({ forward, received }) => ({ caseId: received.case.id, address: forward.by.email })),
  )
  for (const [index, { mailId, forward, received }] of forwarded.entries()) {
    if (!granted[index]) continue
    const { case: record } = received
    const subject = `${caseName(record)}: the mail that you forwarded`
    const text = confirmation(forward, received, record, parts)
    await parts.enqueueStaffMail(tx, { key: `forward.${mailId}`, to: forward.by.email, subject, text, caseId: record.id })
  }
}

function confirmation(
  { from, established }: Forward,
  { opened }: ReceivedCase,
  record: CaseRecord,
  { consoleUrl, office }: Pick<RecordParts, 'consoleUrl' | 'office'>,
): string {
  const name = caseName(record)
  return [
    opened ? `The mail that you forwarded opened case ${name}.` : `The mail that you forwarded was added to case ${name}.`,
    from.address === null
      ? 'Its original sender could not be read, so the case has no address to answer. Forward the mail once more as an attachment.'
      : 'The customer is not established, and was not written to.',
    '',
    `Open it: ${consoleUrl}/cases/${name}`,
    '',
    ...(established ? [] : ['Your mail was not authenticated. If you did not forward anything, tell your administrator.', '']),
    office.name,
    '',
  ].join('\n')
}
