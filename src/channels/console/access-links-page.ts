// What a mailed link opens: the first password of whoever was invited, and a new one of whoever forgot it. The page that asks for the
// link says the same whether there is such a person or not, and its work is done later.
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { ConsoleOffice } from './office-faces.ts'
import { officeTimes, roleWords } from './office-words.ts'
import type { ShowPage } from './page-frame.ts'
import type { SignIn } from './sign-in.ts'
import { passwordMinimumLength } from './sign-in.ts'
import { forgottenLimits, type TooManyTries } from './sign-in-limits.ts'

const keyAsked = z.object({ key: z.string().min(1).max(100).catch('none') })
const passwordAsked = z.object({ password: z.string().max(1_000) })
const nameAsked = z.object({ name: z.string().trim().max(200) })
const forgottenAsked = z.object({ email: z.string().trim().min(1).max(320) })

type Parts = {
  office: Pick<ConsoleOffice, 'db' | 'clock' | 'config' | 'links'>
  signIn: Pick<SignIn, 'createCredential' | 'passwordProblem'>
  show: ShowPage
}

export function accessLinksPage({ office, signIn, show }: Parts): Router {
  const routes = Router()
  const { links } = office
  const times = officeTimes(office.config.office.timeZone, () => office.clock.now())

  const linkOver = (request: Request, response: Response) => {
    const text = 'It was used already, is too old, or a newer one was sent. Ask for another.'
    return show(request, response, {
      template: 'problem',
      title: 'This link is over',
      status: 403,
      view: { title: 'This link is over', text },
    })
  }

  async function showInvitation(request: Request, response: Response, key: string, refusal: string | null = null) {
    const invited = await links.invitation(key)
    if (!invited) return linkOver(request, response)
    const name: unknown = request.body?.name
    const view = {
      ...{ key, refusal, email: invited.email, role: roleWords[invited.role], atLeast: passwordMinimumLength },
      name: typeof name === 'string' ? name.slice(0, 200) : '',
    }
    await show(request, response, { template: 'invitation', title: 'Welcome', status: refusal ? 409 : 200, view })
  }

  async function showNewPassword(request: Request, response: Response, key: string, refusal: string | null = null) {
    const member = await links.passwordLink(key)
    if (!member) return linkOver(request, response)
    const view = { key, refusal, email: member.email, atLeast: passwordMinimumLength }
    await show(request, response, { template: 'new-password', title: 'A new password', status: refusal ? 409 : 200, view })
  }

  async function showForgotten(
    request: Request,
    response: Response,
    { status = 200, refusal = null as string | null, asked = false } = {},
  ) {
    await show(request, response, { template: 'forgotten-password', title: 'Forgotten password', status, view: { refusal, asked } })
  }

  const tooMany: TooManyTries = async (request, response, { again }) => {
    response.setHeader('Retry-After', Math.max(1, Math.ceil((again.getTime() - Date.now()) / 1_000)))
    await showForgotten(request, response, { status: 429, refusal: `Too many tries. Try again after ${times.short(again)}.` })
  }

  routes.get('/invitation', (request, response) => showInvitation(request, response, keyAsked.parse(request.query).key))

  routes.post('/invitation', async (request, response) => {
    const { key } = keyAsked.parse(request.body)
    const { name } = nameAsked.parse(request.body)
    const { password } = passwordAsked.parse(request.body)
    const problem = name === '' ? 'Say what colleagues call you.' : signIn.passwordProblem(password)
    if (problem) return showInvitation(request, response, key, problem)
    const accepted = await links.accept({ key, name })
    if (!accepted.ok) return linkOver(request, response)
    await signIn.createCredential(accepted.value, password)
    response.redirect(303, '/sign-in')
  })

  routes.get('/new-password', (request, response) => showNewPassword(request, response, keyAsked.parse(request.query).key))

  routes.post('/new-password', async (request, response) => {
    const { key } = keyAsked.parse(request.body)
    const { password } = passwordAsked.parse(request.body)
    const problem = signIn.passwordProblem(password)
    if (problem) return showNewPassword(request, response, key, problem)
    const taken = await links.takePasswordLink(key)
    if (!taken.ok) return linkOver(request, response)
    await signIn.createCredential(taken.value, password)
    response.redirect(303, '/sign-in')
  })

  routes.get('/forgotten-password', (request, response) => showForgotten(request, response))

  routes.post('/forgotten-password', ...forgottenLimits(office.db, tooMany), async (request, response) => {
    const { email } = forgottenAsked.parse(request.body)
    await links.forgot(email)
    await showForgotten(request, response, { asked: true })
  })
  return routes
}
