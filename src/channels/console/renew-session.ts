// Once the second factor is proved, its session goes on under a new name: a cookie from before the proof is worth nothing.
import type { BetterAuthPlugin } from 'better-auth'
import { createAuthEndpoint, sessionMiddleware } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'

export function renewSessionPlugin(): BetterAuthPlugin {
  return {
    id: 'renew-session',
    endpoints: {
      renewSession: createAuthEndpoint('/renew-session', { method: 'POST', use: [sessionMiddleware] }, async (ctx) => {
        const { session, user } = ctx.context.session
        const renewed = await ctx.context.internalAdapter.createSession(user.id, false, { secondFactorAt: new Date() })
        await ctx.context.internalAdapter.deleteSession(session.token)
        await setSessionCookie(ctx, { session: renewed, user })
        return ctx.json({ renewed: true })
      }),
    },
  }
}
