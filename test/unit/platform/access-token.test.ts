// Access tokens: one is asked for at a time, kept until shortly before it ends, and a refusal that stays is told from a failure
// that passes.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAccessTokens, type OAuth2Client, TokenTrouble } from '../../../src/platform/access-token.ts'
import type { RefreshTokens } from '../../../src/platform/refresh-tokens.ts'

let endpoint: Server
let asked: Record<string, string>[]
let answer: { status: number; body: object | string }
let now: number

beforeEach(async () => {
  asked = []
  now = 0
  answer = { status: 200, body: { access_token: 'first', expires_in: 3600 } }
  endpoint = createServer(async (request, response) => {
    asked.push(Object.fromEntries(new URLSearchParams(await text(request))))
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await new Promise((resolve) => endpoint.close(resolve))
})

/** Keeps the chain in memory. */
function chain(spent: string[]): RefreshTokens {
  let newest: string | undefined
  return {
    async spend(fromSettings, ask) {
      spent.push(newest ?? fromSettings)
      const { got, successor } = await ask(newest ?? fromSettings)
      newest = successor ?? newest
      return got
    },
  }
}

const client = (more: Partial<OAuth2Client> = {}): OAuth2Client => ({
  tokenUrl: `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/token`,
  clientId: 'desk',
  clientSecret: 'secret',
  ...more,
})
const open = (spent: string[] = []) => createAccessTokens(chain(spent), () => now)
const minutes = (count: number) => count * 60_000

it('is asked for once by many, kept, and asked for anew before it ends', async () => {
  const tokens = open()
  expect(await Promise.all([1, 2, 3].map(() => tokens.accessToken(client())))).toEqual(['first', 'first', 'first'])
  answer.body = { access_token: 'second', expires_in: 3600 }
  now = minutes(57)
  expect(await tokens.accessToken(client())).toBe('first')
  now = minutes(58.5)
  expect(await tokens.accessToken(client())).toBe('second')
  expect(asked).toHaveLength(2)
})

it('that a server has refused is not handed out again', async () => {
  const tokens = open()
  await tokens.accessToken(client())
  tokens.forget()
  answer.body = { access_token: 'second' }
  expect(await tokens.accessToken(client())).toBe('second')
})

it('by refresh token, as Google has it: the successor is spent the next time', async () => {
  const spent: string[] = []
  const tokens = open(spent)
  answer.body = { access_token: 'first', expires_in: 3600, refresh_token: 'successor' }
  await tokens.accessToken(client({ refreshToken: 'granted' }))
  tokens.forget()
  await tokens.accessToken(client({ refreshToken: 'granted' }))
  expect(spent).toEqual(['granted', 'successor'])
  expect(asked[1]).toEqual({ grant_type: 'refresh_token', refresh_token: 'successor', client_id: 'desk', client_secret: 'secret' })
})

describe('by client credentials', () => {
  it('is asked for with the scope of the settings', async () => {
    await open().accessToken(client({ scope: 'https://outlook.office365.us/.default' }))
    expect(asked).toEqual([
      {
        grant_type: 'client_credentials',
        client_id: 'desk',
        client_secret: 'secret',
        scope: 'https://outlook.office365.us/.default',
      },
    ])
  })

  it.each([
    [
      'Microsoft 365 gets the scope that it wants',
      'https://login.microsoftonline.com/t/oauth2/v2.0/token',
      'https://outlook.office365.com/.default',
    ],
    ['nobody else does', 'https://id.example/token', null],
  ])('without one %s', async (_, tokenUrl, scope) => {
    const forms: URLSearchParams[] = []
    vi.stubGlobal('fetch', async (_url: string, { body }: { body: URLSearchParams }) => {
      forms.push(body)
      return Response.json({ access_token: 'first' })
    })
    await open().accessToken(client({ tokenUrl }))
    expect(forms[0]?.get('scope')).toBe(scope)
  })
})

it.each<[string, { status: number; body: object | string }, boolean]>([
  ['was revoked', { status: 400, body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' } }, true],
  ['has a wrong secret', { status: 401, body: { error: 'invalid_client' } }, true],
  ['asks too often', { status: 429, body: { error: 'slow_down' } }, false],
  ['meets a page of a proxy', { status: 502, body: '<html>' }, false],
  ['comes at a bad time', { status: 400, body: { error: 'temporarily_unavailable' } }, false],
])('says whether it passes where the desk %s', async (_, refusal, refused) => {
  answer = refusal
  const failed = await open()
    .accessToken(client())
    .catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(TokenTrouble)
  expect(failed).toMatchObject({ refused })
  expect((failed as Error).message).not.toContain('secret')
  answer = { status: 200, body: { access_token: 'later' } }
  expect(await open().accessToken(client())).toBe('later')
})
