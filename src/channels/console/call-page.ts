// A call: who is on the line, found by what he says, and on one screen what he may be told, what is owed, what was billed, paid and read,
// why the newest bill is what it is, what is going on, and room for what was said.
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { useChart } from '../../billing/use-chart.ts'
import { caseName } from '../../cases/case.ts'
import { inquiryWords } from '../../cases/case-words.ts'
import { addDays, dayOf, formatDay, parseDay } from '../../kernel/days.ts'
import { renderChart } from '../../platform/charts.ts'
import type { HardReason } from '../../rulebook/kinds/triage.ts'
import { accountView } from './account-view.ts'
import { lookedAt } from './accounts-page.ts'
import { disclosureView } from './disclosure-view.ts'
import { explanationView } from './explanation-view.ts'
import { mayWorkOnCases } from './may-work-on-cases.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { hardWords, statusWords } from './office-words.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

const foundAtMost = 20
const casesShown = 6
const rowsShown = 5
const paymentDays = 200
const chartSize = { width: 420, height: 150 }

const text = z.string().max(20_000).default('')
const findAsked = z.object({ find: z.string().max(200).catch('') })
const noteAsked = z.object({ caseId: z.union([z.uuid(), z.literal('')]).default(''), with: text, telephone: text, text, callBackOn: text })

export function callPage({ office, show }: { office: ConsoleOffice; show: ShowPage }): Router {
  const routes = Router()
  const today = () => dayOf(office.clock.now(), office.config.office.timeZone)

  routes.get('/call', async (request, response) => {
    const { find } = findAsked.parse(request.query)
    const found = find.trim() === '' ? [] : await office.accounts.find(find, foundAtMost)
    const [only] = found
    if (found.length === 1 && only) return response.redirect(303, `/call/${encodeURIComponent(only.number)}`)
    const rows = found.map((account) => ({
      ...{ account: account.number, address: account.address, closed: account.closed },
      href: `/call/${encodeURIComponent(account.number)}`,
      people: account.people.join(', '),
    }))
    await show(request, response, {
      template: 'call-find',
      title: 'Call',
      current: 'call',
      view: { find, rows, asked: find.trim() !== '' },
    })
  })

  routes.get('/call/:number', (request, response) => showCall(request, response, null))

  routes.post('/call/:number/note', async (request, response) => {
    const by = memberOf(response)
    const asked = noteAsked.safeParse(request.body)
    if (!asked.success) return showCall(request, response, inquiryWords['words-missing'], 409)
    const { caseId, callBackOn, ...given } = asked.data
    const day = parseDay(callBackOn) ?? null
    if (callBackOn !== '' && day === null) return showCall(request, response, inquiryWords['day-refused'], 409)
    const number = String(request.params.number)
    const call = { ...given, callBackOn: day, ownerId: null, by }
    const { inquiries } = office.cases
    const chosen = caseId === '' ? undefined : await office.cases.byId(caseId)
    if (chosen && chosen.accountNumber !== number) return showCall(request, response, inquiryWords['no-case'], 409)
    if (chosen) {
      const logged = await inquiries.logCall({ caseId: chosen.id, ...call })
      if (!logged.ok) return showCall(request, response, inquiryWords[logged.refusal.kind], 409)
      return response.redirect(303, `/cases/${caseName(chosen)}`)
    }
    const inquiry = {
      channel: 'telephone' as const,
      name: given.with,
      address: '',
      telephone: given.telephone,
      subject: '',
      language: 'en',
    }
    const opened = await inquiries.open({ ...inquiry, text: given.text, accountNumber: number, by })
    if (!opened.ok) return showCall(request, response, inquiryWords[opened.refusal.kind], 409)
    if (day !== null) await inquiries.logCall({ caseId: opened.value.id, ...call })
    response.redirect(303, `/cases/${caseName(opened.value)}`)
  })
  return routes

  async function showCall(request: Request, response: Response, refusal: string | null, status = 200): Promise<void> {
    const number = String(request.params.number).slice(0, 40)
    const history = await office.accounts.history(number)
    if (!history) return response.redirect(303, `/call?find=${encodeURIComponent(number)}`)
    await lookedAt(office, response, number, 'account-looked-at')
    const day = today()
    const [balance, elsewhere, holds, established, cases, promises, flags, staff, records] = await Promise.all([
      office.accounts.balanceCents(number, day),
      office.accounts.paymentsElsewhere(number, addDays(day, -paymentDays)),
      office.adjustments.holds({ accountNumber: number, standing: true }),
      office.disclosure.ofAccount(number),
      office.cases.queue({ search: number, limit: 50 }),
      office.promises.open({ limit: 200 }),
      office.duty.safety.standing({ accountNumber: number }),
      office.staff.list(),
      office.accountImports.recordsAge(),
    ])
    const names = (id: string) => staff.find((member) => member.id === id)?.name ?? 'somebody who has left'
    const own = cases.cases.filter(({ accountNumber }) => accountNumber === number)
    const caseIds = new Set(own.map(({ id }) => id))
    const view = accountView(history, balance, day)
    const { option, label } = useChart(history)
    const by = memberOf(response)
    await show(request, response, {
      template: 'call',
      title: `Call about ${number}`,
      current: 'call',
      status,
      view: {
        account: number,
        refusal,
        mayWork: mayWorkOnCases(office, by),
        address: history.property.address,
        closedOn: history.account.closedOn,
        people: view.people,
        told: disclosureView(established, day, names).entries.filter(({ isOver }) => !isOver),
        balanceCents: balance,
        owed: balance > 0,
        recordsAsOf: records.state === 'none' ? null : records.asOf,
        bills: view.bills.recent.slice(0, rowsShown),
        entries: [...view.ledger.recent, ...view.ledger.older].filter(({ bill }) => bill === null).slice(0, rowsShown),
        reads: view.reads.recent.slice(0, rowsShown),
        chart: renderChart(option, { ...chartSize, label }),
        holds: holds.map(({ stops, expiresOn, disputedCents }) => ({ stops: stops.join(', '), expiresOn, disputedCents })),
        flags: flags.map(({ reason }) => hardWords[reason as HardReason] ?? reason),
        explanation: explanationView(history, day, office.rulebook, elsewhere),
        cases: own.slice(0, casesShown).map((one) => ({
          id: one.id,
          name: caseName(one),
          subject: one.subject || '(no subject)',
          status: one.status,
          statusWords: statusWords[one.status],
          updatedAt: one.updatedAt,
          open: !['closed', 'merged', 'resolved'].includes(one.status),
        })),
        promises: promises
          .filter(({ caseId }) => caseIds.has(caseId))
          .map(({ text: words, ownerId, dueOn }) => ({ text: words, owner: names(ownerId), dueOn, late: dueOn < day })),
        tomorrow: formatDay(addDays(day, 1)),
      },
    })
  }
}
