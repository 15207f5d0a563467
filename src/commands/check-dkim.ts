// The doctor's look at the office's signature: does DNS show the public part of the key, and does the signing domain stand
// behind the address that the office writes from?
import { resolveTxt } from 'node:dns/promises'
import type { Config } from '../config.ts'
import { domainOf } from '../kernel/mail-address.ts'
import { publicPartOf } from '../platform/signing-key.ts'
import type { Finding } from './finding.ts'

type Resolve = (name: string) => Promise<string[][]>

const what = 'dkim'
const answerLimitMilliseconds = 5_000
const absent = new Set(['ENOTFOUND', 'ENODATA'])

export async function dkimFinding({ dkim, office }: Pick<Config, 'dkim' | 'office'>, resolve: Resolve = resolveTxt): Promise<Finding> {
  if (!dkim) return { what, state: 'not-configured', says: 'the desk does not sign; leave it so where the mail server signs' }
  const { domain, selector, privateKey } = dkim
  if (!isAligned(domain, office.address))
    return {
      what,
      state: 'wrong',
      says: `${domain} does not stand behind ${office.address}: receivers that ask for DMARC do not count the signature`,
      remedy: 'Set DKIM_DOMAIN to the domain of OFFICE_ADDRESS, or to one above it.',
    }
  const name = `${selector}._domainkey.${domain}`
  const wanted = publicPartOf(privateKey)
  const publish = `Publish this TXT record at ${name}: v=DKIM1; k=rsa; p=${wanted}`
  const answer = await withinLimit(resolve(name)).catch((error: NodeJS.ErrnoException) => error)
  if (answer instanceof Error) {
    if (absent.has((answer as NodeJS.ErrnoException).code ?? ''))
      return { what, state: 'wrong', says: `DNS has no record at ${name}`, remedy: publish }
    return { what, state: 'unreachable', says: `DNS does not answer about ${name}: ${answer.message}`, remedy: 'Ask again later.' }
  }
  const records = answer.map((parts) => tagsOf(parts.join('')))
  const shown = records.filter(({ p }) => p !== undefined)
  if (shown.some(({ p, k }) => p === wanted && (k ?? 'rsa') === 'rsa'))
    return { what, state: 'well', says: `mail is signed as ${domain}, and ${name} shows the key` }
  if (shown.some(({ p }) => p === ''))
    return { what, state: 'wrong', says: `the record at ${name} says that its key was revoked`, remedy: publish }
  return { what, state: 'wrong', says: `the record at ${name} shows another key than DKIM_KEY_FILE holds`, remedy: publish }
}

/** Relaxed alignment (RFC 7489, 3.1.1) as far as it can be told without a list of public suffixes: one is within the other. */
function isAligned(domain: string, address: string): boolean {
  const from = domainOf(address)
  return from === domain || from.endsWith(`.${domain}`) || domain.endsWith(`.${from}`)
}

/** RFC 6376, 3.2: `v=DKIM1; k=rsa; p=MIIB…` */
function tagsOf(record: string): { [tag: string]: string } {
  return Object.fromEntries(
    record.split(';').flatMap((tag) => {
      const equals = tag.indexOf('=')
      return equals < 0 ? [] : [[tag.slice(0, equals).trim(), tag.slice(equals + 1).replace(/\s/g, '')]]
    }),
  )
}

function withinLimit<T>(asked: Promise<T>): Promise<T> {
  const limit = AbortSignal.timeout(answerLimitMilliseconds)
  return Promise.race([
    asked,
    new Promise<never>((_, reject) => limit.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true })),
  ])
}
