// How often somebody may try to sign in. Counted in the database, so that several desks count together and a restart
// forgives nothing. Successful sign-ins are not counted; wrong codes count together with wrong passwords.
import type { Request, RequestHandler, Response } from 'express'
import { ipKeyGenerator, rateLimit, type Store } from 'express-rate-limit'
import type { Database } from '../../platform/database.ts'
import { halfway, signedIn } from './session-guard.ts'

const minute = 60_000
export const triesForOneName = 5
// One name from one place: five tries in ten minutes. One place: a whole office behind one router stays below thirty.
// One name from anywhere: a hundred an hour, so that a spread-out attack is slow, and nobody can lock a colleague out cheaply.
type Limit = { name: string; windowMs: number; limit: number; key: (person: string, place: string) => string }
const limits: Limit[] = [
  { name: 'name-and-place', windowMs: 10 * minute, limit: triesForOneName, key: (person, place) => `${person} ${place}` },
  { name: 'place', windowMs: 10 * minute, limit: 30, key: (_, place) => place },
  { name: 'name', windowMs: 60 * minute, limit: 100, key: (person) => person },
]
// Whoever types codes knows the password already, and a code is six digits: ten wrong ones an hour, wherever from.
const codeLimit: Limit = { name: 'code', windowMs: 60 * minute, limit: 10, key: (person) => person }

/** `first`: the first try that is refused until `again`. */
export type TooManyTries = (request: Request, response: Response, refused: { again: Date; first: boolean }) => void

export function signInLimits(db: Database, tooMany: TooManyTries): RequestHandler[] {
  return limits.map((limit) => limiter(db, tooMany, limit, nameIn))
}

/** For the form of whoever forgot the password: every one counts, since it never says whether it did anything. */
export function forgottenLimits(db: Database, tooMany: TooManyTries): RequestHandler[] {
  return limits.map((limit) => limiter(db, tooMany, limit, nameIn, 'forgotten '))
}

/** For forms that ask for a code: whose it is, the session says. */
export function codeLimits(db: Database, tooMany: TooManyTries): RequestHandler[] {
  return [...limits, codeLimit].map((limit) => limiter(db, tooMany, limit, nameOfSession))
}

function limiter(
  db: Database,
  tooMany: TooManyTries,
  { name, windowMs, limit, key }: Limit,
  personIn: (request: Request) => string,
  apart: 'forgotten ' | '' = '',
): RequestHandler {
  return rateLimit({
    windowMs,
    limit,
    keyGenerator: (request) => key(personIn(request), placeOf(request)),
    store: limitsInDatabase(db, `sign-in ${apart}${name}: `, windowMs),
    skipSuccessfulRequests: apart === '',
    standardHeaders: false,
    legacyHeaders: false,
    passOnStoreError: false,
    handler: (request, response) => {
      const { resetTime, used } = (request as Request & { rateLimit?: { resetTime?: Date; used?: number } }).rateLimit ?? {}
      tooMany(request, response, { again: resetTime ?? new Date(Date.now() + windowMs), first: used === limit + 1 })
    },
  })
}

function limitsInDatabase(db: Database, prefix: string, windowMs: number): Store {
  return {
    prefix,
    localKeys: false,
    async increment(key) {
      const [now, id] = [Date.now(), prefix + key]
      await db.client.$executeRaw`DELETE FROM auth_rate_limit WHERE key LIKE 'sign-in %' AND last_request < ${now - 24 * 60 * minute}`
      const rows = await db.client.$queryRaw<{ count: number; last_request: bigint }[]>`
        INSERT INTO auth_rate_limit (id, key, count, last_request) VALUES (${id}, ${id}, 1, ${now})
        ON CONFLICT (key) DO UPDATE SET
          count = CASE WHEN auth_rate_limit.last_request + ${windowMs} <= ${now} THEN 1 ELSE auth_rate_limit.count + 1 END,
          last_request = CASE WHEN auth_rate_limit.last_request + ${windowMs} <= ${now} THEN ${now} ELSE auth_rate_limit.last_request END
        RETURNING count, last_request`
      const row = rows[0]
      return { totalHits: row?.count ?? 1, resetTime: new Date(Number(row?.last_request ?? now) + windowMs) }
    },
    async decrement(key) {
      await db.client.$executeRaw`UPDATE auth_rate_limit SET count = count - 1 WHERE key = ${prefix + key} AND count > 0`
    },
    async resetKey(key) {
      await db.client.$executeRaw`DELETE FROM auth_rate_limit WHERE key = ${prefix + key}`
    },
  }
}

function nameIn(request: Request): string {
  const email: unknown = request.body?.email
  return typeof email === 'string' ? email.trim().toLowerCase().slice(0, 320) : ''
}

function nameOfSession(request: Request): string {
  const response = request.res
  return (response && (halfway(response) ?? signedIn(response))?.member.email) ?? ''
}

/** IPv6 is counted by its /56, since one subscriber holds so many addresses. */
function placeOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? 'unknown')
}
