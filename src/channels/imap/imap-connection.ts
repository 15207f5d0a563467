// A connection to one mailbox. An instance of the library serves once: after any close a new one is made.
import { ImapFlow, type MailboxObject } from 'imapflow'
import type { MailboxSettings } from '../../config.ts'
import type { AccessTokens } from '../../platform/access-token.ts'
import { isRefusedSignIn, MissingFolder } from './imap-trouble.ts'

const connectLimitMilliseconds = 30_000
const greetingLimitMilliseconds = 16_000
const silenceLimitMilliseconds = 120_000 // a black-holed connection shows within this time
const literalOverheadBytes = 1_000_000

/** `silenceMilliseconds`: a server that says nothing for so long is gone. */
export type ConnectionLimits = { mailMaxBytes: number; silenceMilliseconds?: number }

/** An access token that was kept may have been revoked before its time: a refused one is tried once more with a fresh one. */
export async function connectMailbox(settings: MailboxSettings, tokens: AccessTokens, limits: ConnectionLimits): Promise<ImapFlow> {
  try {
    return await signIn(settings, tokens, limits)
  } catch (error) {
    if (settings.auth.kind !== 'oauth2' || !isRefusedSignIn(error)) throw error
    return await signIn(settings, tokens, limits)
  }
}

async function signIn(
  settings: MailboxSettings,
  tokens: AccessTokens,
  { mailMaxBytes, silenceMilliseconds = silenceLimitMilliseconds }: ConnectionLimits,
): Promise<ImapFlow> {
  const { auth, user, host, port, security } = settings
  const credentials = auth.kind === 'password' ? { user, pass: auth.password } : { user, accessToken: await tokens.accessToken(auth) }
  const client = new ImapFlow({
    host,
    port,
    secure: security === 'tls',
    ...(security === 'tls' ? {} : { doSTARTTLS: security === 'starttls' }),
    auth: credentials,
    logger: false,
    disableAutoIdle: true, // the watcher idles by itself, at once
    connectionTimeout: connectLimitMilliseconds,
    greetingTimeout: greetingLimitMilliseconds,
    socketTimeout: silenceMilliseconds,
    maxIdleTime: silenceMilliseconds / 2, // a new IDLE proves that the server is still there
    maxLiteralSize: mailMaxBytes + literalOverheadBytes,
  })
  client.on('error', () => {}) // told by the command that fails, or by 'close'
  try {
    await client.connect()
    return client
  } catch (error) {
    client.close()
    if (isRefusedSignIn(error)) tokens.forget()
    throw error
  }
}

/** Looks and never writes: a mail that the desk has read stays unread to people. */
export async function openFolder(client: ImapFlow, folder: string): Promise<MailboxObject> {
  try {
    return await client.mailboxOpen(folder, { readOnly: true })
  } catch (error) {
    const { serverResponseCode, mailboxMissing } = error as { serverResponseCode?: string; mailboxMissing?: boolean }
    if (mailboxMissing || serverResponseCode === 'NONEXISTENT') throw new MissingFolder(folder, { cause: error })
    throw error
  }
}
