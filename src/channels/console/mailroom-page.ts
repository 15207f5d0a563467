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

const reasonAsked = z.object({ reason: z.string().trim().min(1).max(500) })
const settleAsked = z.object({ outgoingId: z.uuid(), outcome: z.enum(['was-delivered', 'send-again']) })
const stateWords: Record<string, string> = { connected: 'Connected', down: 'Down', 'never-connected': 'Not connected yet' }
const notAuthorised = 'Only an administrator may stop and resume outgoing mail.'

export function mailroomPage({ office, show }: { office: ConsoleOffice; show: ShowPage }): Router {
  const routes = Router()
  const { mailroom, cases, staff, rulebook, clock, config } = office

  async function showMailroom(request: Request, response: Response, refusal: string | null = null) {
    const by = memberOf(response)
    const { value: authority } = rulebook.inForce('authority', dayOf(clock.now(), config.office.timeZone))
    const [mailboxes, quarantined, unknowns, waiting, outbound] = await Promise.all([
      mailroom.mailboxes(),
      mailroom.quarantined(),
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
      refusal,
      mailboxes: mailboxes.map((box) => ({ ...box, stateWords: stateWords[box.state] ?? box.state, lastUid: String(box.lastUid) })),
      quarantined: quarantined.map((item) => ({ ...item, uid: String(item.uid) })),
      unknown,
      waiting,
      outbound: {
        bySetting: outbound.stopped && outbound.why === 'setting',
        byPerson: stoppedBy && { name: (await staff.byId(stoppedBy.by))?.name ?? stoppedBy.by, reason: stoppedBy.reason, at: stoppedBy.at },
      },
      maySettle: authority.settle_unknown_mail.includes(by.role),
      mayStop: authority.stop_outgoing_mail.includes(by.role),
    }
    await show(request, response, { template: 'mailroom', title: 'Mailroom', current: 'mailroom', status: refusal ? 409 : 200, view })
  }

  routes.get('/mailroom/raw/:sha256', async (request, response) => {
    // Only what was set aside: other mails are read on their case.
    const asked = (await mailroom.quarantined()).find((item) => item.rawSha256 === request.params.sha256)
    const bytes = asked?.rawSha256 ? await mailroom.rawBytes(asked.rawSha256) : undefined
    if (!bytes) return response.status(404).type('text').send('No such mail.')
    response.setHeader('Content-Disposition', `attachment; filename="mail-${request.params.sha256.slice(0, 12)}.eml"`)
    response.type('application/octet-stream').send(bytes)
  })

  routes.get('/mailroom', (request, response) => showMailroom(request, response))

  routes.post('/mailroom/stop', async (request, response) => {
    const given = reasonAsked.safeParse(request.body)
    if (!given.success) return showMailroom(request, response, 'Say why all outgoing mail stops; the whole office reads it.')
    const done = await mailroom.stopOutgoing({ by: memberOf(response), reason: given.data.reason })
    return done.ok ? response.redirect(303, '/mailroom') : showMailroom(request, response, notAuthorised)
  })

  routes.post('/mailroom/resume', async (request, response) => {
    const done = await mailroom.resumeOutgoing({ by: memberOf(response) })
    return done.ok ? response.redirect(303, '/mailroom') : showMailroom(request, response, notAuthorised)
  })

  routes.post('/mailroom/settle', async (request, response) => {
    const done = await mailroom.settleUnknown({ ...settleAsked.parse(request.body), by: memberOf(response) })
    return done.ok ? response.redirect(303, '/mailroom') : showMailroom(request, response, settleWords[done.refusal.kind])
  })
  return routes
}
