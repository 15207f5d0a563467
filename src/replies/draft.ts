// A draft is one version of a reply with the facts it states. This file says what it is.
import type { ApprovalRecord, DecisionRefusal } from '../approvals/approval.ts'
import type { ReplyLanguage, Topic } from '../cases/case.ts'
import type { Enclosure } from '../mailroom/enclosure.ts'
import type { Urgency } from '../rulebook/kinds/triage.ts'
import type { AskedRequest } from './asked/answered.ts'
import type { DroppedAddress } from './reply-recipients.ts'

export type FactKind = 'money' | 'date' | 'quantity' | 'percent' | 'identifier' | 'name' | 'phone' | 'address' | 'link' | 'clause'

/** What a text may state: a fact's kinds, and what is said about rules, about the future and about two facts. */
export type ClaimKind = FactKind | 'commitment' | 'policy' | 'comparison'

/** One value with the record it came from. */
export type Fact = {
  id: string
  kind: FactKind
  /** Money in cents, dates as ISO text, quantities and percentages as numbers, the rest as text. */
  value: number | string
  unit?: string
  label: string
  /** The record: `bill:B-1001`, `read:R-77`, `ledger:L-5`, `case:WD-000123`, `rulebook:rates@2002-01-01`. */
  source: string
  /** How the fact is written in a text. */
  text: string
  /** How letters write it in each language, where that is not the same. */
  texts?: { en: string; es: string }
}

/** A place in a text (UTF-16 offsets, end exclusive) that states a fact. */
export type Claim = { start: number; end: number; text: string; factId: string }

/** A statement that no record bears, and why none does. */
export type Unborne = { text: string; kind: ClaimKind; why: string }

/**
 * A statement of an edited text that no fact bears, and who answers for it. `within`: the sentence in which he saw it; the same words
 * in another one are another statement. Vouched for before sentences were kept, it holds for its words.
 */
export type Vouched = { text: string; by: string; reason: string; within?: string }

/** What is said of rules, of the future and of two facts: whole sentences or words of them, in which figures may stand. */
export function isSpoken(kind: ClaimKind): boolean {
  return kind === 'policy' || kind === 'commitment' || kind === 'comparison'
}

/** A commitment of the text, recorded with its owner; it is due (ISO date) once the reply has left. */
export type Promised = { id: string; text: string; ownerId: string; dueOn: string; by: string }

/** `madeFrom`: SHA-256 of the data behind it, the day of writing left out. */
export type DraftEnclosure = Enclosure & { madeFrom: string }

export type DraftStatus = 'in-review' | 'returned' | 'held' | 'approved' | 'dispatched' | 'superseded'

export type FactChange = { label: string; was: string; is: string }

export type DraftHold = { why: 'facts-changed' | 'new-mail'; changes: FactChange[] }

export type Draft = {
  id: string
  caseId: string
  version: number
  status: DraftStatus
  /** Everybody who wrote figures of it since the desk did; empty: the desk alone. */
  authorIds: string[]
  template: string
  recipient: string
  cc: string[]
  /** Whom the customer's mail named beside him, and who gets no copy. */
  dropped: DroppedAddress[]
  subject: string
  text: string
  enclosures: DraftEnclosure[]
  facts: Fact[]
  claims: Claim[]
  vouched: Vouched[]
  promises: Promised[]
  contentHash: string
  hold: DraftHold | null
  note: string | null
  /** What the template made of these facts, before anybody edited: gathered again, it must come out the same. */
  rendered: string
  /** The place in the timeline of the customer's newest mail that it was written against. */
  heardSeq: number
  createdAt: Date
  /** What the customer asked for, and whether this text answers it. */
  asked: AskedRequest[]
}

/** What a person sees of a draft: the draft, and the decision it waits for. */
export type DraftView = { draft: Draft; approval: ApprovalRecord | null }

export type EditRefusal =
  | DecisionRefusal
  | { kind: 'held'; hold: DraftHold }
  | { kind: 'empty' }
  | { kind: 'too-long'; limitCharacters: number }
  | { kind: 'unsupported'; claims: Unborne[] } // to be corrected, removed, vouched for or recorded as a promise
  | { kind: 'promise-refused'; why: 'past' | 'no-such-owner'; text: string }

export type ApproveRefusal =
  | DecisionRefusal
  | { kind: 'held'; hold: DraftHold }
  | { kind: 'not-answered'; requests: AskedRequest[] }
  /** Somebody wrote words of it in a language (ISO 639-1) that who decides does not read. */
  | { kind: 'language'; language: string }

/** `billId` null: the bill that the customer's words name, as the desk reads them. */
export type CaseCorrection = { topic?: Topic; urgency?: Urgency; accountNumber?: string; billId?: string | null; language?: ReplyLanguage }

export type CorrectRefusal =
  | DecisionRefusal
  | { kind: 'no-case' | 'no-address' | 'too-late' | 'no-change' | 'no-such-account' | 'no-such-bill' }

export type DismissRefusal = DecisionRefusal | { kind: 'reason-missing' | 'no-request' }
