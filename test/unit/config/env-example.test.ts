// .env.example is the settings' documentation: every variable stands there, with a comment, and none else.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { expect, it } from 'vitest'
import { mailboxVariables, readConfig, variables } from '../../../src/config.ts'

const example = readFileSync(path.resolve(import.meta.dirname, '../../../.env.example'), 'utf8')
const prefix = 'MAILBOX_COMPLAINTS_'
const lines = example.split('\n')
const named = lines.flatMap((line) => /^([A-Z0-9_]+)=/.exec(line)?.[1] ?? [])

it('names every variable the desk reads, in the order of the schema, and none else', () => {
  const general = Object.keys(variables)
  const ofMailbox = Object.keys(mailboxVariables).map((name) => `${prefix}${name}`)
  general.splice(general.indexOf('MAILBOXES') + 1, 0, ...ofMailbox)
  expect(named).toEqual(general)
})

it('says of each what it is for', () => {
  const bare = named.filter((name) => !lines[lines.findIndex((line) => line.startsWith(`${name}=`)) - 1]?.startsWith('# '))
  expect(bare).toEqual([])
})

it('can be used as it stands, once the secrets are filled in', () => {
  const given = parseEnv(example) as NodeJS.ProcessEnv
  expect(() => readConfig(given, '/')).toThrow(/SMTP_PASSWORD/)
  const config = readConfig({ ...given, [`${prefix}PASSWORD`]: 'a', SMTP_PASSWORD: 'b' }, '/srv/desk')
  expect(config).toMatchObject({
    outbound: 'hold',
    dataDir: '/srv/desk/data',
    mailboxes: [{ name: 'complaints', user: 'water.complaints@example.gov', folder: 'INBOX', security: 'tls' }],
    smtp: { host: 'smtp.example.gov', security: 'starttls', password: 'b' },
  })
  expect(config.slack).toBeUndefined()
  expect(config.model).toBeUndefined()
})

it('shows the defaults that hold when a line is left out', () => {
  const given = parseEnv(example)
  for (const name of [
    'DKIM_VERIFY',
    'DATA_DIR',
    'MAIL_MAX_BYTES',
    'SLACK_MODE',
    'MODEL_TIMEOUT_SECONDS',
    'MODEL_TOKENS_A_DAY',
    'MODEL_SECONDS_A_DAY',
    'MODEL_CENTS_A_DAY',
    'MODEL_CENTS_PER_MILLION_TOKENS_IN',
    'MODEL_CENTS_PER_MILLION_TOKENS_OUT',
    'CONSOLE_HOST',
    'CONSOLE_PORT',
    'LOG_LEVEL',
  ] as const) {
    expect(String(variables[name].parse(undefined)), name).toBe(given[name])
  }
})
