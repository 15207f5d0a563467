// A mail that waited too long says what is no longer so: an acknowledgement of weeks ago is not sent any more, and a reply
// is looked at again by a person first.
import type { OutgoingRecord } from './write-outgoing.ts'

const millisecondsADay = 86_400_000
/** Since it was written. */
export const automaticLimitMilliseconds = millisecondsADay
/** Since it was due. */
export const replyLimitMilliseconds = millisecondsADay

export type TooOld = { status: 'recalled' | 'held'; reason: string }

/** What becomes of a mail that would leave now, where it waited too long. */
export function tooOld(mail: Pick<OutgoingRecord, 'kind' | 'createdAt' | 'notBefore'>, now: Date): TooOld | undefined {
  const waited = (since: Date) => now.getTime() - since.getTime()
  if (mail.kind === 'automatic' && waited(mail.createdAt) > automaticLimitMilliseconds)
    return { status: 'recalled', reason: 'it waited for more than a day; an acknowledgement would come too late' }
  if (mail.kind === 'reply' && waited(mail.notBefore) > replyLimitMilliseconds)
    return { status: 'held', reason: 'it waited for more than a day; look at it again' }
  return undefined
}
