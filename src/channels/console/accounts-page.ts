// Looking an account up, and its own page: everything the records say of it. Each look is written down.
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { dayOf } from '../../kernel/days.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf } from '../../staff/staff-member.ts'
import { accountHref, accountsPath, dayAsked, textAsked } from './account-asked.ts'
import { accountPageView } from './account-page-view.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

const foundAtMost = 50
const findAsked = z.object({ find: z.string().max(200).catch('') })
const numberAsked = z.string().max(40)

/** Shows an account with what was refused, if anything was. */
export type ShowAccount = (request: Request, response: Response, refusal?: { at: 'hold' | 'investigate'; words: string }) => Promise<void>

export function createShowAccount({ office, show }: { office: ConsoleOffice; show: ShowPage }): ShowAccount {
  return async (request, response, refusal) => {
    const number = numberAsked.parse(request.params.number)
    const history = await office.accounts.history(number)
    if (!history) return show(request, response, noAccount(number))
    const asOf = dayAsked(request.query.as_of) ?? dayOf(office.clock.now(), office.config.office.timeZone)
    const compared = { billId: textAsked(request.query.bill), againstId: textAsked(request.query.against) }
    const view = await accountPageView(office, history, { asOf, compared, member: memberOf(response) })
    await lookedAt(office, response, number, 'account-looked-at')
    const refusals = {
      hold: refusal?.at === 'hold' ? refusal.words : null,
      investigate: refusal?.at === 'investigate' ? refusal.words : null,
    }
    await show(request, response, {
      template: 'account',
      title: `Account ${number}`,
      current: 'accounts',
      status: refusal ? 409 : 200,
      view: { ...view, refusals },
    })
  }
}

export function accountsPage({ office, show, showAccount }: { office: ConsoleOffice; show: ShowPage; showAccount: ShowAccount }): Router {
  const routes = Router()

  routes.get(accountsPath, async (request, response) => {
    const { find } = findAsked.parse(request.query)
    const found = find.trim() === '' ? null : await office.accounts.find(find, foundAtMost)
    const [only] = found ?? []
    if (found?.length === 1 && only?.number === find.trim()) return response.redirect(303, accountHref(only.number))
    const rows = found?.map((account) => ({ ...account, href: accountHref(account.number), people: account.people.join(', ') })) ?? null
    return show(request, response, {
      template: 'accounts',
      title: 'Accounts',
      current: 'accounts',
      view: { find, rows, most: found?.length === foundAtMost ? foundAtMost : null },
    })
  })
  routes.get(`${accountsPath}/:number`, (request, response) => showAccount(request, response))
  return routes
}

export function noAccount(number: string) {
  return {
    template: 'problem',
    title: 'No such account',
    status: 404,
    view: { title: 'No such account', text: `There is no account ${number}.` },
  }
}

/** Who looked at whose account stands in the audit log. */
export function lookedAt(office: ConsoleOffice, response: Response, number: string, act: string): Promise<void> {
  return office.db.inTransaction((tx) => audit(tx, { at: office.clock.now(), actor: actorOf(memberOf(response)), act, subject: number }))
}
