// A mail in the mailbox's Sent folder. What the desk sent is known. What somebody answered from his own mail program joins
// its case, and what the desk was about to say there waits for a person. Other mail of the staff is nobody's business here:
// nothing of it is kept.
import type { Tx } from '../../platform/database.ts'
import { tokensInAddress } from '../case-address.ts'
import type { RecordParts } from '../ingest-parts.ts'
import { findByMessageIds, holdQueuedReplies } from '../outgoing/outbox-store.ts'
import { headerOf, type MailReading } from '../reading/mail-reading.ts'
import { type DispositionKind, insertCaseMessageIds } from '../store.ts'
import type { ReadMail, UnreadableMail } from './assess-mail.ts'
import { findCandidates } from './find-candidates.ts'

/** `keep`: the mail itself is stored. */
export type SentFate = { kind: DispositionKind; reason: string; caseId: string | null; keep: boolean }

const recipientLimit = 20

export async function recordSentMail(tx: Tx, parts: RecordParts, mail: ReadMail | UnreadableMail, mailId: string): Promise<SentFate> {
  const left = (reason: string): SentFate => ({ kind: 'ignored', reason, caseId: null, keep: false })
  const { reading } = mail
  if (await isOurs(tx, reading, parts.office.address)) return left('our own mail, as the desk sent it')
  if (mail.state === 'unreadable') return left(`sent by staff, and not readable: ${mail.reason}`)
  const submitted = headerOf(mail.reading, 'auto-submitted')
  if (submitted !== undefined && !/^no\b/i.test(submitted)) return left('sent by a machine of the office')
  const [candidates = []] = await findCandidates(tx, parts.cases, [mail.pointers])
  const record = candidates[0]?.record
  if (!record) return left('sent by staff outside any case')

  const { messageId, subject, newText, from, to, cc } = mail.reading
  const recipients = [...to, ...cc].flatMap(({ address }) => address ?? []).slice(0, recipientLimit)
  const content = { mailId, messageId, from: from.address, to: recipients.join(', '), subject, newText }
  await parts.cases.heardOutside(tx, record.id, { kind: 'answered-outside', actor: 'desk', content })
  await holdQueuedReplies(tx, [record.id], 'somebody has answered from a mail program')
  if (messageId !== null) await insertCaseMessageIds(tx, [{ messageId, caseId: record.id, ours: true }])
  return { kind: 'case-message', reason: 'somebody answered from a mail program', caseId: record.id, keep: true }
}

/** Some servers give what they take a Message-ID of their own; the addresses that carry a case's token only the desk writes from. */
async function isOurs(tx: Tx, reading: MailReading | null, officeAddress: string): Promise<boolean> {
  if (reading?.from.address && tokensInAddress(reading.from.address, officeAddress).length > 0) return true
  return typeof reading?.messageId === 'string' && (await findByMessageIds(tx, [reading.messageId])).length > 0
}
