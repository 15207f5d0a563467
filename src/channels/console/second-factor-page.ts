// One's own second factor: enrolled with a picture and a code, moved to another telephone, new recovery codes. Whoever must have one
// and has none is led here at sign-in and sees nothing else before.
import { type NextFunction, type Request, type Response, Router } from 'express'
import QRCode from 'qrcode'
import { z } from 'zod'
import type { OfferedFactor } from '../../access/access.ts'
import { createDoorBook } from './door-book.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { officeTimes } from './office-words.ts'
import type { ShowPage } from './page-frame.ts'
import { halfway, headersOf, localPath, needsSession, signedIn, takeUp } from './session-guard.ts'
import type { SignedIn, SignIn } from './sign-in.ts'
import { codeLimits, type TooManyTries } from './sign-in-limits.ts'

const typed = z.string().trim().max(50)
const enrolAsked = z.object({ sealed: z.string().min(1).max(2_000), code: typed.min(1), current: typed.default('') })
const renewAsked = z.object({ current: typed.min(1) })

const refusals = {
  'wrong-code': 'The code of the new app is wrong, or its half minute is over. Type the one that it shows now.',
  'wrong-current-code': 'The code of the factor that you have is wrong, or it was used already.',
  'offer-over': 'The picture was too old. Here is a new one.',
} as const

type Parts = {
  office: Pick<ConsoleOffice, 'db' | 'clock' | 'secrets' | 'secondFactors' | 'staff' | 'config'>
  signIn: Pick<SignIn, 'secondFactorProved' | 'who'>
  show: ShowPage
}

export function secondFactorPage({ office, signIn, show }: Parts): Router {
  const routes = Router()
  const { secondFactors, clock } = office
  const book = createDoorBook(office)
  const times = officeTimes(office.config.office.timeZone, () => clock.now())

  type Shown = { status?: number; refusal?: string | null; offered?: OfferedFactor }

  async function showPage(request: Request, response: Response, { status = 200, refusal = null, offered }: Shown = {}) {
    const { member } = enteringOf(response)
    const standing = await secondFactors.of(member)
    const offer = offered ?? secondFactors.offer(member)
    const view = {
      refusal,
      standing: standing ?? null,
      few: standing !== undefined && standing.recoveryCodesLeft <= fewRecoveryCodes,
      mustFirst: signedIn(response) === undefined,
      secret: inFours(offer.secret),
      picture: await pictureOf(offer.address),
      sealed: offer.sealed,
      return: localPath(request.method === 'GET' ? request.query.return : request.body?.return),
    }
    await show(request, response, { template: 'second-factor', title: 'Your second factor', status, view })
  }

  async function showRecoveryCodes(request: Request, response: Response, recoveryCodes: string[]) {
    const view = { recoveryCodes, onward: localPath(request.body?.return) }
    await show(request, response, { template: 'recovery-codes', title: 'Recovery codes', view })
  }

  const tooMany: TooManyTries = async (request, response, { again, first }) => {
    if (first) await book.lockedOut(enteringOf(response).member.email)
    response.setHeader('Retry-After', Math.max(1, Math.ceil((again.getTime() - Date.now()) / 1_000)))
    await showPage(request, response, { status: 429, refusal: `Too many tries. Try again after ${times.short(again)}.` })
  }

  routes.get('/second-factor', mayEnrol, (request, response) => showPage(request, response))

  routes.post('/second-factor', mayEnrol, ...codeLimits(office.db, tooMany), async (request, response) => {
    const { member, sessionId } = enteringOf(response)
    const asked = enrolAsked.parse(request.body)
    const done = await secondFactors.enrol({ ...asked, member, sessionId })
    if (!done.ok) {
      if (done.refusal === 'wrong-current-code') await book.codeRefused(member)
      const offered = secondFactors.offerAgain(member, asked.sealed)
      return showPage(request, response, { status: 409, refusal: refusals[done.refusal], ...(offered ? { offered } : {}) })
    }
    const isEntering = signedIn(response) === undefined
    const cookies = await signIn.secondFactorProved(headersOf(request))
    for (const cookie of cookies) response.append('Set-Cookie', cookie)
    await takeUp(response, signIn, cookies) // the forms of the page that follows belong to the new session
    if (isEntering) await book.signedIn(member, 'password and code')
    await showRecoveryCodes(request, response, done.value.recoveryCodes)
  })

  routes.post('/second-factor/recovery-codes', mayEnrol, ...codeLimits(office.db, tooMany), async (request, response) => {
    const { member } = enteringOf(response)
    const done = await secondFactors.renewRecoveryCodes(member, renewAsked.parse(request.body).current)
    if (done.ok) return showRecoveryCodes(request, response, done.value.recoveryCodes)
    await book.codeRefused(member)
    await showPage(request, response, { status: 409, refusal: refusals['wrong-current-code'] })
  })
  return routes
}

const fewRecoveryCodes = 3

/** Whoever has a factor and has not proved it in this session goes to the code first. */
function mayEnrol(request: Request, response: Response, next: NextFunction): void {
  if (halfway(response)?.lacks === 'enrolment') next()
  else needsSession(request, response, next)
}

function enteringOf(response: Response): SignedIn {
  const found = signedIn(response) ?? halfway(response)
  if (!found) throw new Error('a page without a session guard')
  return found
}

function inFours(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ')
}

/** As a picture of its own, which the page's policy allows: no script and no style is in it. */
async function pictureOf(address: string): Promise<string> {
  const svg = await QRCode.toString(address, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 })
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}
