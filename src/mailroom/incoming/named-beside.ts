// Whom a customer's newest mail names beside himself: where he wants the answer, and who has read his words. What of it is
// kept is not decided here.

import { leadsTo } from '../../kernel/mail-address.ts'
import type { Tx } from '../../platform/database.ts'
import type { Address } from '../reading/mail-reading.ts'
import type { StoredReading } from '../store.ts'

/** Lower case. */
export type NamedBeside = { replyTo: string[]; cc: string[] }

const addressLimit = 50

export async function findNamedBeside(
  tx: Tx,
  { caseId, customer, office }: { caseId: string; customer: string; office: string },
): Promise<NamedBeside> {
  // A mail that a colleague forwarded or attached names people of his, and not of the customer's.
  const newest = await tx.mail.findFirst({
    where: { caseId, kind: 'person', fromAddress: customer },
    orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
    select: { reading: true },
  })
  const { replyTo = [], cc = [] } = (newest?.reading ?? {}) as StoredReading
  const others = (addresses: Address[]) =>
    addresses.flatMap(({ address }) => (address === null || leadsTo(address, office) ? [] : address)).slice(0, addressLimit)
  return { replyTo: others(replyTo), cc: others(cc) }
}
