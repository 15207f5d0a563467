// One case on one page: what was said, what is drafted and on which evidence, what the account's records show.
import { createHash } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import type { CaseRecord } from '../../cases/case.ts'
import { caseAsked } from './case-asked.ts'
import type { CaseNotice, CaseSaying } from './case-saying.ts'
import { caseView } from './case-view.ts'
import { draftOverdue } from './offer-redraft.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { Page, ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'
import type { RenderPage } from './templates.ts'

export type ShowCase = (request: Request, response: Response, record: CaseRecord, saying?: CaseSaying) => Promise<void>

export function createShowCase({ office, show }: { office: ConsoleOffice; show: ShowPage }): ShowCase {
  return async (request, response, record, saying = {}) => {
    const view = await caseView(office, record, memberOf(response), saying)
    const page: Page = {
      template: 'case',
      title: `${view.name} ${view.subject}`,
      current: 'queue',
      view: { ...view, stamp: await stampOf(office, record) },
    }
    await show(request, response, saying.status === undefined ? page : { ...page, status: saying.status })
  }
}

export function casePage({ office, showCase, render }: { office: ConsoleOffice; showCase: ShowCase; render: RenderPage }): Router {
  const routes = Router()

  routes.get('/cases/:name', async (request, response) => {
    const record = await caseAsked(office, request)
    if (!record) return response.status(404).redirect(303, `/queue?search=${encodeURIComponent(String(request.params.name).slice(0, 100))}`)
    const saying: CaseSaying = {}
    const asked = await approvalAsked(office, request)
    if (asked) saying.notice = asked
    if (request.query.edit === '1') {
      const draft = (await office.replies.view(record.id))?.draft
      if (draft) saying.edit = { text: draft.text, answers: [], leaveOut: [] }
    }
    await showCase(request, response, record, saying)
  })

  routes.get('/cases/:name/pulse', async (request, response) => {
    const record = await caseAsked(office, request)
    if (!record || request.query.seen === (await stampOf(office, record))) return response.status(204).end()
    response
      .type('html')
      .send('<div id="pulse" class="pulse" data-changed role="status">This case has changed. <a href="?">Show it as it is now</a></div>')
  })
  routes.get('/cases/:name/presence', async (request, response) => {
    const record = await caseAsked(office, request)
    if (!record) return response.status(204).end()
    const { id } = memberOf(response)
    const others = await office.duty.here({ caseId: record.id, staffId: id, writing: request.query.writing === '1' })
    const people = await office.staff.list()
    const here = others.flatMap(({ staffId, writing }) => {
      const name = people.find((member) => member.id === staffId)?.name
      return name ? [{ name, writing }] : []
    })
    response.type('html').send(render('presence', { here }))
  })
  return routes
}

/** An approval mail's link opens the case at the decision; when that decision is no longer open, it says so. */
async function approvalAsked(office: ConsoleOffice, request: Request): Promise<CaseNotice | undefined> {
  const id = request.query.approval
  if (typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) return undefined
  const approval = await office.approvals.byId(id)
  if (!approval) return { words: 'This link’s request for a decision is not known here.' }
  if (approval.status === 'pending') return { words: 'This draft waits for a decision.' }
  const by = approval.decidedBy ? ((await office.staff.byId(approval.decidedBy))?.name ?? 'somebody') : undefined
  if (approval.status === 'voided')
    return {
      words:
        'The request in that link is void, because the draft or its facts have changed since. What stands below is the newest version.',
    }
  return { words: `${by ?? 'Somebody'} has already decided the request in that link: ${approval.status}.` }
}

/** Changes whenever something that the page shows of the case has changed. */
async function stampOf(office: ConsoleOffice, record: CaseRecord): Promise<string> {
  const [timeline, view, outgoing] = await Promise.all([
    office.cases.timeline(record.id),
    office.replies.view(record.id),
    office.mailroom.outgoingOfCase(record.id),
  ])
  const seen = [
    record.status,
    record.assigneeId,
    timeline.at(-1)?.seq,
    view?.draft.id,
    view?.draft.status,
    view?.approval?.status,
    !view && draftOverdue(record, office.clock.now()),
    ...outgoing.map((mail) => mail.status),
  ]
  return createHash('sha256').update(seen.join(' ')).digest('hex').slice(0, 16)
}
