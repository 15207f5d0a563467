// The doctor's questions to what is outside, from the settings alone: mailboxes, the server that takes our mail, Slack.
import { createConnection } from 'node:net'
import { checkMailbox } from '../channels/imap/check-mailbox.ts'
import { checkSlack } from '../channels/slack/check-slack.ts'
import { SignInRefused } from '../channels/smtp/sign-in.ts'
import { createSmtpTransport } from '../channels/smtp/smtp-transport.ts'
import { type Config, type MailboxSettings, smtpTokenChain } from '../config.ts'
import type { Office } from '../office.ts'
import { TokenTrouble } from '../platform/access-token.ts'
import type { Log } from '../platform/log.ts'
import { createRefreshTokens, type RefreshTokens } from '../platform/refresh-tokens.ts'
import type { Finding } from './finding.ts'

const answerLimitMilliseconds = 3_000

/** `office`: where the successor of a spent refresh token is kept; without it such a token is left alone. */
export async function mailFindings(config: Config, office: Pick<Office, 'db' | 'secrets'> | undefined): Promise<Finding[]> {
  if (config.mailboxes.length === 0)
    return [{ what: 'mailboxes', state: 'not-configured', says: 'no mail is fetched', remedy: 'Name one in MAILBOXES.' }]
  return Promise.all(
    config.mailboxes.map((settings) =>
      mailboxFinding(settings, office ? createRefreshTokens({ ...office, mailbox: settings.name }) : undefined),
    ),
  )
}

async function mailboxFinding(settings: MailboxSettings, refreshTokens: RefreshTokens | undefined): Promise<Finding> {
  const what = `mailbox ${settings.name}`
  if (!refreshTokens && settings.auth.kind === 'oauth2' && settings.auth.refreshToken !== undefined) {
    return { what, state: 'not-tried', ...untriedToken }
  }
  const checked = await checkMailbox(settings, refreshTokens ?? noRefreshTokens)
  return checked.ok
    ? { what, state: 'well', says: checked.says }
    : { what, state: checked.kind, says: checked.problem, remedy: checked.remedy }
}

const untriedToken = {
  says: 'not tried: a sign-in may use its refresh token up, and the successor is kept in the database',
  remedy: 'See to the database first, or start the desk once; then ask again.',
}

const noRefreshTokens: RefreshTokens = {
  spend: () => Promise.reject(new Error('a refresh token is not spent without a database')),
}

/** `office`: as for mailboxes, where the server wants an access token. */
export async function smtpFinding(config: Config, office: Pick<Office, 'db' | 'secrets'> | undefined): Promise<Finding> {
  const { smtp, outbound } = config
  if (!smtp) return { what: 'smtp', state: 'not-configured', says: 'no mail can leave', remedy: 'Set SMTP_URL.' }
  const { host, port } = smtp
  if (!office && smtp.oauth2?.refreshToken !== undefined) return { what: 'smtp', state: 'not-tried', ...untriedToken }
  const chain = office && createRefreshTokens({ ...office, mailbox: smtpTokenChain(config) })
  const transport = createSmtpTransport(smtp, chain)
  try {
    await transport.verify()
    const held = outbound === 'hold' ? '; OUTBOUND=hold keeps all mail here' : ''
    return { what: 'smtp', state: 'well', says: `${host}:${port} takes our mail${held}` }
  } catch (error) {
    const { message, code, responseCode } = error as Error & { code?: string; responseCode?: number }
    const says = `${host}:${port}: ${message}`
    if (error instanceof SignInRefused) return { what: 'smtp', state: 'wrong', says, remedy: error.remedy }
    if (error instanceof TokenTrouble)
      return { what: 'smtp', state: 'unreachable', says, remedy: 'Check SMTP_OAUTH2_TOKEN_URL, and that a firewall lets this machine out.' }
    if (code === 'EAUTH' && !isPassing(responseCode))
      return { what: 'smtp', state: 'wrong', says, remedy: 'Check the user in SMTP_URL and its password or SMTP_OAUTH2_*.' }
    if (!(await answers(host, port)))
      return { what: 'smtp', state: 'unreachable', says, remedy: 'Check SMTP_URL, and that a firewall lets this machine out.' }
    if (/TLS|CERT|SSL/i.test(`${code} ${message}`))
      return {
        what: 'smtp',
        state: 'wrong',
        says,
        remedy: "Check smtp: or smtps: in SMTP_URL, and the name that the server's certificate bears.",
      }
    return { what: 'smtp', state: 'unreachable', says, remedy: 'The server answers, and does not serve; ask whoever runs it.' }
  } finally {
    await transport.close()
  }
}

/** RFC 4954: 454 says that the server cannot check a password just now. */
function isPassing(responseCode: number | undefined): boolean {
  return responseCode !== undefined && responseCode < 500
}

export async function slackFinding({ slack }: Config, log: Log): Promise<Finding> {
  if (!slack) return { what: 'slack', state: 'not-configured', says: 'the desk works without it' }
  const found = await checkSlack(slack, log)
  return found.ok
    ? { what: 'slack', state: 'well', says: found.says }
    : { what: 'slack', state: found.kind, says: found.problem, remedy: found.remedy }
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: answerLimitMilliseconds })
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => end(true))
    socket.once('timeout', () => end(false))
    socket.once('error', () => end(false))
  })
}
