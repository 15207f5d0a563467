// The office's alarms: what stands and what to do about it, and what stood lately.
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { dayOf } from '../../kernel/days.ts'
import { may } from '../../rulebook/kinds/authority.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

const closeAsked = z.object({ id: z.uuid() })

const refusals = {
  'not-authorised': 'Only an administrator may close an alarm by hand.',
  'not-open': 'This alarm is over already.',
}

export function alarmsPage({ office, show }: { office: ConsoleOffice; show: ShowPage }): Router {
  const routes = Router()
  const { notices, staff, rulebook, clock, config } = office

  async function showAlarms(request: Request, response: Response, refusal: string | null = null) {
    const [open, closed, members] = await Promise.all([notices.openAlarms(), notices.closedAlarms(), staff.list()])
    const names = new Map(members.map(({ id, name }) => [id, name]))
    const { value: authority } = rulebook.inForce('authority', dayOf(clock.now(), config.office.timeZone))
    const view = {
      refusal,
      open,
      closed: closed.map((alarm) => ({ ...alarm, by: alarm.clearedBy === null ? null : (names.get(alarm.clearedBy) ?? alarm.clearedBy) })),
      mayClose: may(memberOf(response), 'close_alarm', authority),
    }
    await show(request, response, { template: 'alarms', title: 'Alarms', current: 'alarms', status: refusal ? 409 : 200, view })
  }

  routes.get('/alarms', (request, response) => showAlarms(request, response))

  routes.post('/alarms/close', async (request, response) => {
    const done = await notices.closeAlarm({ ...closeAsked.parse(request.body), by: memberOf(response) })
    return done.ok ? response.redirect(303, '/alarms') : showAlarms(request, response, refusals[done.refusal.kind])
  })
  return routes
}
