// The only reader of the environment. Every problem is named at once; a secret's value is never repeated.
import path from 'node:path'
import { z } from 'zod'
import { UsageProblem } from './platform/problem.ts'

export type MailboxSettings = {
  /** The name staff see, and the key of its cursor. */
  name: string
  host: string
  port: number
  /** tls: from the first byte; starttls: must upgrade; plain: neither, for a server on this machine only. */
  security: 'tls' | 'starttls' | 'plain'
  user: string
  folder: string
  /** Mail that arrived before this instant gets no case, clock or answer. */
  startsOn: Date
  auth: MailAuth
}

export type MailAuth =
  | { kind: 'password'; password: string }
  | { kind: 'oauth2'; tokenUrl: string; clientId: string; clientSecret: string; refreshToken?: string; scope?: string }

export type SmtpSettings = { host: string; port: number; security: 'tls' | 'starttls' | 'plain'; user?: string; password?: string }

export type SlackSettings = {
  botToken: string
  signingSecret: string
  approvalsChannel: string
  /** socket: no public address needed; http: Slack calls /slack/events on the console's address. */
  mode: 'socket' | 'http'
  appToken?: string
  apiUrl?: string
}

export type Config = {
  dataDir: string
  databaseUrl?: string
  secretKey?: string
  office: {
    name: string
    timeZone: string
    /** The address the desk writes from; replies come back to it with a plus-address. */
    address: string
    /** The name of the office's own mail server in Authentication-Results; without it no sender is ever established. */
    authservId?: string
  }
  outbound: 'send' | 'hold'
  mailboxes: MailboxSettings[]
  smtp?: SmtpSettings
  slack?: SlackSettings
  console: { host: string; port: number; url: string }
  rulebookDir: string
  mailMaxBytes: number
  logLevel: string
}

const text = z.string().trim().min(1)
const port = z.coerce.number().int().min(1).max(65535)
const zone = text.refine(isTimeZone, { error: 'expected an IANA time zone, such as America/Chicago' })

/** Every variable the desk reads, in the order of .env.example. Those of mailboxes are in `mailboxVariables`. */
export const variables = {
  OFFICE_NAME: text,
  OFFICE_TIME_ZONE: zone,
  OFFICE_ADDRESS: z.email({ error: 'expected an e-mail address' }).toLowerCase(),
  AUTHSERV_ID: text.optional(),
  OUTBOUND: z.enum(['send', 'hold']).default('send'),
  DATA_DIR: text.default('./data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'expected postgresql://user:password@host:5432/database' }).optional(),
  SECRET_KEY: z.string().min(32, { error: 'expected at least 32 characters' }).optional(),
  RULEBOOK_DIR: text.optional(),
  MAILBOXES: text.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'expected smtps://user@host:465 or smtp://user@host:587' }).optional(),
  SMTP_PASSWORD: text.optional(),
  MAIL_MAX_BYTES: z.coerce.number().int().min(100_000).default(30_000_000),
  SLACK_BOT_TOKEN: text.optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_APPROVALS_CHANNEL: text.optional(),
  SLACK_MODE: z.enum(['socket', 'http']).default('socket'),
  SLACK_APP_TOKEN: text.optional(),
  SLACK_API_URL: z.url().optional(),
  CONSOLE_HOST: text.default('127.0.0.1'),
  CONSOLE_PORT: port.default(8080),
  CONSOLE_URL: z.url({ protocol: /^https?$/, error: 'expected the address staff open, such as https://desk.example.gov' }).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
} satisfies Record<string, z.ZodType>

/** Each mailbox named in MAILBOXES has these, as MAILBOX_<NAME>_<variable>. */
export const mailboxVariables = {
  URL: z.url({ protocol: /^imaps?$/, error: 'expected imaps://user@host:993/INBOX' }),
  STARTS_ON: z.iso.datetime({ offset: true, error: 'expected an instant, such as 2026-12-01T08:00:00-06:00' }),
  PASSWORD: text.optional(),
  OAUTH2_TOKEN_URL: z.url().optional(),
  OAUTH2_CLIENT_ID: text.optional(),
  OAUTH2_CLIENT_SECRET: text.optional(),
  OAUTH2_REFRESH_TOKEN: text.optional(),
  OAUTH2_SCOPE: text.optional(),
} satisfies Record<string, z.ZodType>

const secretVariable = /PASSWORD|SECRET|TOKEN$|DATABASE_URL|_KEY$/
const localHosts = new Set(['127.0.0.1', 'localhost', '::1', '[::1]'])

/** Reads the settings; relative paths are taken from `folder`. Throws one UsageProblem that names everything wrong. */
export function readConfig(env: NodeJS.ProcessEnv, folder: string): Config {
  const problems: string[] = []
  const read = readVariables(env, variables, '', problems)
  const names = (read.MAILBOXES ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  const twice = names.find((name, index) => names.some((other, at) => at < index && other.toUpperCase() === name.toUpperCase()))
  if (twice) problems.push(`MAILBOXES: names ${JSON.stringify(twice)} twice; capitals make no difference`)
  const mailboxes = twice ? [] : names.map((name) => readMailbox(env, name, problems))
  const smtp = read.SMTP_URL === undefined ? undefined : readSmtp(read.SMTP_URL, read.SMTP_PASSWORD, problems)
  const slack = readSlack(read, problems)
  if (read.DATABASE_URL && !read.SECRET_KEY) problems.push('SECRET_KEY: required with DATABASE_URL; make one with: openssl rand -hex 32')
  if (smtp === undefined && mailboxes.length > 0)
    problems.push('SMTP_URL: required where there are MAILBOXES; without it no answer could leave')
  if (problems.length > 0) {
    throw new UsageProblem(`These settings cannot be used (see .env.example):\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
  }
  const dataDir = path.resolve(folder, read.DATA_DIR)
  const config: Config = {
    dataDir,
    office: { name: read.OFFICE_NAME, timeZone: read.OFFICE_TIME_ZONE, address: read.OFFICE_ADDRESS },
    outbound: read.OUTBOUND,
    mailboxes: mailboxes.filter((mailbox) => mailbox !== undefined),
    console: {
      host: read.CONSOLE_HOST,
      port: read.CONSOLE_PORT,
      url: read.CONSOLE_URL ?? `http://${read.CONSOLE_HOST}:${read.CONSOLE_PORT}`,
    },
    rulebookDir: path.resolve(folder, read.RULEBOOK_DIR ?? path.join(dataDir, 'rulebook')),
    mailMaxBytes: read.MAIL_MAX_BYTES,
    logLevel: read.LOG_LEVEL,
  }
  if (read.AUTHSERV_ID) config.office.authservId = read.AUTHSERV_ID
  if (read.DATABASE_URL) config.databaseUrl = read.DATABASE_URL
  if (read.SECRET_KEY) config.secretKey = read.SECRET_KEY
  if (smtp) config.smtp = smtp
  if (slack) config.slack = slack
  return config
}

type Shape = Record<string, z.ZodType>
type ReadOf<S extends Shape> = { [K in keyof S]: z.infer<S[K]> }

function readVariables<S extends Shape>(env: NodeJS.ProcessEnv, shape: S, prefix: string, problems: string[]): ReadOf<S> {
  const read: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(shape)) {
    const variable = `${prefix}${name}`
    const given = env[variable] === '' ? undefined : env[variable] // an empty line in .env is a setting left out
    const parsed = schema.safeParse(given)
    if (parsed.success) read[name] = parsed.data
    else problems.push(`${variable}: ${problemWith(variable, given, parsed.error)}`)
  }
  return read as ReadOf<S>
}

function problemWith(variable: string, given: string | undefined, error: z.ZodError): string {
  if (given === undefined) return 'required, and not set'
  const found = secretVariable.test(variable) ? 'the value given (not shown)' : JSON.stringify(given)
  return `${error.issues[0]?.message ?? 'not valid'}; found ${found}`
}

function readMailbox(env: NodeJS.ProcessEnv, name: string, problems: string[]): MailboxSettings | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
    problems.push(`MAILBOXES: a name has letters, digits and _ only; found ${JSON.stringify(name)}`)
    return undefined
  }
  const prefix = `MAILBOX_${name.toUpperCase()}_`
  const read = readVariables(env, mailboxVariables, prefix, problems)
  if (read.URL === undefined || read.STARTS_ON === undefined) return undefined
  const server = serverIn(read.URL, `${prefix}URL`, { imaps: 993, imap: 143 }, problems)
  const auth = readMailAuth(read, prefix, problems)
  if (!server.user) problems.push(`${prefix}URL: has no user; expected imaps://user@host:993/INBOX (write @ in the user as %40)`)
  if (!auth || !server.user) return undefined
  const folder = decodeURIComponent(new URL(read.URL).pathname.replace(/^\//, '')) || 'INBOX'
  return {
    name,
    host: server.host,
    port: server.port,
    security: server.security,
    user: server.user,
    folder,
    startsOn: new Date(read.STARTS_ON),
    auth,
  }
}

function readMailAuth(read: ReadOf<typeof mailboxVariables>, prefix: string, problems: string[]): MailAuth | undefined {
  if (read.PASSWORD) return { kind: 'password', password: read.PASSWORD }
  const { OAUTH2_TOKEN_URL: tokenUrl, OAUTH2_CLIENT_ID: clientId, OAUTH2_CLIENT_SECRET: clientSecret } = read
  if (!tokenUrl || !clientId || !clientSecret) {
    problems.push(`${prefix}PASSWORD: required, or ${prefix}OAUTH2_TOKEN_URL, _CLIENT_ID and _CLIENT_SECRET together`)
    return undefined
  }
  const auth: MailAuth = { kind: 'oauth2', tokenUrl, clientId, clientSecret }
  if (read.OAUTH2_REFRESH_TOKEN) auth.refreshToken = read.OAUTH2_REFRESH_TOKEN
  if (read.OAUTH2_SCOPE) auth.scope = read.OAUTH2_SCOPE
  return auth
}

function readSmtp(url: string, password: string | undefined, problems: string[]): SmtpSettings {
  const { user, ...server } = serverIn(url, 'SMTP_URL', { smtps: 465, smtp: 587 }, problems)
  if (user && !password) problems.push('SMTP_PASSWORD: required, since SMTP_URL names a user')
  return user && password ? { ...server, user, password } : server
}

/** imaps/smtps speak TLS from the first byte; imap/smtp must upgrade, except towards this machine. */
function serverIn(url: string, variable: string, ports: Record<string, number>, problems: string[]) {
  const parsed = new URL(url)
  if (parsed.password) problems.push(`${variable}: leave the password out of the address; it has a variable of its own`)
  const scheme = parsed.protocol.slice(0, -1)
  const security: 'tls' | 'plain' | 'starttls' = scheme.endsWith('s') ? 'tls' : localHosts.has(parsed.hostname) ? 'plain' : 'starttls'
  const user = decodeURIComponent(parsed.username)
  return { host: parsed.hostname, port: Number(parsed.port) || (ports[scheme] ?? 0), security, ...(user ? { user } : {}) }
}

function readSlack(read: ReadOf<typeof variables>, problems: string[]): SlackSettings | undefined {
  const wanted = [read.SLACK_BOT_TOKEN, read.SLACK_SIGNING_SECRET, read.SLACK_APPROVALS_CHANNEL, read.SLACK_APP_TOKEN]
  if (wanted.every((value) => value === undefined)) return undefined
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_APPROVALS_CHANNEL: approvalsChannel } = read
  const needs: [string, string | undefined][] = [
    ['SLACK_BOT_TOKEN', botToken],
    ['SLACK_SIGNING_SECRET', signingSecret],
    ['SLACK_APPROVALS_CHANNEL', approvalsChannel],
  ]
  if (read.SLACK_MODE === 'socket') needs.push(['SLACK_APP_TOKEN', read.SLACK_APP_TOKEN])
  for (const [name, value] of needs)
    if (!value) problems.push(`${name}: required, since other Slack settings are there (leave all of them out to work without Slack)`)
  if (!botToken || !signingSecret || !approvalsChannel) return undefined
  const slack: SlackSettings = { botToken, signingSecret, approvalsChannel, mode: read.SLACK_MODE }
  if (read.SLACK_APP_TOKEN) slack.appToken = read.SLACK_APP_TOKEN
  if (read.SLACK_API_URL) slack.apiUrl = read.SLACK_API_URL
  return slack
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}
