// What stands between the desk and a mailbox: the kinds of trouble, and each in plain words with what to do about it.
import type { MailboxSettings } from '../../config.ts'
import { TokenTrouble } from '../../platform/access-token.ts'

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
  if (error instanceof NotRecorded)
    return {
      kind: 'unreachable',
      problem: `what came for ${settings.user} cannot be recorded: ${message}`,
      remedy: 'See to the database and to the room on its disk. The mails stay on the mail server, and are taken in afterwards.',
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
export class MissingFolder extends Error {}

/** The server lists a mail and does not hand it over: going past it would lose it. */
export class WithheldMail extends Error {
  readonly uid: number
  constructor(uid: number) {
    super(`the server lists the mail with the UID ${uid} and does not hand it over`)
    this.uid = uid
  }
}

/** The server refused a command, of which the library says no more. */
export class UnansweredCommand extends Error {}

/** The mails are there, and the desk's own database did not take them. */
export class NotRecorded extends Error {
  constructor(cause: unknown) {
    const words = cause instanceof Error ? cause.message : String(cause)
    super(words.replace(/\s+/g, ' ').trim().slice(-databaseWordsLimit), { cause }) // the database's own words come last
  }
}

const databaseWordsLimit = 200

/** The server said no to something about one folder: the other folders can be read all the same. */
export function concernsOneFolder(error: unknown): boolean {
  if (error instanceof MissingFolder || error instanceof WithheldMail || error instanceof UnansweredCommand) return true
  const { responseStatus, code } = error as { responseStatus?: string; code?: string }
  return responseStatus === 'NO' || responseStatus === 'BAD' || code === notFound
}

/** The library's word for a folder that STATUS does not find. */
export const notFound = 'NotFound'

/** RFC 5530: these say that the server cannot tell just now. */
const passingRefusals = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG'])

export function isRefusedSignIn(error: unknown): boolean {
  const { authenticationFailed, serverResponseCode = '' } = error as { authenticationFailed?: boolean; serverResponseCode?: string }
  return authenticationFailed === true && !passingRefusals.has(serverResponseCode)
}
