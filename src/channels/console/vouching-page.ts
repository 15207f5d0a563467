// For supervisors: how often people vouch for what no record bears, by who wrote and by template.
import { Router } from 'express'
import type { VouchRates } from '../../replies/replies.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

const days = 90
const millisecondsADay = 86_400_000

export function vouchingPage({ office, show }: { office: ConsoleOffice; show: ShowPage }): Router {
  const routes = Router()
  routes.get('/vouching', async (request, response) => {
    const since = new Date(office.clock.now().getTime() - days * millisecondsADay)
    const rates = await office.replies.vouchRates({ since, by: memberOf(response) })
    if (!rates.ok) {
      const text = 'Only supervisors and administrators see how often people vouch.'
      return show(request, response, {
        template: 'problem',
        title: 'Not yours to see',
        status: 403,
        view: { title: 'Not yours to see', text },
      })
    }
    const names = new Map((await office.staff.list()).map((member) => [member.id, member.name]))
    const rows = (list: VouchRates['byAuthor']) =>
      list.map((rate) => ({
        ...{ ...rate, name: names.get(rate.name) ?? rate.name },
        share: `${Math.round((100 * rate.vouched) / rate.written)} %`,
      }))
    const lists = [
      { id: 'author', heading: 'By who wrote', what: 'Who', rows: rows(rates.value.byAuthor) },
      { id: 'template', heading: 'By template', what: 'Template', rows: rows(rates.value.byTemplate) },
    ]
    await show(request, response, { template: 'vouching', title: 'What people answer for', current: 'vouching', view: { days, lists } })
  })
  return routes
}
