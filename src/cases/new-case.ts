// A case as it comes into being, from what it is told to be about.
import { randomBytes, randomUUID } from 'node:crypto'
import type { Json } from '../kernel/canonical-json.ts'
import { type CaseChannel, type CaseRecord, caseName } from './case.ts'
import type { AccountFound } from './find-account.ts'
import type { Told } from './triage/triage-mail.ts'

export type NewCase = {
  told: Told
  at: Date
  channel: CaseChannel
  subject: string
  /** ISO 639-1. */
  language: string
  customerName: string | null
  customerAddress: string | null
  account: AccountFound
}

export function newCase({ told, at, account, ...given }: NewCase): Omit<CaseRecord, 'number'> {
  return {
    id: randomUUID(),
    token: newToken(),
    status: 'new',
    topic: told.topic,
    topicReason: told.because,
    topics: told.topics,
    urgency: told.urgency,
    hardReasons: told.reasons,
    confidence: told.confidence,
    ...given,
    ...account,
    assigneeId: null,
    openedAt: at,
    updatedAt: at,
    answeredAt: null,
    disputed: null,
    replyLanguage: null,
    mergedIntoId: null,
    waitsUntil: null,
    dueAt: null,
  }
}

/** What its timeline says of it. */
export function openedContent(record: CaseRecord): { [key: string]: Json } {
  const { topic, topicReason, topics, urgency, hardReasons, confidence, language, accountNumber, accountBasis, entitled } = record
  return {
    case: caseName(record),
    topic,
    topicReason,
    topics,
    urgency,
    hardReasons,
    confidence,
    language,
    accountNumber,
    accountBasis,
    entitled,
  }
}

const tokenCharacters = 'abcdefghjkmnpqrstuvwxyz23456789' // none that are read for another

function newToken(): string {
  return [...randomBytes(8)].map((byte) => tokenCharacters[byte % tokenCharacters.length]).join('')
}
