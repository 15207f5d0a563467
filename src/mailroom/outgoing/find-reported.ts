// Which of our mails a delivery report is about, and how surely. Anybody can write something that looks like a report, so
// only one that names a Message-ID of ours and the very address it went to proves anything.

import { bareAddress } from '../../kernel/mail-address.ts'
import type { Tx } from '../../platform/database.ts'
import type { CasesAsked } from '../ingest-parts.ts'
import type { BouncedRecipient } from '../reading/mail-reading.ts'
import type { DeliveryReport } from './delivery-report.ts'
import { findByMessageIds } from './outbox-store.ts'
import { findSentOfCase, findSentTo } from './sent-store.ts'
import { type OutgoingRecord, recipientsOf } from './write-outgoing.ts'

/**
 * proven: it names the Message-ID of our mail and nobody but its recipients. likely: it came to the address that only this
 * case's mails bear, or names the Message-ID with another recipient. guess: it names an address that was written to lately on one case only.
 */
export type Reported = { mail: OutgoingRecord; sure: 'proven' | 'likely' | 'guess'; recipient: BouncedRecipient | null }

const latelyMilliseconds = 5 * 86_400_000 // servers try for five days (RFC 5321, 4.5.4.1)

export async function findReported(
  tx: Tx,
  { cases }: { cases: Pick<CasesAsked, 'findByTokens'> },
  report: DeliveryReport,
): Promise<Reported | undefined> {
  const named = (await findByMessageIds(tx, [...report.messageIds])).filter(hasLeft)
  const matching = named.map((mail) => ({ mail, recipient: recipientOf(mail, report) })).find(({ recipient }) => recipient !== null)
  if (matching) return { ...matching, sure: 'proven' }
  const [ours] = named
  if (ours) return { mail: ours, sure: report.recipients.length === 0 ? 'proven' : 'likely', recipient: report.recipients[0] ?? null }
  return (await byToken(tx, cases, report)) ?? (await byRecipient(tx, report))
}

/** Of a mail that is still here, nobody outside knows the Message-ID honestly. */
function hasLeft({ status, attempts }: OutgoingRecord): boolean {
  return status === 'sent' || attempts > 0
}

async function byToken(tx: Tx, cases: Pick<CasesAsked, 'findByTokens'>, report: DeliveryReport): Promise<Reported | undefined> {
  const [record] = report.tokens.length === 0 ? [] : await cases.findByTokens(tx, report.tokens)
  if (!record) return undefined
  const left = await findSentOfCase(tx, record.id, report.arrivedAt)
  const matching = left.map((mail) => ({ mail, recipient: recipientOf(mail, report) })).find(({ recipient }) => recipient !== null)
  if (matching) return { ...matching, sure: 'likely' }
  // It names nobody: then it is about the only mail there is, or about none that could be told.
  const [only, other] = left
  return only && !other && report.recipients.length === 0 ? { mail: only, sure: 'likely', recipient: null } : undefined
}

async function byRecipient(tx: Tx, { recipients, arrivedAt }: DeliveryReport): Promise<Reported | undefined> {
  const since = new Date(arrivedAt.getTime() - latelyMilliseconds)
  for (const recipient of recipients) {
    if (recipient.recipient === null) continue
    const [newest, ...others] = await findSentTo(tx, recipient.recipient.toLowerCase(), { since, until: arrivedAt })
    if (newest && others.every(({ caseId }) => caseId === newest.caseId)) return { mail: newest, sure: 'guess', recipient }
  }
  return undefined
}

function recipientOf(mail: OutgoingRecord, report: DeliveryReport): BouncedRecipient | null {
  return recipientsIn(mail, report)[0] ?? null
}

/** Those of a report who are the mail's own recipients. */
export function recipientsIn(mail: OutgoingRecord, { recipients }: Pick<DeliveryReport, 'recipients'>): BouncedRecipient[] {
  return recipients.filter(({ recipient }) => recipient !== null && addressIn(mail, recipient) !== undefined)
}

/** Which of the mail's own addresses a report means, whatever tag the two carry. */
export function addressIn(mail: Pick<OutgoingRecord, 'recipient' | 'cc'>, reported: string): string | undefined {
  return recipientsOf(mail).find((address) => bareAddress(address) === bareAddress(reported))
}
