// From a fetched mail to everything that can be said of it without the database: read, judged, its sender weighed, and
// where it points. Reading happens in the worker; the rest is a few rules over bounded fields.
import { createHash } from 'node:crypto'
import { type Judged, mayAnswer, withProof } from '../reading/mail-kind.ts'
import type { MailReader } from '../reading/mail-reader.ts'
import type { MailReading } from '../reading/mail-reading.ts'
import { headerBytes } from '../reading/mime/header-bytes.ts'
import type { CheckSignatures } from '../reading/senders/check-signatures.ts'
import { type WeighedSender, weighSender } from '../reading/senders/sender.ts'
import { type Pointers, pointersOf } from './find-case.ts'

/**
 * What a channel hands over. `bytes` is null for a mail over the limit (its header is in `head`), from before the start, or
 * `gone`: the server listed it, and had it no longer when it was fetched.
 */
export type FetchedMail = {
  uid: bigint
  size: number
  internalDate: Date
  bytes: Buffer | null
  head?: Buffer
  gone?: true
  /** RFC 8474, or Gmail's own; where the server offers it. */
  emailId?: string
}

type Seen = { uid: bigint; arrivedAt: Date; size: number | null; emailId: string | null }
type Kept = Seen & { sha256: string; bytes: Buffer }
export type ReadMail = Kept & {
  state: 'read'
  reading: MailReading
  judged: Judged
  authentication: WeighedSender
  pointers: Pointers
  /** An automatic mail may go to its sender: a person, and not one whose own domain says that he did not write it. */
  answerable: boolean
}
/** Its bytes are kept; `reading` is what its header says, where that could be read. */
export type UnreadableMail = Kept & { state: 'unreadable'; reason: string; reading: MailReading | null; answerable: boolean }
/** Nothing of it was fetched. */
export type UnfetchedMail = Seen & { state: 'before-start' | 'gone' }
export type AssessedMail = ReadMail | UnreadableMail | UnfetchedMail

export type Surroundings = {
  reader: MailReader
  /** The desk's own look at signatures; without it the office's mail server alone is asked. */
  checkSignatures?: CheckSignatures
  startsOn: Date
  maxBytes: number
  office: { address: string; authservId?: string }
}

export async function assessMail(
  mail: FetchedMail,
  { reader, checkSignatures, startsOn, maxBytes, office }: Surroundings,
): Promise<AssessedMail> {
  const { internalDate: arrivedAt } = mail
  const seen: Seen = { uid: mail.uid, arrivedAt, size: mail.gone ? null : mail.size, emailId: mail.emailId ?? null }
  if (mail.gone) return { ...seen, state: 'gone' }
  if (arrivedAt < startsOn) return { ...seen, state: 'before-start' }
  if (mail.bytes === null || mail.bytes.length > maxBytes) {
    const head = headerBytes(mail.head ?? mail.bytes ?? Buffer.alloc(0))
    const reason = `it has ${mail.size} bytes, more than the limit of ${maxBytes}; only its header was fetched`
    return setAside({ ...seen, ...kept(head) }, head, reason, { reader, office })
  }
  const read = await reader.tell(mail.bytes, office)
  const keep = { ...seen, ...kept(mail.bytes) }
  if (!read.ok) return setAside(keep, headerBytes(mail.bytes), read.problem, { reader, office })
  const { reading, told } = read.value
  const authentication = weighSender(reading, office.authservId, await checkSignatures?.(mail.bytes, reading, arrivedAt))
  const judged = weighed(told, authentication)
  const pointers = pointersOf(reading, office.address)
  return {
    ...keep,
    state: 'read',
    reading,
    judged,
    authentication,
    pointers,
    answerable: isAnswerable(reading, judged, authentication, office),
  }
}

type Office = Surroundings['office']

function weighed(told: Judged, { verdict }: WeighedSender): Judged {
  return verdict === 'established' ? withProof(told, 'established') : told
}

function isAnswerable(reading: MailReading, judged: Judged, { verdict }: WeighedSender, office: Office): boolean {
  return judged.kind === 'person' && !judged.silent && verdict !== 'contradicted' && mayAnswer(reading, office)
}

export function wasFetched(mail: AssessedMail): mail is ReadMail | UnreadableMail {
  return mail.state === 'read' || mail.state === 'unreadable'
}

/** Nothing is known of its signatures: they sign a body that was not read. */
async function setAside(
  keep: Kept,
  head: Buffer,
  reason: string,
  { reader, office }: Pick<Surroundings, 'reader' | 'office'>,
): Promise<UnreadableMail> {
  const read = await reader.tell(head, office)
  if (!read.ok) return { ...keep, state: 'unreadable', reason, reading: null, answerable: false }
  const { reading, told } = read.value
  const authentication = weighSender(reading, office.authservId, undefined)
  const answerable = isAnswerable(reading, weighed(told, authentication), authentication, office)
  return { ...keep, state: 'unreadable', reason, reading, answerable }
}

function kept(bytes: Buffer): { sha256: string; bytes: Buffer } {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes }
}
