// From a fetched mail to everything that can be said of it without the database: read, judged, its sender weighed, and
// where it points. Reading happens in the worker; the rest is a few rules over bounded fields.
import { createHash } from 'node:crypto'
import type { CheckSignatures } from '../reading/check-signatures.ts'
import { type Judged, mayAnswer, tellKind, withProof } from '../reading/mail-kind.ts'
import type { MailReader } from '../reading/mail-reader.ts'
import type { MailReading } from '../reading/mail-reading.ts'
import { type WeighedSender, weighSender } from '../reading/sender.ts'
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
export type UnreadableMail = Kept & { state: 'unreadable'; reason: string; reading: MailReading | null }
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

const headLimitBytes = 64_000

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
    return setAside(
      { ...seen, ...kept(head) },
      head,
      `it has ${mail.size} bytes, more than the limit of ${maxBytes}; only its header was fetched`,
      reader,
    )
  }
  const read = await reader.read(mail.bytes)
  const keep = { ...seen, ...kept(mail.bytes) }
  if (!read.ok) return setAside(keep, headerBytes(mail.bytes), read.problem, reader)
  const { reading } = read
  const authentication = weighSender(reading, office.authservId, await checkSignatures?.(mail.bytes, reading, arrivedAt))
  const told = tellKind(reading, office)
  const judged = authentication.verdict === 'established' ? withProof(told, 'established') : told
  return {
    ...keep,
    state: 'read',
    reading,
    judged,
    authentication,
    pointers: pointersOf(reading, office.address),
    answerable: judged.kind === 'person' && !judged.silent && authentication.verdict !== 'contradicted' && mayAnswer(reading, office),
  }
}

export function wasFetched(mail: AssessedMail): mail is ReadMail | UnreadableMail {
  return mail.state === 'read' || mail.state === 'unreadable'
}

async function setAside(keep: Kept, head: Buffer, reason: string, reader: MailReader): Promise<UnreadableMail> {
  const read = await reader.read(head)
  return { ...keep, state: 'unreadable', reason, reading: read.ok ? read.reading : null }
}

function kept(bytes: Buffer): { sha256: string; bytes: Buffer } {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes }
}

/** Up to the first empty line, under a limit. */
function headerBytes(bytes: Buffer): Buffer {
  const start = bytes.subarray(0, headLimitBytes)
  const ends = [start.indexOf('\r\n\r\n'), start.indexOf('\n\n')].filter((at) => at >= 0)
  return ends.length === 0 ? start : start.subarray(0, Math.min(...ends) + 2)
}
