// Checks a reply's text while somebody writes it. It answers with a part of the page and keeps nothing.
import { Router } from 'express'
import { type CaseRecord, caseName } from '../../cases/case.ts'
import type { Draft } from '../../replies/draft.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { caseAsked } from './case-asked.ts'
import type { EditForm } from './case-saying.ts'
import { checkView } from './check-view.ts'
import { answered, readEdit } from './edit-asked.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { memberOf } from './session-guard.ts'
import type { RenderPage } from './templates.ts'

export function draftCheck({ office, render }: { office: ConsoleOffice; render: RenderPage }): Router {
  const routes = Router()
  routes.post('/cases/:name/check', async (request, response) => {
    const record = await caseAsked(office, request)
    const { draftId, text, answers } = readEdit(request.body)
    const check = record && (await checkOf(office, record, draftId, { text, answers }, memberOf(response)))
    if (!check) return response.status(204).end()
    response.type('html').send(render('draft-check', { check }))
  })
  return routes
}

/** The form of an edit as it was left: the text, its check, and what was marked not to leave. */
export async function editView(office: ConsoleOffice, record: CaseRecord, draft: Draft, edit: EditForm, by: StaffMember) {
  return {
    text: edit.text,
    check: await checkOf(office, record, draft.id, edit, by),
    enclosures: draft.enclosures.map(({ name, sha256 }) => ({ name, sha256, left: edit.leaveOut.includes(sha256) })),
  }
}

/** Undefined where the draft is not one of the case. */
async function checkOf(
  office: ConsoleOffice,
  record: CaseRecord,
  draftId: string,
  { text, answers }: Omit<EditForm, 'leaveOut'>,
  by: StaffMember,
) {
  const [checked, everybody] = await Promise.all([
    office.replies.check({ draftId, text, promises: answered(answers).promises }),
    office.staff.list(),
  ])
  if (!checked || checked.draft.caseId !== record.id) return undefined
  const owning = everybody.filter((member) => member.active && member.role !== 'administrator')
  const first = (member: StaffMember) => (member.id === record.assigneeId ? 0 : member.id === by.id ? 1 : 2)
  return checkView(checked, {
    caseName: caseName(record),
    answers,
    owners: owning.sort((a, b) => first(a) - first(b)),
    names: (id) => everybody.find((member) => member.id === id)?.name ?? 'somebody who has left',
  })
}
