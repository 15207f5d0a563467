// What is known of mails that have left: reports about them, and their copies in the Sent folder. A part of the outbox's store.
import type { Tx } from '../../platform/database.ts'
import type { Reader } from '../store.ts'
import { toRecord } from './read-outgoing.ts'
import type { OutgoingRecord } from './write-outgoing.ts'

const listLimit = 200

/** What left a case, newest first. */
export async function findSentOfCase(tx: Tx, caseId: string, until: Date): Promise<OutgoingRecord[]> {
  const where = { caseId, status: { in: ['sent', 'unknown'] }, createdAt: { lte: until } }
  return (await tx.outgoing.findMany({ where, orderBy: { createdAt: 'desc' }, take: listLimit })).map(toRecord)
}

/** Newest first. */
export async function findSentTo(tx: Tx, recipient: string, { since, until }: { since: Date; until: Date }): Promise<OutgoingRecord[]> {
  const where = { recipient, status: 'sent', sentAt: { gte: since, lte: until } }
  return (await tx.outgoing.findMany({ where, orderBy: { sentAt: 'desc' }, take: listLimit })).map(toRecord)
}

/** Records what a report says, unless it is known already or more is; says whether it was news. */
export async function moveDelivery(
  tx: Tx,
  id: string,
  from: readonly OutgoingRecord['delivery'][],
  change: Pick<OutgoingRecord, 'delivery' | 'deliveryAt' | 'deliveryReason'>,
): Promise<boolean> {
  const known = from.flatMap((state) => state ?? [])
  const { count } = await tx.outgoing.updateMany({
    where: { id, OR: [{ delivery: null }, { delivery: { in: known } }] },
    data: change,
  })
  return count === 1
}

/** Takes the next try at filing a copy, unless another desk has it; the copy is due again at `until`, should this desk die. */
export async function claimFiling(from: Reader, id: string, now: Date, until: Date): Promise<boolean> {
  const { count } = await from.outgoing.updateMany({
    where: { id, fileAt: { lte: now } },
    data: { fileAt: until, filingAttempts: { increment: 1 } },
  })
  return count === 1
}

export async function recordFiling(
  from: Reader,
  id: string,
  change: Pick<OutgoingRecord, 'fileAt' | 'filingProblem' | 'filedAt'>,
): Promise<void> {
  await from.outgoing.updateMany({ where: { id }, data: change })
}

export async function findUnfiled(from: Reader, now: Date, limit: number): Promise<{ id: string }[]> {
  return from.outgoing.findMany({ where: { fileAt: { lte: now } }, orderBy: { fileAt: 'asc' }, take: limit, select: { id: true } })
}
