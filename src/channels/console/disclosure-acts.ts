// The case page's acts about who may be told what: somebody is established for the case's account, or that is revoked.
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { parseDay } from '../../kernel/days.ts'
import { refused } from '../../kernel/result.ts'
import { bases, disclosedMatters, inquirerRoles } from '../../rulebook/kinds/disclosure.ts'
import { caseAsked } from './case-asked.ts'
import type { ShowCase } from './case-page.ts'
import { establishWords, revokeWords } from './disclosure-words.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { memberOf } from './session-guard.ts'

const text = z.string().max(500).default('')
const establishAsked = z.object({
  role: z.enum(inquirerRoles),
  basis: z.enum(bases),
  reference: text,
  address: text,
  name: text,
  scope: z.preprocess((value) => [value ?? []].flat(), z.array(z.enum(disclosedMatters))),
  untilOn: text,
  ownFromOn: text,
  ownUntilOn: text,
  consent: text,
})
const revokeAsked = z.object({ id: z.uuid(), reason: text })

export function disclosureActs({ office, showCase }: { office: ConsoleOffice; showCase: ShowCase }): Router {
  const routes = Router()
  const { disclosure } = office

  routes.post('/cases/:name/establish', async (request: Request, response: Response) => {
    const record = await caseAsked(office, request)
    if (!record) return response.redirect(303, '/queue')
    const by = memberOf(response)
    const refuse = (words: string) => showCase(request, response, record, { status: 409, refusal: { at: 'disclosure', words } })
    const asked = establishAsked.safeParse(request.body)
    if (!asked.success) return refuse('Fill in the role, how the person was established and until when.')
    if (record.accountNumber === null) return refuse('The case has no account yet. Choose it first.')
    const untilOn = parseDay(asked.data.untilOn)
    if (untilOn === undefined) return refuse('Say until which day this holds.')
    const days = { ownFromOn: parseDay(asked.data.ownFromOn) ?? null, ownUntilOn: parseDay(asked.data.ownUntilOn) ?? null }
    // Left out: whoever asked in this case, also where he is answered by post.
    const address = asked.data.address.trim() || (record.customerAddress ?? '')
    const about = { accountNumber: record.accountNumber, caseId: record.id, by }
    const done = await disclosure.record({ ...asked.data, ...days, ...about, address, untilOn })
    if (!done.ok) return refuse(establishWords(done.refusal))
    response.redirect(303, `/cases/${request.params.name}`)
  })

  routes.post('/cases/:name/revoke', async (request: Request, response: Response) => {
    const record = await caseAsked(office, request)
    if (!record) return response.redirect(303, '/queue')
    const by = memberOf(response)
    const { accountNumber } = record
    const done =
      accountNumber === null
        ? refused({ kind: 'not-found' as const })
        : await disclosure.revoke({ ...revokeAsked.parse(request.body), accountNumber, caseId: record.id, by })
    if (!done.ok)
      return showCase(request, response, record, { status: 409, refusal: { at: 'disclosure', words: revokeWords[done.refusal.kind] } })
    response.redirect(303, `/cases/${request.params.name}`)
  })
  return routes
}
