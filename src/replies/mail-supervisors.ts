// Tells those who may decide that a draft waits: a link, and no word about the account. The link is no credential; it
// opens the case after sign-in, and the decision itself is what spends the request.
import { caseName } from '../cases/case.ts'
import { type Day, dayOf } from '../kernel/days.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import type { StaffMember } from '../staff/staff-member.ts'
import type { AboutApproval } from './approval-jobs.ts'

type Parts = {
  db: Database
  clock: Clock
  staff: { list(): Promise<StaffMember[]> }
  cases: { byId(id: string): Promise<{ number: number; topic: string } | undefined> }
  approvals: { byId(id: string): Promise<{ status: string } | undefined> }
  rulebook: { inForce(kind: 'authority', day: Day): InForce<'authority'> }
  mailroom: { enqueueStaffMail(tx: Tx, mail: { key: string; to: string; subject: string; text: string; caseId: string }): Promise<void> }
  config: { office: { name: string; timeZone: string } }
  consoleUrl: string
}

/** May run twice for one request: each mail's key lets it be queued once. */
export async function mailSupervisors({ approvalId, caseId }: AboutApproval, parts: Parts): Promise<void> {
  const record = await parts.cases.byId(caseId)
  const request = await parts.approvals.byId(approvalId)
  if (!record || request?.status !== 'pending') return
  const { value } = parts.rulebook.inForce('authority', dayOf(parts.clock.now(), parts.config.office.timeZone))
  const deciders = (await parts.staff.list()).filter((member) => member.active && value.approve_reply.includes(member.role))
  const name = caseName(record)
  const text = [
    `A reply to the customer of case ${name} (${record.topic}) waits for your decision.`,
    '',
    `Open it: ${parts.consoleUrl}/cases/${name}?approval=${approvalId}`,
    '',
    'The link asks you to sign in. Nothing is decided by opening it.',
    '',
    parts.config.office.name,
    '',
  ].join('\n')
  await parts.db.inTransaction(async (tx) => {
    for (const member of deciders) {
      await parts.mailroom.enqueueStaffMail(tx, {
        key: `${approvalId}.${member.id}`,
        to: member.email,
        subject: `${name}: a reply waits for your decision`,
        text,
        caseId,
      })
    }
  })
}
