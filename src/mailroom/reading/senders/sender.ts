// Who really sent a mail: what the office's own mail server found, and what the desk's look at the signatures adds to it. A
// domain established is the one of From, and nothing else in a mail says who wrote it.

import type { HeaderField } from '../mail-reading.ts'
import { type AuthenticationResult, believedMethods, domainIn, type Method, resultOf } from './authentication-results.ts'
import { aligned, domainOfAddress } from './domain-alignment.ts'

export type Authentication = {
  spf: AuthenticationResult
  dkim: AuthenticationResult
  dmarc: AuthenticationResult
  /** established: the domain of From vouches for it. contradicted: it says that the mail is not its own. */
  verdict: 'established' | 'not-established' | 'contradicted'
}

/** `basis`: why, in plain English. */
export type WeighedSender = Authentication & { basis: string }

/** What the desk's own look at the signatures came to; `vouches` is the signing domain that stands behind From, if one does. */
export type SignatureCheck = { dkim: AuthenticationResult; vouches: string | null; says: string }

type Sender = { headers: readonly HeaderField[]; from: { address: string | null }; fromCount: number }
type Judged = Pick<WeighedSender, 'verdict' | 'basis'>

/** By the office's own mail server alone. Without a configured `authservId` nothing is believed, and nobody is established. */
export function authenticate(mail: Sender, authservId: string | undefined): Authentication {
  const { basis, ...authentication } = weighSender(mail, authservId, undefined)
  return authentication
}

/** The server's denial outweighs everything; where it neither vouches nor denies, a signature that the desk verified does. */
export function weighSender(mail: Sender, authservId: string | undefined, check: SignatureCheck | undefined): WeighedSender {
  const methods = believedMethods(mail.headers, authservId)
  const { verdict, basis } = judge(mail, methods, check)
  const said = resultOf(methods, 'dmarc')
  const dmarc = verdict === 'contradicted' ? 'fail' : said === 'not-checked' && check?.vouches ? 'pass' : said
  const checked = check && check.dkim !== 'temperror' ? check.dkim : undefined
  const told = resultOf(methods, 'dkim')
  const dkim = checked ?? (told === 'not-checked' ? (check?.dkim ?? told) : told)
  return { spf: resultOf(methods, 'spf'), dkim, dmarc, verdict, basis }
}

function judge({ from, fromCount }: Sender, methods: readonly Method[], check: SignatureCheck | undefined): Judged {
  const domain = from.address === null ? undefined : domainOfAddress(from.address)
  if (denied(methods, domain)) return { verdict: 'contradicted', basis: "the office's mail server says that DMARC failed" }
  if (domain === undefined) return { verdict: 'not-established', basis: 'it names no sender' }
  if (fromCount !== 1) return { verdict: 'not-established', basis: 'it names several senders, and it is unclear whose domain vouched' }
  if (check?.vouches) return { verdict: 'established', basis: check.says }
  const vouching = methods.find((method) => vouches(method, domain))
  if (vouching)
    return { verdict: 'established', basis: `the office's mail server says that ${vouching.method.toUpperCase()} passed for ${domain}` }
  return { verdict: 'not-established', basis: check?.says ?? 'nothing that is believed vouches for it' }
}

/** A fail for this very domain outweighs any pass beside it; one for another domain counts where nothing passed. */
function denied(methods: readonly Method[], domain: string | undefined): boolean {
  const checks = methods.filter(({ method }) => method === 'dmarc')
  const failed = checks.filter(({ result }) => result === 'fail')
  if (failed.some((check) => (domainIn(check, 'header.from') ?? domain) === domain)) return true
  return failed.length > 0 && !checks.some(({ result }) => result === 'pass')
}

function vouches(method: Method, domain: string): boolean {
  if (method.result !== 'pass') return false
  if (method.method === 'dmarc') return (domainIn(method, 'header.from') ?? domain) === domain
  const identity =
    method.method === 'dkim'
      ? domainIn(method, 'header.d', 'header.i')
      : method.method === 'spf'
        ? domainIn(method, 'smtp.mailfrom', 'smtp.mail')
        : undefined
  return identity !== undefined && aligned(identity, domain)
}
