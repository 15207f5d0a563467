// The only code that touches what was asked of the language model and what became of it.
import type { Database, Tx } from '../platform/database.ts'
import type { Outcome } from './breaker.ts'
import type { Used } from './budgets.ts'

export type RequestRecord = {
  id: string
  at: Date
  purpose: 'rewrite' | 'topic'
  about: string
  askedBy: string | null
  modelName: string
  sent: string
  atMost: Used
}

export type AnswerRecord = {
  requestId: string
  at: Date
  outcome: 'accepted' | 'rejected' | 'failed'
  why: string | null
  received: string | null
  used: Used
}

/** For auditors; the answer is null while it is awaited, and where the desk was stopped meanwhile. */
export type Exchange = Omit<RequestRecord, 'atMost' | 'sent'> & { sent: string | null; answer: Omit<AnswerRecord, 'requestId'> | null }

export async function insertRequest(tx: Tx, { atMost, ...request }: RequestRecord): Promise<void> {
  await tx.modelRequest.create({
    data: { ...request, tokensAtMost: atMost.tokens, microcentsAtMost: BigInt(atMost.microcents), msAtMost: atMost.milliseconds },
  })
}

export async function insertAnswer(tx: Tx, { used, ...answer }: AnswerRecord): Promise<void> {
  await tx.modelAnswer.create({ data: { ...answer, tokens: used.tokens, microcents: BigInt(used.microcents), ms: used.milliseconds } })
}

/** Requests at the same time wait for one another here, so that together they stay within the budgets. */
export async function lockBudgets(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('waterdesk model budgets'))`
}

export async function readUsed(from: Pick<Tx, '$queryRaw'>, since: Date): Promise<Used> {
  const [sum] = await from.$queryRaw<{ tokens: bigint; ms: bigint; microcents: number }[]>`
    SELECT coalesce(sum(coalesce(a.tokens, r.tokens_at_most)), 0)::bigint AS tokens,
      coalesce(sum(coalesce(a.ms, r.ms_at_most)), 0)::bigint AS ms,
      coalesce(sum(coalesce(a.microcents, r.microcents_at_most)), 0)::float8 AS microcents
    FROM model_request r LEFT JOIN model_answer a ON a.request_id = r.id WHERE r.at >= ${since}`
  return { tokens: Number(sum?.tokens ?? 0), milliseconds: Number(sum?.ms ?? 0), microcents: sum?.microcents ?? 0 }
}

/** Of the last requests that were answered, the newest first. */
export async function readOutcomes(from: Pick<Tx, 'modelAnswer'>, limit: number): Promise<Outcome[]> {
  const rows = await from.modelAnswer.findMany({ orderBy: { at: 'desc' }, take: limit, select: { outcome: true, at: true } })
  return rows.map(({ outcome, at }) => ({ failed: outcome === 'failed', at }))
}

/** The newest first. */
export async function readExchanges({ client }: Pick<Database, 'client'>, about: readonly string[]): Promise<Exchange[]> {
  const requests = await client.modelRequest.findMany({ where: { about: { in: [...about] } }, orderBy: { at: 'desc' } })
  const answers = await client.modelAnswer.findMany({ where: { requestId: { in: requests.map(({ id }) => id) } } })
  const byRequest = new Map(answers.map((answer) => [answer.requestId, answer]))
  return requests.map(({ id, at, purpose, about: subject, askedBy, modelName, sent }) => {
    const answer = byRequest.get(id)
    return {
      id,
      at,
      purpose: purpose as RequestRecord['purpose'],
      about: subject,
      askedBy,
      modelName,
      sent,
      answer: answer ? toAnswer(answer) : null,
    }
  })
}

type AnswerRow = { at: Date; outcome: string; why: string | null; received: string | null; tokens: number; ms: number; microcents: bigint }

function toAnswer({ tokens, ms, microcents, outcome, ...row }: AnswerRow): Omit<AnswerRecord, 'requestId'> {
  const { at, why, received } = row
  return {
    at,
    why,
    received,
    outcome: outcome as AnswerRecord['outcome'],
    used: { tokens, milliseconds: ms, microcents: Number(microcents) },
  }
}
