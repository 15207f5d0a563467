// The only code that touches drafts.
import type { Prisma, Tx } from '../platform/database.ts'
import type { PrismaClient } from '../platform/prisma/client.ts'
import type { Draft, DraftStatus } from './draft.ts'

type Reader = Pick<PrismaClient, 'draft'> | Tx

export async function insertDraft(tx: Tx, draft: Draft): Promise<void> {
  const { hold, ...rest } = draft
  await tx.draft.create({
    data: {
      ...rest,
      ...(hold ? { hold: asJson(hold) } : {}),
      facts: asJson(draft.facts),
      claims: asJson(draft.claims),
      dropped: asJson(draft.dropped),
      vouched: asJson(draft.vouched),
      asked: asJson(draft.asked),
    },
  })
}

export async function updateDraft(tx: Tx, id: string, change: { status: DraftStatus; hold?: Draft['hold']; note?: string }): Promise<void> {
  const { hold, ...rest } = change
  await tx.draft.update({ where: { id }, data: { ...rest, ...(hold ? { hold: asJson(hold) } : {}) } })
}

export async function updateAsked(tx: Tx, id: string, asked: Draft['asked']): Promise<void> {
  await tx.draft.update({ where: { id }, data: { asked: asJson(asked) } })
}

export async function findDraft(from: Reader, id: string): Promise<Draft | undefined> {
  return toDraft(await from.draft.findUnique({ where: { id } }))
}

export async function findNewestDraft(from: Reader, caseId: string): Promise<Draft | undefined> {
  return toDraft(await from.draft.findFirst({ where: { caseId }, orderBy: { version: 'desc' } }))
}

/** Newest first. */
export async function findVersions(from: Reader, caseId: string): Promise<Draft[]> {
  const rows = await from.draft.findMany({ where: { caseId }, orderBy: { version: 'desc' } })
  return rows.map((row) => toDraft(row) as Draft)
}

export async function findDrafts(from: Reader, ids: readonly string[]): Promise<Draft[]> {
  const rows = await from.draft.findMany({ where: { id: { in: [...ids] } } })
  return rows.map((row) => toDraft(row) as Draft)
}

/** What was written as JSON came from these very types, in this file. */
function toDraft(row: unknown): Draft | undefined {
  return (row ?? undefined) as Draft | undefined
}

function asJson(value: unknown): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue
}
