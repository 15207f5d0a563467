// The desk's own look at who signed a mail, so that a sender can be established where the office's mail server says nothing.
// What DNS does not say in time is taken for a passing error.
import { domainToASCII } from 'node:url'
import { dmarc } from 'mailauth/lib/dmarc/index.js'
import type { MailReader } from '../mail-reader.ts'
import type { MailReading } from '../mail-reading.ts'
import { type KeyPlace, signaturesIn } from './dkim-signatures.ts'
import { aligned, domainName, domainOfAddress } from './domain-alignment.ts'
import type { SignatureCheck } from './sender.ts'
import type { KeyAnswer, KeyAnswers, SignatureFound, VerifiedMail } from './verify-dkim.ts'

/** Records of DNS; refuses with an error that has DNS's code, such as ENOTFOUND. */
export type Resolve = (name: string, type: string) => Promise<string[][] | string[]>

export type CheckSignatures = (bytes: Buffer, mail: Pick<MailReading, 'from' | 'fromCount'>, arrivedAt: Date) => Promise<SignatureCheck>

type Parts = { resolve: Resolve; reader: Pick<MailReader, 'verify'>; limitMilliseconds?: number }

const answerLimitMilliseconds = 3_000 // of all keys of a mail together; once more for its sender's policy

export function createSignatureCheck({ resolve, reader, limitMilliseconds = answerLimitMilliseconds }: Parts): CheckSignatures {
  return async (bytes, mail, arrivedAt) => {
    const { address } = mail.from
    const signed = signaturesIn(bytes, address === null ? '' : domainOfAddress(address))
    if (signed.kind === 'unsigned') return { dkim: 'none', vouches: null, says: 'nobody signed it' }
    if (signed.kind === 'header-too-long') return { dkim: 'neutral', vouches: null, says: 'its header is too long to look for signatures' }
    const keys = await fetchKeys(signed.keys, withinLimit(resolve, limitMilliseconds))
    const verified = await reader.verify(signed.bytes, keys, arrivedAt)
    if (!verified.ok) return { dkim: 'temperror', vouches: null, says: `its signatures could not be verified: ${verified.problem}` }
    const vouching =
      address === null || mail.fromCount !== 1
        ? undefined
        : await vouchingFor(address, verified.value, withinLimit(resolve, limitMilliseconds))
    if (vouching) return { dkim: 'pass', vouches: vouching.domain, says: `it is signed by ${vouching.domain}, which the desk verified` }
    return summary(verified.value.signatures)
  }
}

/** The first signature that holds, covers the whole mail and may speak for the sender's domain. */
async function vouchingFor(
  address: string,
  { signatures, from, fromFields }: VerifiedMail,
  resolve: Resolve,
): Promise<SignatureFound | undefined> {
  // What was signed is the field as the verifier reads it; an address that only the desk reads there was vouched for by nobody.
  if (fromFields !== 1 || from.length !== 1 || asciiAddress(from[0] as string) !== address) return undefined
  const domain = domainOfAddress(address)
  const holding = signatures.filter((signature) => signature.result === 'pass' && signature.whole && aligned(signature.domain, domain))
  const same = holding.find((signature) => domainName(signature.domain) === domain)
  if (same || holding.length === 0) return same
  return (await asksForTheSame(address, holding, resolve)) ? undefined : holding[0]
}

/** The sender's domain publishes that only itself speaks for it (DMARC's `adkim=s`). What DNS does not say is not asked for. */
async function asksForTheSame(address: string, holding: readonly SignatureFound[], resolver: Resolve): Promise<boolean> {
  const policy = await dmarc({
    headerFrom: [address],
    fromFields: 1,
    spfDomains: [],
    dkimDomains: holding.map(({ domain }) => ({ domain })),
    resolver,
  })
  return policy !== false && policy.alignment?.dkim?.strict === true
}

function summary(signatures: readonly SignatureFound[]): SignatureCheck {
  const passed = signatures.find(({ result }) => result === 'pass')
  if (passed) {
    const says = passed.whole
      ? `it is signed by ${passed.domain}, which does not speak for its sender`
      : 'its signature covers only a part of it'
    return { dkim: 'pass', vouches: null, says }
  }
  const [first] = signatures
  if (!first) return { dkim: 'neutral', vouches: null, says: 'its signature cannot be read' }
  return { dkim: first.result, vouches: null, says: `its signature by ${first.domain} does not hold: ${first.comment || first.result}` }
}

async function fetchKeys(places: readonly KeyPlace[], resolve: Resolve): Promise<KeyAnswers> {
  const names = new Set(places.map(({ domain, selector }) => `${selector}._domainkey.${domain}`.toLowerCase()))
  return Object.fromEntries(await Promise.all([...names].map(async (name) => [name, await fetchKey(name, resolve)] as const)))
}

async function fetchKey(name: string, resolve: Resolve): Promise<KeyAnswer> {
  try {
    const records = await resolve(name, 'TXT')
    return { records: records.map((record) => (Array.isArray(record) ? record : [record])) }
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code ?? 'ESERVFAIL' }
  }
}

function withinLimit(resolve: Resolve, limitMilliseconds: number): Resolve {
  const late = new Promise<never>((_, reject) => {
    const refuse = () => reject(Object.assign(new Error('DNS did not answer in time'), { code: 'ETIMEOUT' }))
    AbortSignal.timeout(limitMilliseconds).addEventListener('abort', refuse, { once: true })
  })
  late.catch(() => {}) // nobody may be waiting any more
  return (name, type) => Promise.race([resolve(name, type), late])
}

function asciiAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`.toLowerCase()
}
