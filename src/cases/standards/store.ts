// The only code that touches the kept clocks.
import type { Tx } from '../../platform/database.ts'
import type { PrismaClient } from '../../platform/prisma/client.ts'
import type { Reader as CaseReader } from '../store.ts'

export type StoredClock = {
  standard: string
  startedAt: Date
  holder: string
  running: boolean
  dueAt: Date | null
  stepsTaken: number
  nextStepAt: Date | null
  targetMinutes: number
  rulebook: string
}

type Reader = Pick<PrismaClient, 'caseClock'> | Tx

/** Cases whose timeline went on since their clocks were computed. */
export async function findStale(from: CaseReader, limit: number): Promise<string[]> {
  const rows = await from.$queryRaw<{ id: string }[]>`SELECT id FROM desk_case WHERE clock_stale ORDER BY id LIMIT ${limit}`
  return rows.map(({ id }) => id)
}

export async function findDueSteps(from: Reader, now: Date, take: number): Promise<string[]> {
  const rows = await from.caseClock.findMany({
    where: { nextStepAt: { lte: now } },
    orderBy: { nextStepAt: 'asc' },
    take,
    select: { caseId: true },
  })
  return [...new Set(rows.map(({ caseId }) => caseId))]
}

export async function readClocks(from: Reader, caseId: string): Promise<StoredClock[]> {
  const rows = await from.caseClock.findMany({ where: { caseId } })
  return rows.map(({ caseId: _, ...row }) => row)
}

/** Replaces what was kept, and with it when the case falls due. */
export async function saveClocks(tx: Tx, caseId: string, clocks: readonly StoredClock[]): Promise<void> {
  await tx.caseClock.deleteMany({ where: { caseId } })
  await tx.caseClock.createMany({ data: clocks.map((one) => ({ caseId, ...one })) })
  const dues = clocks.flatMap(({ running, dueAt }) => (running && dueAt ? [dueAt.getTime()] : []))
  await tx.case.update({
    where: { id: caseId },
    data: { clockStale: false, dueAt: dues.length === 0 ? null : new Date(Math.min(...dues)) },
  })
}
