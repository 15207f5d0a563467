// What becomes of a mail that no person wrote: a bounce finds the mail it is about, an automatic reply its case, and the
// rest is kept and left alone. Nothing here is ever answered.

import { unreachable } from '../../kernel/result.ts'
import type { Tx } from '../../platform/database.ts'
import type { CasesAsked, RecordParts } from '../ingest-parts.ts'
import { findByMessageIds } from '../outgoing/outbox-store.ts'
import type { BouncedRecipient } from '../reading/mail-reading.ts'
import { casesOfMessageIds, type DispositionKind } from '../store.ts'
import type { ReadMail } from './assess-mail.ts'

type Fate = { kind: DispositionKind; reason: string; caseId: string | null }

const reasonLimitCharacters = 500

export async function recordMachineMail(tx: Tx, { cases }: Pick<RecordParts, 'cases'>, mail: ReadMail, mailId: string): Promise<Fate> {
  const { kind, reasons } = mail.judged
  switch (kind) {
    case 'bounce':
      return recordBounce(tx, cases, mail, mailId)
    case 'auto-reply':
      return recordAutomaticReply(tx, cases, mail, mailId)
    case 'receipt':
    case 'feedback-report':
    case 'list':
    case 'own-loop':
      return { kind: 'ignored', reason: `${kind}: ${reasons.join('; ')}`, caseId: null }
    case 'person':
      throw new Error('a person is not a machine')
    default:
      return unreachable(kind)
  }
}

async function recordBounce(tx: Tx, cases: CasesAsked, mail: ReadMail, mailId: string): Promise<Fate> {
  const [ours] = await findByMessageIds(tx, [...mail.reading.reported.messageIds, ...mail.pointers.messageIds])
  if (!ours?.caseId) return { kind: 'bounce', reason: 'it is about no mail of a case', caseId: null }
  const failed = mail.reading.reported.recipients.find(isFailure)
  const reason = (failed?.reason ?? mail.reading.subject).slice(0, reasonLimitCharacters)
  const content = {
    mailId,
    recipient: failed?.recipient ?? ours.recipient,
    reason,
    status: failed?.status ?? null,
    messageId: ours.messageId,
  }
  await cases.record(tx, ours.caseId, { kind: 'bounced', actor: 'desk', content })
  // An answer that did not arrive is no answer.
  if (ours.kind === 'reply' && failed) await cases.setStatus(tx, ours.caseId, 'open')
  return { kind: 'bounce', reason: 'it is about a mail of ours', caseId: ours.caseId }
}

function isFailure({ action, status }: BouncedRecipient): boolean {
  return action === 'failed' || (action === null && status?.startsWith('5') === true)
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
