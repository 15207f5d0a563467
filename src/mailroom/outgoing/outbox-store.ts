// The only code that touches mails on their way out, and the switch that stops them.
import type { Prisma, Tx } from '../../platform/database.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import type { Reader } from '../store.ts'
import { toRecord } from './read-outgoing.ts'
import type { OutgoingRecord } from './write-outgoing.ts'

const listLimit = 200

export async function insertOutgoing(tx: Tx, rows: OutgoingRecord[]): Promise<void> {
  await insertRows(tx, 'outgoing', rows)
}

export async function findOutgoing(from: Reader, id: string): Promise<OutgoingRecord | undefined> {
  const row = await from.outgoing.findUnique({ where: { id } })
  return row ? toRecord(row) : undefined
}

export async function findByMessageIds(from: Reader, messageIds: string[]): Promise<OutgoingRecord[]> {
  if (messageIds.length === 0) return []
  return (await from.outgoing.findMany({ where: { messageId: { in: messageIds } } })).map(toRecord)
}

/** Oldest first; of a very long case the newest. */
export async function findOutgoingOfCase(from: Reader, caseId: string): Promise<OutgoingRecord[]> {
  const newest = await from.outgoing.findMany({ where: { caseId }, orderBy: { createdAt: 'desc' }, take: listLimit })
  return newest.toReversed().map(toRecord)
}

export async function findByStatus(from: Reader, status: OutgoingRecord['status']): Promise<OutgoingRecord[]> {
  return (await from.outgoing.findMany({ where: { status }, orderBy: { createdAt: 'asc' }, take: listLimit })).map(toRecord)
}

export async function countByStatus(from: Reader, status: OutgoingRecord['status']): Promise<number> {
  return from.outgoing.count({ where: { status } })
}

/** Mails that are due and wait, oldest first. */
export async function findDue(from: Reader, now: Date, limit: number): Promise<{ id: string }[]> {
  return from.outgoing.findMany({
    where: { status: 'queued', notBefore: { lte: now } },
    orderBy: { notBefore: 'asc' },
    take: limit,
    select: { id: true },
  })
}

/** How many of those that are due have not waited too long: automatic ones since they were written, replies since they were due. */
export async function countLeaving(
  from: Reader,
  now: Date,
  { writtenSince, dueSince }: { writtenSince: Date; dueSince: Date },
): Promise<number> {
  const fresh = [
    { kind: 'automatic', createdAt: { gte: writtenSince } },
    { kind: 'reply', notBefore: { gte: dueSince } },
    { kind: 'staff' },
  ]
  return from.outgoing.count({ where: { status: 'queued', notBefore: { lte: now }, OR: fresh } })
}

export async function lockByMessageId(tx: Tx, messageId: string): Promise<OutgoingRecord | undefined> {
  await tx.$queryRaw`SELECT id FROM outgoing WHERE message_id = ${messageId} FOR UPDATE`
  return (await findByMessageIds(tx, [messageId]))[0]
}

/** Changes a row that is still in one of `from` (and, with `claim`, still in that very try); says whether it was. */
export async function moveOutgoing(
  tx: Tx,
  id: string,
  from: OutgoingRecord['status'][],
  change: Partial<Omit<OutgoingRecord, 'id' | 'messageId' | 'kind' | 'headers'>>,
  claim?: Pick<OutgoingRecord, 'claimedBy' | 'attempts'>,
): Promise<boolean> {
  const same = claim && { claimedBy: claim.claimedBy, attempts: claim.attempts }
  const { count } = await tx.outgoing.updateMany({ where: { id, status: { in: from }, ...same }, data: change })
  return count === 1
}

export async function findOfDraft(tx: Tx, draftId: string): Promise<OutgoingRecord[]> {
  await tx.$queryRaw`SELECT id FROM outgoing WHERE draft_id = ${draftId}::uuid FOR UPDATE`
  return (await tx.outgoing.findMany({ where: { draftId } })).map(toRecord)
}

/** A customer has written again: what waits to be sent to him does not leave before a person has looked. */
export async function holdQueuedReplies(tx: Tx, caseIds: string[], reason: string): Promise<void> {
  if (caseIds.length === 0) return
  await tx.outgoing.updateMany({
    where: { caseId: { in: caseIds }, kind: 'reply', status: { in: ['queued', 'to-print'] } },
    data: { status: 'held', lastError: reason },
  })
}

/** The Message-IDs of a case, in the order in which its customer's mails came and ours went; a colleague's forward is none of his. */
export async function threadOf(tx: Tx, caseId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ messageId: string }[]>`
    SELECT message_id AS "messageId" FROM (
      SELECT message_id, received_at AS at FROM mail JOIN desk_case ON desk_case.id = mail.case_id AND from_address = customer_address
      WHERE case_id = ${caseId}::uuid AND message_id IS NOT NULL AND kind = 'person'
      UNION ALL
      SELECT message_id, sent_at AS at FROM outgoing WHERE case_id = ${caseId}::uuid AND kind = 'reply' AND status = 'sent'
    ) AS said ORDER BY at`
  return rows.map((row) => row.messageId)
}

/** The mails that a mark on this address holds. */
export async function findHeldFor(tx: Tx, recipient: string): Promise<OutgoingRecord[]> {
  const where: Prisma.OutgoingWhereInput = {
    status: 'held',
    heldForAddress: true,
    OR: [{ recipient: { equals: recipient, mode: 'insensitive' } }, { cc: { has: recipient.toLowerCase() } }],
  }
  return (await tx.outgoing.findMany({ where, take: listLimit })).map(toRecord)
}

const stopSwitch = 'outgoing-mail-stopped'

export type OfficeStop = { on: boolean; by: string; reason: string; at: Date }

export async function readStop(from: Reader): Promise<OfficeStop | undefined> {
  return (await from.officeSwitch.findUnique({ where: { name: stopSwitch } })) ?? undefined
}

export async function writeStop(tx: Tx, stop: OfficeStop): Promise<void> {
  await tx.officeSwitch.upsert({ where: { name: stopSwitch }, create: { name: stopSwitch, ...stop }, update: stop })
}
