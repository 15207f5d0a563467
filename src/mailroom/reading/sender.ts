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

const fieldLimitCharacters = 16_000
const methodLimit = 200 // a mail may carry many signatures, and the result that matters may stand behind them
const results = new Set(['pass', 'fail', 'neutral', 'none', 'temperror', 'permerror'])

/** Without a configured `authservId` nothing is believed, and nobody is established. */
export function authenticate(mail: Sender, authservId: string | undefined): Authentication {
  const believed =
    authservId &&
    mail.headers.find((field) => field.name === 'authentication-results' && authservOf(field.value) === authservId.toLowerCase())
  const methods = believed ? methodsIn(believed.value) : []
  const verdict = verdictOf(methods, mail)
  const dmarc = verdict === 'contradicted' ? 'fail' : resultOf(methods, 'dmarc')
  return { spf: resultOf(methods, 'spf'), dkim: resultOf(methods, 'dkim'), dmarc, verdict }
}

function verdictOf(methods: Method[], mail: Sender): Authentication['verdict'] {
  const { address } = mail.from
  const domain = address?.slice(address.lastIndexOf('@') + 1)
  const checks = methods.filter(({ method }) => method === 'dmarc')
  const denied = checks.filter(({ result }) => result === 'fail')
  const checked = ({ properties }: Method) => domainOf(properties.get('header.from'))
  // A fail for this very domain outweighs any pass beside it; one for another domain counts where nothing passed.
  if (denied.some((check) => (checked(check) ?? domain) === domain)) return 'contradicted'
  if (denied.length > 0 && !checks.some(({ result }) => result === 'pass')) return 'contradicted'
  if (domain === undefined || mail.fromCount !== 1) return 'not-established' // several senders: it is unclear whose domain vouched
  return methods.some((method) => vouches(method, domain)) ? 'established' : 'not-established'
}

function vouches({ method, result, properties }: Method, domain: string): boolean {
  if (result !== 'pass') return false
  const named = (...names: string[]) => names.map((name) => domainOf(properties.get(name))).find((found) => found !== undefined)
  if (method === 'dmarc') return (named('header.from') ?? domain) === domain
  if (method === 'dkim') return aligned(named('header.d', 'header.i'), domain)
  return method === 'spf' && aligned(named('smtp.mailfrom', 'smtp.mail'), domain)
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

/** Also of a field that is broken behind it: one of the office's server that nothing is believed of must not give way to a forged one below it. */
function authservOf(value: string): string | undefined {
  return bare(value).text.split(';')[0]?.trim().split(/\s+/)[0]?.toLowerCase()
}

function methodsIn(value: string): Method[] {
  const { text, whole } = bare(value)
  if (!whole) return [] // where a quote or a comment does not end, nobody can say whose words the rest is
  const methods: Method[] = []
  for (const part of text.split(';').slice(1, methodLimit)) {
    const match = /^\s*([a-z0-9-]+)(?:\/\d+)?\s*=\s*([a-z]+)/i.exec(part)
    if (!match) continue
    const said = (match[2] as string).toLowerCase().replace('softfail', 'neutral').replace('hardfail', 'fail')
    methods.push({
      method: (match[1] as string).toLowerCase(),
      result: results.has(said) ? (said as AuthenticationResult) : 'none',
      properties: propertiesIn(part.slice(match[0].length)),
    })
  }
  return methods
}

/** A property said twice keeps its first value: the server writes its own before those that a sender can word. */
function propertiesIn(text: string): Map<string, string> {
  const properties = new Map<string, string>()
  for (const [, name, value] of text.matchAll(/([a-z]+\.[a-z0-9-]+)\s*=\s*(\S+)/gi)) {
    const key = (name as string).toLowerCase()
    if (!properties.has(key)) properties.set(key, value as string)
  }
  return properties
}

/**
 * Without comments, which may be nested, and with quoted text so blanked that it separates nothing. A quoted pair (RFC 5322)
 * neither ends a quote nor a comment. `whole`: every quote and comment ends, and no backslash stands outside of them.
 */
function bare(value: string): { text: string; whole: boolean } {
  let depth = 0
  let quoted = false
  let whole = value.length <= fieldLimitCharacters
  let text = ''
  const characters = [...value.slice(0, fieldLimitCharacters)]
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string
    if (character === '\\') {
      if (!quoted && depth === 0) whole = false
      at++
      if (depth === 0) text += '_'
    } else if (character === '"' && depth === 0) quoted = !quoted
    else if (character === '(' && !quoted) depth++
    else if (character === ')' && !quoted) {
      if (depth === 0) whole = false
      else depth--
    } else if (depth === 0) text += quoted && /[;=()\s]/.test(character) ? '_' : character
  }
  return { text, whole: whole && !quoted && depth === 0 }
}
