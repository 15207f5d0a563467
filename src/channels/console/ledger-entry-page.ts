// One entry of the mail ledger: what became of the mail and why, what it says, and what a person can do about it.
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { charsetChoices } from './charset-choices.ts'
import { ledgerEntryView } from './ledger-entry-view.ts'
import { ledgerPath } from './ledger-page.ts'
import { mailroomTabs } from './mailroom-tabs.ts'
import { mayWorkOnCases } from './may-work-on-cases.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

/** Without such an entry it says so. */
export type ShowEntry = (request: Request, response: Response, refusal?: string) => Promise<void>

const doneWords = {
  reread: 'Read again. What it is now stands below.',
  discarded: 'Discarded. The mail and its bytes stay in the ledger.',
  'taken-back': 'Taken back. It waits for a decision as before.',
}
const done = z.enum(['reread', 'discarded', 'taken-back']).optional().catch(undefined)

export function createShowEntry({ office, show }: { office: ConsoleOffice; show: ShowPage }): ShowEntry {
  return async (request, response, refusal) => {
    const entry = await entryAsked(office, request)
    if (!entry) return noSuchMail(request, response, show)
    const [tabs, view] = await Promise.all([mailroomTabs(office.mailroom, 'ledger'), ledgerEntryView(office, entry)])
    const said = done.parse(request.query.done)
    await show(request, response, {
      template: 'ledger-entry',
      title: view.subject,
      current: 'mailroom',
      status: refusal ? 409 : 200,
      view: {
        tabs,
        refusal: refusal ?? null,
        notice: said && !refusal ? doneWords[said] : null,
        entry: view,
        here: '',
        mayAct: mayWorkOnCases(office, memberOf(response)),
        charsets: charsetChoices,
      },
    })
  }
}

export function ledgerEntryPage({ office, show, showEntry }: { office: ConsoleOffice; show: ShowPage; showEntry: ShowEntry }): Router {
  const routes = Router()

  routes.get(`${ledgerPath}/:id`, (request, response) => showEntry(request, response))

  /** The whole text, however long. */
  routes.get(`${ledgerPath}/:id/text`, async (request, response) => {
    const entry = await entryAsked(office, request)
    const [mail] = entry?.mailId ? await office.mailroom.ledgerMails([entry.mailId]) : []
    if (!mail) return noSuchMail(request, response, show)
    response.type('text/plain').send(mail.reading.text ?? '')
  })

  /** Where a mail stands in the ledger, for pages that know it by itself. */
  routes.get(['/mailroom/mails/:id', '/mailroom/mails/:id/source'], async (request, response) => {
    const mailId = z.uuid().safeParse(request.params.id)
    const { entries } = mailId.success ? await office.mailroom.ledger({ mailId: mailId.data }) : { entries: [] }
    const entry = entries.findLast(({ kind }) => kind !== 'duplicate') ?? entries[0]
    if (!entry) return noSuchMail(request, response, show)
    response.redirect(303, `${ledgerPath}/${entry.id}${request.path.endsWith('/source') ? '/source' : ''}`)
  })
  return routes
}

async function entryAsked({ mailroom }: Pick<ConsoleOffice, 'mailroom'>, request: Request) {
  const id = z.uuid().safeParse(request.params.id)
  return id.success ? mailroom.ledgerEntry(id.data) : undefined
}

export function noSuchMail(request: Request, response: Response, show: ShowPage): Promise<void> {
  const view = { title: 'No such mail', text: 'The mail ledger has no mail at this address.' }
  return show(request, response, { template: 'problem', title: view.title, current: 'mailroom', status: 404, view })
}
