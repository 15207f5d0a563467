// Which case a mail belongs to: by the mails it answers, then by the token it carries. Knowing a case is not being let
// into it: somebody who is not its customer gets a case of his own, linked.
import type { CaseRecord, FoundCase, JoinedBy } from '../../cases/case.ts'
import { type CaseToken, tokensInAddress, tokensInSubject } from '../case-address.ts'
import { headerOf, type MailReading } from '../reading/mail-reading.ts'
import type { Authentication } from '../reading/senders/sender.ts'

export type PointingToken = CaseToken & { by: 'token' | 'plus-address' }
export type Pointers = {
  /** The mail it answers first, then its forebears, nearest first. */
  messageIds: string[]
  tokens: PointingToken[]
}

const pointerLimit = 30

export function pointersOf(mail: MailReading, officeAddress: string): Pointers {
  const messageIds = [...new Set([...(mail.inReplyTo ? [mail.inReplyTo] : []), ...mail.references.toReversed()])].slice(0, pointerLimit)
  const delivered = ['delivered-to', 'x-original-to'].flatMap((name) => headerOf(mail, name) ?? [])
  const addresses = [...mail.to, ...mail.cc].flatMap(({ address }) => address ?? [])
  const tokens: PointingToken[] = [
    ...tokensInSubject(mail.subject).map((token) => ({ ...token, by: 'token' as const })),
    ...[...addresses, ...delivered].flatMap((address) =>
      tokensInAddress(address, officeAddress).map((token) => ({ ...token, by: 'plus-address' as const })),
    ),
  ]
  return { messageIds, tokens: tokens.slice(0, pointerLimit) }
}

/** A case that a mail points to, and by what. */
export type Candidate = { record: CaseRecord; by: JoinedBy }

export type Sender = { address: string | null; verdict: Authentication['verdict'] }

/**
 * Of the cases pointed to the first that lets the sender in and goes on (`takesMail`); where none does, the one that would have let
 * him in before, or else the first, is linked.
 */
export function chooseCase(candidates: readonly Candidate[], sender: Sender, takesMail: (record: CaseRecord) => boolean): FoundCase {
  const own = candidates.filter(({ record }) => letIn(record, sender))
  const open = own.find(({ record }) => takesMail(record))
  if (open) return { kind: 'joins', caseId: open.record.id, by: open.by }
  const [past] = own
  if (past) return { kind: 'linked', caseId: past.record.id, because: 'answered-long-ago' }
  const [first] = candidates
  return first ? { kind: 'linked', caseId: first.record.id, because: 'not-its-customer' } : { kind: 'none' }
}

/** A case's customer is the one at the same address; where the case tells of an account, an authenticated one. */
export function letIn(record: Pick<CaseRecord, 'customerAddress' | 'entitled'>, sender: Sender): boolean {
  const isCustomer = sender.address !== null && sender.address === record.customerAddress?.toLowerCase()
  return isCustomer && (sender.verdict === 'established' || (sender.verdict === 'not-established' && !record.entitled))
}
