import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig, smtpTokenChain } from '../../../src/config.ts'
import { UsageProblem } from '../../../src/platform/problem.ts'

const office = { OFFICE_NAME: 'Water', OFFICE_TIME_ZONE: 'America/Chicago', OFFICE_ADDRESS: 'Desk@Office.example' }
const mailbox = {
  MAILBOXES: 'complaints',
  MAILBOX_COMPLAINTS_URL: 'imaps://desk%40office.example@imap.office.example/Complaints%2FNew',
  MAILBOX_COMPLAINTS_STARTS_ON: '2026-12-01T08:00:00-06:00',
  MAILBOX_COMPLAINTS_PASSWORD: 'hunter22',
  SMTP_URL: 'smtps://smtp.office.example',
}
const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's3cr3t', SLACK_APPROVALS_CHANNEL: 'C1', SLACK_APP_TOKEN: 'xapp-1' }

function problemsWith(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(env, '/')
  } catch (error) {
    if (error instanceof UsageProblem) return error.message
    throw error
  }
  return ''
}

describe('the settings', () => {
  it('are few where the embedded database is used and no mail is read', () => {
    expect(readConfig(office, '/srv')).toEqual({
      dataDir: '/srv/data',
      office: { name: 'Water', timeZone: 'America/Chicago', address: 'desk@office.example' },
      outbound: 'send',
      verifiesDkim: true,
      mailboxes: [],
      console: { host: '127.0.0.1', port: 8080, url: 'http://127.0.0.1:8080' },
      secondFactorRoles: ['supervisor', 'administrator'],
      rulebookDir: '/srv/data/rulebook',
      mailMaxBytes: 30_000_000,
      logLevel: 'info',
    })
  })

  it('are refused all at once, each with what was expected and what was found', () => {
    const text = problemsWith({ OFFICE_TIME_ZONE: 'Chicago', OFFICE_ADDRESS: 'nobody', OUTBOUND: 'maybe', CONSOLE_PORT: '99999' })
    expect(text).toContain('OFFICE_NAME: required, and not set')
    expect(text).toContain('OFFICE_TIME_ZONE: expected an IANA time zone, such as America/Chicago; found "Chicago"')
    expect(text).toContain('OFFICE_ADDRESS: expected an e-mail address; found "nobody"')
    expect(text).toMatch(/OUTBOUND: .*found "maybe"/)
    expect(text).toMatch(/CONSOLE_PORT: .*found "99999"/)
  })

  it.each([
    ['a short secret key', { SECRET_KEY: 'tooshort-5', DATABASE_URL: 'postgresql://d@h/x' }, 'tooshort-5', 'SECRET_KEY'],
    ['a database address of another kind', { DATABASE_URL: 'mysql://u:pa55word@h/x' }, 'pa55word', 'DATABASE_URL'],
  ])('never repeat a secret: %s', (_what, env, secret, name) => {
    const text = problemsWith({ ...office, ...env })
    expect(text).toContain(name)
    expect(text).not.toContain(secret)
  })

  it('take an empty line for a setting left out', () => {
    expect(readConfig({ ...office, DATABASE_URL: '', SECRET_KEY: '', AUTHSERV_ID: '' }, '/').databaseUrl).toBeUndefined()
  })

  it('want a secret key with a database server, since several desks must share it', () => {
    expect(problemsWith({ ...office, DATABASE_URL: 'postgresql://d@h/x' })).toContain('SECRET_KEY: required with DATABASE_URL')
  })
})

describe('a mailbox', () => {
  it('is read with its user, its folder and the day it starts', () => {
    expect(readConfig({ ...office, ...mailbox }, '/').mailboxes).toEqual([
      {
        name: 'complaints',
        host: 'imap.office.example',
        port: 993,
        security: 'tls',
        user: 'desk@office.example',
        folder: 'Complaints/New',
        startsOn: new Date('2026-12-01T14:00:00Z'),
        auth: { kind: 'password', password: 'hunter22' },
      },
    ])
  })

  it.each([
    ['imap://d@127.0.0.1:1143', 'plain', 1143],
    ['imap://d@mail.office.example', 'starttls', 143],
    ['imaps://d@127.0.0.1', 'tls', 993],
  ])('is reached without encryption on this machine only: %s', (url, security, port) => {
    expect(readConfig({ ...office, ...mailbox, MAILBOX_COMPLAINTS_URL: url }, '/').mailboxes[0]).toMatchObject({
      security,
      port,
      folder: 'INBOX',
    })
  })

  it.each([
    ['no way to send an answer', { SMTP_URL: '' }, 'SMTP_URL: required where there are MAILBOXES'],
    ['no user', { MAILBOX_COMPLAINTS_URL: 'imaps://imap.office.example' }, 'MAILBOX_COMPLAINTS_URL: has no user'],
    ['no credential', { MAILBOX_COMPLAINTS_PASSWORD: '' }, 'MAILBOX_COMPLAINTS_PASSWORD: required, or MAILBOX_COMPLAINTS_OAUTH2_TOKEN_URL'],
    ['half an OAuth2 client', { MAILBOX_COMPLAINTS_PASSWORD: '', MAILBOX_COMPLAINTS_OAUTH2_CLIENT_ID: 'x' }, 'OAUTH2_TOKEN_URL'],
    [
      'a start without a zone',
      { MAILBOX_COMPLAINTS_STARTS_ON: '2026-12-01T08:00:00' },
      'MAILBOX_COMPLAINTS_STARTS_ON: expected an instant',
    ],
    ['a name no variable can have', { MAILBOXES: 'complaints-2' }, 'MAILBOXES: a name has letters, digits and _ only'],
    ['a second one that is only named', { MAILBOXES: 'complaints, billing' }, 'MAILBOX_BILLING_URL: required, and not set'],
  ])('is refused with %s', (_what, env, expected) => {
    expect(problemsWith({ ...office, ...mailbox, ...env })).toContain(expected)
  })

  it('may sign in by OAuth2 instead', () => {
    const oauth2 = { TOKEN_URL: 'https://login.example/token', CLIENT_ID: 'desk', CLIENT_SECRET: 'x' }
    const env = Object.fromEntries(Object.entries(oauth2).map(([name, value]) => [`MAILBOX_COMPLAINTS_OAUTH2_${name}`, value]))
    const read = readConfig({ ...office, ...mailbox, MAILBOX_COMPLAINTS_PASSWORD: '', ...env }, '/').mailboxes[0]
    expect(read?.auth).toEqual({ kind: 'oauth2', tokenUrl: 'https://login.example/token', clientId: 'desk', clientSecret: 'x' })
  })

  it('has its password in no address', () => {
    const text = problemsWith({ ...office, ...mailbox, MAILBOX_COMPLAINTS_URL: 'imaps://d:hunter33@imap.office.example' })
    expect(text).toContain('MAILBOX_COMPLAINTS_URL: leave the password out')
    expect(text).not.toContain('hunter33')
  })
})

describe('mail out and Slack', () => {
  it('want the password of the user they name', () => {
    expect(problemsWith({ ...office, SMTP_URL: 'smtp://desk@smtp.office.example' })).toContain('SMTP_PASSWORD: required')
  })

  it('are all there or not at all', () => {
    expect(readConfig({ ...office, ...slack }, '/').slack).toMatchObject({ mode: 'socket', appToken: 'xapp-1', approvalsChannel: 'C1' })
    expect(problemsWith({ ...office, SLACK_BOT_TOKEN: 'xoxb-1' }).match(/SLACK_\w+: required/g)).toHaveLength(3)
    expect(readConfig({ ...office, ...slack, SLACK_APP_TOKEN: '', SLACK_MODE: 'http' }, '/').slack?.mode).toBe('http')
    expect(readConfig({ ...office, ...slack, SLACK_ALARMS_CHANNEL: 'C2' }, '/').slack).toMatchObject({ alarmsChannel: 'C2' })
    expect(problemsWith({ ...office, SLACK_ALARMS_CHANNEL: 'C2' })).toContain('SLACK_BOT_TOKEN: required')
  })
})

describe('the settings for mail out', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keys-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = (name: string, content: string) => {
    writeFileSync(path.join(folder, name), content)
    return path.join(folder, name)
  }
  const rsa = (bits: number) =>
    generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ type: 'pkcs1', format: 'pem' }) as string
  const dkim = { DKIM_DOMAIN: 'Office.example', DKIM_SELECTOR: 'desk' }

  it('take a signing key, from a path relative to where the desk was started', () => {
    file('good.pem', rsa(2048))
    const config = readConfig({ ...office, ...dkim, DKIM_KEY_FILE: 'good.pem' }, folder)
    expect(config.dkim).toMatchObject({
      domain: 'office.example',
      selector: 'desk',
      privateKey: expect.stringContaining('BEGIN PRIVATE KEY'),
    })
  })

  it.each([
    ['is not there', () => path.join(folder, 'none.pem'), 'cannot be read (ENOENT)'],
    ['is a folder', () => folder, 'cannot be read (EISDIR)'],
    ['holds no key', () => file('words.pem', 'hunter22'), 'holds no private key in PEM'],
    [
      'holds a key of another kind',
      () => file('ed.pem', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string),
      'expected RSA',
    ],
    ['holds a key that receivers refuse', () => file('short.pem', rsa(768)), 'a key of 768 bits'],
  ])('name a key file that %s, and never its content', (_, key, words) => {
    const said = problemsWith({ ...office, ...dkim, DKIM_KEY_FILE: key() })
    expect(said).toContain(`DKIM_KEY_FILE: ${path.join(folder)}`)
    expect(said).toContain(words)
    expect(said).not.toContain('hunter22')
  })

  it('name everything that is missing for a signature at once', () => {
    const said = problemsWith({ ...office, DKIM_DOMAIN: 'localhost', DKIM_KEY_FILE: '/nowhere.pem' })
    for (const name of ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_KEY_FILE']) expect(said).toContain(`${name}:`)
  })

  const oauth2 = { SMTP_OAUTH2_TOKEN_URL: 'https://id.example/token', SMTP_OAUTH2_CLIENT_ID: 'c', SMTP_OAUTH2_CLIENT_SECRET: 's' }
  it('take an access token in place of a password', () => {
    const smtp = {
      SMTP_URL: 'smtp://desk%40office.example@smtp.office.example',
      ...oauth2,
      SMTP_OAUTH2_REFRESH_TOKEN: 'r',
      SMTP_OAUTH2_SCOPE: 'x',
    }
    expect(readConfig({ ...office, ...smtp }, '/').smtp).toMatchObject({
      user: 'desk@office.example',
      oauth2: { tokenUrl: 'https://id.example/token', clientId: 'c', clientSecret: 's', refreshToken: 'r', scope: 'x' },
    })
  })

  it.each([
    ['neither a password nor a token', {}, 'SMTP_PASSWORD: required'],
    ['half of the OAuth2 settings', { SMTP_OAUTH2_TOKEN_URL: 'https://id.example/token' }, '_CLIENT_ID and _CLIENT_SECRET together'],
  ])('refuse %s for a user', (_, given, words) => {
    expect(problemsWith({ ...office, SMTP_URL: 'smtp://desk@smtp.office.example', ...given })).toContain(words)
  })

  it('refuse a token for nobody', () => {
    expect(problemsWith({ ...office, SMTP_URL: 'smtp://smtp.office.example', ...oauth2 })).toContain('SMTP_URL: has no user')
  })

  it('keep one chain of refresh tokens where mail in and out began with the same one', () => {
    const imap = { ...mailbox, MAILBOX_COMPLAINTS_PASSWORD: '', MAILBOX_COMPLAINTS_OAUTH2_TOKEN_URL: 'https://id.example/token' }
    const tokens = {
      MAILBOX_COMPLAINTS_OAUTH2_CLIENT_ID: 'c',
      MAILBOX_COMPLAINTS_OAUTH2_CLIENT_SECRET: 's',
      MAILBOX_COMPLAINTS_OAUTH2_REFRESH_TOKEN: 'r',
    }
    const smtp = { ...oauth2, SMTP_URL: 'smtp://desk@smtp.office.example' }
    const chain = (refresh: string) =>
      smtpTokenChain(readConfig({ ...office, ...imap, ...tokens, ...smtp, SMTP_OAUTH2_REFRESH_TOKEN: refresh }, '/'))
    expect(chain('r')).toBe('complaints')
    expect(chain('other')).toBe('smtp:')
  })
})

describe('the language model', () => {
  const model = { MODEL_URL: 'https://models.office.example/v1', MODEL_NAME: 'small' }

  it('is off without settings, and has bounds by default', () => {
    expect(readConfig({ ...office, MODEL_TOKENS_A_DAY: '5' }, '/').model).toBeUndefined()
    expect(readConfig({ ...office, ...model, MODEL_KEY: 'k3y-abc', MODEL_CENTS_PER_MILLION_TOKENS_IN: '12.5' }, '/').model).toEqual({
      ...{ url: 'https://models.office.example/v1', name: 'small', key: 'k3y-abc', timeoutSeconds: 30 },
      budgets: { tokensADay: 500_000, secondsADay: 3_600, centsADay: 200 },
      prices: { centsPerMillionIn: 12.5, centsPerMillionOut: 0 },
    })
    expect(readConfig({ ...office, ...model, MODEL_URL: 'http://127.0.0.1:11434/v1' }, '/').model?.url).toBe('http://127.0.0.1:11434/v1')
  })

  it.each([
    ['half of the settings', { MODEL_URL: model.MODEL_URL }, 'MODEL_NAME: required'],
    ['a key alone', { MODEL_KEY: 'k3y-abc' }, 'MODEL_URL: required'],
    ['another machine without TLS', { ...model, MODEL_URL: 'http://models.office.example/v1' }, 'MODEL_URL: expected https'],
    ['a password in the address', { ...model, MODEL_URL: 'https://a:k3y-abc@models.office.example/v1' }, 'leave user and password out'],
    ['a budget of nothing', { ...model, MODEL_CENTS_A_DAY: '0' }, 'MODEL_CENTS_A_DAY'],
  ])('is refused with %s', (_what, env, says) => {
    const text = problemsWith({ ...office, ...env })
    expect(text).toContain(says)
    expect(text).not.toContain('k3y-abc')
  })
})
