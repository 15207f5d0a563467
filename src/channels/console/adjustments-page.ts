// Adjustments in the console: what waits for a decision, what the billing system has not confirmed, and each with its worksheet.
// Proposals come from an investigation or from an account's page; the worksheet is worked out here, never taken from a form.
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { Adjustment, ProposeAsked } from '../../adjustments/adjustments.ts'
import { day, dayOf } from '../../kernel/days.ts'
import { type Cents, parseDollars } from '../../kernel/money.ts'
import { accountHref, accountsPath } from './account-asked.ts'
import { lookedAt, type ShowAccount } from './accounts-page.ts'
import {
  adjustmentHref,
  adjustmentRow,
  adjustmentsPath,
  decisionRefusalWords,
  holdRefusalWords,
  proposalRefusalWords,
  reasonChoices,
} from './adjustment-words.ts'
import { lineWords, signed } from './explanation-view.ts'
import { proposedKind, readInvestigation, work } from './investigate-asked.ts'
import { refusalWords } from './investigate-words.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

const idAsked = z.uuid()
const textAsked = z.string().max(5_000).default('')
const proposalAsked = z.object({
  reason: z.string().max(40),
  note: textAsked,
  confirmed: z.preprocess((value) => [value ?? []].flat(), z.array(z.string().max(500))),
})
const plainAsked = proposalAsked.extend({ kind: z.enum(['credit', 'charge', 'penalty-waiver']), amount: z.string().max(20) })
const decisionAsked = z.object({ hash: z.string().max(100), reason: textAsked })
const holdAsked = z.object({
  stops: z.preprocess((value) => [value ?? []].flat(), z.array(z.enum(['penalty', 'shut-off', 'collection']))),
  amount: z.string().max(20),
  reason: textAsked,
  until: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  bill: z.string().max(40).default(''),
})

export type AdjustmentsPageParts = { office: ConsoleOffice; show: ShowPage; showAccount: ShowAccount }

export function adjustmentsPage({ office, show, showAccount }: AdjustmentsPageParts): Router {
  const routes = Router()
  const { adjustments } = office
  const today = () => dayOf(office.clock.now(), office.config.office.timeZone)
  const names = async () => new Map((await office.staff.list()).map(({ id, name }) => [id, name]))

  routes.get(adjustmentsPath, async (request, response) => {
    const [all, staff] = await Promise.all([adjustments.list(), names()])
    const rows = all.map((one) => ({
      ...adjustmentRow(one, staff),
      href: adjustmentHref(one.id),
      accountHref: accountHref(one.accountNumber),
    }))
    const of = (...statuses: Adjustment['status'][]) => rows.filter(({ status }) => statuses.includes(status))
    const groups = [
      { title: 'Waiting for a decision', rows: of('proposed'), empty: 'No proposal waits.' },
      { title: 'Not as decided in the billing system', rows: of('refused'), empty: 'None.' },
      { title: 'Posted, not yet confirmed', rows: of('exported'), empty: 'None.' },
      { title: 'Done', rows: of('echoed', 'returned', 'withdrawn'), empty: 'None yet.' },
    ]
    await show(request, response, { template: 'adjustments', title: 'Adjustments', current: 'adjustments', view: { groups } })
  })

  async function showAdjustment(request: Request, response: Response, refusal: string | null = null) {
    const adjustment = await adjustments.byId(idAsked.parse(request.params.id))
    if (!adjustment) return show(request, response, missing)
    await lookedAt(office, response, adjustment.accountNumber, 'adjustment-looked-at')
    const member = memberOf(response)
    const staff = await names()
    const posted = adjustment.status === 'exported' || adjustment.status === 'echoed' || adjustment.status === 'refused'
    const rules = office.rulebook.inForce('adjustments', today()).value
    const decided =
      adjustment.status === 'proposed'
        ? null
        : { by: staff.get(adjustment.decidedBy) ?? adjustment.decidedBy, at: adjustment.decidedAt, note: adjustment.decisionNote }
    await show(request, response, {
      template: 'adjustment',
      title: adjustment.reference,
      current: 'adjustments',
      status: refusal ? 409 : 200,
      view: {
        refusal,
        adjustment: {
          ...adjustmentRow(adjustment, staff),
          note: adjustment.note,
          hash: adjustment.contentHash,
          rulebook: adjustment.rulebook,
        },
        reasonWords: rules.reasons.find(({ code }) => code === adjustment.reasonCode)?.words ?? adjustment.reasonCode,
        accountHref: accountHref(adjustment.accountNumber),
        reverses: adjustment.reversesId === null ? null : adjustmentHref(adjustment.reversesId),
        decided,
        own: adjustment.proposedBy === member.id,
        open: adjustment.status === 'proposed',
        reversal: posted && adjustment.kind !== 'reversal' ? (reasonChoices(rules, ['reversal'])[0]?.reasons ?? []) : null,
        worksheet: worksheetView(adjustment),
      },
    })
  }
  routes.get(`${adjustmentsPath}/:id`, (request, response) => showAdjustment(request, response))

  for (const kind of ['approve', 'return'] as const) {
    routes.post(`${adjustmentsPath}/:id/${kind}`, async (request, response) => {
      const { hash, reason } = decisionAsked.parse(request.body)
      const id = idAsked.parse(request.params.id)
      const done = await adjustments.decide({ id, contentHash: hash, kind, by: memberOf(response), reason })
      return done.ok ? response.redirect(303, adjustmentHref(id)) : showAdjustment(request, response, decisionRefusalWords(done.refusal))
    })
  }
  routes.post(`${adjustmentsPath}/:id/withdraw`, async (request, response) => {
    const id = idAsked.parse(request.params.id)
    const done = await adjustments.withdraw({ id, by: memberOf(response) })
    return done.ok ? response.redirect(303, adjustmentHref(id)) : showAdjustment(request, response, decisionRefusalWords(done.refusal))
  })
  routes.post(`${adjustmentsPath}/:id/reverse`, async (request, response) => {
    const { reason, note } = proposalAsked.parse(request.body)
    const done = await adjustments.reverse({ id: idAsked.parse(request.params.id), reasonCode: reason, note, by: memberOf(response) })
    return done.ok
      ? response.redirect(303, adjustmentHref(done.value.id))
      : showAdjustment(request, response, proposalRefusalWords(done.refusal))
  })

  async function propose(
    request: Request,
    response: Response,
    asked: Omit<ProposeAsked, 'caseId' | 'by' | 'accountNumber'>,
    at: 'hold' | 'investigate',
  ) {
    const accountNumber = String(request.params.number)
    const done = await adjustments.propose({ ...asked, accountNumber, caseId: null, by: memberOf(response) })
    if (done.ok) return response.redirect(303, adjustmentHref(done.value.id))
    return showAccount(request, response, { at, words: proposalRefusalWords(done.refusal) })
  }

  routes.post(`${accountsPath}/:number/rebill`, async (request, response) => {
    const { reason, note, confirmed } = proposalAsked.parse(request.body)
    const history = await office.accounts.history(String(request.params.number))
    const asked = readInvestigation(request.query, today())
    if (!history || !asked)
      return showAccount(request, response, { at: 'investigate', words: 'The investigation could not be read. Begin it again.' })
    const worked = work(office, history, asked)
    if (!worked.ok) return showAccount(request, response, { at: 'investigate', words: refusalWords(worked.refusal) })
    const { worksheet } = worked.value
    if (worked.value.kind === 'bills' && worked.value.investigation.refusals.length > 0) {
      return showAccount(request, response, {
        at: 'investigate',
        words: 'Some of the bills cannot be computed, so nothing can be proposed from them.',
      })
    }
    const corrected = worked.value.kind === 'correction' ? worked.value.corrected : null
    if (corrected?.conditions.some((condition) => !confirmed.includes(condition))) {
      return showAccount(request, response, {
        at: 'investigate',
        words: 'Confirm each condition of the rule; without one of them it does not apply.',
      })
    }
    const rule = corrected ? [corrected.rule, ...corrected.conditions.map((condition) => `Confirmed: ${condition}.`)] : []
    const kind = proposedKind(worked.value, asked)
    const proposal = {
      kind,
      reasonCode: reason,
      amountCents: worksheet.differenceCents,
      worksheet,
      note: [note, ...rule].filter(Boolean).join('\n'),
    }
    return propose(request, response, proposal, 'investigate')
  })

  routes.post(`${accountsPath}/:number/adjust`, async (request, response) => {
    const { kind, amount, reason, note } = plainAsked.parse(request.body)
    const amountCents = parseDollars(amount.replace(/^\s*([-−]?)\s*\$?/, (_, sign: string) => (sign ? '-' : '')).trim())
    if (amountCents === undefined)
      return showAccount(request, response, { at: 'hold', words: 'An amount is written like 12.34, a credit like -12.34.' })
    return propose(request, response, { kind, reasonCode: reason, amountCents, worksheet: null, note }, 'hold')
  })

  routes.post(`${accountsPath}/:number/holds`, async (request, response) => {
    const { stops, amount, reason, until, bill } = holdAsked.parse(request.body)
    const disputedCents = parseDollars(amount.replace(/^\s*\$/, '').trim()) ?? (0 as Cents)
    const accountNumber = String(request.params.number)
    const asked = { accountNumber, billId: bill === '' ? null : bill, stops, disputedCents, reason, expiresOn: day(until), caseId: null }
    const done = await adjustments.placeHold({ ...asked, by: memberOf(response) })
    return done.ok
      ? response.redirect(303, `${accountHref(accountNumber)}#holds`)
      : showAccount(request, response, { at: 'hold', words: holdRefusalWords(done.refusal) })
  })
  routes.post(`${accountsPath}/:number/holds/:id/end`, async (request, response) => {
    const { reason } = z.object({ reason: textAsked }).parse(request.body)
    const done = await adjustments.endHold({ id: idAsked.parse(request.params.id), by: memberOf(response), reason })
    return done.ok
      ? response.redirect(303, `${accountHref(String(request.params.number))}#holds`)
      : showAccount(request, response, { at: 'hold', words: holdRefusalWords(done.refusal) })
  })
  return routes
}

const missing = {
  template: 'problem',
  title: 'No such adjustment',
  status: 404,
  view: { title: 'No such adjustment', text: 'Nothing stands at this address.' },
}

function worksheetView({ worksheet }: Adjustment) {
  if (!worksheet) return null
  return {
    from: day(worksheet.from),
    to: day(worksheet.to),
    recordedCents: worksheet.recordedCents,
    recomputedCents: worksheet.recomputedCents,
    difference: signed(worksheet.differenceCents),
    sections: worksheet.sections.map((section) => ({
      title: section.billId ?? 'Billed anew',
      recordedCents: section.recordedCents,
      recomputedCents: section.recomputedCents,
      difference: signed((section.recomputedCents - section.recordedCents) as Cents),
      rows: section.recomputed.map((row) => ({
        ...row,
        kind: lineWords[row.kind as keyof typeof lineWords],
        fromOn: day(row.from),
        toOn: day(row.to),
      })),
    })),
  }
}
