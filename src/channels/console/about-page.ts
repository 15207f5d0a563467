// The acts beside the draft: a request that the reply need not answer, and what the desk got wrong about the case. Each is one
// button; a refusal is shown in plain words at its place.
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { replyLanguages } from '../../cases/case.ts'
import type { CaseCorrection } from '../../replies/draft.ts'
import { refusalWords } from '../../replies/say-refusal.ts'
import { urgencies } from '../../rulebook/kinds/triage.ts'
import { topics } from '../../rulebook/topics.ts'
import { caseAsked } from './case-asked.ts'
import type { ShowCase } from './case-page.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { memberOf } from './session-guard.ts'

const dismissAsked = z.object({
  draftId: z.uuid(),
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  requestId: z.string().min(1).max(100),
  reason: z.string().trim().max(1_000),
  split: z.literal('yes').optional(),
})

/** One of them at a time: each select has its own button; a suggestion is taken as it was made. The empty bill is the one that the customer's words name. */
const changeAsked = z.union([
  z.object({ topic: z.enum(topics), urgency: z.enum(urgencies).optional() }),
  z.object({ accountNumber: z.string().trim().min(1).max(40) }),
  z.object({ billId: z.string().trim().max(100) }),
  z.object({ language: z.enum(replyLanguages) }),
])

export function aboutPage({ office, showCase }: { office: ConsoleOffice; showCase: ShowCase }): Router {
  const routes = Router()
  const { replies, cases } = office

  routes.post('/cases/:name/dismiss', async (request, response) => {
    const record = await caseAsked(office, request)
    if (!record) return response.redirect(303, '/queue')
    const { split, ...asked } = dismissAsked.parse(request.body)
    const act = { ...asked, by: memberOf(response) }
    const done = split ? await replies.splitRequest(act) : await replies.dismissRequest(act)
    if (done.ok) return back(request, response)
    await showCase(request, response, record, { status: 409, refusal: { at: 'asked', words: refusalWords(done.refusal) } })
  })

  routes.post('/cases/:name/correct', async (request, response) => {
    const record = await caseAsked(office, request)
    if (!record) return response.redirect(303, '/queue')
    const asked = changeAsked.parse(request.body)
    const change: CaseCorrection = asChange(asked)
    const done = await replies.correct({ caseId: record.id, change, by: memberOf(response) })
    if (done.ok) return back(request, response)
    const now = (await cases.byId(record.id)) ?? record
    await showCase(request, response, now, { status: 409, refusal: { at: 'about', words: refusalWords(done.refusal) } })
  })
  return routes
}

function asChange(asked: z.output<typeof changeAsked>): CaseCorrection {
  if ('billId' in asked) return { billId: asked.billId === '' ? null : asked.billId }
  if (!('topic' in asked)) return asked
  const { topic, urgency } = asked
  return urgency === undefined ? { topic } : { topic, urgency }
}

function back(request: Request, response: Response): void {
  response.redirect(303, `/cases/${request.params.name}`)
}
