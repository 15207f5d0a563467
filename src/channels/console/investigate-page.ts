// An investigation of one account: its bills computed again beside what was billed, with assumptions that nobody stores, the final
// bill, and the worksheet as a page to print. From what stands here an adjustment is proposed.
import { type Request, type Response, Router } from 'express'
import type { AccountHistory } from '../../accounts/accounts.ts'
import { dayOf } from '../../kernel/days.ts'
import type { RenderPdf } from '../../platform/pdf.ts'
import { may } from '../../rulebook/kinds/authority.ts'
import { accountsPath } from './account-asked.ts'
import { lookedAt, noAccount, type ShowAccount } from './accounts-page.ts'
import { type InvestigationAsked, readInvestigation, type Worked, work } from './investigate-asked.ts'
import { investigateView } from './investigate-view.ts'
import { refusalWords } from './investigate-words.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'
import { worksheetLetter } from './worksheet-letter.ts'

type Looked = { history: AccountHistory; asked: InvestigationAsked; worked: Worked }

export type InvestigatePageParts = { office: ConsoleOffice; show: ShowPage; showAccount: ShowAccount; renderPdf: RenderPdf }

export function investigatePage({ office, show, showAccount, renderPdf }: InvestigatePageParts): Router {
  const routes = Router()
  const today = () => dayOf(office.clock.now(), office.config.office.timeZone)

  /** undefined: the answer was given already. */
  async function look(request: Request, response: Response): Promise<Looked | undefined> {
    const number = String(request.params.number)
    const history = await office.accounts.history(number)
    if (!history) {
      await show(request, response, noAccount(number))
      return undefined
    }
    const refuse = (words: string) => showAccount(request, response, { at: 'investigate', words })
    const asked = readInvestigation(request.query, today())
    if (!asked) {
      await refuse('A date, a number or an assumption could not be read. Dates are written like 2026-06-01.')
      return undefined
    }
    const worked = work(office, history, asked)
    if (!worked.ok) {
      await refuse(refusalWords(worked.refusal))
      return undefined
    }
    return { history, asked, worked: worked.value }
  }

  routes.get(`${accountsPath}/:number/investigate`, async (request, response) => {
    const looked = await look(request, response)
    if (!looked) return
    await lookedAt(office, response, looked.history.account.number, 'account-investigated')
    const authority = office.rulebook.inForce('authority', today()).value
    const rules = office.rulebook.inForce('adjustments', today()).value
    await show(request, response, {
      template: 'investigate',
      title: `Investigate ${looked.history.account.number}`,
      current: 'accounts',
      view: investigateView(looked, { rules, mayPropose: may(memberOf(response), 'propose_adjustment', authority) }),
    })
  })

  routes.get(`${accountsPath}/:number/worksheet.pdf`, async (request, response) => {
    const looked = await look(request, response)
    if (!looked) return
    await lookedAt(office, response, looked.history.account.number, 'worksheet-printed')
    const pdf = renderPdf('worksheet', worksheetLetter(looked, { office: office.config.office.name, on: today() }))
    response
      .type('pdf')
      .setHeader('Content-Disposition', `inline; filename="worksheet-${looked.history.account.number.replace(/[^\w-]/g, '')}.pdf"`)
      .send(pdf)
  })
  return routes
}
