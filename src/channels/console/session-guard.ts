// Every page but sign-in needs a session of active staff. Who it is stands in `response.locals`, once, for all that follows.
import type { Request, RequestHandler, Response } from 'express'
import type { StaffMember } from '../../staff/staff-member.ts'
import type { SessionCookies, SignedIn, SignIn, Standing } from './sign-in.ts'

export function readSession(signIn: Pick<SignIn, 'who'>): RequestHandler {
  return async (request, response, next) => {
    keepStanding(response, await signIn.who(headersOf(request)))
    next()
  }
}

/** Who it is by cookies that this very answer sets: a right password opens nothing for somebody who no longer works here. */
export function standingBehind(signIn: Pick<SignIn, 'who'>, cookies: SessionCookies): Promise<Standing | undefined> {
  return signIn.who(new Headers({ cookie: cookies.map((line) => line.split(';', 1)[0]).join('; ') }))
}

/** The rest of this answer belongs to the session that its cookies open. */
export async function takeUp(response: Response, signIn: Pick<SignIn, 'who'>, cookies: SessionCookies): Promise<void> {
  keepStanding(response, await standingBehind(signIn, cookies))
}

function keepStanding(response: Response, standing: Standing | undefined): void {
  const isIn = standing?.lacks === null
  response.locals.signedIn = isIn ? standing : undefined
  response.locals.halfway = isIn ? undefined : standing
}

/** Sends the signed-out to sign-in and back to where they wanted to go; a part of a page is reloaded whole instead. */
export const needsSession: RequestHandler = (request, response, next) => {
  if (signedIn(response)) return next()
  const wanted = request.method === 'GET' && !isPart(request) ? request.originalUrl : undefined
  const door = doorOf(response)
  const address = wanted && wanted !== '/' ? `${door}?return=${encodeURIComponent(wanted)}` : door
  if (!isPart(request)) return response.redirect(303, address)
  response.setHeader('HX-Refresh', 'true')
  response.status(401).end()
}

/** Where whoever is not in goes on: the password, the code, or a first factor. */
function doorOf(response: Response): string {
  const lacks = halfway(response)?.lacks
  if (lacks === 'code') return '/sign-in/code'
  return lacks === 'enrolment' ? '/second-factor' : '/sign-in'
}

/** Whose password was right, and who lacks the second factor. */
export function halfway(response: Response): Standing | undefined {
  return response.locals.halfway
}

export function signedIn(response: Response): SignedIn | undefined {
  return response.locals.signedIn
}

/** The person behind a request that `needsSession` let through. */
export function memberOf(response: Response): StaffMember {
  const found = signedIn(response)
  if (!found) throw new Error('a page without a session guard')
  return found.member
}

export function sessionIdOf(response: Response | undefined): string {
  return (response && (signedIn(response) ?? halfway(response))?.sessionId) ?? 'signed out'
}

function isPart(request: Request): boolean {
  return request.headers['hx-request'] === 'true'
}

export function headersOf(request: Request): Headers {
  const headers = new Headers()
  if (request.headers.cookie) headers.set('cookie', request.headers.cookie)
  if (request.headers['user-agent']) headers.set('user-agent', request.headers['user-agent'])
  return headers
}

/** `/cases/WD-000123?approval=…` → itself; anything that could lead off this console → the queue. */
export function localPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > 2_000 || !/^\/[^/\\]/.test(wanted) || hasControlCharacter(wanted)) return '/queue'
  const base = 'http://console.invalid'
  const parsed = URL.canParse(wanted, base) ? new URL(wanted, base) : undefined
  if (parsed?.origin !== base || parsed.pathname.startsWith('//')) return '/queue'
  if (/^\/(sign-in|sign-out|second-factor)(\/|$)/.test(parsed.pathname)) return '/queue'
  return parsed.pathname + parsed.search + parsed.hash
}

function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character.charCodeAt(0) < 0x20 || character.charCodeAt(0) === 0x7f)
}
