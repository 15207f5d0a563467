// What routing reads of cases and their timelines.
import type { Tx } from '../../platform/database.ts'
import type { CaseRecord } from '../case.ts'

/** Inquiries of this customer, and of others established for the same account, since then; each counts once. */
export async function countInquiries(tx: Tx, { customerAddress, accountNumber, entitled, id }: CaseRecord, since: Date): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM timeline_event e
    WHERE e.kind IN ('mail-received', 'inquiry-noted', 'call-logged') AND e.at >= ${since} AND e.case_id IN (
      SELECT ${id}::uuid
      UNION SELECT id FROM desk_case WHERE customer_address = ${customerAddress} AND updated_at >= ${since}
      UNION SELECT id FROM desk_case WHERE account_number = ${entitled ? accountNumber : null} AND entitled AND updated_at >= ${since})`
  return row?.count ?? 0
}

export async function wasReopened(tx: Tx, caseId: string): Promise<boolean> {
  return (await tx.timelineEvent.findFirst({ where: { caseId, kind: 'case-reopened' }, select: { id: true } })) !== null
}
