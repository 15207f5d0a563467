// What becomes of a mail that no person wrote: a bounce finds the mail it is about, an automatic reply its case, and the
// rest is kept and left alone. Nothing here is ever answered.

import { unreachable } from '../../kernel/result.ts'
import type { Tx } from '../../platform/database.ts'
import type { CasesAsked, RecordParts } from '../ingest-parts.ts'
import type { DeliveryReport } from '../outgoing/delivery-report.ts'
import type { BouncedRecipient } from '../reading/mail-reading.ts'
import { casesOfMessageIds, type DispositionKind } from '../store.ts'
import type { ReadMail } from './assess-mail.ts'

type Fate = { kind: DispositionKind; reason: string; caseId: string | null }

type Asked = Pick<RecordParts, 'cases' | 'followDelivery'>

export async function recordMachineMail(tx: Tx, parts: Asked, mail: ReadMail, mailId: string): Promise<Fate> {
  const { kind } = mail.judged
  switch (kind) {
    case 'bounce':
      return recordBounce(tx, parts, mail, mailId)
    case 'auto-reply':
      return recordAutomaticReply(tx, parts.cases, mail, mailId)
    case 'list': {
      // An absent person's program bears a list's signs, too: what answers a case is noted there.
      const noted = await recordAutomaticReply(tx, parts.cases, mail, mailId)
      return noted.caseId === null ? ignored(mail) : noted
    }
    case 'receipt':
      return recordReceipt(tx, parts, mail, mailId)
    case 'feedback-report':
    case 'own-loop':
      return ignored(mail)
    case 'person':
      throw new Error('a person is not a machine')
    default:
      return unreachable(kind)
  }
}

function ignored({ judged }: ReadMail): Fate {
  return { kind: 'ignored', reason: `${judged.kind}: ${judged.reasons.join('; ')}`, caseId: null }
}

async function recordBounce(tx: Tx, { followDelivery }: Asked, mail: ReadMail, mailId: string): Promise<Fate> {
  const { caseId, reason } = await followDelivery(tx, reportIn(mail, mailId, mail.reading.reported.recipients))
  return { kind: 'bounce', reason, caseId }
}

/** That somebody read a mail is no news to the desk; that it arrived is noted. */
async function recordReceipt(tx: Tx, { followDelivery }: Asked, mail: ReadMail, mailId: string): Promise<Fate> {
  const reason = `receipt: ${mail.judged.reasons.join('; ')}`
  const arrived = mail.reading.reported.recipients.filter(({ action }) => action !== null && arrivals.has(action))
  if (arrived.length === 0) return { kind: 'ignored', reason, caseId: null }
  const { caseId } = await followDelivery(tx, reportIn(mail, mailId, arrived))
  return { kind: 'ignored', reason, caseId }
}

const arrivals = new Set(['delivered', 'relayed', 'expanded']) // RFC 3464, 2.3.3

function reportIn({ reading, pointers, arrivedAt }: ReadMail, mailId: string, recipients: readonly BouncedRecipient[]): DeliveryReport {
  const messageIds = [...reading.reported.messageIds, ...pointers.messageIds]
  return { mailId, subject: reading.subject, arrivedAt, messageIds, tokens: pointers.tokens, recipients }
}

async function recordAutomaticReply(tx: Tx, cases: CasesAsked, mail: ReadMail, mailId: string): Promise<Fate> {
  const reason = mail.judged.reasons.join('; ')
  const byThread = await casesOfMessageIds(tx, mail.pointers.messageIds)
  const threaded = mail.pointers.messageIds.map((id) => byThread.get(id)).find((id) => id !== undefined)
  const caseId = threaded ?? (await cases.findByTokens(tx, mail.pointers.tokens))[0]?.id ?? null
  if (caseId !== null) {
    const content = { mailId, from: mail.reading.from.address, subject: mail.reading.subject }
    await cases.record(tx, caseId, { kind: 'automatic-reply-noted', actor: 'desk', content })
  }
  return { kind: 'automatic-reply', reason, caseId }
}
