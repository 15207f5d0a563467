// A customer's mail, handed in by SMTP like any other, so that the demo and its visitors use the same door.
import nodemailer from 'nodemailer'
import { Unreachable } from '../../platform/problem.ts'

export type CustomerMail = { from: string; to?: string; subject: string; text: string; inReplyTo?: string; references?: string[] }

export async function sendCustomerMail(smtpPort: number, mail: CustomerMail & { to: string }): Promise<{ messageId: string }> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: smtpPort, secure: false, ignoreTLS: true })
  try {
    const { from, to, subject, text, inReplyTo, references } = mail
    const sent = await transport.sendMail({
      from,
      to,
      subject,
      text,
      ...(inReplyTo ? { inReplyTo } : {}),
      ...(references ? { references } : {}),
    })
    return { messageId: sent.messageId }
  } catch (cause) {
    throw new Unreachable(
      `The demo's post office on port ${smtpPort} did not take the mail. Is the demo running? Start it with: npm run demo`,
      { cause },
    )
  } finally {
    transport.close()
  }
}
