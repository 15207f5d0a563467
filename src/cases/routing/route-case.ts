// What makes a case hard beside its customer's words: the account's records and the case's own past, each with what was found.
import type { Routing } from '../../rulebook/kinds/routing.ts'
import type { recordReasons } from '../../rulebook/kinds/triage.ts'
import type { Topic } from '../../rulebook/topics.ts'

export type RecordReason = (typeof recordReasons)[number]

export type Past = {
  topic: Topic
  /** Inquiries of the customer or about the account within the rule's days, this one included. */
  inquiries: number
  /** It was answered, resolved or closed before. */
  reopened: boolean
  /** The largest amount in dispute on the account; 0: none. */
  disputedCents: number
  /** The mail is about an account that its sender is not established for. */
  notEstablished: boolean
  /** What in the account's records does not add up, in words. */
  contradictions: readonly string[]
}

export type Routed = { reason: RecordReason; because: string }

export function routeCase(past: Past, rules: Routing): Routed[] {
  const found: Routed[] = []
  const { inquiries, within_days } = rules.repeated_contact
  if (past.inquiries >= inquiries)
    found.push({ reason: 'third-contact', because: `${past.inquiries} inquiries within ${within_days} days` })
  if (rules.reopened_is_hard && past.reopened)
    found.push({ reason: 'reopened', because: 'the customer wrote again after the matter was answered' })
  if (past.disputedCents > rules.disputed_amount_dollars * 100)
    found.push({ reason: 'disputed-amount', because: `more than $${rules.disputed_amount_dollars} in dispute on the account` })
  if (rules.not_established_is_hard && past.notEstablished)
    found.push({ reason: 'account-not-established', because: 'the sender is not established for the account' })
  if (rules.contradiction_is_hard && past.contradictions.length > 0)
    found.push({ reason: 'records-contradict', because: past.contradictions.join('; ') })
  if (rules.hard_topics.includes(past.topic))
    found.push({ reason: 'hard-topic', because: `the topic ${past.topic} is always a supervisor’s` })
  return found
}
