// What becomes of a mail after it was sent, as reports tell it: recorded on the mail and its case, the address marked and the
// case's owner told where that is proven. The same news again changes nothing.
import type { CaseRecord } from '../../cases/case.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Tx } from '../../platform/database.ts'
import type { CasesAsked } from '../ingest-parts.ts'
import { blocksAddress } from '../reading/reports/blocks-address.ts'
import type { AlarmsAsked } from './alarm-lamp.ts'
import type { DeliveryReport, Followed } from './delivery-report.ts'
import { addressIn, findReported, type Reported, recipientsIn } from './find-reported.ts'
import { moveDelivery } from './sent-store.ts'
import { type TellParts, tellOwner } from './tell-owner.ts'
import { markAddress } from './undeliverable-addresses.ts'
import type { DeliveryState, OutgoingRecord } from './write-outgoing.ts'

export type FollowParts = TellParts & {
  clock: Clock
  cases: Pick<CasesAsked, 'record' | 'setStatus' | 'byMany' | 'findByTokens'>
  alarms?: AlarmsAsked
}

const reasonLimitCharacters = 500

export async function followDelivery(tx: Tx, parts: FollowParts, report: DeliveryReport): Promise<Followed> {
  const found = await findReported(tx, parts, report)
  if (!found) return { caseId: null, reason: 'it is about no mail of ours that could be told' }
  for (const one of eachRecipient(found, report)) await followRecipient(tx, parts, one, report)
  return { caseId: found.mail.caseId, reason: reasons[found.sure] }
}

/** One report may tell of the customer and of those who got copies. */
function eachRecipient(found: Reported, report: DeliveryReport): Reported[] {
  const ours = recipientsIn(found.mail, report)
  return ours.length === 0 ? [found] : ours.map((recipient) => ({ ...found, recipient }))
}

async function followRecipient(tx: Tx, parts: FollowParts, found: Reported, report: DeliveryReport): Promise<void> {
  const { mail, sure } = found
  const reason = (found.recipient?.reason ?? report.subject).slice(0, reasonLimitCharacters)
  const said = stateIn(found, report)
  const copied = copyIn(found)
  if (copied !== undefined) {
    if (said === 'failed') await followCopy(tx, parts, found, { address: copied, reason, mailId: report.mailId })
    return
  }
  if (sure !== 'proven' && said !== 'failed') return // nobody need know
  const state: DeliveryState = sure === 'proven' ? said : 'doubtful'
  const change = { delivery: state, deliveryAt: parts.clock.now(), deliveryReason: reason }
  if (!(await moveDelivery(tx, mail.id, replacedBy[state], change))) return
  await note(tx, parts, found, { state, reason, mailId: report.mailId })
  if (said === 'failed') await actOnFailure(tx, parts, found, { reason, mailId: report.mailId })
}

/** The address of somebody who only got a copy, where the report is about him. */
function copyIn({ mail, recipient }: Reported): string | undefined {
  const address = recipient?.recipient ? addressIn(mail, recipient.recipient) : undefined
  return address !== undefined && address !== mail.recipient ? address : undefined
}

/** The customer has his answer all the same: the case is told, the address marked where that is proven, and nothing opened again. */
async function followCopy(
  tx: Tx,
  parts: FollowParts,
  found: Reported,
  { address, reason, mailId }: { address: string; reason: string; mailId: string },
): Promise<void> {
  const { mail, sure, recipient } = found
  if (sure !== 'proven' || !recipient || !blocksAddress(recipient)) return
  const { status } = recipient
  const marked = await markAddress(tx, parts, { kind: mail.kind, recipient: address }, { since: parts.clock.now(), status, reason, mailId })
  if (marked) await note(tx, parts, found, { state: 'failed', reason, mailId })
}

const reasons = {
  proven: 'it is about a mail of ours',
  likely: 'it seems to be about a mail of ours',
  guess: 'it names an address that we wrote to lately',
}

/** News only replaces what is less final. */
const replacedBy: Record<DeliveryState, readonly DeliveryState[]> = {
  doubtful: ['delayed'],
  delayed: ['doubtful'],
  delivered: ['doubtful', 'delayed'],
  failed: ['doubtful', 'delayed', 'delivered'],
}

const waitingWords = /\b(?:delay(?:ed)?|warning|will (?:keep|continue)|still (?:being )?(?:re)?tr(?:y|ied)|not yet been delivered)\b/i

/** A report that does not say it: its words do, and else the mail came back. */
function stateIn({ recipient }: Reported, { subject }: DeliveryReport): 'failed' | 'delayed' | 'delivered' {
  switch (recipient?.action) {
    case 'failed':
      return 'failed'
    case 'delayed':
      return 'delayed'
    case 'delivered':
    case 'relayed':
    case 'expanded':
      return 'delivered'
    default:
      return !recipient?.permanent && waitingWords.test(`${subject}\n${recipient?.reason ?? ''}`) ? 'delayed' : 'failed'
  }
}

const kinds = { failed: 'bounced', doubtful: 'bounced', delayed: 'delivery-delayed', delivered: 'delivered' } as const

async function note(
  tx: Tx,
  { cases }: FollowParts,
  { mail, sure, recipient }: Reported,
  { state, reason, mailId }: { state: DeliveryState; reason: string; mailId: string },
): Promise<void> {
  if (mail.caseId === null) return
  const content: { [key: string]: Json } = {
    mailId,
    recipient: recipient?.recipient ?? mail.recipient,
    reason,
    status: recipient?.status ?? null,
    messageId: mail.messageId,
    about: mail.kind,
    sure,
  }
  await cases.record(tx, mail.caseId, { kind: kinds[state], actor: 'desk', content })
}

/** Only what is proven marks an address or opens a case again: a stranger's forged report does neither. */
async function actOnFailure(
  tx: Tx,
  parts: FollowParts,
  { mail, sure, recipient }: Reported,
  { reason, mailId }: { reason: string; mailId: string },
): Promise<void> {
  if (sure === 'proven' && recipient && blocksAddress(recipient)) {
    const { status } = recipient
    await markAddress(tx, parts, mail, { since: parts.clock.now(), status, reason, mailId })
  }
  if (sure === 'guess' || mail.kind !== 'reply' || mail.caseId === null) return
  const [record] = await parts.cases.byMany(tx, [mail.caseId])
  if (!record) return
  // An answer that did not arrive is no answer. Where the next one is under way already, the case goes on as it is.
  if (sure === 'proven' && !underWay(record)) await parts.cases.setStatus(tx, record.id, 'open')
  await tellOwner(tx, parts, mail, record)
}

function underWay({ status }: CaseRecord): boolean {
  return status === 'waiting-for-supervisor' || status === 'approved'
}

/** A refusal by our own server while it took the mail, as `550 5.1.1 no such user`, is as good as a report. */
export async function markRefused(
  tx: Tx,
  parts: Pick<FollowParts, 'clock' | 'alarms'>,
  mail: Pick<OutgoingRecord, 'kind' | 'recipient'>,
  error: string,
): Promise<void> {
  const status = error.slice(0, reasonLimitCharacters).match(/\b5\.\d{1,3}\.\d{1,3}\b/)?.[0] ?? null
  const recipient = { recipient: mail.recipient, status, action: 'failed', reason: error, permanent: true }
  if (status === null || !blocksAddress(recipient)) return
  await markAddress(tx, parts, mail, { since: parts.clock.now(), status, reason: error, mailId: null })
}
