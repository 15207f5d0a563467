// Access tokens for mail servers that want OAuth2 instead of a password (RFC 6749): by refresh token, as Google has it, or by
// client credentials, as Microsoft 365 has it. Kept until shortly before they expire.
import { z } from 'zod'
import type { RefreshTokens } from './refresh-tokens.ts'

/** With a refresh token the desk acts for the mailbox's user; without one by client credentials. */
export type OAuth2Client = { tokenUrl: string; clientId: string; clientSecret: string; refreshToken?: string; scope?: string }

/** No access token could be had from the token endpoint. */
export class TokenTrouble extends Error {
  /** The endpoint said no, and will say so again; else it may pass. */
  readonly refused: boolean
  constructor(message: string, { refused, cause }: { refused: boolean; cause?: unknown }) {
    super(message, { cause })
    this.refused = refused
  }
}

export type AccessTokens = {
  accessToken(auth: OAuth2Client): Promise<string>
  /** The server refused the token: the next one is asked for anew. */
  forget(): void
}

const requestLimitMilliseconds = 15_000
const earlyMilliseconds = 120_000 // a token that ends while a connection signs in is no use
const shortestLifeSeconds = 60
const tooManyRequests = 429

const granted = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional(),
  refresh_token: z.string().min(1).nullish(),
})
// Microsoft's descriptions name trace and time, and are long.
const denied = z.object({
  error: z.string().transform((text) => text.slice(0, 100)),
  error_description: z
    .string()
    .transform((text) => text.slice(0, 500))
    .optional(),
})
const passing = new Set(['temporarily_unavailable', 'server_error']) // RFC 6749, 4.1.2.1; some endpoints say so with a 4xx

export function createAccessTokens(refreshTokens: RefreshTokens, now: () => number = Date.now): AccessTokens {
  let kept: { token: string; until: number } | undefined
  let asking: Promise<string> | undefined
  return {
    async accessToken(auth) {
      if (kept && now() < kept.until) return kept.token
      asking ??= ask(auth).finally(() => {
        asking = undefined
      }) // many connections at once want one token
      return asking
    },
    forget() {
      kept = undefined
    },
  }

  async function ask(auth: OAuth2Client): Promise<string> {
    const { token, lifeSeconds } = auth.refreshToken
      ? await refreshTokens.spend(auth.refreshToken, (newest) => requestToken(auth, { grant_type: 'refresh_token', refresh_token: newest }))
      : (await requestToken(auth, { grant_type: 'client_credentials' })).got
    kept = { token, until: now() + Math.max(lifeSeconds * 1000 - earlyMilliseconds, 0) }
    return token
  }
}

/** Microsoft grants nothing by client credentials without this scope, which serves IMAP and SMTP alike. */
function scopeByDefault({ tokenUrl, refreshToken }: OAuth2Client): string | undefined {
  if (refreshToken || new URL(tokenUrl).hostname !== 'login.microsoftonline.com') return undefined
  return 'https://outlook.office365.com/.default'
}

type Granted = { got: { token: string; lifeSeconds: number }; successor: string | undefined }

async function requestToken(auth: OAuth2Client, grant: Record<string, string>): Promise<Granted> {
  const scope = auth.scope ?? scopeByDefault(auth)
  const form = new URLSearchParams({
    ...grant,
    client_id: auth.clientId,
    client_secret: auth.clientSecret,
    ...(scope ? { scope } : {}),
  })
  const answer = await fetch(auth.tokenUrl, { method: 'POST', body: form, signal: AbortSignal.timeout(requestLimitMilliseconds) }).catch(
    (cause: unknown) => {
      throw new TokenTrouble('the token endpoint does not answer', { refused: false, cause })
    },
  )
  const body: unknown = await answer.json().catch(() => undefined) // an endpoint that fails may answer with a page
  const parsed = granted.safeParse(body)
  if (answer.ok && parsed.success)
    return {
      got: {
        token: parsed.data.access_token,
        lifeSeconds: Math.max(parsed.data.expires_in ?? shortestLifeSeconds, shortestLifeSeconds),
      },
      successor: parsed.data.refresh_token ?? undefined,
    }
  const refusal = denied.safeParse(body)
  const why = refusal.success
    ? `${refusal.data.error}${refusal.data.error_description ? ` (${refusal.data.error_description})` : ''}`
    : `it answered ${answer.status}`
  const mayPass = refusal.success && passing.has(refusal.data.error)
  const refused = answer.status < 500 && answer.status !== tooManyRequests && !mayPass
  throw new TokenTrouble(`the token endpoint refused: ${why}`, { refused })
}
