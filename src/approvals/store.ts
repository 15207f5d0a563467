// The only code that touches the approval requests.
import type { Tx } from '../platform/database.ts'
import type { PrismaClient } from '../platform/prisma/client.ts'
import type { ApprovalRecord, SubjectKind } from './approval.ts'

type Reader = Pick<PrismaClient, 'approvalRequest'> | Tx

export async function insertRequest(tx: Tx, request: ApprovalRecord): Promise<void> {
  await tx.approvalRequest.create({ data: request })
}

/** Reads a request and keeps others from deciding it until the transaction ends. */
export async function lockRequest(tx: Tx, id: string): Promise<ApprovalRecord | undefined> {
  const locked = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM approval_request WHERE id = ${id}::uuid FOR UPDATE`
  return locked.length > 0 ? findRequest(tx, id) : undefined
}

export async function findRequest(from: Reader, id: string): Promise<ApprovalRecord | undefined> {
  return record(await from.approvalRequest.findUnique({ where: { id } }))
}

export async function findNewest(from: Reader, subjectId: string): Promise<ApprovalRecord | undefined> {
  return record(await from.approvalRequest.findFirst({ where: { subjectId }, orderBy: { requestedAt: 'desc' } }))
}

export async function findPending(from: Reader, subjectKind: SubjectKind): Promise<ApprovalRecord[]> {
  const rows = await from.approvalRequest.findMany({ where: { status: 'pending', subjectKind }, orderBy: { requestedAt: 'asc' } })
  return rows as ApprovalRecord[]
}

export async function findApproved(from: Reader, subjectId: string, contentHash: string): Promise<ApprovalRecord | undefined> {
  // Where two must decide, the last decision is the approval.
  return record(await from.approvalRequest.findFirst({ where: { subjectId, contentHash, status: 'approved', decisionsNeeded: 1 } }))
}

export async function decideRequest(
  tx: Tx,
  id: string,
  decision: Pick<ApprovalRecord, 'status' | 'decidedBy' | 'decidedAt' | 'reason' | 'reasonCode' | 'rulebook'>,
): Promise<void> {
  await tx.approvalRequest.update({ where: { id }, data: decision })
}

export async function voidStanding(tx: Tx, subjectId: string, at: Date, reason: string): Promise<void> {
  await tx.approvalRequest.updateMany({
    where: { subjectId, status: { in: ['pending', 'approved'] } },
    data: { status: 'voided', decidedAt: at, reason },
  })
}

function record(row: unknown): ApprovalRecord | undefined {
  return (row ?? undefined) as ApprovalRecord | undefined
}
