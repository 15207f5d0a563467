// The mailroom: which mailboxes are read, what was set aside, what waits to leave, and the one switch that stops it all.

import type { Request, Response } from 'express'
import { Router } from 'express'
import { z } from 'zod'
import { caseName } from '../../cases/case.ts'
import { dayOf } from '../../kernel/days.ts'
import { settleWords } from './decisions.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'
import { setAsideAsked, setAsidePageSize, setAsideView } from './set-aside-view.ts'

const reasonAsked = z.object({ reason: z.string().trim().min(1).max(500) })
const settleAsked = z.object({ outgoingId: z.uuid(), outcome: z.enum(['was-delivered', 'send-again']) })
/** How many mails a resume let go, for the page that follows it. */
const letGo = z.coerce.number().int().min(0).max(1_000_000).optional().catch(undefined)
const stateWords: Record<string, string> = { connected: 'Connected', down: 'Down', 'never-connected': 'Not connected yet' }
const notAuthorised = 'Only an administrator may stop and resume outgoing mail.'

export type ShowMailroom = (request: Request, response: Response, refusal?: string) => Promise<void>

export function createShowMailroom({ office, show }: { office: ConsoleOffice; show: ShowPage }): ShowMailroom {
  const { mailroom, cases, staff, rulebook, clock, config } = office

  return async (request, response, refusal) => {
    const by = memberOf(response)
    const { value: authority } = rulebook.inForce('authority', dayOf(clock.now(), config.office.timeZone))
    const asked = setAsideAsked(request.query)
    const [mailboxes, setAside, unknowns, waiting, outbound] = await Promise.all([
      mailroom.mailboxes(),
      mailroom.ledger({ standing: true, limit: setAsidePageSize, ...(asked ? { after: asked } : {}) }),
      mailroom.unknowns(),
      mailroom.heldMail(),
      mailroom.outboundState(),
    ])
    const unknown = await Promise.all(
      unknowns.map(async (mail) => {
        const record = mail.caseId ? await cases.byId(mail.caseId) : undefined
        return { ...mail, case: record ? caseName(record) : null }
      }),
    )
    const stoppedBy = outbound.stopped && outbound.why === 'person' ? outbound : null
    const view = {
      refusal: refusal ?? null,
      leaving: outbound.stopped ? null : leavingWords(letGo.parse(request.query.leaving)),
      mailboxes: mailboxes.map((box) => ({ ...box, stateWords: stateWords[box.state] ?? box.state, lastUid: String(box.lastUid) })),
      setAside: setAsideView(setAside, asked),
      unknown,
      waiting,
      waitingWords: waiting === 1 ? 'One mail waits.' : waiting === 0 ? 'No mail waits.' : `${waiting} mails wait.`,
      outbound: {
        bySetting: outbound.stopped && outbound.why === 'setting',
        byPerson: stoppedBy && { name: (await staff.byId(stoppedBy.by))?.name ?? stoppedBy.by, reason: stoppedBy.reason, at: stoppedBy.at },
      },
      maySettle: authority.settle_unknown_mail.includes(by.role),
      maySetAside: by.role !== 'administrator',
      mayStop: authority.stop_outgoing_mail.includes(by.role),
    }
    await show(request, response, { template: 'mailroom', title: 'Mailroom', current: 'mailroom', status: refusal ? 409 : 200, view })
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
  return routes
}

function leavingWords(count: number | undefined): string | null {
  if (count === undefined) return null
  if (count === 0) return 'Mail leaves again. None was waiting.'
  return count === 1 ? 'Mail leaves again: one that waited leaves now.' : `Mail leaves again: ${count} that waited leave now.`
}
