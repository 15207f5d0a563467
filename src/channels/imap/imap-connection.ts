// A connection to one mailbox, and in plain words what stands in its way. An instance of the library serves once: after
// any close a new one is made.
import { ImapFlow, type MailboxObject } from 'imapflow'
import type { MailboxSettings } from '../../config.ts'
import { type AccessTokens, TokenTrouble } from '../../platform/access-token.ts'
import { WithheldMail } from './fetch-mails.ts'

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

/** wrong: something answered and refused, or a setting is at fault; unreachable: nothing answered, and it may pass. */
export type Trouble = { kind: 'wrong' | 'unreachable'; problem: string; remedy: string }

/** What is wrong and what to do about it, for the console and the doctor. Never repeats a secret. */
export function troubleWith(error: unknown, settings: MailboxSettings): Trouble {
  const { code = '', responseText = '', message = '' } = error as { code?: string; responseText?: string; message?: string }
  const server = `${settings.host}:${settings.port}`
  const prefix = `MAILBOX_${settings.name.toUpperCase()}_`
  if (error instanceof TokenTrouble) {
    return {
      kind: error.refused ? 'wrong' : 'unreachable',
      problem: `no access token for ${settings.user}: ${message}`,
      remedy: error.refused
        ? `Grant the desk access again and set ${prefix}OAUTH2_REFRESH_TOKEN or _CLIENT_SECRET anew.`
        : `Check ${prefix}OAUTH2_TOKEN_URL, and that a firewall lets this machine out.`,
    }
  }
  if (isRefusedSignIn(error)) {
    const what = settings.auth.kind === 'password' ? `${prefix}PASSWORD` : `${prefix}OAUTH2_*, and that the token may read mail`
    return {
      kind: 'wrong',
      problem: `${server} refused the sign-in of ${settings.user}${responseText ? `: ${responseText}` : ''}`,
      remedy: `Check the user in ${prefix}URL and ${what}.`,
    }
  }
  if (error instanceof MissingFolder)
    return {
      kind: 'wrong',
      problem: `${server} has no folder ${message} for ${settings.user}`,
      remedy: `Check the folder at the end of ${prefix}URL, and ${prefix}FOLDERS and _SENT_FOLDER.`,
    }
  if (error instanceof WithheldMail)
    return {
      kind: 'wrong',
      problem: `${server}: ${message}`,
      remedy:
        'The desk asks again, and goes past no mail. If it stays so, look for the mail in a mail program, and move it to another folder.',
    }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return {
      kind: 'unreachable',
      problem: `${settings.host} has no address`,
      remedy: `Check the host in ${prefix}URL, and this machine's name service.`,
    }
  if (code === 'ECONNREFUSED')
    return {
      kind: 'unreachable',
      problem: `nothing answers at ${server}`,
      remedy: `Check host and port in ${prefix}URL, and that the mail server runs.`,
    }
  if (/CERT|SELF_SIGNED|ALTNAME|TLS|SSL/i.test(`${code} ${message}`))
    return {
      kind: 'wrong',
      problem: `no trusted TLS connection to ${server}: ${message}`,
      remedy: `Use imaps:// with the name that the server's certificate bears.`,
    }
  if (/TIMEOUT|ETIMEDOUT/i.test(code))
    return {
      kind: 'unreachable',
      problem: `${server} does not answer in time`,
      remedy: 'Check that a firewall lets this machine out, and that the server is not overloaded.',
    }
  return {
    kind: 'unreachable',
    problem: `the connection to ${server} ended: ${responseText || message || code || 'no reason given'}`,
    remedy: 'The desk keeps trying; if it stays so, ask whoever runs the mail server.',
  }
}

/** A folder of the settings does not exist; the message is its path. */
class MissingFolder extends Error {}

/** RFC 5530: these say that the server cannot tell just now. */
const passingRefusals = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG'])

function isRefusedSignIn(error: unknown): boolean {
  const { authenticationFailed, serverResponseCode = '' } = error as { authenticationFailed?: boolean; serverResponseCode?: string }
  return authenticationFailed === true && !passingRefusals.has(serverResponseCode)
}
