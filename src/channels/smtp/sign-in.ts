// Signing in to the server that takes our mail: with a password, or with an access token (RFC 7628's older kin XOAUTH2, which
// Microsoft 365 and Google both take).
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import XOAuth2 from 'nodemailer/lib/xoauth2'
import type { SmtpSettings } from '../../config.ts'
import { type AccessTokens, TokenTrouble } from '../../platform/access-token.ts'

type SignInError = Error & { code?: string; responseCode?: number }

/** The server, or the token endpoint, does not let the desk in. */
export class SignInRefused extends Error {
  readonly remedy: string
  constructor(error: Error, remedy: string) {
    super(error.message, { cause: error })
    this.remedy = remedy
  }
}

const signInAnswers = new Set([530, 534, 535, 538])

/** Throws `SignInRefused` where a setting is to be mended; anything else may pass. */
export async function signIn(connection: SMTPConnection, settings: SmtpSettings, tokens: AccessTokens | undefined): Promise<void> {
  const { user, password, oauth2 } = settings
  if (!user) return
  if (password) return login(connection, { user, credentials: { user, pass: password } }, refusedPassword)
  if (!oauth2 || !tokens) return
  // Asked for first, so that a refusal of the endpoint is known as its own.
  const first = await tokens.accessToken(oauth2).catch((error: Error) => {
    throw error instanceof TokenTrouble && error.refused ? new SignInRefused(error, refusedAccess) : error
  })
  const provider = new XOAuth2({
    user,
    provisionCallback(_user, renew, done) {
      if (!renew) return done(null, first, 0)
      tokens.forget() // the server refused it: one more is asked for
      tokens.accessToken(oauth2).then(
        (token) => done(null, token, 0),
        (error: Error) => done(error, '', 0),
      )
    },
  })
  await login(connection, { user, oauth2: provider }, refusedAccess).catch((error: Error) => {
    tokens.forget()
    throw error
  })
}

const refusedPassword = 'Check the user in SMTP_URL and SMTP_PASSWORD.'
const refusedAccess =
  'Grant the desk access again and set SMTP_OAUTH2_REFRESH_TOKEN or _CLIENT_SECRET anew; see that the token may send mail (SMTP.Send).'

function login(connection: SMTPConnection, auth: Parameters<SMTPConnection['login']>[0], remedy: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.login(auth, (error?: SignInError | null) => {
      if (!error) return resolve()
      reject(isSignInAnswer(error.responseCode) ? new SignInRefused(error, remedy) : error)
    })
  })
}

/** A setting to be mended, no fault of a mail. RFC 4954: 454 says only that the server cannot check it just now. */
export function isSignInAnswer(responseCode: number | undefined): boolean {
  return responseCode !== undefined && signInAnswers.has(responseCode)
}
