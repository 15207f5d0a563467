// One request and its outcome: admitted within the budgets and kept before it is sent, and kept with its outcome before anybody acts
// on it.
import { randomUUID } from 'node:crypto'
import type { ModelSettings } from '../config.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Alarms } from '../notices/notices.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import type { Answered, AskServer } from './ask-server.ts'
import { failuresToOpen, restsUntil } from './breaker.ts'
import { costMicrocents, type Prices, spentBudget, tokensAtMost, type Used } from './budgets.ts'
import type { Message } from './instructions.ts'
import type { ModelRefusal } from './model-refusal.ts'
import { redactAnswer } from './redact-answer.ts'
import { insertAnswer, insertRequest, lockBudgets, readOutcomes, readUsed } from './store.ts'

export type ExchangeParts = { db: Database; clock: Clock; alarms: Pick<Alarms, 'raiseAlarm' | 'clearAlarm'>; timeZone: string }

type About = { purpose: 'rewrite' | 'topic'; about: string; askedBy: string | null }
type Read<T> = (content: string) => Result<T, string>

const alarmKey = 'model'

export function createExchange(settings: ModelSettings, askServer: AskServer, { db, clock, alarms, timeZone }: ExchangeParts) {
  const { name: modelName, prices, budgets, timeoutSeconds } = settings

  async function admit(about: About, sent: string, atMost: Used): Promise<Result<string, ModelRefusal>> {
    return db.inTransaction(async (tx) => {
      await lockBudgets(tx)
      const at = clock.now()
      const until = restsUntil(await readOutcomes(tx, failuresToOpen), at)
      if (until) return refused({ kind: 'model-rests', until })
      const spent = spentBudget(await readUsed(tx, startOfDay(at, timeZone)), atMost, budgets)
      if (spent) return refused({ kind: 'model-budget', spent })
      const id = randomUUID()
      await insertRequest(tx, { ...about, id, at, modelName, sent, atMost })
      return ok(id)
    })
  }

  return async function exchange<T>(
    about: About,
    messages: readonly Message[],
    maxTokensOut: number,
    read: Read<T>,
  ): Promise<Result<{ value: T; exchangeId: string }, ModelRefusal>> {
    const sent = messages.map(({ role, content }) => `${role}: ${content}`).join('\n\n')
    const most = { in: tokensAtMost(sent), out: maxTokensOut }
    const atMost = { tokens: most.in + most.out, milliseconds: timeoutSeconds * 1_000, microcents: costMicrocents(most, prices) }
    const admitted = await admit(about, sent, atMost)
    if (!admitted.ok) return admitted
    const began = performance.now()
    const answered = await askServer(messages, maxTokensOut)
    const milliseconds = Math.ceil(performance.now() - began)
    const verdict = answered.ok ? read(answered.value.content) : undefined
    await db.inTransaction(async (tx) => {
      await insertAnswer(tx, {
        requestId: admitted.value,
        at: clock.now(),
        outcome: !answered.ok ? 'failed' : verdict?.ok ? 'accepted' : 'rejected',
        why: !answered.ok ? answered.refusal : verdict?.ok === false ? verdict.refusal : null,
        received: answered.ok ? redactAnswer(answered.value.content) : null,
        used: answered.ok ? usedBy(answered.value, most.in, milliseconds, prices) : { ...atMost, milliseconds },
      })
      if (answered.ok) await alarms.clearAlarm(alarmKey, tx)
      else if (restsUntil(await readOutcomes(tx, failuresToOpen), clock.now()))
        await alarms.raiseAlarm(
          {
            key: alarmKey,
            text: `The language model failed several times running; the last time ${answered.refusal}.`,
            remedy: 'The desk works on without it. Look at MODEL_URL, MODEL_NAME and MODEL_KEY, and at the server; see docs/model.md.',
          },
          tx,
        )
    })
    if (!answered.ok) return refused({ kind: 'model-failed', why: answered.refusal })
    if (verdict?.ok) return ok({ value: verdict.value, exchangeId: admitted.value })
    return refused({ kind: 'model-rejected', why: verdict?.refusal ?? '' })
  }
}

/** A server that does not count is taken to have used the most. */
function usedBy({ content, tokens }: Answered, sentAtMost: number, milliseconds: number, prices: Prices): Used {
  const counted = tokens ?? { in: sentAtMost, out: tokensAtMost(content) }
  return { tokens: counted.in + counted.out, milliseconds, microcents: costMicrocents(counted, prices) }
}

export function startOfDay(at: Date, timeZone: string): Date {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
  return new Date(zoned.startOfDay().epochMilliseconds)
}
