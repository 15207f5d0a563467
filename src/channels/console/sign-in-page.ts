// Coming and going: the sign-in form, the code after it, refusals in plain words, and the one-click doors of a demo.

import type { Request, Response } from 'express'
import { Router } from 'express'
import { z } from 'zod'
import type { Role, StaffMember } from '../../staff/staff-member.ts'
import { isOnThisMachine } from './demo-sign-in.ts'
import { createDoorBook } from './door-book.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { officeTimes, roleWords } from './office-words.ts'
import type { ShowPage } from './page-frame.ts'
import { halfway, headersOf, localPath, signedIn, standingBehind } from './session-guard.ts'
import type { SessionCookies, SignIn, Standing } from './sign-in.ts'
import { codeLimits, signInLimits, type TooManyTries } from './sign-in-limits.ts'

const credential = z.object({
  email: z.string().trim().min(1).max(320),
  password: z.string().min(1).max(1_000),
  return: z.string().optional(),
})
const codeAsked = z.object({ code: z.string().trim().min(1).max(50) })
const demoRoles: Role[] = ['supervisor', 'clerk', 'administrator']

export type SignInPageParts = {
  office: Pick<ConsoleOffice, 'db' | 'clock' | 'secrets' | 'secondFactors' | 'staff' | 'config'>
  signIn: SignIn
  show: ShowPage
  demo: boolean
}

export function signInPage({ office, signIn, show, demo }: SignInPageParts): Router {
  const routes = Router()
  const book = createDoorBook(office)
  const times = officeTimes(office.config.office.timeZone, () => new Date())

  async function showForm(request: Request, response: Response, { status, refusal }: { status: number; refusal: string | null }) {
    const wanted = request.method === 'GET' ? request.query.return : request.body?.return
    const given: unknown = request.body?.email
    const doors = demo && isOnThisMachine(request) ? await demoDoors(office) : []
    const view = { refusal, email: typeof given === 'string' ? given.slice(0, 320) : '', return: localPath(wanted), doors }
    await show(request, response, { template: 'sign-in', title: 'Sign in', status, view })
  }

  async function showCodeForm(request: Request, response: Response, { status, refusal }: { status: number; refusal: string | null }) {
    const wanted = request.method === 'GET' ? request.query.return : request.body?.return
    await show(request, response, { template: 'sign-in-code', title: 'Sign in', status, view: { refusal, return: localPath(wanted) } })
  }

  /** Where the second factor is still to come, the way in goes on there. */
  async function enter(
    request: Request,
    response: Response,
    { cookies, standing, by }: { cookies: SessionCookies; standing: Standing; by: 'password' | 'demo' },
  ) {
    const { member, lacks } = standing
    await (lacks === null ? book.signedIn(member, by) : book.passwordAccepted(member, by))
    for (const cookie of cookies) response.append('Set-Cookie', cookie)
    const wanted = localPath(request.body?.return)
    const further = lacks === 'code' ? '/sign-in/code' : '/second-factor'
    response.redirect(303, lacks === null ? wanted : `${further}?return=${encodeURIComponent(wanted)}`)
  }

  const tooMany =
    (showRefusal: typeof showForm): TooManyTries =>
    async (request, response, { again, first }) => {
      const email: unknown = halfway(response)?.member.email ?? request.body?.email
      if (first && typeof email === 'string') await book.lockedOut(email.slice(0, 320))
      response.setHeader('Retry-After', Math.max(1, Math.ceil((again.getTime() - Date.now()) / 1_000)))
      await showRefusal(request, response, { status: 429, refusal: `Too many tries. Try again after ${times.short(again)}.` })
    }

  routes.get('/sign-in', async (request, response) => {
    if (signedIn(response)) return response.redirect(303, localPath(request.query.return))
    await showForm(request, response, { status: 200, refusal: null })
  })

  routes.post('/sign-in', ...signInLimits(office.db, tooMany(showForm)), async (request, response) => {
    const given = credential.safeParse(request.body)
    const cookies = given.success ? await signIn.withPassword({ ...given.data, headers: headersOf(request) }) : undefined
    const standing = cookies && (await standingBehind(signIn, cookies))
    if (!cookies || !standing) {
      if (given.success) await book.refused(given.data.email)
      return showForm(request, response, { status: 401, refusal: 'The address or the password is wrong.' })
    }
    await enter(request, response, { cookies, standing, by: 'password' })
  })

  routes.get('/sign-in/code', async (request, response) => {
    if (halfway(response)?.lacks !== 'code') return response.redirect(303, '/sign-in')
    await showCodeForm(request, response, { status: 200, refusal: null })
  })

  routes.post('/sign-in/code', ...codeLimits(office.db, tooMany(showCodeForm)), async (request, response) => {
    const standing = halfway(response)
    if (standing?.lacks !== 'code') return response.redirect(303, '/sign-in')
    const given = codeAsked.safeParse(request.body)
    const proved = given.success ? await office.secondFactors.prove(standing.member, given.data.code) : undefined
    if (!proved?.ok) {
      await book.codeRefused(standing.member)
      return showCodeForm(request, response, { status: 401, refusal: 'This code is wrong, or it was used already. Wait for the next one.' })
    }
    for (const cookie of await signIn.secondFactorProved(headersOf(request))) response.append('Set-Cookie', cookie)
    await book.signedIn(standing.member, proved.value.by === 'code' ? 'password and code' : 'password and recovery code')
    // Whoever used a recovery code sees how many are left, and where to make new ones.
    response.redirect(303, proved.value.by === 'code' ? localPath(request.body?.return) : '/second-factor')
  })

  routes.post('/sign-out', async (request, response) => {
    const member = (signedIn(response) ?? halfway(response))?.member
    for (const cookie of await signIn.end(headersOf(request))) response.append('Set-Cookie', cookie)
    if (member) await book.signedOut(member)
    response.redirect(303, '/sign-in')
  })

  if (demo) {
    routes.post('/demo/sign-in', async (request, response) => {
      const member = isOnThisMachine(request) ? await demoMember(office, request.body?.role) : undefined
      if (!member) return showForm(request, response, { status: 403, refusal: 'One-click sign-in works on the demo’s own machine only.' })
      const cookies = await signIn.asDemoMember(member.id)
      const standing = await standingBehind(signIn, cookies)
      if (!standing) throw new Error('a demo’s session that is none')
      await enter(request, response, { cookies, standing, by: 'demo' })
    })
  }
  return routes
}

async function demoMember(office: Pick<ConsoleOffice, 'staff'>, role: unknown): Promise<StaffMember | undefined> {
  return (await office.staff.list()).find((member) => member.active && member.role === role)
}

async function demoDoors(office: Pick<ConsoleOffice, 'staff'>) {
  const doors = await Promise.all(demoRoles.map((role) => demoMember(office, role)))
  return doors.flatMap((member) => (member ? [{ role: member.role, roleWords: roleWords[member.role], name: member.name }] : []))
}
