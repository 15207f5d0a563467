// What a folder's list on the server and the dispositions say of each other. Pure: each UID that the server lists has its
// disposition, of the same mail; else it is a difference. A mail that is gone from the server is none.
import type { FolderCursor, Recorded } from '../folder-store.ts'
import type { Listed } from '../store.ts'

export type Difference = {
  uid: bigint
  /** other-mail: the UID now names a mail that is not the recorded one; cursor-ahead: the server gives out lower UIDs than before. */
  difference: 'missing' | 'other-mail' | 'cursor-ahead'
  detail: string
}

export type Comparison = {
  /** How many UIDs the server lists, and how many have a disposition. */
  listed: number
  recorded: number
  /** Recorded, and not on the server any more. */
  gone: number
  /** Arrived just now, past the cursor: not taken in yet. */
  waiting: number
  differences: Difference[]
  /** Only their sizes differ: some servers count exactly only what they have sent once. Their bytes decide. */
  doubtful: Recorded[]
}

export type ServerView = { uidNext: bigint | null; listed: readonly Listed[]; now: Date }

const takingInMilliseconds = 120_000 // folders are asked once a minute, and taking in takes its time

/** `recorded` stands for every disposition of the folder. */
export function compareFolder(
  { lastUid }: Pick<FolderCursor, 'lastUid'>,
  recorded: ReadonlyMap<bigint, Recorded>,
  { uidNext, listed, now }: ServerView,
): Comparison {
  const differences: Difference[] = []
  const doubtful: Recorded[] = []
  let [waiting, there] = [0, 0]
  if (uidNext !== null && uidNext <= lastUid) {
    const detail = `the desk has read up to ${lastUid}, and the server will give ${uidNext} to its next mail`
    differences.push({ uid: lastUid, difference: 'cursor-ahead', detail })
  }
  for (const mail of listed) {
    const known = recorded.get(mail.uid)
    if (known) {
      there++
      const same = sameMail(known, mail)
      if (same === 'doubtful') doubtful.push(known)
      if (same === 'no') differences.push({ uid: mail.uid, difference: 'other-mail', detail: otherMail(known, mail) })
    } else if (mail.uid > lastUid && mail.arrivedAt !== null && now.getTime() - mail.arrivedAt.getTime() < takingInMilliseconds) {
      waiting++
    } else {
      const behind = mail.uid > lastUid ? 'it was not taken in yet' : 'the cursor has gone past it'
      differences.push({ uid: mail.uid, difference: 'missing', detail: `it has no disposition: ${behind}` })
    }
  }
  return { listed: listed.length, recorded: recorded.size, gone: recorded.size - there, waiting, differences, doubtful }
}

/** What is not known of either side says nothing. */
export function sameMail(known: Recorded, { size, arrivedAt, emailId }: Listed): 'yes' | 'no' | 'doubtful' {
  if (known.emailId !== null && emailId !== null && known.emailId !== emailId) return 'no'
  if (known.arrivedAt !== null && arrivedAt !== null && known.arrivedAt.getTime() !== arrivedAt.getTime()) return 'no'
  return known.size !== null && size !== null && known.size !== size ? 'doubtful' : 'yes'
}

export function otherMail(known: Recorded, listed: Listed): string {
  const words = ({ size, arrivedAt }: Listed) => `${size ?? '?'} bytes of ${arrivedAt?.toISOString() ?? '?'}`
  return `recorded was a mail of ${words(known)}; the server has one of ${words(listed)}`
}
