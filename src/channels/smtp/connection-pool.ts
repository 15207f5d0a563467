// A few SMTP connections that stay open between mails. The library's own pool sends a mail again by itself when its
// connection is lost, which a desk that must never send twice cannot have; so this one only keeps connections.
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SmtpSettings } from '../../config.ts'
import { type AccessTokens, TokenTrouble } from '../../platform/access-token.ts'
import { SignInRefused, signIn } from './sign-in.ts'

const idleLimitMilliseconds = 20_000 // shorter than any server's patience
const mailsPerConnection = 50
const connectLimitMilliseconds = 30_000
const greetingLimitMilliseconds = 30_000
const silenceLimitMilliseconds = 60_000

export type ConnectionPool = {
  /** A connection that is signed in, used before or new. Throws what stands in the way. */
  take(): Promise<{ connection: SMTPConnection; reused: boolean }>
  give(connection: SMTPConnection): void
  drop(connection: SMTPConnection): void
  close(): Promise<void>
}

export function createConnectionPool(settings: SmtpSettings, tokens: AccessTokens | undefined): ConnectionPool {
  const idle = new Map<SMTPConnection, NodeJS.Timeout>()
  const mails = new WeakMap<SMTPConnection, number>()
  let closed = false

  function drop(connection: SMTPConnection): void {
    clearTimeout(idle.get(connection))
    idle.delete(connection)
    connection.close()
  }

  return {
    async take() {
      const [kept] = idle.keys()
      if (kept) {
        clearTimeout(idle.get(kept))
        idle.delete(kept)
        return { connection: kept, reused: true }
      }
      const connection = await connect(settings, tokens).catch((error: unknown) => {
        // A token may be refused before its time; a fresh one is tried once before anybody is told.
        if (!(error instanceof SignInRefused) || !settings.oauth2 || error.cause instanceof TokenTrouble) throw error
        return connect(settings, tokens)
      })
      connection.on('end', () => drop(connection))
      return { connection, reused: false }
    },
    give(connection) {
      const sent = (mails.get(connection) ?? 0) + 1
      mails.set(connection, sent)
      if (closed || sent >= mailsPerConnection) return connection.quit()
      idle.set(connection, setTimeout(() => drop(connection), idleLimitMilliseconds).unref())
    },
    drop,
    async close() {
      closed = true
      for (const connection of [...idle.keys()]) {
        clearTimeout(idle.get(connection))
        idle.delete(connection)
        connection.quit()
      }
    },
  }
}

async function connect(settings: SmtpSettings, tokens: AccessTokens | undefined): Promise<SMTPConnection> {
  const { host, port, security } = settings
  const connection = new SMTPConnection({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'plain',
    connectionTimeout: connectLimitMilliseconds,
    greetingTimeout: greetingLimitMilliseconds,
    socketTimeout: silenceLimitMilliseconds,
    logger: false,
  })
  await new Promise<void>((resolve, reject) => {
    connection.on('error', reject) // also keeps later errors from ending the desk; a send gets them by its callback
    connection.connect((failed) => (failed ? reject(failed) : resolve()))
  })
  try {
    await signIn(connection, settings, tokens)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}
