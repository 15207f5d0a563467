// The only code that touches what was sent automatically.
import type { Tx } from '../platform/database.ts'
import { insertRows } from '../platform/insert-rows.ts'

export type NoticeKind = 'acknowledgement' | 'forward-confirmation' | 'unreadable'

/** How many automatic mails of these kinds each address has had since `since`; an address without any is absent. */
export async function countSent(
  tx: Tx,
  kinds: readonly NoticeKind[],
  addresses: readonly string[],
  since: Date,
): Promise<Map<string, number>> {
  const counted = await tx.$queryRaw<{ address: string; count: bigint }[]>`
    SELECT address, count(*) FROM notice_sent WHERE address = ANY(${[...addresses]}::text[]) AND at > ${since} AND kind = ANY(${[...kinds]}::text[])
    GROUP BY address`
  return new Map(counted.map((row) => [row.address, Number(row.count)]))
}

/** The same of all addresses of each domain. */
export async function countSentToDomains(
  tx: Tx,
  kinds: readonly NoticeKind[],
  domains: readonly string[],
  since: Date,
): Promise<Map<string, number>> {
  const counted = await tx.$queryRaw<{ domain: string; count: bigint }[]>`
    SELECT substring(address from '[^@]*$') AS domain, count(*) FROM notice_sent
    WHERE substring(address from '[^@]*$') = ANY(${[...domains]}::text[]) AND at > ${since} AND kind = ANY(${[...kinds]}::text[]) GROUP BY 1`
  return new Map(counted.map((row) => [row.domain, Number(row.count)]))
}

export async function insertSent(
  tx: Tx,
  sent: readonly { address: string; caseId: string | null; kind: NoticeKind; at: Date }[],
): Promise<void> {
  await insertRows(tx, 'notice_sent', sent)
}
