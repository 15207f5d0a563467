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
      enclosures: asJson(draft.enclosures),
      facts: asJson(draft.facts),
      claims: asJson(draft.claims),
      dropped: asJson(draft.dropped),
      vouched: asJson(draft.vouched),
      promises: asJson(draft.promises),
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

/** `written`: drafts in all; `vouched`: those of them with a statement that no record bears; `statements`: how many. */
export type VouchRate = { name: string; written: number; vouched: number; statements: number }
/** By staff member's id, and by template. */
export type VouchRates = { byAuthor: VouchRate[]; byTemplate: VouchRate[] }

/** Of drafts written since; the most vouched first. */
export async function readVouchRates(from: Pick<PrismaClient, '$queryRaw'>, since: Date): Promise<VouchRates> {
  const byAuthor = await from.$queryRaw<VouchRate[]>`
    SELECT author::text AS name, count(*)::int AS written, count(*) FILTER (WHERE mine > 0)::int AS vouched, sum(mine)::int AS statements
    FROM (
      SELECT author, (SELECT count(*) FROM jsonb_array_elements(d.vouched) v WHERE v->>'by' = author::text) AS mine
      FROM draft d, unnest(d.author_ids) AS author
      WHERE d.created_at >= ${since} AND d.status <> 'superseded'
    ) AS drafts
    GROUP BY author ORDER BY vouched DESC, written DESC, name`
  const byTemplate = await from.$queryRaw<VouchRate[]>`
    SELECT template AS name, count(*)::int AS written, count(*) FILTER (WHERE jsonb_array_length(vouched) > 0)::int AS vouched,
      sum(jsonb_array_length(vouched))::int AS statements
    FROM draft WHERE created_at >= ${since} AND status <> 'superseded'
    GROUP BY template ORDER BY vouched DESC, written DESC, name`
  return { byAuthor, byTemplate }
}
