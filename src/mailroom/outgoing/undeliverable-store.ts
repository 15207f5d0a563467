// The only code that touches the marks on addresses that mail came back from.
import type { Tx } from '../../platform/database.ts'
import type { Reader } from '../store.ts'

/** A standing mark: mail to this address came back for good, and nobody has cleared it. */
export type UndeliverableMark = {
  /** Lower case. */
  address: string
  since: Date
  /** An enhanced one (RFC 3463), such as 5.1.1. */
  status: string | null
  /** The other server's words. */
  reason: string
  /** The bounce; null where our own server refused the address. */
  mailId: string | null
}

const listLimit = 200

/** Newest first. Without `addresses` all of them, up to a page. */
export async function findMarks(from: Reader, addresses?: readonly string[]): Promise<UndeliverableMark[]> {
  if (addresses?.length === 0) return []
  const these = addresses ? { address: { in: addresses.map((address) => address.toLowerCase()) } } : {}
  return from.undeliverableAddress.findMany({
    where: { clearedAt: null, ...these },
    orderBy: { since: 'desc' },
    take: listLimit,
    select: { address: true, since: true, status: true, reason: true, mailId: true },
  })
}

/** False where the address is marked already. */
export async function insertMark(tx: Tx, { address, since, status, reason, mailId }: UndeliverableMark): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    INSERT INTO undeliverable_address (address, since, status, reason, mail_id)
    VALUES (${address.toLowerCase()}, ${since}, ${status}, ${reason}, ${mailId}::uuid)
    ON CONFLICT (address) WHERE cleared_at IS NULL DO NOTHING`
  return inserted === 1
}

export async function clearMark(
  tx: Tx,
  address: string,
  cleared: { clearedBy: string; clearedAt: Date; clearedReason: string },
): Promise<boolean> {
  const { count } = await tx.undeliverableAddress.updateMany({ where: { address: address.toLowerCase(), clearedAt: null }, data: cleared })
  return count === 1
}
