// The Authentication-Results field of the office's own mail server (RFC 8601), read so that nothing a sender can word in it, a
// quoted local part or a comment, is taken for the server's own result.

import type { HeaderField } from '../mail-reading.ts'
import { domainOfAddress } from './domain-alignment.ts'

export type AuthenticationResult = 'pass' | 'fail' | 'neutral' | 'none' | 'temperror' | 'permerror' | 'not-checked'

export type Method = { method: string; result: AuthenticationResult; properties: Map<string, string> }

const fieldLimitCharacters = 16_000
const methodLimit = 200 // a mail may carry many signatures, and the result that matters may stand behind them
const results: Record<string, AuthenticationResult> = {
  pass: 'pass',
  fail: 'fail',
  hardfail: 'fail',
  neutral: 'neutral',
  softfail: 'neutral',
  policy: 'neutral', // verified, and not accepted
  none: 'none',
  temperror: 'temperror',
  permerror: 'permerror',
}

/**
 * Only the topmost field of that server counts, also where it says less than one below it. Filters that each write a field of
 * their own place it above those of the filters before, so the last word, DMARC's, stands on top. A run of fields could not be
 * told from a forged one: many servers write theirs below their own Received line, right above what the sender wrote.
 */
export function believedMethods(headers: readonly HeaderField[], authservId: string | undefined): Method[] {
  if (authservId === undefined) return []
  const topmost = headers.find(({ name, value }) => name === 'authentication-results' && authservOf(value) === authservId.toLowerCase())
  return topmost ? methodsIn(topmost.value) : []
}

/** The domain that a result is about, from the first of these properties that it has. */
export function domainIn({ properties }: Method, ...names: string[]): string | undefined {
  const value = names.map((name) => properties.get(name)).find((found) => found !== undefined)
  return value === undefined ? undefined : domainOfAddress(value)
}

/** Of several results of one method (a mail may carry many signatures) a pass counts, else the first. */
export function resultOf(methods: readonly Method[], name: string): AuthenticationResult {
  const found = methods.filter(({ method }) => method === name)
  return (found.find(({ result }) => result === 'pass') ?? found[0])?.result ?? 'not-checked'
}

/** Also of a field that is broken behind it: one of the office's server that nothing is believed of must not give way to a forged one below it. */
export function authservOf(value: string): string | undefined {
  return bare(value).text.split(';')[0]?.trim().split(/\s+/)[0]?.toLowerCase()
}

function methodsIn(value: string): Method[] {
  const { text, whole } = bare(value)
  if (!whole) return [] // where a quote or a comment does not end, nobody can say whose words the rest is
  const methods: Method[] = []
  for (const part of text.split(';').slice(1, methodLimit)) {
    const match = /^\s*([a-z0-9-]+)(?:\/\d+)?\s*=\s*([a-z]+)/i.exec(part)
    if (!match) continue
    methods.push({
      method: (match[1] as string).toLowerCase(),
      result: results[(match[2] as string).toLowerCase()] ?? 'none',
      properties: propertiesIn(part.slice(match[0].length)),
    })
  }
  return methods
}

/** A property said twice keeps its first value: the server writes its own before those that a sender can word. */
function propertiesIn(text: string): Map<string, string> {
  const properties = new Map<string, string>()
  for (const [, name, value] of text.matchAll(/(?:^|\s)([a-z]+\.[a-z0-9-]+)\s*=\s*(\S+)/gi)) {
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
