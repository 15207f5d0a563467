// What people do with a mail of the ledger: make a case of it, attach it to one, have it read again, discard
// it, and take a discarded one back.
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { caseName } from '../../cases/case.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { caseNumberIn } from './case-asked.ts'
import { charsetChoices } from './charset-choices.ts'
import { askedOfLedger, ledgerQuery } from './ledger-asked.ts'
import type { ShowEntry } from './ledger-entry-page.ts'
import { ledgerPath } from './ledger-page.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { quarantinePath } from './quarantine-page.ts'
import { memberOf } from './session-guard.ts'

const entryAsked = z.uuid()
const attachAsked = z.object({ case: z.string().trim().max(50) })
const rereadAsked = z.object({ charset: z.enum(charsetChoices.map(({ charset }) => charset)).or(z.literal('')) })
const discardAsked = z.object({ reason: z.string().max(5_000) })

const refusals = {
  'not-authorised': 'A clerk or a supervisor decides about mails; your role may not.',
  'not-there': 'This mail has its case already, or is not there any more.',
  'reason-missing': 'Say why this mail is discarded; the record keeps it.',
  'already-settled': 'Somebody has already decided about this mail.',
  unreadable: 'The desk cannot read this mail. Look at its source, and attach it to a case or write to its sender yourself.',
  nobody:
    'This mail names nobody who could be answered, so it cannot be a case of its own. Attach it to a case, or discard it with a reason.',
  'not-discarded': 'This mail is not discarded any more.',
  'no-bytes': 'Of this mail no bytes are kept, so there is nothing to read again.',
  'not-whole': 'This mail is too large: only its header was fetched. Look at it in the mailbox itself.',
  'no-case': 'There is no case of that number. It is written like WD-000123.',
} as const

/** Where it leads when it is done, or why it is not. */
type Outcome = { to: string } | { refusal: keyof typeof refusals }
type Act = (act: { id: string; by: StaffMember }, request: Request) => Promise<Outcome>

export function ledgerActs({ office, showEntry }: { office: ConsoleOffice; showEntry: ShowEntry }): Router {
  const routes = Router()
  const { mailroom, cases } = office

  const act = (verb: string, take: Act) => {
    routes.post(`${ledgerPath}/:id/${verb}`, async (request: Request, response: Response) => {
      const outcome = await take({ id: entryAsked.parse(request.params.id), by: memberOf(response) }, request)
      return 'to' in outcome ? response.redirect(303, outcome.to) : showEntry(request, response, refusals[outcome.refusal])
    })
  }

  async function caseHref(caseId: string): Promise<string> {
    const record = await cases.byId(caseId)
    if (!record) throw new Error(`no case ${caseId}`)
    return `/cases/${caseName(record)}`
  }

  act('make-case', async (on) => {
    const done = await mailroom.makeCase(on)
    if (done.ok) return { to: await caseHref(done.value.caseId) }
    return { refusal: done.refusal.kind === 'unreadable' ? 'nobody' : done.refusal.kind }
  })

  act('attach', async (on, { body }) => {
    const caseNumber = caseNumberIn(attachAsked.parse(body).case)
    if (caseNumber === undefined) return { refusal: 'no-case' }
    const done = await mailroom.attach({ ...on, caseNumber })
    return done.ok ? { to: await caseHref(done.value.caseId) } : { refusal: done.refusal.kind }
  })

  act('reread', async (on, { body }) => {
    const { charset } = rereadAsked.parse(body)
    const done = await mailroom.reread({ ...on, ...(charset === '' ? {} : { charset }) })
    return done.ok ? { to: `${ledgerPath}/${on.id}?done=reread` } : { refusal: done.refusal.kind }
  })

  act('discard', async (on, { body, query }) => {
    const done = await mailroom.discard({ ...on, ...discardAsked.parse(body) })
    return done.ok ? { to: afterDiscarding(on.id, query) } : { refusal: done.refusal.kind }
  })

  act('take-back', async (on) => {
    const done = await mailroom.takeBack(on)
    return done.ok ? { to: `${ledgerPath}/${on.id}?done=taken-back` } : { refusal: done.refusal.kind }
  })
  return routes
}

/** Back to the page of the quarantine that the form stood on, or to the entry. */
function afterDiscarding(id: string, query: Request['query']): string {
  const path = query.from === 'quarantine' ? quarantinePath : `${ledgerPath}/${id}`
  return `${path}${ledgerQuery(askedOfLedger(query), { done: 'discarded' })}`
}
