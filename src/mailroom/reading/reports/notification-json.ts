// Amazon's mail service reports in JSON as the text of a mail (SES through SNS, bare or inside SNS's own envelope).
import { z } from 'zod'
import type { BouncedRecipient } from '../mail-reading.ts'
import { enhancedStatusIn, statusIn } from './status-in-text.ts'

export type Notification = { kind: 'bounce' | 'complaint' | 'delivery'; recipients: BouncedRecipient[]; messageIds: string[] }

const textLimitCharacters = 64_000
const listLimit = 50

/** Null for any other text. */
export function readNotification(text: string): Notification | null {
  const beginning = text.slice(0, textLimitCharacters).trimStart()
  if (!beginning.startsWith('{')) return null
  // Relays break a long line with an exclamation mark (RFC 5321, 4.5.3.1.6, as sendmail does it).
  const json = beginning.replace(/!\r?\n ?/g, '')
  const outer = objectIn(json)
  const inner = envelope.safeParse(outer)
  const report = notification.safeParse(inner.success ? objectIn(inner.data.Message) : outer)
  return report.success ? described(report.data) : null
}

const word = z.string().max(2_000)
const envelope = z.object({ Type: z.literal('Notification'), Message: z.string() })
const notification = z.object({
  notificationType: word.optional(),
  eventType: word.optional(), // the newer name
  bounce: z
    .object({
      bounceType: word.optional(),
      bouncedRecipients: z.array(
        z.object({ emailAddress: word, action: word.optional(), status: word.optional(), diagnosticCode: word.optional() }),
      ),
    })
    .optional(),
  complaint: z.object({ complainedRecipients: z.array(z.object({ emailAddress: word })) }).optional(),
  delivery: z.object({ recipients: z.array(word), smtpResponse: word.optional() }).optional(),
  mail: z
    .object({
      headers: z.array(z.object({ name: word, value: word })).optional(),
      commonHeaders: z.object({ messageId: word.optional() }).optional(),
    })
    .optional(),
})

/** The first object of a text; what stands behind it, as SNS's word of goodbye, is no part of it. */
function objectIn(text: string): unknown {
  const ends = [...text.matchAll(/\}\s*(?=\n|$)/g)].slice(0, 50).map(({ index }) => index + 1)
  for (const end of ends) {
    try {
      return JSON.parse(text.slice(0, end))
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error // not the end yet
    }
  }
  return null
}

function described({ notificationType, eventType, bounce, complaint, delivery, mail }: z.infer<typeof notification>): Notification | null {
  const ids = [...(mail?.headers ?? []).filter(({ name }) => /^message-id$/i.test(name)).map(({ value }) => value)]
  if (mail?.commonHeaders?.messageId) ids.push(mail.commonHeaders.messageId)
  const messageIds = [...new Set(ids.filter((id) => /^<[^<>\s]{3,300}>$/.test(id)))]
  const type = (notificationType ?? eventType ?? '').toLowerCase()
  if (type === 'bounce' && bounce) {
    const recipients = bounce.bouncedRecipients
      .slice(0, listLimit)
      .map((recipient) => bounced(recipient, bounce.bounceType !== 'Permanent'))
    return { kind: 'bounce', recipients, messageIds }
  }
  if (type === 'complaint' && complaint) return { kind: 'complaint', recipients: [], messageIds }
  if (type !== 'delivery' || !delivery) return null
  const status = enhancedStatusIn(delivery.smtpResponse ?? '') ?? '2.0.0'
  const arrived = { status, action: 'delivered', reason: delivery.smtpResponse ?? null, permanent: false }
  return {
    kind: 'delivery',
    recipients: delivery.recipients.slice(0, listLimit).map((to) => ({ recipient: to.toLowerCase(), ...arrived })),
    messageIds,
  }
}

type Told = { emailAddress: string; action?: string | undefined; status?: string | undefined; diagnosticCode?: string | undefined }

function bounced({ emailAddress, action, status, diagnosticCode }: Told, mayRecover: boolean): BouncedRecipient {
  const told = enhancedStatusIn(status ?? '') ?? statusIn(diagnosticCode ?? '', mayRecover) ?? (mayRecover ? '4.0.0' : '5.0.0')
  return {
    recipient: emailAddress.toLowerCase(),
    status: told,
    action: action?.toLowerCase() ?? 'failed',
    reason: diagnosticCode?.slice(0, 500) ?? null,
    permanent: told.startsWith('5'),
  }
}
