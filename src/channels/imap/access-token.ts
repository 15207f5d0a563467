// Access tokens for mailboxes that want OAuth2 instead of a password (RFC 6749): by refresh token, as Google has it, or by
// client credentials, as Microsoft 365 has it. Kept until shortly before they expire.
import { z } from 'zod'
import type { MailAuth } from '../../config.ts'
import type { RefreshTokens } from './refresh-tokens.ts'

type OAuth2 = Extract<MailAuth, { kind: 'oauth2' }>

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
  accessToken(auth: OAuth2): Promise<string>
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
const denied = z.object({ error: z.string().max(100), error_description: z.string().max(500).optional() })

export function createAccessTokens(refreshTokens: RefreshTokens, now: () => number = Date.now): AccessTokens {
  let kept: { token: string; until: number } | undefined
  return {
    async accessToken(auth) {
      if (kept && now() < kept.until) return kept.token
      const { token, lifeSeconds } = auth.refreshToken
        ? await refreshTokens.spend(auth.refreshToken, (newest) =>
            requestToken(auth, { grant_type: 'refresh_token', refresh_token: newest }),
          )
        : (await requestToken(auth, { grant_type: 'client_credentials' })).got
      kept = { token, until: now() + Math.max(lifeSeconds * 1000 - earlyMilliseconds, 0) }
      return token
    },
    forget() {
      kept = undefined
    },
  }
}

type Granted = { got: { token: string; lifeSeconds: number }; successor: string | undefined }

async function requestToken(auth: OAuth2, grant: Record<string, string>): Promise<Granted> {
  const form = new URLSearchParams({
    ...grant,
    client_id: auth.clientId,
    client_secret: auth.clientSecret,
    ...(auth.scope ? { scope: auth.scope } : {}),
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
  const refused = answer.status < 500 && answer.status !== tooManyRequests
  throw new TokenTrouble(`the token endpoint refused: ${why}`, { refused })
}
