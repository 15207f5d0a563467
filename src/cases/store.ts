// The only code that touches cases and their timelines.
import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '../kernel/canonical-json.ts'
import { Prisma, type Tx } from '../platform/database.ts'
import { insertRows } from '../platform/insert-rows.ts'
import type { PrismaClient } from '../platform/prisma/client.ts'
import type { Actor } from '../staff/staff-member.ts'
import type { CaseRecord, CaseStatus, LinkedBecause, TimelineEntry, TimelineKind } from './case.ts'
import { searchCaseIds } from './search-cases.ts'
import { type ChainLink, firstPreviousHash, linkHash } from './timeline.ts'

export type Reader = Pick<PrismaClient, 'case' | 'caseLink' | 'timelineEvent' | 'timelineContent' | '$queryRaw'> | Tx

export type NewEvent = { caseId: string; kind: TimelineKind; actor: Actor; at: Date; content: { [key: string]: Json } }

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

export async function insertCases(tx: Tx, fresh: Omit<CaseRecord, 'number'>[]): Promise<CaseRecord[]> {
  const numbered = await insertRows<{ id: string; number: number }>(tx, 'desk_case', fresh, { returning: 'id, number' })
  const numberOf = new Map(numbered.map(({ id, number }) => [id, number]))
  return fresh.map((record) => ({ ...record, number: numberOf.get(record.id) as number }))
}

export async function findCases(from: Reader, ids: readonly string[]): Promise<CaseRecord[]> {
  return (await from.case.findMany({ where: { id: { in: [...ids] } } })) as CaseRecord[]
}

export async function findCaseByNumber(from: Reader, number: number): Promise<CaseRecord | undefined> {
  return ((await from.case.findUnique({ where: { number } })) ?? undefined) as CaseRecord | undefined
}

const recentLimit = 500

/** Cases of these customers, lower case, in which something happened since, newest first. */
export async function findRecentOf(tx: Tx, addresses: readonly string[], since: Date): Promise<CaseRecord[]> {
  const where = { customerAddress: { in: [...new Set(addresses)] }, updatedAt: { gte: since } }
  return (await tx.case.findMany({ where, orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }], take: recentLimit })) as CaseRecord[]
}

export async function updateCase(
  tx: Tx,
  id: string,
  change: Partial<Pick<CaseRecord, 'status' | 'assigneeId' | 'answeredAt' | 'hardReasons' | 'mergedIntoId' | 'waitsUntil' | 'urgency'>> & {
    updatedAt: Date
  },
): Promise<void> {
  await tx.case.update({ where: { id }, data: change })
}

export type CaseChange = Partial<
  Pick<CaseRecord, 'topic' | 'topicReason' | 'urgency' | 'accountNumber' | 'accountBasis' | 'entitled' | 'disputed' | 'replyLanguage'>
>

export async function changeCase(tx: Tx, id: string, { disputed, ...change }: CaseChange, updatedAt: Date | undefined): Promise<void> {
  const kept = disputed === undefined ? {} : { disputed: disputed ?? Prisma.DbNull }
  await tx.case.update({ where: { id }, data: { ...change, ...kept, ...(updatedAt ? { updatedAt } : {}) } })
}

export async function countCorrections(from: Reader, since: Date): Promise<{ what: string; count: number }[]> {
  return from.$queryRaw<{ what: string; count: number }[]>`
    SELECT c.content::jsonb ->> 'what' AS what, count(*)::int AS count
    FROM timeline_event e JOIN timeline_content c ON c.event_id = e.id
    WHERE e.kind = 'corrected' AND e.at >= ${since} AND c.content IS NOT NULL GROUP BY 1`
}

/** Appends in the order given. `opened`: cases of this very transaction, which nobody else sees and which have no event yet. */
export async function appendEvents(tx: Tx, events: readonly NewEvent[], opened: ReadonlySet<string> = new Set()): Promise<void> {
  if (events.length === 0) return
  const end = await lockEnds(tx, [...new Set(events.map((event) => event.caseId).filter((id) => !opened.has(id)))])
  const links: ChainLink[] = []
  const contents: string[] = []
  for (const { content, ...event } of events) {
    const previous = end.get(event.caseId)
    const text = canonicalJson(content)
    const link = { ...event, seq: (previous?.seq ?? 0) + 1, digest: digest(text), previousHash: previous?.hash ?? firstPreviousHash }
    const whole = { ...link, hash: linkHash(link, digest) }
    end.set(event.caseId, whole)
    links.push(whole)
    contents.push(text)
  }
  const rows = JSON.stringify(links.map((link, index) => ({ ...link, content: contents[index] })))
  await tx.$executeRaw`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS r("caseId" uuid, seq int, at timestamptz, kind text, actor text, digest text,
        "previousHash" text, hash text, content text)
    ), added AS (
      INSERT INTO timeline_event (case_id, seq, at, kind, actor, digest, previous_hash, hash)
      SELECT "caseId", seq, at, kind, actor, digest, "previousHash", hash FROM given RETURNING id, case_id, seq
    )
    INSERT INTO timeline_content (event_id, content)
    SELECT added.id, given.content FROM added JOIN given ON given."caseId" = added.case_id AND given.seq = added.seq`
}

type End = { caseId: string; seq: number; hash: string }

/** The last link of each case. The cases' rows are locked in one order, so that two writers wait and never deadlock; their clocks are to be computed anew. */
async function lockEnds(tx: Tx, caseIds: string[]): Promise<Map<string, End>> {
  if (caseIds.length === 0) return new Map()
  await tx.$queryRaw`SELECT id FROM desk_case WHERE id = ANY(${caseIds.sort()}::uuid[]) ORDER BY id FOR UPDATE`
  await tx.$executeRaw`UPDATE desk_case SET clock_stale = true WHERE id = ANY(${caseIds}::uuid[]) AND NOT clock_stale`
  const ends = await tx.$queryRaw<End[]>`
    SELECT DISTINCT ON (case_id) case_id AS "caseId", seq, hash FROM timeline_event
    WHERE case_id = ANY(${caseIds}::uuid[]) ORDER BY case_id, seq DESC`
  return new Map(ends.map((row) => [row.caseId, row]))
}

export type StoredLink = ChainLink & { content: string | null }

export async function readTimeline(from: Reader, caseId: string): Promise<StoredLink[]> {
  const events = await from.timelineEvent.findMany({ where: { caseId }, orderBy: { seq: 'asc' } })
  const contents = await from.timelineContent.findMany({ where: { eventId: { in: events.map((event) => event.id) } } })
  const contentOf = new Map(contents.map((row) => [row.eventId, row.content]))
  return events.map(({ id, ...event }) => ({ ...event, content: contentOf.get(id) ?? null }))
}

export function toEntry(link: StoredLink): TimelineEntry {
  return {
    seq: link.seq,
    at: link.at,
    kind: link.kind as TimelineKind,
    actor: link.actor as Actor,
    content: link.content === null ? null : (JSON.parse(link.content) as { [key: string]: Json }),
  }
}

export type QueueFilter = {
  statuses?: readonly CaseStatus[]
  /** Cases with a running clock that falls due before then, the most pressing first. One page of them. */
  dueBefore?: Date
  assigneeId?: string
  /** A case number, an account, or words of the customer's name, address or subject. */
  search?: string
  /** Cases in whose mails the searched words stand. */
  mentioned?: readonly string[]
  /** Cases after this one in the list. */
  after?: { updatedAt: Date; id: string }
  limit?: number
}

const queuePageSize = 50

/** Newest change first; what is at risk by when it falls due. */
export async function readQueue(from: Reader, filter: QueueFilter): Promise<{ cases: CaseRecord[]; more: boolean }> {
  const take = Math.min(filter.limit ?? queuePageSize, queuePageSize)
  const and: Prisma.CaseWhereInput[] = []
  if (filter.statuses) and.push({ status: { in: [...filter.statuses] } })
  if (filter.dueBefore) and.push({ dueAt: { lt: filter.dueBefore } })
  if (filter.assigneeId) and.push({ assigneeId: filter.assigneeId })
  if (filter.search !== undefined) and.push({ id: { in: await searchCaseIds(from, filter.search, filter.mentioned ?? []) } })
  if (filter.after) {
    const { updatedAt, id } = filter.after
    // The first condition is what the index is read by.
    and.push({ updatedAt: { lte: updatedAt } }, { OR: [{ updatedAt: { lt: updatedAt } }, { updatedAt, id: { lt: id } }] })
  }
  const orderBy: Prisma.CaseOrderByWithRelationInput[] = filter.dueBefore
    ? [{ dueAt: 'asc' }, { id: 'desc' }]
    : [{ updatedAt: 'desc' }, { id: 'desc' }]
  const rows = await from.case.findMany({ where: { AND: and }, orderBy, take: take + 1 })
  return { cases: rows.slice(0, take) as CaseRecord[], more: rows.length > take }
}

export async function countDueBefore(from: Reader, before: Date): Promise<number> {
  return from.case.count({ where: { dueAt: { lt: before } } })
}

/** Of states in which something is owed or was lately: the others hold everything that ever was. */
export async function countByStatus(from: Reader, statuses: readonly CaseStatus[]): Promise<Partial<Record<CaseStatus, number>>> {
  const rows = await from.case.groupBy({ by: ['status'], where: { status: { in: [...statuses] } }, _count: true })
  return Object.fromEntries(rows.map((row) => [row.status, row._count]))
}

/** What a reply must know of before it leaves: mails, whoever wrote them. */
const mailKinds: TimelineKind[] = ['mail-received', 'mail-attached', 'inquiry-noted', 'case-absorbed', 'case-split-off', 'answered-outside']

/** The place in the timeline of the newest mail; 0 where there is none. */
export async function newestMailSeq(from: Reader, caseId: string): Promise<number> {
  const row = await from.timelineEvent.findFirst({
    where: { caseId, kind: { in: mailKinds } },
    orderBy: { seq: 'desc' },
    select: { seq: true },
  })
  return row?.seq ?? 0
}

/** All cases by number, a page at a time. */
export async function* everyCase(from: Reader): AsyncGenerator<CaseRecord> {
  for (let last = 0; ; ) {
    const page = (await from.case.findMany({
      where: { number: { gt: last } },
      orderBy: { number: 'asc' },
      take: queuePageSize,
    })) as CaseRecord[]
    yield* page
    const end = page.at(-1)
    if (!end) return
    last = end.number
  }
}

/** Cases whose number and token are both right. */
export async function findCasesByTokens(from: Reader, tokens: readonly { number: number; token: string }[]): Promise<CaseRecord[]> {
  if (tokens.length === 0) return []
  const rows = await from.case.findMany({ where: { OR: tokens.map(({ number, token }) => ({ number, token })) } })
  return rows as CaseRecord[]
}

/** Cases that were merged into this one and still are. */
export async function findAbsorbed(from: Reader, id: string): Promise<CaseRecord[]> {
  return (await from.case.findMany({ where: { mergedIntoId: id }, orderBy: { number: 'asc' } })) as CaseRecord[]
}

export type NewLink = {
  ids: readonly [string, string]
  because: LinkedBecause
  reason: string
  /** desk, or a person's id. */
  linkedBy: string
  linkedAt: Date
}

/** How many were new: a pair that is linked stays as it was. */
export async function insertLinks(tx: Tx, links: readonly NewLink[]): Promise<number> {
  if (links.length === 0) return 0
  const data = links.map(({ ids, ...link }) => ({ ...pairOf(ids), ...link }))
  return (await tx.caseLink.createMany({ data, skipDuplicates: true })).count
}

export async function deleteLink(tx: Tx, ids: readonly [string, string]): Promise<number> {
  return (await tx.caseLink.deleteMany({ where: pairOf(ids) })).count
}

export async function findLinks(from: Reader, id: string): Promise<{ otherId: string; because: LinkedBecause; reason: string }[]> {
  const rows = await from.caseLink.findMany({ where: { OR: [{ lowId: id }, { highId: id }] }, orderBy: { linkedAt: 'asc' } })
  return rows.map(({ lowId, highId, because, reason }) => ({
    otherId: lowId === id ? highId : lowId,
    because: because as LinkedBecause,
    reason,
  }))
}

function pairOf([one, other]: readonly [string, string]): { lowId: string; highId: string } {
  return one < other ? { lowId: one, highId: other } : { lowId: other, highId: one }
}

/** The newest case of the account that its own established customer wrote. */
export async function findConstituentCase(from: Reader, accountNumber: string, besideId: string): Promise<CaseRecord | undefined> {
  const where = { accountNumber, entitled: true, mergedIntoId: null, NOT: { id: besideId } }
  return ((await from.case.findFirst({ where, orderBy: { openedAt: 'desc' } })) as CaseRecord | null) ?? undefined
}

/** Keeps every other act on these cases waiting until the transaction ends; in one order, so that two never wait for each other. */
export async function lockCases(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.$queryRaw`SELECT id FROM desk_case WHERE id = ANY(${[...ids].sort()}::uuid[]) ORDER BY id FOR UPDATE`
}

/** Keeps every other act on the case waiting until the transaction ends. */
export async function lockCase(tx: Tx, id: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM desk_case WHERE id = ${id}::uuid FOR UPDATE`
}

/** Cases that were opened before `before` and have stayed new; the oldest first. */
export async function findStillNew(from: Reader, before: Date): Promise<CaseRecord[]> {
  const rows = await from.case.findMany({
    where: { status: 'new', openedAt: { lt: before } },
    orderBy: { openedAt: 'asc' },
    take: queuePageSize,
  })
  return rows as CaseRecord[]
}

/** Cases that wait until `today` or an earlier day. */
export async function findWaitsOver(from: Reader, today: Date, take: number): Promise<string[]> {
  const where = { status: { in: ['waiting-for-customer', 'waiting-for-field'] }, waitsUntil: { lte: today } }
  return (await from.case.findMany({ where, orderBy: { waitsUntil: 'asc' }, take, select: { id: true } })).map(({ id }) => id)
}

/** Answered or resolved cases in which nothing has happened since. */
export async function findOver(from: Reader, before: Date, take: number): Promise<string[]> {
  const where = { status: { in: ['answered', 'resolved'] }, updatedAt: { lt: before } }
  return (await from.case.findMany({ where, orderBy: { updatedAt: 'asc' }, take, select: { id: true } })).map(({ id }) => id)
}

export async function findNewest(from: Reader, take: number): Promise<CaseRecord[]> {
  return (await from.case.findMany({ orderBy: { number: 'desc' }, take })) as CaseRecord[]
}
