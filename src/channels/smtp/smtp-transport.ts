// Mail out over SMTP, on a few connections that stay open. What matters most here is to know what a failure means: a mail
// that was certainly not taken may be sent again, one that may have been taken must not.
import { Readable } from 'node:stream'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SmtpSettings } from '../../config.ts'
import type { OutgoingMail, RefusedRecipient, SendOutcome, Transport } from '../../mailroom/mailroom.ts'
import { type AccessTokens, createAccessTokens } from '../../platform/access-token.ts'
import type { RefreshTokens } from '../../platform/refresh-tokens.ts'
import { type ConnectionPool, createConnectionPool } from './connection-pool.ts'
import { isSignInAnswer, SignInRefused } from './sign-in.ts'

/** `refreshTokens`: where the successor of a spent refresh token is kept; needed where the settings have one. */
export function createSmtpTransport(settings: SmtpSettings, refreshTokens?: RefreshTokens): Transport {
  const tokens: AccessTokens | undefined = settings.oauth2 && createAccessTokens(refreshTokens ?? noRefreshTokens)
  const pool = createConnectionPool(settings, tokens)
  return {
    async send(mail) {
      // A kept connection may have been closed by the server meanwhile; then one fresh try follows at once.
      for (let tries = 1; ; tries++) {
        const taken = await pool.take().catch((error: Error) => error)
        if (taken instanceof SignInRefused) return { kind: 'not-signed-in', error: taken.message, remedy: taken.remedy }
        if (taken instanceof Error) return { kind: 'try-again', error: taken.message } // nothing was said about the mail yet
        const outcome = await sendOver(taken.connection, mail, pool)
        if (tries > 1 || !taken.reused || outcome.kind !== 'try-again' || outcome.answered) return outcome
      }
    },
    async verify() {
      pool.give((await pool.take()).connection)
    },
    close: () => pool.close(),
  }
}

type SmtpError = Error & { responseCode?: number; code?: string; recipient?: string; rejectedErrors?: SmtpError[] }
type Attempt = SendOutcome & { answered?: boolean }

const noRefreshTokens: RefreshTokens = {
  spend: () => Promise.reject(new Error('a refresh token is not spent without a database')),
}

function sendOver(connection: SMTPConnection, mail: OutgoingMail, pool: ConnectionPool): Promise<Attempt> {
  const words = wordsToSend(mail.bytes)
  const envelope = { from: mail.envelopeFrom, to: [mail.to, ...mail.cc], size: mail.bytes.length, dsn: reportsWanted(mail) }
  return new Promise((resolve) => {
    connection.send(envelope, words.stream, (error: SmtpError | null, info) => {
      if (!error) {
        pool.give(connection)
        return resolve({ kind: 'accepted', response: info?.response ?? '', ...refusedIn(info?.rejectedErrors) })
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

const envelopeIdLimitCharacters = 100 // RFC 3461

/** Asked only of a server that offers it (RFC 3461): the headers are enough to know our mail by, and success is no news. */
function reportsWanted({ messageId, to, cc }: OutgoingMail): SMTPConnection.DSNOptions {
  const envid = messageId.slice(1, -1)
  return {
    ret: 'HDRS',
    notify: ['FAILURE', 'DELAY'],
    ...(cc.length === 0 ? { orcpt: `rfc822;${to}` } : {}), // the library names one for all recipients
    ...(envid.length <= envelopeIdLimitCharacters ? { envid } : {}),
  }
}

/** The recipients whom the server did not take. */
function refusedIn(errors: readonly SmtpError[] = []): { refused?: RefusedRecipient[] } {
  const refused = errors.map(({ recipient = '', message }) => ({ address: recipient, error: message }))
  return refused.length === 0 ? {} : { refused }
}

/** The server answered, or the words had not been sent. 5xx is its last word about the mail; anything else may pass. */
function certainlyNotTaken({ responseCode, message, code, rejectedErrors }: SmtpError): Attempt {
  if (responseCode === undefined) {
    // The library itself refuses an address it cannot ask about, and a mail larger than the server takes.
    return code === 'EENVELOPE' || code === 'EMESSAGE' ? { kind: 'refused', error: message } : { kind: 'try-again', error: message }
  }
  // A server that wants a sign-in only now says nothing about the mail.
  if (isSignInAnswer(responseCode)) return { kind: 'not-signed-in', error: message, remedy: 'Check the user in SMTP_URL and its password.' }
  if (responseCode < 500) return { kind: 'try-again', error: message, answered: true }
  return { kind: 'refused', error: message, answered: true, ...refusedIn(rejectedErrors) }
}
