// What a delivery report inside a mail says (RFC 3464), and which of our mails it is about. Loose on purpose: many
// servers write something that only resembles the standard.
import type { BouncedRecipient, MailReading, ReportPart } from './mail-reading.ts'

const recipientLimit = 50
const messageIdLimit = 20
const textLimitCharacters = 100_000

export function readReport(parts: readonly ReportPart[]): MailReading['reported'] {
  const recipients = parts.filter(({ contentType }) => isStatus.test(contentType)).flatMap(({ text }) => readDeliveryStatus(text))
  const messageIds = new Set(parts.flatMap(({ text }) => messageIdsIn(text)))
  return { messageIds: [...messageIds].slice(0, messageIdLimit), recipients: recipients.slice(0, recipientLimit) }
}

const isStatus = /^message\/(?:global-)?delivery-status$/

function readDeliveryStatus(text: string): BouncedRecipient[] {
  const groups = text
    .slice(0, textLimitCharacters)
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
  const recipients: BouncedRecipient[] = []
  for (const group of groups) {
    const fields = fieldsOf(group)
    const recipient = fields.get('final-recipient') ?? fields.get('original-recipient')
    const status = fields.get('status')?.match(/\b[245]\.\d{1,3}\.\d{1,3}\b/)?.[0] ?? null
    const action =
      fields
        .get('action')
        ?.toLowerCase()
        .match(/[a-z]+/)?.[0] ?? null
    if ((recipient || action || status) && recipients.length < recipientLimit) {
      const reason = fields.get('diagnostic-code')?.slice(0, 500) ?? null
      recipients.push({ recipient: addressIn(recipient), action, status, reason, permanent: status?.startsWith('5') ?? false })
    }
  }
  return recipients
}

/** The Message-IDs named in the header fields of a returned mail, or in a report's words. */
function messageIdsIn(text: string): string[] {
  const found = new Set<string>()
  for (const match of text.slice(0, textLimitCharacters).matchAll(/^[>\s]{0,8}Message-ID:\s*(<[^<>\s]{3,300}>)/gim)) {
    if (found.size < messageIdLimit) found.add(match[1] as string)
  }
  return [...found]
}

function fieldsOf(group: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const line of group.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
  }
  return fields
}

/** `rfc822; <somebody@example.com>` → `somebody@example.com` */
function addressIn(field: string | undefined): string | null {
  return field?.match(/[^\s<>;:,"]+@[^\s<>;:,"]+/)?.[0]?.toLowerCase() ?? null
}
