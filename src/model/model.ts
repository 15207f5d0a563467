// The optional language model. It is asked for two things, words for a draft and a topic for a mail, and is believed in neither: it
// sees slots in place of everything that states something, and what it answers is checked here, by the caller with the facts, and by
// a person. Off, slow, wrong or hostile, the desk works on. Every request and its outcome is kept.
import { z } from 'zod'
import type { ModelSettings } from '../config.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { createAskServer } from './ask-server.ts'
import { failuresToOpen, restsUntil } from './breaker.ts'
import { type Budgets, tokensAtMost, type Used } from './budgets.ts'
import { checkAnswer, faultWords } from './check-answer.ts'
import { createExchange, type ExchangeParts, startOfDay } from './exchange.ts'
import { rewriteMessages, topicMessages, type Wish } from './instructions.ts'
import type { ModelRefusal } from './model-refusal.ts'
import { readContent } from './read-content.ts'
import { type Place, type Slotted, toSlots } from './slots.ts'
import { type Exchange, readExchanges, readOutcomes, readUsed } from './store.ts'

export { createListModels } from './ask-server.ts'
export type { Wish } from './instructions.ts'
export type { ModelRefusal } from './model-refusal.ts'
export type { Exchange } from './store.ts'

/** `places`: what the text states, where. `accept`: whether the caller takes the answer, with the slots in it as sent; or why not. */
export type RewriteAsked<T> = {
  text: string
  places: readonly Place[]
  wish: Wish
  draftId: string
  by: string
  accept(answer: { text: string; sent: Slotted }): Result<T, string>
}

export type TopicAsked<T extends string, U extends string> = {
  mail: string
  places: readonly Place[]
  caseId: string
  topics: readonly T[]
  urgencies: readonly U[]
}

export type ModelState = { used: Used; budgets: Budgets; restsUntil: Date | null }

export type Model = {
  readonly isOn: boolean
  rewrite<T>(asked: RewriteAsked<T>): Promise<Result<{ value: T; exchangeId: string }, ModelRefusal>>
  suggestTopic<T extends string, U extends string>(
    asked: TopicAsked<T, U>,
  ): Promise<Result<{ topic: T; urgency: U; exchangeId: string }, ModelRefusal>>
  /** Undefined where there is no model. */
  state(): Promise<ModelState | undefined>
  /** What was sent and received about drafts or cases, the newest first. */
  exchanges(about: readonly string[]): Promise<Exchange[]>
}

export type ModelParts = ExchangeParts & { settings?: ModelSettings | undefined }

/** A letter of the desk has a few thousand signs; more of a mail tells nothing more of its topic. */
const textLimitCharacters = 24_000
const mailLimitCharacters = 6_000
const topicTokensOut = 400

export function createModel({ settings, ...parts }: ModelParts): Model {
  const exchanges: Model['exchanges'] = (about) => readExchanges(parts.db, about)
  if (!settings) {
    const off = async () => refused({ kind: 'model-off' as const })
    return { isOn: false, rewrite: off, suggestTopic: off, state: async () => undefined, exchanges }
  }
  const exchange = createExchange(settings, createAskServer(settings), parts)
  return {
    isOn: true,
    exchanges,
    async rewrite({ text, places, wish, draftId, by, accept }) {
      if (text.length > textLimitCharacters) return refused({ kind: 'model-text-too-long' })
      const sent = toSlots(text, places)
      const about = { purpose: 'rewrite' as const, about: draftId, askedBy: by }
      return exchange(about, rewriteMessages(sent.text, wish), 2 * tokensAtMost(sent.text), (content) => {
        const read = readContent(content, z.strictObject({ text: z.string().normalize('NFC') }))
        if (!read) return refused('its answer was not the letter alone')
        const fault = checkAnswer(read.text, sent)
        return fault ? refused(faultWords(fault)) : accept({ text: read.text, sent })
      })
    },
    async suggestTopic({ mail, places, caseId, topics, urgencies }) {
      const { text } = toSlots(mail, places)
      const about = { purpose: 'topic' as const, about: caseId, askedBy: null }
      const shape = z.strictObject({ topic: z.enum(topics), urgency: z.enum(urgencies) })
      const answered = await exchange(
        about,
        topicMessages(text.slice(0, mailLimitCharacters), topics, urgencies),
        topicTokensOut,
        (content) => {
          const read = readContent(content, shape)
          return read ? ok(read) : refused('its answer was no topic of the list')
        },
      )
      return answered.ok ? ok({ ...answered.value.value, exchangeId: answered.value.exchangeId }) : answered
    },
    async state() {
      const at = parts.clock.now()
      const used = await readUsed(parts.db.client, startOfDay(at, parts.timeZone))
      return { used, budgets: settings.budgets, restsUntil: restsUntil(await readOutcomes(parts.db.client, failuresToOpen), at) }
    },
  }
}
