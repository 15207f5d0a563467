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
  /** Arrived just now: not taken in yet. */
  waiting: number
  differences: Difference[]
  /** Only their sizes differ: some servers count exactly only what they have sent once. Their bytes decide. */
  doubtful: Recorded[]
}

export type ServerView = {
  uidNext: bigint | null
  /** In the order of UIDs. */
  listed: AsyncIterable<Listed>
  /** Mails from this UID on have come just now, and may be without their disposition; null: none may. */
  arrivingFrom: bigint | null
}

/** `recorded`: every disposition of the folder in the order of UIDs. Neither side ever stands in memory as a whole. */
export async function compareFolder(
  { lastUid }: Pick<FolderCursor, 'lastUid'>,
  recorded: AsyncIterable<Recorded>,
  { uidNext, listed, arrivingFrom }: ServerView,
): Promise<Comparison> {
  const found: Comparison = { listed: 0, recorded: 0, gone: 0, waiting: 0, differences: [], doubtful: [] }
  if (uidNext !== null && uidNext <= lastUid) {
    const detail = `the desk has read up to ${lastUid}, and the server will give ${uidNext} to its next mail`
    found.differences.push({ uid: lastUid, difference: 'cursor-ahead', detail })
  }
  for await (const { mail, known } of sideBySide(listed, recorded)) {
    if (mail) found.listed++
    if (known) found.recorded++
    if (mail && known) {
      const same = sameMail(known, mail)
      if (same === 'doubtful') found.doubtful.push(known)
      if (same === 'no') found.differences.push({ uid: mail.uid, difference: 'other-mail', detail: otherMail(known, mail) })
    } else if (known) {
      found.gone++
    } else if (arrivingFrom !== null && mail.uid >= arrivingFrom) {
      found.waiting++
    } else {
      const behind = mail.uid > lastUid ? 'it was not taken in yet' : 'the cursor has gone past it'
      found.differences.push({ uid: mail.uid, difference: 'missing', detail: `it has no disposition: ${behind}` })
    }
  }
  return found
}

type Side = { mail: Listed; known: Recorded } | { mail: Listed; known?: never } | { mail?: never; known: Recorded }

async function* sideBySide(listed: AsyncIterable<Listed>, recorded: AsyncIterable<Recorded>): AsyncGenerator<Side> {
  const [left, right] = [listed[Symbol.asyncIterator](), recorded[Symbol.asyncIterator]()]
  // The server is asked first: what is recorded meanwhile is then no mail that would be missing.
  let mail = await left.next()
  let known = await right.next()
  for (;;) {
    if (mail.done && known.done) return
    if (!mail.done && (known.done || mail.value.uid < known.value.uid)) {
      yield { mail: mail.value }
      mail = await left.next()
    } else if (!known.done && (mail.done || known.value.uid < mail.value.uid)) {
      yield { known: known.value }
      known = await right.next()
    } else if (!mail.done && !known.done) {
      yield { mail: mail.value, known: known.value }
      mail = await left.next()
      known = await right.next()
    }
  }
}

/** What is not known of either side says nothing. */
export function sameMail(known: Recorded, { size, arrivedAt, emailId }: Listed): 'yes' | 'no' | 'doubtful' {
  if (known.emailId !== null && emailId !== null && known.emailId !== emailId) return 'no'
  if (known.arrivedAt !== null && arrivedAt !== null && known.arrivedAt.getTime() !== arrivedAt.getTime()) return 'no'
  return known.size !== null && size !== null && known.size !== size ? 'doubtful' : 'yes'
}

function otherMail(known: Recorded, listed: Listed): string {
  const words = ({ size, arrivedAt }: Listed) => `${size ?? '?'} bytes of ${arrivedAt?.toISOString() ?? '?'}`
  return `recorded was a mail of ${words(known)}; the server has one of ${words(listed)}`
}
