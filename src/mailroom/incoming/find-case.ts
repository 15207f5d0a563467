// Which case a mail belongs to: by the mails it answers, then by the token it carries. Knowing a case is not being let
// into it: somebody who is not its customer gets a case of his own, linked.
import type { CaseRecord } from '../../cases/case.ts'
import { type CaseToken, tokensInAddress, tokensInSubject } from '../case-address.ts'
import { headerOf, type MailReading } from '../reading/mail-reading.ts'
import type { Authentication } from '../reading/sender.ts'

export type Pointers = {
  /** The mail it answers first, then its forebears, nearest first. */
  messageIds: string[]
  tokens: CaseToken[]
}

const pointerLimit = 30

export function pointersOf(mail: MailReading, officeAddress: string): Pointers {
  const messageIds = [...new Set([...(mail.inReplyTo ? [mail.inReplyTo] : []), ...mail.references.toReversed()])].slice(0, pointerLimit)
  const delivered = ['delivered-to', 'x-original-to'].flatMap((name) => headerOf(mail, name) ?? [])
  const addresses = [...mail.to, ...mail.cc].flatMap(({ address }) => address ?? [])
  const tokens = [
    ...tokensInSubject(mail.subject),
    ...[...addresses, ...delivered].flatMap((address) => tokensInAddress(address, officeAddress)),
  ]
  return { messageIds, tokens: tokens.slice(0, pointerLimit) }
}

export type FoundCase = { joins: string | null; linked: string | null }

type Sender = { address: string | null; verdict: Authentication['verdict'] }

/** Of the cases pointed to the first that lets the sender in; where none does, the first is linked. */
export function chooseCase(candidates: readonly CaseRecord[], sender: Sender): FoundCase {
  const found = candidates.map((record) => letIn(record, sender))
  return found.find(({ joins }) => joins !== null) ?? found[0] ?? { joins: null, linked: null }
}

/** A case's customer is the one at the same address; where the case tells of an account, an authenticated one. */
export function letIn(record: CaseRecord, sender: Sender): FoundCase {
  const isCustomer = sender.address !== null && sender.address === record.customerAddress?.toLowerCase()
  const believed = sender.verdict === 'established' || (sender.verdict === 'not-established' && !record.entitled)
  return isCustomer && believed ? { joins: record.id, linked: null } : { joins: null, linked: record.id }
}
