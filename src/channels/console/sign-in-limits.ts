// How often somebody may try to sign in. Counted in the database, so that several desks count together and a restart
// forgives nothing. Successful sign-ins are not counted.
import type { Request, RequestHandler, Response } from 'express'
import { ipKeyGenerator, rateLimit, type Store } from 'express-rate-limit'
import type { Database } from '../../platform/database.ts'

const minute = 60_000
export const triesForOneName = 5
// One name from one place: five tries in ten minutes. One place: a whole office behind one router stays below thirty.
// One name from anywhere: a hundred an hour, so that a spread-out attack is slow, and nobody can lock a colleague out cheaply.
const limits = [
  {
    name: 'name-and-place',
    windowMs: 10 * minute,
    limit: triesForOneName,
    key: (request: Request) => `${nameIn(request)} ${placeOf(request)}`,
  },
  { name: 'place', windowMs: 10 * minute, limit: 30, key: placeOf },
  { name: 'name', windowMs: 60 * minute, limit: 100, key: nameIn },
]

export type TooManyTries = (request: Request, response: Response, again: Date) => void

export function signInLimits(db: Database, tooMany: TooManyTries): RequestHandler[] {
  return limits.map(({ name, windowMs, limit, key }) =>
    rateLimit({
      windowMs,
      limit,
      keyGenerator: key,
      store: limitsInDatabase(db, `sign-in ${name}: `, windowMs),
      skipSuccessfulRequests: true,
      standardHeaders: false,
      legacyHeaders: false,
      passOnStoreError: false,
      handler: (request, response) => {
        const again = (request as Request & { rateLimit?: { resetTime?: Date } }).rateLimit?.resetTime ?? new Date(Date.now() + windowMs)
        tooMany(request, response, again)
      },
    }),
  )
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

/** IPv6 is counted by its /56, since one subscriber holds so many addresses. */
function placeOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? 'unknown')
}
