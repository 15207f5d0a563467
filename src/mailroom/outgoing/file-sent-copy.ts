// The copy of a reply in the office's Sent folder: the very bytes that left, put there once, tried again while the mailbox
// does not answer, and after some tries told as an alarm.
import { isPostal } from '../../kernel/postal-address.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { findRawBytes } from '../store.ts'
import type { AlarmLamp } from './alarm-lamp.ts'
import { findOutgoing } from './outbox-store.ts'
import type { SentFolder } from './sent-folder.ts'
import { claimFiling, recordFiling } from './sent-store.ts'
import type { OutgoingRecord } from './write-outgoing.ts'

export type FilingParts = { db: Database; clock: Clock; log: Log; sentFolder: SentFolder; lamp: AlarmLamp }

const graceMilliseconds = 30_000 // Google and Microsoft 365 file what they send by themselves; then it is found there
const leaseMilliseconds = 600_000
const firstDelayMilliseconds = 60_000
const delayLimitMilliseconds = 3_600_000
const alarmAfter = 3
const attemptLimit = 60 // more than two days with the delays above
const problemLimitCharacters = 500

/** When the copy of a mail that left at `sentAt` is to be filed; null where none is. */
export function filingTime(
  mail: Pick<OutgoingRecord, 'kind' | 'rawSha256' | 'recipient'>,
  sentAt: Date,
  sentFolder: SentFolder | undefined,
): Date | null {
  if (!sentFolder || mail.kind !== 'reply' || isPostal(mail.recipient)) return null
  return new Date(sentAt.getTime() + graceMilliseconds)
}

/** May run more than once for one mail: one desk at a time tries, and the folder is asked first whether it is there already. */
export async function fileSentCopy({ db, clock, log, sentFolder, lamp }: FilingParts, outgoingId: string): Promise<void> {
  const mail = await findOutgoing(db.client, outgoingId)
  const now = clock.now()
  if (!mail?.fileAt || mail.sentAt === null) return
  if (!(await claimFiling(db.client, mail.id, now, new Date(now.getTime() + leaseMilliseconds)))) return
  const bytes = mail.rawSha256 === null ? undefined : await findRawBytes(db.client, mail.rawSha256)
  if (!bytes) return recordFiling(db.client, mail.id, { fileAt: null, filedAt: null, filingProblem: 'its bytes were not kept' })
  try {
    const result = await sentFolder.file({ bytes, messageId: mail.messageId, sentAt: mail.sentAt })
    await recordFiling(db.client, mail.id, { fileAt: null, filedAt: clock.now(), filingProblem: null })
    log.info({ outgoingId, result }, 'sent copy filed')
    await lamp.clear()
  } catch (err) {
    const attempts = mail.filingAttempts + 1
    const delay = Math.min(firstDelayMilliseconds * 2 ** (attempts - 1), delayLimitMilliseconds)
    const fileAt = attempts < attemptLimit ? new Date(now.getTime() + delay) : null
    const problem = (err instanceof Error ? err.message : String(err)).replaceAll('\0', '').slice(0, problemLimitCharacters).toWellFormed()
    await recordFiling(db.client, mail.id, { fileAt, filedAt: null, filingProblem: problem })
    log.warn({ err, outgoingId, attempts }, 'sent copy not filed')
    if (attempts >= alarmAfter) await lamp.raise(`Copies of sent replies cannot be filed in ${sentFolder.mailbox}: ${problem}.`, remedy)
  }
}

const remedy = 'See to the mailbox and its Sent folder. The replies themselves have left; their copies are filed once it answers.'
