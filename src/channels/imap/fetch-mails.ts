// Mails past a cursor, in batches, sizes first: a mail over the limit or from before the start is never downloaded whole.
import type { FetchMessageObject, ImapFlow } from 'imapflow'
import type { FetchedMail } from '../../mailroom/mailroom.ts'

const batchLimit = 50 // what the mailroom records in one transaction
const batchBytesLimit = 32_000_000 // a batch stands in memory
const headBytes = 64_000

type Envelope = { uid: number; size: number; internalDate: Date }

/** Yields batches in the order of UIDs; each begins past the one before. */
export async function* fetchMails(
  client: ImapFlow,
  after: bigint,
  limits: { mailMaxBytes: number; startsOn: Date },
): AsyncGenerator<FetchedMail[]> {
  await client.noop() // a long session's view of the folder can be stale until then
  const uids = await newUids(client, after)
  for (let from = 0; from < uids.length; from += batchLimit) {
    const envelopes = await fetchEnvelopes(client, uids.slice(from, from + batchLimit))
    for (const group of groupsBySize(envelopes, limits)) yield await fetchGroup(client, group, limits)
  }
}

/** `n:*` names the newest mail even where it is older than n. */
async function newUids(client: ImapFlow, after: bigint): Promise<number[]> {
  const found = await client.search({ uid: `${after + 1n}:*` }, { uid: true })
  if (!Array.isArray(found)) throw new Error('the server did not answer a search')
  return found.filter((uid) => BigInt(uid) > after).sort((a, b) => a - b)
}

async function fetchEnvelopes(client: ImapFlow, uids: number[]): Promise<Envelope[]> {
  const found = await fetchAll(client, uids, { uid: true, size: true, internalDate: true })
  return found.map(({ uid, size, internalDate }) => {
    const date = new Date(internalDate ?? Date.now())
    return { uid, size: size ?? 0, internalDate: Number.isNaN(date.getTime()) ? new Date() : date }
  })
}

function* groupsBySize(envelopes: Envelope[], { mailMaxBytes, startsOn }: { mailMaxBytes: number; startsOn: Date }): Generator<Envelope[]> {
  let group: Envelope[] = []
  let bytes = 0
  for (const envelope of envelopes) {
    const cost = envelope.internalDate < startsOn ? 0 : Math.min(envelope.size, mailMaxBytes)
    if (group.length > 0 && bytes + cost > batchBytesLimit) {
      yield group
      group = []
      bytes = 0
    }
    group.push(envelope)
    bytes += cost
  }
  if (group.length > 0) yield group
}

async function fetchGroup(
  client: ImapFlow,
  group: Envelope[],
  { mailMaxBytes, startsOn }: { mailMaxBytes: number; startsOn: Date },
): Promise<FetchedMail[]> {
  const wanted = group.filter((envelope) => envelope.internalDate >= startsOn)
  const whole = wanted.filter((envelope) => envelope.size <= mailMaxBytes)
  const large = wanted.filter((envelope) => envelope.size > mailMaxBytes)
  const sources = new Map((await fetchAll(client, uidsOf(whole), { uid: true, source: true })).map((mail) => [mail.uid, mail.source]))
  const heads = new Map(
    (await fetchAll(client, uidsOf(large), { uid: true, source: { start: 0, maxLength: headBytes } })).map((mail) => [
      mail.uid,
      mail.source,
    ]),
  )
  const mails: FetchedMail[] = []
  for (const { uid, size, internalDate } of group) {
    const [bytes, head] = [sources.get(uid), heads.get(uid)]
    const old = internalDate < startsOn
    if (!old && !bytes && !head) continue // expunged between the two questions
    mails.push({ uid: BigInt(uid), size, internalDate, bytes: bytes ?? null, ...(head ? { head } : {}) })
  }
  return mails
}

function uidsOf(envelopes: Envelope[]): number[] {
  return envelopes.map((envelope) => envelope.uid)
}

/** Asks once more for what a server left out; what is missing then is gone. */
async function fetchAll(client: ImapFlow, uids: number[], query: Parameters<ImapFlow['fetchAll']>[1]): Promise<FetchMessageObject[]> {
  const found = new Map<number, FetchMessageObject>()
  for (let tries = 0; tries < 2; tries++) {
    const missing = uids.filter((uid) => !found.has(uid))
    if (missing.length === 0) break
    for (const mail of await client.fetchAll(missing.join(','), query, { uid: true }))
      if (missing.includes(mail.uid)) found.set(mail.uid, mail)
  }
  return uids.flatMap((uid) => found.get(uid) ?? [])
}
