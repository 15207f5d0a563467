// For supervisors: how often people vouch for what no record bears, by who wrote and by template.
import { Router } from 'express'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

const days = 90
const millisecondsADay = 86_400_000

export function vouchingPage({ office, show }: { office: ConsoleOffice; show: ShowPage }): Router {
  const routes = Router()
  routes.get('/vouching', async (request, response) => {
    if (memberOf(response).role === 'clerk') {
      const text = 'Only supervisors and administrators see how often people vouch.'
      return show(request, response, {
        template: 'problem',
        title: 'Not yours to see',
        status: 403,
        view: { title: 'Not yours to see', text },
      })
    }
    const [rates, everybody] = await Promise.all([
      office.replies.vouchRates(new Date(office.clock.now().getTime() - days * millisecondsADay)),
      office.staff.list(),
    ])
    const names = new Map(everybody.map((member) => [member.id, member.name]))
    const rows = (list: typeof rates.byAuthor) =>
      list.map(({ name, edited, vouched, statements }) => ({
        ...{ name: names.get(name) ?? name, written: edited, vouched, statements },
        share: `${Math.round((100 * vouched) / edited)} %`,
      }))
    const lists = [
      { id: 'author', heading: 'By who wrote', what: 'Who', rows: rows(rates.byAuthor) },
      { id: 'template', heading: 'By template', what: 'Template', rows: rows(rates.byTemplate) },
    ]
    await show(request, response, { template: 'vouching', title: 'What people answer for', current: 'vouching', view: { days, lists } })
  })
  return routes
}
