// The mailroom's overview: which mailboxes are read and how far, what waits to leave, and the one switch that stops it all.
import type { Request, Response } from 'express'
import { Router } from 'express'
import { z } from 'zod'
import { settleWords } from './decisions.ts'
import { mailroomTabs } from './mailroom-tabs.ts'
import { mailroomView } from './mailroom-view.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

const reasonAsked = z.object({ reason: z.string().trim().min(1).max(500) })
const settleAsked = z.object({ outgoingId: z.uuid(), outcome: z.enum(['was-delivered', 'send-again']) })
const clearAsked = z.object({ address: z.string().min(1).max(320), reason: z.string().max(5_000) })

const count = z.coerce.number().int().min(0).max(1_000_000).optional().catch(undefined)
/** How many mails an act let go, for the page that follows it. */
const said = z.object({ leaving: count, cleared: count })
const notAuthorised = 'Only an administrator may stop and resume outgoing mail.'
const clearWords = {
  'not-authorised': 'Your role may not clear an address. Ask a supervisor.',
  'not-marked': 'This address has been cleared meanwhile.',
  'reason-missing': 'Say why mail goes to this address again; the record keeps it.',
}

export type ShowMailroom = (request: Request, response: Response, refusal?: string) => Promise<void>

export function createShowMailroom({ office, show }: { office: ConsoleOffice; show: ShowPage }): ShowMailroom {
  return async (request, response, refusal) => {
    const [tabs, view] = await Promise.all([mailroomTabs(office.mailroom, 'overview'), mailroomView(office, memberOf(response))])
    const notice = refusal ? null : noticeWords(said.parse(request.query))
    const page = { template: 'mailroom', title: 'Mailroom', current: 'mailroom', status: refusal ? 409 : 200 } as const
    await show(request, response, { ...page, view: { tabs, refusal: refusal ?? null, notice, ...view } })
  }
}

export function mailroomPage({ office: { mailroom }, showMailroom }: { office: ConsoleOffice; showMailroom: ShowMailroom }): Router {
  const routes = Router()

  routes.get('/mailroom', (request, response) => showMailroom(request, response))

  routes.post('/mailroom/stop', async (request, response) => {
    const given = reasonAsked.safeParse(request.body)
    if (!given.success) return showMailroom(request, response, 'Say why all outgoing mail stops; the whole office reads it.')
    const done = await mailroom.stopOutgoing({ by: memberOf(response), reason: given.data.reason })
    return done.ok ? response.redirect(303, '/mailroom') : showMailroom(request, response, notAuthorised)
  })

  routes.post('/mailroom/resume', async (request, response) => {
    const done = await mailroom.resumeOutgoing({ by: memberOf(response) })
    return done.ok ? response.redirect(303, `/mailroom?leaving=${done.value.leaving}`) : showMailroom(request, response, notAuthorised)
  })

  routes.post('/mailroom/settle', async (request, response) => {
    const done = await mailroom.settleUnknown({ ...settleAsked.parse(request.body), by: memberOf(response) })
    return done.ok ? response.redirect(303, '/mailroom') : showMailroom(request, response, settleWords[done.refusal.kind])
  })

  routes.post('/mailroom/clear-address', async (request, response) => {
    const done = await mailroom.clearUndeliverable({ ...clearAsked.parse(request.body), by: memberOf(response) })
    if (!done.ok) return showMailroom(request, response, clearWords[done.refusal.kind])
    response.redirect(303, `/mailroom?cleared=${done.value.leaving}`)
  })
  return routes
}

function noticeWords({ leaving, cleared }: z.infer<typeof said>): string | null {
  if (leaving !== undefined) {
    if (leaving === 0) return 'Mail leaves again. None was waiting.'
    return leaving === 1 ? 'Mail leaves again: one that waited leaves now.' : `Mail leaves again: ${leaving} that waited leave now.`
  }
  if (cleared === undefined) return null
  if (cleared === 0) return 'Mail may go to this address again. None was held for it.'
  return `Mail may go to this address again: ${cleared === 1 ? 'one that was held takes its' : `${cleared} that were held take their`} place among those that leave.`
}
