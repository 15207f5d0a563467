// The only code that touches what was sent automatically.
import type { Tx } from '../platform/database.ts'

export type NoticeKind = 'acknowledgement' | 'forward-confirmation'

/** How many automatic mails of a kind each address has had since `since`; an address without any is absent. */
export async function countSent(tx: Tx, kind: NoticeKind, addresses: readonly string[], since: Date): Promise<Map<string, number>> {
  const where = { kind, address: { in: [...addresses] }, at: { gt: since } }
  const counted = await tx.noticeSent.groupBy({ by: ['address'], where, _count: true })
  return new Map(counted.map((row) => [row.address, row._count]))
}

/** The same of all addresses of each domain. */
export async function countSentToDomains(tx: Tx, kind: NoticeKind, domains: readonly string[], since: Date): Promise<Map<string, number>> {
  const counted = await tx.$queryRaw<{ domain: string; count: bigint }[]>`
    SELECT substring(address from '[^@]*$') AS domain, count(*) FROM notice_sent
    WHERE substring(address from '[^@]*$') = ANY(${[...domains]}::text[]) AND at > ${since} AND kind = ${kind} GROUP BY 1`
  return new Map(counted.map((row) => [row.domain, Number(row.count)]))
}

export async function insertSent(tx: Tx, sent: readonly { address: string; caseId: string; kind: NoticeKind; at: Date }[]): Promise<void> {
  if (sent.length > 0) await tx.noticeSent.createMany({ data: [...sent] })
}
