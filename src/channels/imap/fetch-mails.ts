// Mails past a cursor, in batches, sizes first: a mail over the limit or from before the start is never downloaded whole.
// Every UID that the server listed is handed over, also one that was expunged meanwhile: the mailroom answers for each.
import type { FetchMessageObject, ImapFlow } from 'imapflow'
import type { FetchedMail } from '../../mailroom/mailroom.ts'
import { UnansweredCommand, WithheldMail } from './imap-trouble.ts'

const batchLimit = 50 // what the mailroom records in one transaction
const envelopesLimit = 500 // asked for at once; short lines
const batchBytesLimit = 32_000_000 // a batch stands in memory
const headBytes = 64_000

type Envelope = { uid: number; size: number; internalDate: Date; emailId?: string; gone?: true }
export type Limits = { mailMaxBytes: number; startsOn: Date }

/** Yields batches in the order of UIDs; each begins past the one before. Throws `WithheldMail`. */
export async function* fetchMails(client: ImapFlow, after: bigint, limits: Limits): AsyncGenerator<FetchedMail[]> {
  await client.noop() // a long session's view of the folder can be stale until then
  yield* fetchUids(client, await newUids(client, after), limits)
}

/** Some mails, whatever the cursor says, in the order given. */
export async function* fetchUids(client: ImapFlow, uids: number[], limits: Limits): AsyncGenerator<FetchedMail[]> {
  for (let from = 0; from < uids.length; from += envelopesLimit) {
    const envelopes = await fetchEnvelopes(client, uids.slice(from, from + envelopesLimit))
    for (const group of groupsBySize(envelopes, limits)) yield await fetchGroup(client, group, limits)
  }
}

/** `n:*` names the newest mail even where it is older than n. */
async function newUids(client: ImapFlow, after: bigint): Promise<number[]> {
  return (await search(client, `${after + 1n}:*`)).filter((uid) => BigInt(uid) > after)
}

/** In the order of UIDs. */
export async function search(client: ImapFlow, uid: string): Promise<number[]> {
  const found = await client.search({ uid }, { uid: true })
  if (!Array.isArray(found)) throw new UnansweredCommand('the server did not answer a search')
  return found.sort((a, b) => a - b)
}

async function fetchEnvelopes(client: ImapFlow, uids: number[]): Promise<Envelope[]> {
  const found = await fetchAll(client, uids, { uid: true, size: true, internalDate: true })
  return uids.map((uid) => {
    const mail = found.get(uid)
    if (!mail) return { uid, size: 0, internalDate: new Date(), gone: true }
    const date = new Date(mail.internalDate ?? Date.now())
    const emailId = mail.emailId === undefined ? {} : { emailId: mail.emailId }
    return { uid, size: mail.size ?? 0, internalDate: Number.isNaN(date.getTime()) ? new Date() : date, ...emailId }
  })
}

function* groupsBySize(envelopes: Envelope[], limits: Limits): Generator<Envelope[]> {
  let group: Envelope[] = []
  let bytes = 0
  for (const envelope of envelopes) {
    const cost = isWanted(envelope, limits) ? Math.min(envelope.size, limits.mailMaxBytes) : 0
    if (group.length === batchLimit || (group.length > 0 && bytes + cost > batchBytesLimit)) {
      yield group
      group = []
      bytes = 0
    }
    group.push(envelope)
    bytes += cost
  }
  if (group.length > 0) yield group
}

async function fetchGroup(client: ImapFlow, group: Envelope[], limits: Limits): Promise<FetchedMail[]> {
  const wanted = group.filter((envelope) => isWanted(envelope, limits))
  const fits = ({ size }: Envelope) => size <= limits.mailMaxBytes
  const whole = await fetchAll(client, uidsOf(wanted.filter(fits)), { uid: true, source: true })
  const start = { start: 0, maxLength: headBytes }
  const heads = await fetchAll(client, uidsOf(wanted.filter((envelope) => !fits(envelope))), { uid: true, source: start })
  return group.map((envelope): FetchedMail => {
    const { size, internalDate, emailId } = envelope
    const listed = { uid: BigInt(envelope.uid), size, internalDate, ...(emailId === undefined ? {} : { emailId }) }
    if (!isWanted(envelope, limits)) return { ...listed, bytes: null, ...(envelope.gone ? { gone: true } : {}) }
    const [bytes, head] = [whole.get(envelope.uid)?.source, heads.get(envelope.uid)?.source]
    return { ...listed, bytes: bytes ?? null, ...(head ? { head } : bytes ? {} : { gone: true }) }
  })
}

/** Of a mail that is gone Dovecot says that it has no bytes and is of 1970: such a date is not believed, its words are asked for. */
function isWanted({ gone, size, internalDate }: Envelope, { startsOn }: Limits): boolean {
  return !gone && (size === 0 || internalDate >= startsOn)
}

function uidsOf(envelopes: Envelope[]): number[] {
  return envelopes.map((envelope) => envelope.uid)
}

/** Asks once more for what a server left out; what is missing then is gone, or the whole round is given up. */
async function fetchAll(
  client: ImapFlow,
  uids: number[],
  query: { uid: true; size?: true; internalDate?: true; source?: true | { start: number; maxLength: number } },
): Promise<Map<number, FetchMessageObject>> {
  const found = new Map<number, FetchMessageObject>()
  const missing = () => uids.filter((uid) => !found.has(uid))
  for (let tries = 0; tries < 2 && missing().length > 0; tries++) {
    for (const mail of await client.fetchAll(missing().join(','), query, { uid: true })) {
      if (uids.includes(mail.uid) && answers(mail, query)) found.set(mail.uid, mail)
    }
  }
  await refuseWithheld(client, missing())
  return found
}

/** News of a mail's flags may stand between the answers, and an expunged mail's body may be NIL. */
function answers(mail: FetchMessageObject, query: { source?: unknown }): boolean {
  return query.source === undefined ? mail.size !== undefined : Buffer.isBuffer(mail.source)
}

async function refuseWithheld(client: ImapFlow, uids: number[]): Promise<void> {
  if (uids.length === 0) return
  await client.noop()
  const listed = (await search(client, uids.join(','))).find((uid) => uids.includes(uid))
  if (listed !== undefined) throw new WithheldMail(listed)
}
