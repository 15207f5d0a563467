// The only code that touches adjustments, holds and lines for the billing system.

import { worksheetSchema } from '../billing/investigate/worksheet.ts'
import { cents } from '../kernel/money.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { AdjustmentKind } from '../rulebook/kinds/adjustments.ts'
import type { Adjustment, AdjustmentReference, Proposed } from './adjustment.ts'

type Reader = Tx | Database['client']
type Row = Awaited<ReturnType<Tx['adjustment']['findFirstOrThrow']>>

export async function nextReference(tx: Tx): Promise<AdjustmentReference> {
  const [row] = await tx.$queryRaw<[{ number: bigint }]>`SELECT nextval('adjustment_reference') AS number`
  return `ADJ-${String(row.number).padStart(6, '0')}`
}

export async function insertProposal(tx: Tx, { worksheet, ...proposal }: Proposed): Promise<void> {
  await tx.adjustment.create({ data: { ...proposal, ...(worksheet ? { worksheet } : {}) } })
}

/** Others wait with their decision until the transaction ends. */
export async function lockAdjustment(tx: Tx, id: string): Promise<Adjustment | undefined> {
  const locked = await tx.$queryRaw<unknown[]>`SELECT 1 FROM adjustment WHERE id = ${id}::uuid FOR UPDATE`
  return locked.length > 0 ? findAdjustment(tx, id) : undefined
}

export async function findAdjustment(reader: Reader, id: string): Promise<Adjustment | undefined> {
  const row = await reader.adjustment.findUnique({ where: { id } })
  return row ? adjustmentOf(row) : undefined
}

export async function findByReference(reader: Reader, reference: string): Promise<Adjustment | undefined> {
  const row = await reader.adjustment.findUnique({ where: { reference } })
  return row ? adjustmentOf(row) : undefined
}

export async function isReversed(reader: Reader, id: string): Promise<boolean> {
  return (await reader.adjustment.count({ where: { reversesId: id, status: { notIn: ['returned', 'withdrawn'] } } })) > 0
}

/** Newest first. */
export async function findAdjustments(
  reader: Reader,
  where: { accountNumber?: string; status?: Adjustment['status'][] },
  limit: number,
): Promise<Adjustment[]> {
  const { accountNumber, status } = where
  const rows = await reader.adjustment.findMany({
    where: { ...(accountNumber ? { accountNumber } : {}), ...(status ? { status: { in: status } } : {}) },
    orderBy: [{ proposedAt: 'desc' }, { reference: 'desc' }],
    take: limit,
  })
  return rows.map(adjustmentOf)
}

export async function findOverdue(reader: Reader, decidedBefore: Date): Promise<Adjustment[]> {
  const rows = await reader.adjustment.findMany({
    where: { status: 'exported', decidedAt: { lt: decidedBefore } },
    orderBy: { decidedAt: 'asc' },
  })
  return rows.map(adjustmentOf)
}

export type AdjustmentChange = Partial<
  Pick<Row, 'status' | 'decidedBy' | 'decidedAt' | 'decisionNote' | 'ledgerEntryId' | 'echoedAt' | 'echoProblem' | 'reversesId'>
>

export async function updateAdjustment(tx: Tx, id: string, data: AdjustmentChange): Promise<void> {
  await tx.adjustment.update({ where: { id }, data })
}

function adjustmentOf({ worksheet, kind, status, amountCents, reference, ...row }: Row): Adjustment {
  return {
    ...row,
    status,
    kind: kind as AdjustmentKind,
    reference: reference as AdjustmentReference,
    amountCents: cents(amountCents),
    worksheet: worksheet === null ? null : worksheetSchema.parse(worksheet),
  } as Adjustment // which fields a status has is held by the verbs that set it
}
