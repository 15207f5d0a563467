// What the assignment of cases reads of their table.
import type { Tx } from '../../platform/database.ts'
import type { AssignmentRules } from '../../rulebook/kinds/assignment.ts'
import type { CaseRecord, CaseStatus } from '../case.ts'
import type { Reader } from '../store.ts'
import type { Load } from './candidates.ts'

/** Any number: it names this one act among the database's advisory locks. */
const assignmentLock = 7_461_002

/** Until the transaction ends, nobody else gives cases away. */
export async function lockAssignment(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${assignmentLock})`
}

/** Waiting for somebody else, a case weighs nothing. */
export async function readLoads(tx: Tx, { weights, hard_factor }: AssignmentRules): Promise<Load[]> {
  return tx.$queryRaw<Load[]>`
    SELECT assignee_id AS "assigneeId", max(updated_at) AS "lastGivenAt",
      sum(CASE urgency WHEN 'emergency' THEN ${weights.emergency}::float8 WHEN 'high' THEN ${weights.high}::float8
        WHEN 'low' THEN ${weights.low}::float8 ELSE ${weights.normal}::float8 END
        * CASE WHEN cardinality(hard_reasons) > 0 THEN ${hard_factor}::float8 ELSE 1 END)::float8 AS weight
    FROM desk_case WHERE assignee_id IS NOT NULL AND status IN ('new', 'open', 'waiting-for-supervisor') GROUP BY 1`
}

export type CaseLoad = { assigneeId: string; cases: number; hard: number; late: number }

export async function countLoads(from: Reader, now: Date): Promise<CaseLoad[]> {
  return from.$queryRaw<CaseLoad[]>`
    SELECT assignee_id AS "assigneeId", count(*)::int AS cases, count(*) FILTER (WHERE cardinality(hard_reasons) > 0)::int AS hard,
      count(*) FILTER (WHERE due_at < ${now})::int AS late
    FROM desk_case
    WHERE assignee_id IS NOT NULL
      AND status IN ('new', 'open', 'waiting-for-supervisor', 'waiting-for-customer', 'waiting-for-field') GROUP BY 1`
}

/** The most pressing first. */
export async function findUnassigned(from: Reader, status: readonly CaseStatus[], take: number): Promise<CaseRecord[]> {
  const where = { status: { in: [...status] }, assigneeId: null }
  return (await from.case.findMany({
    where,
    orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { openedAt: 'asc' }],
    take,
  })) as CaseRecord[]
}

export async function findAssigned(
  from: Reader,
  status: readonly CaseStatus[],
  assigneeIds: readonly string[],
  take: number,
): Promise<CaseRecord[]> {
  if (assigneeIds.length === 0) return []
  const where = { status: { in: [...status] }, assigneeId: { in: [...assigneeIds] } }
  return (await from.case.findMany({
    where,
    orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { openedAt: 'asc' }],
    take,
  })) as CaseRecord[]
}
