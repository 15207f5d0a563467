// One-click sign-in for a first look. It is a part of the library's machinery that exists in a demo only, and of a route
// that answers a browser on this very machine only.
import type { BetterAuthPlugin } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import type { Request } from 'express'
import { z } from 'zod'

export function demoSignInPlugin(): BetterAuthPlugin {
  return {
    id: 'demo-sign-in',
    endpoints: {
      demoSignIn: createAuthEndpoint('/demo-sign-in', { method: 'POST', body: z.object({ userId: z.uuid() }) }, async (ctx) => {
        const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId)
        if (!user) throw ctx.error('NOT_FOUND')
        const session = await ctx.context.internalAdapter.createSession(user.id)
        await setSessionCookie(ctx, { session, user })
        return ctx.json({ signedIn: true })
      }),
    },
  }
}

const loopbackPeers = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
const loopbackHosts = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/

/** The connection comes from this machine, names this machine, and was not handed on by a proxy. */
export function isOnThisMachine(request: Request): boolean {
  const peer = request.socket.remoteAddress ?? ''
  const forwarded = request.headers['x-forwarded-for'] ?? request.headers.forwarded ?? request.headers['x-forwarded-host']
  return loopbackPeers.has(peer) && loopbackHosts.test(request.headers.host ?? '') && forwarded === undefined
}
