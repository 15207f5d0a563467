// Who really sent a mail, by what the office's own mail server found (RFC 8601). Only the topmost field of the configured
// server counts: anybody can write such a field into his own mail.
import type { HeaderField } from './mail-reading.ts'

export type AuthenticationResult = 'pass' | 'fail' | 'neutral' | 'none' | 'temperror' | 'permerror' | 'not-checked'

export type Authentication = {
  spf: AuthenticationResult
  dkim: AuthenticationResult
  dmarc: AuthenticationResult
  /** established: the domain of From vouches for it. contradicted: it says that the mail is not its own. */
  verdict: 'established' | 'not-established' | 'contradicted'
}

type Sender = { headers: readonly HeaderField[]; from: { address: string | null }; fromCount: number }
type Method = { method: string; result: AuthenticationResult; properties: Map<string, string> }

const fieldLimitCharacters = 4_000
const methodLimit = 40
const results = new Set(['pass', 'fail', 'neutral', 'none', 'temperror', 'permerror'])

/** Without a configured `authservId` nothing is believed, and nobody is established. */
export function authenticate(mail: Sender, authservId: string | undefined): Authentication {
  const believed =
    authservId &&
    mail.headers.find((field) => field.name === 'authentication-results' && authservOf(field.value) === authservId.toLowerCase())
  const methods = believed ? methodsIn(believed.value) : []
  const { spf, dkim, dmarc } = { spf: resultOf(methods, 'spf'), dkim: resultOf(methods, 'dkim'), dmarc: resultOf(methods, 'dmarc') }
  return { spf, dkim, dmarc, verdict: verdictOf(methods, mail, dmarc) }
}

function verdictOf(methods: Method[], mail: Sender, dmarc: AuthenticationResult): Authentication['verdict'] {
  if (dmarc === 'fail') return 'contradicted'
  const { address } = mail.from
  if (address === null || mail.fromCount !== 1) return 'not-established' // several senders: it is unclear whose domain vouched
  const domain = address.slice(address.lastIndexOf('@') + 1)
  const vouched = methods.some(({ method, result, properties }) => {
    if (result !== 'pass') return false
    const named = (...names: string[]) => names.map((name) => domainOf(properties.get(name))).find((found) => found !== undefined)
    if (method === 'dmarc') return (named('header.from') ?? domain) === domain
    if (method === 'dkim') return aligned(named('header.d', 'header.i'), domain)
    return method === 'spf' && aligned(named('smtp.mailfrom', 'smtp.mail'), domain)
  })
  return vouched ? 'established' : 'not-established'
}

/** DMARC's relaxed alignment, as far as it goes without the list of public suffixes: one is the other or below it. */
function aligned(vouching: string | undefined, from: string): boolean {
  if (vouching === undefined || !vouching.includes('.')) return false
  return vouching === from || from.endsWith(`.${vouching}`) || vouching.endsWith(`.${from}`)
}

function domainOf(value: string | undefined): string | undefined {
  return value?.slice(value.lastIndexOf('@') + 1).toLowerCase()
}

/** Of several results of one method (a mail may carry many signatures) a pass counts, else the first. */
function resultOf(methods: Method[], name: string): AuthenticationResult {
  const found = methods.filter(({ method }) => method === name)
  return (found.find(({ result }) => result === 'pass') ?? found[0])?.result ?? 'not-checked'
}

function authservOf(value: string): string | undefined {
  return withoutComments(value).split(';')[0]?.trim().split(/\s+/)[0]?.toLowerCase()
}

function methodsIn(value: string): Method[] {
  const methods: Method[] = []
  for (const part of withoutComments(value).split(';').slice(1, methodLimit)) {
    const match = /^\s*([a-z0-9-]+)(?:\/\d+)?\s*=\s*([a-z]+)/i.exec(part)
    if (!match) continue
    const said = (match[2] as string).toLowerCase().replace('softfail', 'neutral').replace('hardfail', 'fail')
    const properties = new Map<string, string>()
    for (const property of part.slice(match[0].length).matchAll(/([a-z]+\.[a-z0-9-]+)\s*=\s*("[^"]*"|[^\s;]+)/gi)) {
      properties.set((property[1] as string).toLowerCase(), (property[2] as string).replaceAll('"', ''))
    }
    methods.push({
      method: (match[1] as string).toLowerCase(),
      result: results.has(said) ? (said as AuthenticationResult) : 'none',
      properties,
    })
  }
  return methods
}

/** Removes comments, which may be nested, and blanks quoted text that could hide a separator. */
function withoutComments(value: string): string {
  let depth = 0
  let quoted = false
  let out = ''
  for (const character of value.slice(0, fieldLimitCharacters)) {
    if (character === '"' && depth === 0) quoted = !quoted
    else if (character === '(' && !quoted) depth++
    else if (character === ')' && !quoted && depth > 0) depth--
    else if (depth === 0) out += quoted && /[;=()\s]/.test(character) ? '_' : character
  }
  return out
}
