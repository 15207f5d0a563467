// The only code that touches what was sent automatically.
import type { Tx } from '../platform/database.ts'

/** How many automatic mails each address has had since `since`; an address without any is absent. */
export async function countSent(tx: Tx, addresses: readonly string[], since: Date): Promise<Map<string, number>> {
  const where = { address: { in: [...addresses] }, at: { gt: since } }
  const counted = await tx.noticeSent.groupBy({ by: ['address'], where, _count: true })
  return new Map(counted.map((row) => [row.address, row._count]))
}

export async function insertSent(
  tx: Tx,
  sent: readonly { address: string; caseId: string; kind: 'acknowledgement'; at: Date }[],
): Promise<void> {
  await tx.noticeSent.createMany({ data: [...sent] })
}
