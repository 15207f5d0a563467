// Mail out over SMTP, on a few connections that stay open. What matters most here is to know what a failure means: a mail
// that was certainly not taken may be sent again, one that may have been taken must not.
import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SmtpSettings } from '../../config.ts'
import type { OutgoingMail, SendOutcome, Transport } from '../../mailroom/mailroom.ts'
import { type ConnectionPool, createConnectionPool } from './connection-pool.ts'

export function createSmtpTransport(settings: SmtpSettings): Transport {
  const pool = createConnectionPool(settings)
  return {
    async send(mail) {
      const bytes = await compose(mail)
      // A kept connection may have been closed by the server meanwhile; then one fresh try follows at once.
      for (let tries = 1; ; tries++) {
        const taken = await pool.take().catch((error: Error) => error)
        if (taken instanceof Error) return { kind: 'try-again', error: taken.message } // nothing was said about the mail yet
        const outcome = await sendOver(taken.connection, mail, bytes, pool)
        if (tries > 1 || !taken.reused || outcome.kind !== 'try-again' || outcome.answered) return outcome
      }
    },
    async verify() {
      pool.give((await pool.take()).connection)
    },
    close: () => pool.close(),
  }
}

type SmtpError = Error & { responseCode?: number; code?: string }
type Attempt = SendOutcome & { answered?: boolean }

function sendOver(connection: SMTPConnection, mail: OutgoingMail, bytes: Buffer, pool: ConnectionPool): Promise<Attempt> {
  const words = wordsToSend(bytes)
  const envelope = { from: mail.envelopeFrom, to: [mail.to], size: bytes.length }
  return new Promise((resolve) => {
    connection.send(envelope, words.stream, (error: SmtpError | null, info) => {
      if (!error) {
        pool.give(connection)
        return resolve({ kind: 'accepted', response: info?.response ?? '' })
      }
      pool.drop(connection) // fit for use after a mere refusal, but those are rare and a fresh one is safer
      if (error.responseCode === undefined && words.handedOver()) return resolve({ kind: 'unknown', error: error.message })
      resolve(certainlyNotTaken(error))
    })
  })
}

/** The mail's bytes, and whether the last of them was handed over: from then on silence says nothing. */
function wordsToSend(bytes: Buffer): { stream: Readable; handedOver(): boolean } {
  let ended = false
  const stream = new Readable({
    read() {
      this.push(bytes)
      this.push(null)
      ended = true
    },
  })
  return { stream, handedOver: () => ended }
}

const signInAnswers = new Set([530, 534, 535, 538]) // a setting to be mended, no fault of the mail

/** The server answered, or the words had not been sent. 5xx is its last word about the mail; anything else may pass. */
function certainlyNotTaken({ responseCode, message, code }: SmtpError): Attempt {
  if (responseCode === undefined) {
    // The library itself refuses an address it cannot ask about, and a mail larger than the server takes.
    return code === 'EENVELOPE' || code === 'EMESSAGE' ? { kind: 'refused', error: message } : { kind: 'try-again', error: message }
  }
  const last = responseCode >= 500 && !signInAnswers.has(responseCode)
  return { kind: last ? 'refused' : 'try-again', error: message, answered: true }
}

function compose(mail: OutgoingMail): Promise<Buffer> {
  const { messageId, from, to, subject, text, headers, date } = mail
  const composer = new MailComposer({
    messageId,
    from,
    to,
    replyTo: from,
    subject,
    text,
    date,
    headers,
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}
