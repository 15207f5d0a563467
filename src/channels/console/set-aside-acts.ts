// What people do with a mail that was set aside: take its bytes, make a case of it, or settle that it stays aside.
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { caseName } from '../../cases/case.ts'
import type { ShowMailroom } from './mailroom-page.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { memberOf } from './session-guard.ts'
import { afterWords, setAsideAsked } from './set-aside-view.ts'

const entryAsked = z.object({ id: z.uuid() })
const discardAsked = entryAsked.extend({ reason: z.string().trim().max(500) })

const refusals = {
  'not-authorised': 'A clerk or a supervisor decides about mails that were set aside; your role may not.',
  'not-there': 'This mail is not there any more.',
  'reason-missing': 'Say why this mail stays aside for good; the record keeps it.',
  'already-settled': 'Somebody has already decided about this mail.',
  unreadable: 'The desk cannot read this mail, so it can make no case of it. Download it and open it in a mail program.',
}

export function setAsideActs({ office, showMailroom }: { office: ConsoleOffice; showMailroom: ShowMailroom }): Router {
  const routes = Router()
  const { mailroom, cases } = office

  routes.get('/mailroom/raw/:sha256', async (request, response) => {
    const { sha256 } = request.params
    const bytes = /^[0-9a-f]{64}$/.test(sha256) ? await mailroom.rawBytes(sha256) : undefined
    if (!bytes) return response.status(404).type('text').send('No such mail.')
    response.setHeader('Content-Disposition', `attachment; filename="mail-${sha256.slice(0, 12)}.eml"`)
    response.type('application/octet-stream').send(bytes)
  })

  routes.post('/mailroom/make-case', async (request, response) => {
    const done = await mailroom.makeCase({ ...entryAsked.parse(request.body), by: memberOf(response) })
    if (!done.ok) return showMailroom(request, response, refusals[done.refusal.kind])
    const record = await cases.byId(done.value.caseId)
    if (!record) throw new Error(`no case ${done.value.caseId}`)
    response.redirect(303, `/cases/${caseName(record)}`)
  })

  routes.post('/mailroom/settle-set-aside', async (request, response) => {
    const done = await mailroom.discard({ ...discardAsked.parse(request.body), by: memberOf(response) })
    return done.ok ? samePage(request, response) : showMailroom(request, response, refusals[done.refusal.kind])
  })
  return routes
}

function samePage(request: Request, response: Response): void {
  const asked = setAsideAsked(request.query)
  response.redirect(303, `/mailroom${asked ? `?${new URLSearchParams({ after: afterWords(asked) })}` : ''}#aside`)
}
