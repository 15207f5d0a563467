// Access tokens for mailboxes that want OAuth2 instead of a password (RFC 6749): by refresh token, as Google has it, or by
// client credentials, as Microsoft 365 has it. Kept until shortly before they expire.
import { z } from 'zod'
import type { MailAuth } from '../../config.ts'

type OAuth2 = Extract<MailAuth, { kind: 'oauth2' }>

/** No access token could be had from the token endpoint. */
export class TokenTrouble extends Error {}

export type AccessTokens = {
  accessToken(auth: OAuth2): Promise<string>
  /** The server refused the token: the next one is asked for anew. */
  forget(): void
}

const requestLimitMilliseconds = 15_000
const earlyMilliseconds = 120_000 // a token that ends while a connection signs in is no use
const shortestLifeSeconds = 60

const granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().optional() })
const denied = z.object({ error: z.string().max(100), error_description: z.string().max(500).optional() })

export function createAccessTokens(now: () => number = Date.now): AccessTokens {
  let kept: { token: string; until: number } | undefined
  return {
    async accessToken(auth) {
      if (kept && now() < kept.until) return kept.token
      const { token, lifeSeconds } = await requestToken(auth)
      kept = { token, until: now() + Math.max(lifeSeconds * 1000 - earlyMilliseconds, 0) }
      return token
    },
    forget() {
      kept = undefined
    },
  }
}

async function requestToken(auth: OAuth2): Promise<{ token: string; lifeSeconds: number }> {
  const grant: Record<string, string> = auth.refreshToken
    ? { grant_type: 'refresh_token', refresh_token: auth.refreshToken }
    : { grant_type: 'client_credentials' }
  const form = new URLSearchParams({
    ...grant,
    client_id: auth.clientId,
    client_secret: auth.clientSecret,
    ...(auth.scope ? { scope: auth.scope } : {}),
  })
  const answer = await fetch(auth.tokenUrl, { method: 'POST', body: form, signal: AbortSignal.timeout(requestLimitMilliseconds) }).catch(
    (cause: unknown) => {
      throw new TokenTrouble('the token endpoint does not answer', { cause })
    },
  )
  const body: unknown = await answer.json().catch(() => undefined) // an endpoint that fails may answer with a page
  const parsed = granted.safeParse(body)
  if (answer.ok && parsed.success)
    return { token: parsed.data.access_token, lifeSeconds: Math.max(parsed.data.expires_in ?? shortestLifeSeconds, shortestLifeSeconds) }
  const refusal = denied.safeParse(body)
  const why = refusal.success
    ? `${refusal.data.error}${refusal.data.error_description ? ` (${refusal.data.error_description})` : ''}`
    : `it answered ${answer.status}`
  throw new TokenTrouble(`the token endpoint refused: ${why}`)
}
