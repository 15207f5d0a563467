// Who is at the browser. better-auth keeps passwords and sessions; nothing of it is reachable from outside: our own routes
// call it, there is no sign-up, and whoever is not active staff is nobody, at every request anew.
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import type { FactorStanding } from '../../access/access.ts'
import type { Database } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Secrets } from '../../platform/secrets.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { demoSignInPlugin } from './demo-sign-in.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
import { renewSessionPlugin } from './renew-session.ts'

/** A signed-in person, and the session that forms are bound to. */
export type SignedIn = { member: StaffMember; sessionId: string }

/** `code`: the password was right, and the second factor is still to be proved. `enrolment`: he must have one, and has none yet. */
export type Standing = SignedIn & { lacks: 'code' | 'enrolment' | null }

/** Cookies that the answer must carry on. */
export type SessionCookies = string[]

export type SignIn = {
  /** `undefined` for a wrong address and a wrong password alike. */
  withPassword(credential: { email: string; password: string; headers: Headers }): Promise<SessionCookies | undefined>
  /** One-click sign-in of a demo; refuses to exist anywhere else. */
  asDemoMember(memberId: string): Promise<SessionCookies>
  /** Nobody is in before `lacks` is null. */
  who(headers: Headers): Promise<Standing | undefined>
  /** The second factor was proved: a session of a new name in place of the one that lacked it. */
  secondFactorProved(headers: Headers): Promise<SessionCookies>
  end(headers: Headers): Promise<SessionCookies>
  /** Why a password cannot be taken, for people to read; `undefined` when it can. */
  passwordProblem(password: string): string | undefined
  /** Sets a staff member's password, first or anew, and ends every session under the old one. */
  createCredential(member: StaffMember, password: string): Promise<void>
}

export type SignInParts = {
  db: Database
  log: Log
  secrets: Secrets
  staff: { byId(id: string): Promise<StaffMember | undefined> }
  secondFactors: { standingOf(member: StaffMember): Promise<FactorStanding> }
  consoleUrl: string
  demo?: boolean
}

export const passwordMinimumLength = 12 // NIST SP 800-63B asks for 8 beside a second factor; not everybody has one
const passwordMaximumLength = 200
const halfwayMilliseconds = 15 * 60_000 // a session that lacks its second factor; time to enrol one
const sessionSeconds = 12 * 3_600 // a long shift, then sign in again, whatever happened meanwhile

export function createSignIn({ db, log, secrets, staff, secondFactors, consoleUrl, demo = false }: SignInParts): SignIn {
  const auth = betterAuth({
    appName: 'Waterdesk',
    baseURL: consoleUrl,
    secret: secrets.keyFor('console sessions'),
    database: prismaAdapter(db.client, { provider: 'postgresql' }),
    account: { modelName: 'SignInAccount' },
    session: {
      expiresIn: sessionSeconds,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
      additionalFields: { secondFactorAt: { type: 'date', required: false, input: false } },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordMinimumLength,
      maxPasswordLength: passwordMaximumLength,
      password: { hash: hashPassword, verify: ({ password, hash }) => verifyPassword(password, hash) },
    },
    rateLimit: { enabled: false }, // its limiter guards its own routes, which are not mounted; sign-in-limits.ts guards ours
    telemetry: { enabled: false },
    logger: {
      log: (level, message) => log[level === 'error' ? 'error' : level === 'warn' ? 'warn' : 'debug']({ said: message }, 'sign-in library'),
    },
    advanced: {
      cookiePrefix: 'waterdesk',
      useSecureCookies: consoleUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { disableIpTracking: true },
    },
    plugins: [renewSessionPlugin(), ...(demo ? [demoSignInPlugin()] : [])],
  })

  return {
    async withPassword({ email, password, headers }) {
      if (password.length > passwordMaximumLength) return undefined
      const answer = await auth.api.signInEmail({ body: { email, password }, headers, asResponse: true })
      if (answer.ok) return answer.headers.getSetCookie()
      if (answer.status < 500) return undefined
      throw new Error('the sign-in library failed', { cause: await answer.text() })
    },

    async asDemoMember(memberId) {
      const member = await staff.byId(memberId)
      if (!demo || !member?.active) throw new Error('one-click sign-in belongs to a demo')
      await keepUser(db, member)
      const api = auth.api as unknown as { demoSignIn(ask: { body: { userId: string }; asResponse: true }): Promise<Response> }
      const answer = await api.demoSignIn({ body: { userId: memberId }, asResponse: true })
      if (!answer.ok) throw new Error('the sign-in library failed', { cause: await answer.text() })
      return answer.headers.getSetCookie()
    },

    async who(headers) {
      const found = await auth.api.getSession({ headers })
      if (!found) return undefined
      const member = await staff.byId(found.user.id)
      if (!member?.active) return undefined
      const lacks = lacking(await secondFactors.standingOf(member), found.session)
      if (lacks !== null && Date.now() - found.session.createdAt.getTime() > halfwayMilliseconds) return undefined
      return { member, sessionId: found.session.id, lacks }
    },

    async secondFactorProved(headers) {
      const api = auth.api as unknown as { renewSession(ask: { headers: Headers; asResponse: true }): Promise<Response> }
      const answer = await api.renewSession({ headers, asResponse: true })
      if (!answer.ok) throw new Error('the sign-in library failed', { cause: await answer.text() })
      return answer.headers.getSetCookie()
    },

    async end(headers) {
      const answer = await auth.api.signOut({ headers, asResponse: true })
      return answer.headers.getSetCookie()
    },

    passwordProblem,

    async createCredential(member, password) {
      const problem = passwordProblem(password)
      if (problem) throw new RangeError(problem)
      const hash = await hashPassword(password)
      await keepUser(db, member)
      const credential = { accountId: member.id, providerId: 'credential', userId: member.id, password: hash, updatedAt: new Date() }
      await db.inTransaction(async (tx) => {
        await tx.signInAccount.upsert({
          where: { id: `credential-${member.id}` },
          create: { id: `credential-${member.id}`, ...credential },
          update: credential,
        })
        await tx.session.deleteMany({ where: { userId: member.id } })
      })
    },
  }
}

/** Asked at every request: a factor that is enrolled or asked for meanwhile holds for sessions that are open already. */
function lacking(standing: FactorStanding, { secondFactorAt }: { secondFactorAt?: Date | null }): Standing['lacks'] {
  if (standing === 'enrolled') return secondFactorAt ? null : 'code'
  return standing === 'missing' ? 'enrolment' : null
}

function passwordProblem(password: string): string | undefined {
  if (password.length < passwordMinimumLength) return `A password has at least ${passwordMinimumLength} characters.`
  if (password.length > passwordMaximumLength) return `A password has at most ${passwordMaximumLength} characters.`
  return new Set(password).size < 5 ? 'This password repeats too few characters.' : undefined
}

/** The library's user stands for the staff member under the same id; the staff slice stays the one that is believed. */
async function keepUser(db: Database, member: StaffMember): Promise<void> {
  const { id, name, email } = member
  await db.client.user.upsert({ where: { id }, create: { id, name, email, emailVerified: true }, update: { name, email } })
}
