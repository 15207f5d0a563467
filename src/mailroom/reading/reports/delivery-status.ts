// The recipients of a delivery report in the standard's own form (RFC 3464), also where it stands in a plain text. Loose on
// purpose: many servers write something that only resembles it.
import type { BouncedRecipient } from '../mail-reading.ts'
import { addressIn } from './address-in-text.ts'
import { enhancedStatusIn, isGeneral, replyCodeIn, statusIn } from './status-in-text.ts'

const textLimitCharacters = 64_000
const recipientLimit = 50
const reasonLimitCharacters = 500
const names =
  /^(?:final-recipient|original-recipient|x-actual-recipient|action|status|remote-mta|diagnostic-code|last-attempt-date|will-retry-until|final-log-id)$/

export function readDeliveryStatus(text: string): BouncedRecipient[] {
  const recipients: BouncedRecipient[] = []
  for (const fields of groupsOf(text.slice(0, textLimitCharacters))) {
    if (recipients.length >= recipientLimit) break
    const recipient = recipientOf(fields)
    if (recipient) recipients.push(recipient)
  }
  return recipients
}

/** Whether a text holds recipients in that form: a report whose parts could not be told apart. */
export function holdsDeliveryStatus(text: string): boolean {
  return /^[ \t]{0,8}Final-Recipient:/im.test(text) && /^[ \t]{0,8}(?:Action|Status):/im.test(text)
}

type Fields = Map<string, string>

/** A group ends at an empty line, and where some forgot it, before a field that it has already. */
function groupsOf(text: string): Fields[] {
  const groups: Fields[] = []
  let fields: Fields = new Map()
  let last: string | null = null
  const close = () => {
    if (fields.size > 0) groups.push(fields)
    fields = new Map()
    last = null
  }
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    if (line.trim() === '') close()
    else if (/^[ \t]/.test(line) && last !== null) fields.set(last, `${fields.get(last)} ${line.trim()}`)
    else {
      const colon = line.indexOf(':')
      const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase()
      last = null
      if (!names.test(name)) continue
      if (fields.has(name)) close()
      fields.set(name, line.slice(colon + 1).trim())
      last = name
    }
  }
  close()
  return groups
}

function recipientOf(fields: Fields): BouncedRecipient | null {
  const named = fields.get('final-recipient') ?? fields.get('original-recipient')
  const action = /[a-z]+/.exec(fields.get('action')?.toLowerCase() ?? '')?.[0] ?? null
  const reported = enhancedStatusIn(fields.get('status') ?? '')
  if (named === undefined && action === null && reported === null) return null
  const reason = fields.get('diagnostic-code')?.slice(0, reasonLimitCharacters) ?? null
  const status = reported === null ? inferred(action, reason) : corrected(reported, action, reason ?? '')
  const recipient = addressIn(named ?? '') ?? addressIn(fields.get('original-recipient') ?? '')
  return { recipient, action, status, reason, permanent: status?.startsWith('5') ?? false }
}

function inferred(action: string | null, reason: string | null): string | null {
  const told = reason === null ? null : statusIn(reason, action === 'delayed')
  if (told !== null) return told
  return action === 'failed' ? '5.0.0' : action === 'delayed' ? '4.0.0' : null
}

/** Some servers report a mere class, or call a lasting refusal temporary because they asked at the wrong moment; the refusal itself knows better. */
function corrected(reported: string, action: string | null, reason: string): string {
  if (action !== 'failed') return reported
  const refused = enhancedStatusIn(reason)
  if (refused === null) return reported
  if (isGeneral(reported) && refused[0] === reported[0]) return refused
  return reported.startsWith('4') && refused.startsWith('5') && replyCodeIn(reason)?.startsWith('5') ? refused : reported
}
