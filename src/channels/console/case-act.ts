// An act of a case page: a form is posted, a verb asked, and a refusal shown at its place on the page that it came from.
import type { Request, Response, Router } from 'express'
import type { CaseRecord } from '../../cases/case.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { caseAsked } from './case-asked.ts'
import type { ShowCase } from './case-page.ts'
import type { CaseSaying } from './case-saying.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { memberOf } from './session-guard.ts'

/** Answers with what the page says of a refusal; with nothing when it is done. */
export type CaseAct = (ask: { record: CaseRecord; by: StaffMember; body: unknown }) => Promise<CaseSaying | undefined>

type Parts = { office: Pick<ConsoleOffice, 'cases'>; routes: Router; showCase: ShowCase }

export function caseActs({ office, routes, showCase }: Parts): (verb: string, take: CaseAct) => void {
  return (verb, take) => {
    routes.post(`/cases/:name/${verb}`, async (request: Request, response: Response) => {
      const record = await caseAsked(office, request)
      if (!record) return response.redirect(303, '/queue')
      const saying = await take({ record, by: memberOf(response), body: request.body })
      if (saying) return showCase(request, response, (await office.cases.byId(record.id)) ?? record, { status: 409, ...saying })
      response.redirect(303, `/cases/${request.params.name}`)
    })
  }
}
