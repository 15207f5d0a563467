// Coming and going: the sign-in form, its refusals in plain words, and the one-click doors of a demo.

import type { Request, Response } from 'express'
import { Router } from 'express'
import { z } from 'zod'
import type { Role, StaffMember } from '../../staff/staff-member.ts'
import { isOnThisMachine } from './demo-sign-in.ts'
import { createDoorBook } from './door-book.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { officeTimes, roleWords } from './office-words.ts'
import type { ShowPage } from './page-frame.ts'
import { headersOf, localPath, signedIn } from './session-guard.ts'
import type { SessionCookies, SignIn } from './sign-in.ts'
import { signInLimits } from './sign-in-limits.ts'

const credential = z.object({
  email: z.string().trim().min(1).max(320),
  password: z.string().min(1).max(1_000),
  return: z.string().optional(),
})
const demoRoles: Role[] = ['supervisor', 'clerk', 'administrator']

export type SignInPageParts = {
  office: Pick<ConsoleOffice, 'db' | 'clock' | 'secrets' | 'staff' | 'config'>
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

  async function enter(request: Request, response: Response, cookies: SessionCookies) {
    for (const cookie of cookies) response.append('Set-Cookie', cookie)
    response.redirect(303, localPath(request.body?.return))
  }

  const tooMany = (request: Request, response: Response, again: Date) => {
    response.setHeader('Retry-After', Math.max(1, Math.ceil((again.getTime() - Date.now()) / 1_000)))
    return showForm(request, response, { status: 429, refusal: `Too many tries. Try again after ${times.short(again)}.` })
  }

  routes.get('/sign-in', async (request, response) => {
    if (signedIn(response)) return response.redirect(303, localPath(request.query.return))
    await showForm(request, response, { status: 200, refusal: null })
  })

  routes.post('/sign-in', ...signInLimits(office.db, tooMany), async (request, response) => {
    const given = credential.safeParse(request.body)
    const cookies = given.success ? await signIn.withPassword({ ...given.data, headers: headersOf(request) }) : undefined
    const member = cookies && (await memberBehind(signIn, cookies))
    if (!cookies || !member) {
      if (given.success) await book.refused(given.data.email)
      return showForm(request, response, { status: 401, refusal: 'The address or the password is wrong.' })
    }
    await book.signedIn(member, 'password')
    await enter(request, response, cookies)
  })

  routes.post('/sign-out', async (request, response) => {
    const member = signedIn(response)?.member
    for (const cookie of await signIn.end(headersOf(request))) response.append('Set-Cookie', cookie)
    if (member) await book.signedOut(member)
    response.redirect(303, '/sign-in')
  })

  if (demo) {
    routes.post('/demo/sign-in', async (request, response) => {
      const member = isOnThisMachine(request) ? await demoMember(office, request.body?.role) : undefined
      if (!member) return showForm(request, response, { status: 403, refusal: 'One-click sign-in works on the demo’s own machine only.' })
      const cookies = await signIn.asDemoMember(member.id)
      await book.signedIn(member, 'demo')
      await enter(request, response, cookies)
    })
  }
  return routes
}

/** A right password opens nothing for somebody who no longer works here. */
async function memberBehind(signIn: SignIn, cookies: SessionCookies): Promise<StaffMember | undefined> {
  const cookie = cookies.map((line) => line.split(';', 1)[0]).join('; ')
  return (await signIn.who(new Headers({ cookie })))?.member
}

async function demoMember(office: Pick<ConsoleOffice, 'staff'>, role: unknown): Promise<StaffMember | undefined> {
  return (await office.staff.list()).find((member) => member.active && member.role === role)
}

async function demoDoors(office: Pick<ConsoleOffice, 'staff'>) {
  const doors = await Promise.all(demoRoles.map((role) => demoMember(office, role)))
  return doors.flatMap((member) => (member ? [{ role: member.role, roleWords: roleWords[member.role], name: member.name }] : []))
}
