// A form is taken from our own pages only: the browser says where the request comes from, and the form carries a token
// that is bound to the session and repeated in a cookie.
import { parseCookies } from 'better-auth/cookies'
import { doubleCsrf } from 'csrf-csrf'
import type { Request, RequestHandler, Response } from 'express'
import type { Secrets } from '../../platform/secrets.ts'
import { sessionIdOf } from './session-guard.ts'

export type FormTokens = {
  /** Reads cookies, which the other two need. */
  cookies: RequestHandler
  protect: RequestHandler[]
  tokenFor(request: Request, response: Response): string
}

export function createFormTokens({ secrets, consoleUrl }: { secrets: Secrets; consoleUrl: string }): FormTokens {
  const https = consoleUrl.startsWith('https:')
  const { doubleCsrfProtection, generateCsrfToken } = doubleCsrf({
    getSecret: () => secrets.keyFor('console forms'),
    getSessionIdentifier: (request) => sessionIdOf(request.res),
    cookieName: https ? '__Host-waterdesk.form' : 'waterdesk.form',
    cookieOptions: { secure: https, sameSite: 'strict', httpOnly: true, path: '/' },
    getCsrfTokenFromRequest: (request) => request.headers['x-csrf-token'] ?? request.body?._csrf,
  })
  return {
    cookies: (request, _response, next) => {
      request.cookies = Object.fromEntries(parseCookies(request.headers.cookie ?? ''))
      next()
    },
    protect: [sameOriginOnly(new URL(consoleUrl).origin), doubleCsrfProtection],
    tokenFor: (request, response) => generateCsrfToken(request, response),
  }
}

/** Refuses what a browser itself calls foreign. Tools that send neither header still need the token. */
function sameOriginOnly(consoleOrigin: string): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next()
    const { origin, 'sec-fetch-site': site, host } = request.headers
    const foreignSite = site !== undefined && site !== 'same-origin'
    const foreignOrigin = origin !== undefined && origin !== consoleOrigin && origin !== `${request.protocol}://${host}`
    if (!foreignSite && !foreignOrigin) return next()
    response.status(403)
    next(new ForeignRequest())
  }
}

class ForeignRequest extends Error {
  readonly status = 403
  constructor() {
    super('a form sent from another site')
  }
}
