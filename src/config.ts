// The only reader of the environment. Every problem is named at once; a secret's value is never repeated.
import path from 'node:path'
import { z } from 'zod'
import { isTimeZone } from './kernel/business-time.ts'
import type { OAuth2Client } from './platform/access-token.ts'
import { UsageProblem } from './platform/problem.ts'
import { readSigningKey } from './platform/signing-key.ts'
import type { Role } from './staff/staff-member.ts'

export type MailboxSettings = {
  /** The name staff see, and the key of its cursor. */
  name: string
  host: string
  port: number
  /** tls: from the first byte; starttls: must upgrade; plain: neither, for a server on this machine only. */
  security: 'tls' | 'starttls' | 'plain'
  user: string
  /** Its own folder, which is listened to. */
  folder: string
  /** Others that are read; undefined: the server's Junk folder, if it has one. */
  folders?: string[]
  /** Where the office's replies are filed, and read; undefined: the server's own, if it has one; null: none. */
  sentFolder?: string | null
  /** Mail that arrived before this instant gets no case, clock or answer. */
  startsOn: Date
  auth: MailAuth
}

export type MailAuth = { kind: 'password'; password: string } | ({ kind: 'oauth2' } & OAuth2Client)

export type SmtpSettings = {
  host: string
  port: number
  security: 'tls' | 'starttls' | 'plain'
  user?: string
  password?: string
  oauth2?: OAuth2Client
}

/** What the office's mail is signed with. */
export type DkimSettings = { domain: string; selector: string; privateKey: string }

export type SlackSettings = {
  botToken: string
  signingSecret: string
  approvalsChannel: string
  /** Where alarms go; without it they go to the approvals channel. */
  alarmsChannel?: string
  /** socket: no public address needed; http: Slack calls /slack/events on the console's address. */
  mode: 'socket' | 'http'
  appToken?: string
  apiUrl?: string
}

/** A server that speaks the chat completions protocol, and what it may use up in a day. */
export type ModelSettings = {
  url: string
  name: string
  key?: string
  timeoutSeconds: number
  budgets: { tokensADay: number; secondsADay: number; centsADay: number }
  prices: { centsPerMillionIn: number; centsPerMillionOut: number }
}

/** Where clamd listens: on a machine's port, or at a socket of this machine. */
export type ClamdAddress = { host: string; port: number } | { path: string }

export type Config = {
  dataDir: string
  databaseUrl?: string
  secretKey?: string
  office: {
    name: string
    timeZone: string
    /** The address the desk writes from; replies come back to it with a plus-address. */
    address: string
    /** The name of the office's own mail server in Authentication-Results; without it none of them is believed. */
    authservId?: string
  }
  outbound: 'send' | 'hold'
  mailboxes: MailboxSettings[]
  smtp?: SmtpSettings
  dkim?: DkimSettings
  slack?: SlackSettings
  console: { host: string; port: number; url: string }
  /** Who must prove a second factor at sign-in; others may have one. */
  secondFactorRoles: Role[]
  rulebookDir: string
  /** Where the billing system puts its nightly sets. */
  dropFolder?: string
  /** Where the billing system takes adjustments and holds from. */
  exportFolder?: string
  mailMaxBytes: number
  /** The desk looks at signatures itself; it asks DNS for their keys. */
  verifiesDkim?: true
  /** The virus scanner that attachments go to. */
  clamd?: ClamdAddress
  /** The optional language model. */
  model?: ModelSettings
  logLevel: string
}

const text = z.string().trim().min(1)
const count = z.coerce.number().int().min(1)
const port = z.coerce.number().int().min(1).max(65535)
const roles = ['clerk', 'supervisor', 'administrator'] as const satisfies Role[]
const rolesAsked = text
  .transform((list) => (list.toLowerCase() === 'none' ? [] : namesIn(list.toLowerCase())))
  .pipe(z.array(z.enum(roles, { error: `expected roles between commas (${roles.join(', ')}), or none` })))
const zone = text.refine(isTimeZone, { error: 'expected an IANA time zone, such as America/Chicago' })

/** Every variable the desk reads, in the order of .env.example. Those of mailboxes are in `mailboxVariables`. */
export const variables = {
  OFFICE_NAME: text,
  OFFICE_TIME_ZONE: zone,
  OFFICE_ADDRESS: z.email({ error: 'expected an e-mail address' }).toLowerCase(),
  AUTHSERV_ID: text.optional(),
  DKIM_VERIFY: z.enum(['yes', 'no']).default('yes'),
  OUTBOUND: z.enum(['send', 'hold']).default('send'),
  DATA_DIR: text.default('./data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'expected postgresql://user:password@host:5432/database' }).optional(),
  SECRET_KEY: z.string().min(32, { error: 'expected at least 32 characters' }).optional(),
  RULEBOOK_DIR: text.optional(),
  IMPORT_DROP_FOLDER: text.optional(),
  EXPORT_FOLDER: text.optional(),
  MAILBOXES: text.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'expected smtps://user@host:465 or smtp://user@host:587' }).optional(),
  SMTP_PASSWORD: text.optional(),
  SMTP_OAUTH2_TOKEN_URL: z.url().optional(),
  SMTP_OAUTH2_CLIENT_ID: text.optional(),
  SMTP_OAUTH2_CLIENT_SECRET: text.optional(),
  SMTP_OAUTH2_REFRESH_TOKEN: text.optional(),
  SMTP_OAUTH2_SCOPE: text.optional(),
  DKIM_DOMAIN: text
    .toLowerCase()
    .regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/, { error: 'expected a domain, such as example.gov' })
    .optional(),
  DKIM_SELECTOR: text.regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/, { error: 'expected letters, digits, - and .' }).optional(),
  DKIM_KEY_FILE: text.optional(),
  CLAMD_ADDRESS: text
    .regex(/^(?:\/.+|(?:\[[0-9a-f:]+\]|[^\s:/]+):\d{1,5})$/i, { error: 'expected host:port, or the path of a socket' })
    .optional(),
  MAIL_MAX_BYTES: z.coerce.number().int().min(100_000).default(30_000_000),
  SLACK_BOT_TOKEN: text.optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_APPROVALS_CHANNEL: text.optional(),
  SLACK_ALARMS_CHANNEL: text.optional(),
  SLACK_MODE: z.enum(['socket', 'http']).default('socket'),
  SLACK_APP_TOKEN: text.optional(),
  SLACK_API_URL: z.url().optional(),
  MODEL_URL: z
    .url({ protocol: /^https?$/, error: 'expected the address of a chat completions server, such as http://127.0.0.1:11434/v1' })
    .optional(),
  MODEL_NAME: text.optional(),
  MODEL_KEY: text.optional(),
  MODEL_TIMEOUT_SECONDS: count.max(120).default(30),
  MODEL_TOKENS_A_DAY: count.default(500_000),
  MODEL_SECONDS_A_DAY: count.default(3_600),
  MODEL_CENTS_A_DAY: count.default(200),
  MODEL_CENTS_PER_MILLION_TOKENS_IN: z.coerce.number().min(0).default(0),
  MODEL_CENTS_PER_MILLION_TOKENS_OUT: z.coerce.number().min(0).default(0),
  CONSOLE_HOST: text.default('127.0.0.1'),
  CONSOLE_PORT: port.default(8080),
  CONSOLE_URL: z.url({ protocol: /^https?$/, error: 'expected the address staff open, such as https://desk.example.gov' }).optional(),
  SECOND_FACTOR_ROLES: rolesAsked.default(['supervisor', 'administrator']),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
} satisfies Record<string, z.ZodType>

/** Each mailbox named in MAILBOXES has these, as MAILBOX_<NAME>_<variable>. */
export const mailboxVariables = {
  URL: z.url({ protocol: /^imaps?$/, error: 'expected imaps://user@host:993/INBOX' }),
  FOLDERS: text.optional(),
  SENT_FOLDER: text.optional(),
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
  const names = namesIn(read.MAILBOXES ?? '')
  const twice = names.find((name, index) => names.some((other, at) => at < index && other.toUpperCase() === name.toUpperCase()))
  if (twice) problems.push(`MAILBOXES: names ${JSON.stringify(twice)} twice; capitals make no difference`)
  const mailboxes = twice ? [] : names.map((name) => readMailbox(env, name, problems))
  const smtp = read.SMTP_URL === undefined ? undefined : readSmtp(read.SMTP_URL, read, problems)
  const dkim = readDkim(read, folder, problems)
  const slack = readSlack(read, problems)
  const model = readModel(read, problems)
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
    secondFactorRoles: [...new Set(read.SECOND_FACTOR_ROLES)],
    rulebookDir: path.resolve(folder, read.RULEBOOK_DIR ?? path.join(dataDir, 'rulebook')),
    mailMaxBytes: read.MAIL_MAX_BYTES,
    logLevel: read.LOG_LEVEL,
  }
  if (read.IMPORT_DROP_FOLDER) config.dropFolder = path.resolve(folder, read.IMPORT_DROP_FOLDER)
  if (read.EXPORT_FOLDER) config.exportFolder = path.resolve(folder, read.EXPORT_FOLDER)
  if (read.DKIM_VERIFY === 'yes') config.verifiesDkim = true
  if (read.AUTHSERV_ID) config.office.authservId = read.AUTHSERV_ID
  if (read.DATABASE_URL) config.databaseUrl = read.DATABASE_URL
  if (read.SECRET_KEY) config.secretKey = read.SECRET_KEY
  if (read.CLAMD_ADDRESS) config.clamd = clamdAddress(read.CLAMD_ADDRESS)
  if (smtp) config.smtp = smtp
  if (dkim) config.dkim = dkim
  if (slack) config.slack = slack
  if (model) config.model = model
  return config
}

function clamdAddress(given: string): ClamdAddress {
  if (given.startsWith('/')) return { path: given }
  const colon = given.lastIndexOf(':')
  return { host: given.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(given.slice(colon + 1)) }
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
    ...(read.FOLDERS === undefined ? {} : { folders: namesIn(read.FOLDERS) }),
    ...(read.SENT_FOLDER === undefined ? {} : { sentFolder: read.SENT_FOLDER.toLowerCase() === 'none' ? null : read.SENT_FOLDER }),
    startsOn: new Date(read.STARTS_ON),
    auth,
  }
}

function namesIn(list: string): string[] {
  const names = list.split(',').map((name) => name.trim())
  return names.filter(Boolean)
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

function readSmtp(url: string, read: Partial<ReadOf<typeof variables>>, problems: string[]): SmtpSettings {
  const { user, ...server } = serverIn(url, 'SMTP_URL', { smtps: 465, smtp: 587 }, problems)
  const { SMTP_PASSWORD: password, SMTP_OAUTH2_TOKEN_URL: tokenUrl } = read
  if (!user) {
    if (tokenUrl) problems.push('SMTP_URL: has no user to sign in by SMTP_OAUTH2_*; expected smtp://user@host:587')
    return server
  }
  if (password) return { ...server, user, password }
  const { SMTP_OAUTH2_CLIENT_ID: clientId, SMTP_OAUTH2_CLIENT_SECRET: clientSecret } = read
  if (!tokenUrl || !clientId || !clientSecret) {
    problems.push('SMTP_PASSWORD: required, since SMTP_URL names a user; or SMTP_OAUTH2_TOKEN_URL, _CLIENT_ID and _CLIENT_SECRET together')
    return server
  }
  const oauth2: OAuth2Client = { tokenUrl, clientId, clientSecret }
  if (read.SMTP_OAUTH2_REFRESH_TOKEN) oauth2.refreshToken = read.SMTP_OAUTH2_REFRESH_TOKEN
  if (read.SMTP_OAUTH2_SCOPE) oauth2.scope = read.SMTP_OAUTH2_SCOPE
  return { ...server, user, oauth2 }
}

function readDkim(read: Partial<ReadOf<typeof variables>>, folder: string, problems: string[]): DkimSettings | undefined {
  const { DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_KEY_FILE: file } = read
  if (!domain && !selector && !file) return undefined
  for (const [name, value] of Object.entries({ DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_KEY_FILE: file }))
    if (!value) problems.push(`${name}: required, since other DKIM settings are there (leave all of them out to send unsigned)`)
  const key = file === undefined ? undefined : readSigningKey(path.resolve(folder, file))
  if (key && !key.ok) problems.push(`DKIM_KEY_FILE: ${key.refusal}`)
  return domain && selector && key?.ok ? { domain, selector, privateKey: key.value } : undefined
}

/** Under which name the newest refresh token for SMTP is kept: with the mailbox's own, where both began with the same one. */
export function smtpTokenChain({ smtp, mailboxes }: Pick<Config, 'smtp' | 'mailboxes'>): string {
  const first = smtp?.oauth2?.refreshToken
  const same = mailboxes.find(({ auth }) => auth.kind === 'oauth2' && auth.refreshToken !== undefined && auth.refreshToken === first)
  return same?.name ?? 'smtp:' // no mailbox has a colon in its name
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
  const channels = [read.SLACK_APPROVALS_CHANNEL, read.SLACK_ALARMS_CHANNEL]
  const wanted = [read.SLACK_BOT_TOKEN, read.SLACK_SIGNING_SECRET, ...channels, read.SLACK_APP_TOKEN]
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
  if (read.SLACK_ALARMS_CHANNEL) slack.alarmsChannel = read.SLACK_ALARMS_CHANNEL
  if (read.SLACK_APP_TOKEN) slack.appToken = read.SLACK_APP_TOKEN
  if (read.SLACK_API_URL) slack.apiUrl = read.SLACK_API_URL
  return slack
}

/** The text that it is sent has no names or figures in it, and is the office's own all the same. */
function readModel(read: ReadOf<typeof variables>, problems: string[]): ModelSettings | undefined {
  const { MODEL_URL: url, MODEL_NAME: name, MODEL_KEY: key } = read
  if (!url && !name && !key) return undefined
  for (const [variable, value] of Object.entries({ MODEL_URL: url, MODEL_NAME: name }))
    if (!value) problems.push(`${variable}: required, since other settings of the model are there (leave all of them out to work without)`)
  if (!url || !name) return undefined
  const { protocol, hostname, username, password } = new URL(url)
  if (username || password) problems.push('MODEL_URL: leave user and password out of the address; the key is MODEL_KEY')
  if (protocol === 'http:' && !localHosts.has(hostname)) problems.push('MODEL_URL: expected https, or http to this machine only')
  return {
    url,
    name,
    ...(key ? { key } : {}),
    timeoutSeconds: read.MODEL_TIMEOUT_SECONDS,
    budgets: { tokensADay: read.MODEL_TOKENS_A_DAY, secondsADay: read.MODEL_SECONDS_A_DAY, centsADay: read.MODEL_CENTS_A_DAY },
    prices: {
      centsPerMillionIn: read.MODEL_CENTS_PER_MILLION_TOKENS_IN,
      centsPerMillionOut: read.MODEL_CENTS_PER_MILLION_TOKENS_OUT,
    },
  }
}
