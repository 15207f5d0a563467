// What the office's own mail server writes on top of a mail it takes: how it came, and whether its sender is genuine
// (RFC 8601). A sender may have written such a statement himself; those under this server's name are taken out.
import addressparser from 'nodemailer/lib/addressparser'

export type Stamping = { from: string; to: string; client: string }

export type Believed = { authservId: string; genuineDomains: readonly string[] }

/** `raw` with Authentication-Results on top, then Return-Path, Delivered-To and Received. */
export function stampForOffice(raw: Buffer, envelope: Stamping, believed: Believed, now: Date): Buffer {
  const { fields, rest } = splitMail(raw)
  const own = fields.filter((field) => !isReturnPath(field) && !statesUnder(field, believed.authservId))
  return joinMail([authenticationResults(own, envelope.from, believed), ...trace(envelope, believed.authservId, now), ...own], rest)
}

/** A customer's provider states nothing that the demo needs. */
export function stampForCustomer(raw: Buffer, envelope: Stamping, name: string, now: Date): Buffer {
  const { fields, rest } = splitMail(raw)
  return joinMail([...trace(envelope, name, now), ...fields.filter((field) => !isReturnPath(field))], rest)
}

function trace(envelope: Stamping, name: string, now: Date): string[] {
  const client = envelope.client.replace(/[^\w.:[\]-]/g, '?')
  return [
    `Return-Path: <${oneLine(envelope.from)}>`,
    `Delivered-To: ${oneLine(envelope.to)}`,
    `Received: from ${client} ([127.0.0.1]) by ${name} with ESMTP;\r\n ${now.toUTCString().replace('GMT', '+0000')}`,
  ]
}

/** The demo has no senders with keys or DNS: mail from a genuine domain counts as signed by it. */
function authenticationResults(fields: string[], envelopeFrom: string, { authservId, genuineDomains }: Believed): string {
  const domain = authorDomain(fields)
  const genuine = (candidate: string | undefined) =>
    candidate !== undefined && genuineDomains.some((known) => known.toLowerCase() === candidate)
  const spf = genuine(domainOf(envelopeFrom)) ? 'pass' : 'none'
  const mailFrom = ` smtp.mailfrom=${domainOf(envelopeFrom) ?? 'none'}`
  if (domain === undefined) return `Authentication-Results: ${authservId}; dmarc=permerror; spf=${spf}${mailFrom}`
  const dmarc = genuine(domain) ? `dmarc=pass header.from=${domain}; dkim=pass header.d=${domain}` : `dmarc=none header.from=${domain}`
  return `Authentication-Results: ${authservId}; ${dmarc};\r\n spf=${spf}${mailFrom}`
}

/** The domain of the one author; RFC 7489 6.6.1: with none, several or a group there is nothing to check. */
function authorDomain(fields: string[]): string | undefined {
  const from = fields.filter((field) => /^from[ \t]*:/i.test(field))
  const [only] = from
  if (from.length !== 1 || only === undefined) return undefined
  const authors = addressparser(unfold(only.slice(only.indexOf(':') + 1)))
  const [author] = authors
  return authors.length === 1 && author && 'address' in author && author.address ? domainOf(author.address) : undefined
}

function domainOf(address: string): string | undefined {
  const parts = address.split('@')
  const domain = parts[1]?.toLowerCase()
  return parts.length === 2 && domain && /^[a-z0-9.-]+$/.test(domain) ? domain : undefined
}

/** RFC 8601 5: also where the name stands in quotes, in other letters, or behind comments; and where no name can be made out. */
function statesUnder(field: string, authservId: string): boolean {
  const named = /^authentication-results[ \t]*:([\s\S]*)$/i.exec(field)
  if (!named) return false
  const text = withoutComments(unfold(named[1] ?? '')).trim()
  const name = /^"((?:[^"\\]|\\.)*)"|^([^\s;"]+)/.exec(text)
  const found = name?.[1]?.replace(/\\(.)/g, '$1') ?? name?.[2]
  return found === undefined || found.toLowerCase() === authservId.toLowerCase()
}

function withoutComments(text: string): string {
  let left = ''
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '\\') {
      if (depth === 0) left += text.slice(at, at + 2)
      at++
    } else if (character === '"' && depth === 0) {
      quoted = !quoted
      left += character
    } else if (character === '(' && !quoted) depth++
    else if (character === ')' && !quoted && depth > 0) depth--
    else if (depth === 0) left += character
  }
  return left
}

function isReturnPath(field: string): boolean {
  return /^return-path[ \t]*:/i.test(field)
}

/** Header fields with their continuation lines; whatever ends a line, so that no reader sees fewer fields than this one. */
function splitMail(raw: Buffer): { fields: string[]; rest: string } {
  const text = raw.toString('latin1')
  const blank = /^(?:\r\n|\n|\r)|\r\n\r\n|\n\n|\n\r\n|\r\r/.exec(text)
  const head = blank ? text.slice(0, blank.index) : text
  const rest = blank ? text.slice(blank.index + blank[0].length) : ''
  const fields: string[] = []
  for (const line of head.split(/\r\n|\n|\r/)) {
    if (/^[ \t]/.test(line) && fields.length > 0) fields.push(`${fields.pop()}\r\n${line}`)
    else if (line !== '') fields.push(line)
  }
  return { fields, rest }
}

function joinMail(fields: string[], rest: string): Buffer {
  return Buffer.from(`${fields.join('\r\n')}\r\n\r\n${rest}`, 'latin1')
}

function unfold(text: string): string {
  return text.replace(/\r\n(?=[ \t])/g, '').trim()
}

function oneLine(text: string): string {
  return text.replace(/[\r\n<>]/g, '')
}
