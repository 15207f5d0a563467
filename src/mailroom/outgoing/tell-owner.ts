// A reply came back: whoever works on the case is told by mail, in fixed words. A bounce of that mail tells nobody again.
import { type CaseRecord, caseName } from '../../cases/case.ts'
import type { Tx } from '../../platform/database.ts'
import type { Authority } from '../../rulebook/kinds/authority.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import type { OutgoingRecord, StaffMail } from './write-outgoing.ts'

export type TellParts = {
  staff: { list(): Promise<StaffMember[]> }
  authority(): Pick<Authority, 'approve_reply'>
  office: { name: string }
  consoleUrl: string
  enqueueStaffMail(tx: Tx, mail: StaffMail): Promise<void>
}

/** The case's assignee; where it has none, or he has left, those who decide on replies. */
export async function tellOwner(
  tx: Tx,
  { staff, authority, office, consoleUrl, enqueueStaffMail }: TellParts,
  mail: Pick<OutgoingRecord, 'id'>,
  record: CaseRecord,
): Promise<void> {
  const active = (await staff.list()).filter((member) => member.active)
  const assignee = active.filter((member) => member.id === record.assigneeId)
  const told = assignee.length > 0 ? assignee : active.filter((member) => authority().approve_reply.includes(member.role))
  const name = caseName(record)
  const text = [
    `The reply to the customer of case ${name} came back as undeliverable. The case needs somebody again.`,
    '',
    `Open it: ${consoleUrl}/cases/${name}`,
    '',
    'The case says why it came back. Look for another way to reach the customer.',
    '',
    office.name,
    '',
  ].join('\n')
  for (const member of told) {
    const key = `bounce.${mail.id}.${member.id}`
    await enqueueStaffMail(tx, { key, to: member.email, subject: `${name}: the reply came back`, text, caseId: record.id })
  }
}
