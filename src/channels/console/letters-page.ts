// The print queue: approved replies that go by post. Each is printed as a page for a window envelope, and has left when somebody says so by name.
import { Router } from 'express'
import { z } from 'zod'
import { caseName, languageOfReply } from '../../cases/case.ts'
import { dayOf, formatDay, parseDay } from '../../kernel/days.ts'
import { postalLines } from '../../kernel/postal-address.ts'
import { letterPage, type PostedRefusal } from '../../mailroom/mailroom.ts'
import { lookedAt } from './accounts-page.ts'
import { mailroomTabs } from './mailroom-tabs.ts'
import { mayWorkOnCases } from './may-work-on-cases.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

const postedAsked = z.object({ outgoingId: z.uuid(), on: z.string().max(20).default('') })

export function lettersPage({ office, show }: { office: ConsoleOffice; show: ShowPage }): Router {
  const routes = Router()
  const { mailroom, cases, clock, config, rulebook, renderPdf } = office
  const today = () => dayOf(clock.now(), config.office.timeZone)

  async function view(refusal: string | null, mayWork: boolean) {
    const letters = await mailroom.toPrint()
    const records = new Map(
      (
        await cases.byMany(
          office.db.client,
          letters.flatMap(({ caseId }) => caseId ?? []),
        )
      ).map((record) => [record.id, record]),
    )
    return {
      tabs: await mailroomTabs(mailroom, 'letters'),
      refusal,
      mayWork,
      on: formatDay(today()),
      letters: letters.map((letter) => {
        const record = letter.caseId === null ? undefined : records.get(letter.caseId)
        return {
          id: letter.id,
          case: record ? caseName(record) : '',
          to: postalLines(letter.recipient).join(', '),
          subject: letter.subject,
          since: letter.notBefore,
          enclosed: letter.enclosures
            .filter(({ type }) => type === 'application/pdf')
            .map(({ name, sha256 }) => ({
              name,
              address: `/cases/${record ? caseName(record) : ''}/enclosures/${letter.draftId}/${sha256}`,
            })),
        }
      }),
    }
  }

  routes.get('/letters', async (request, response) =>
    show(request, response, {
      template: 'letters',
      title: 'Letters to print',
      current: 'mailroom',
      view: await view(null, mayWorkOnCases(office, memberOf(response))),
    }),
  )

  routes.get('/letters/:id.pdf', async (request, response) => {
    const id = z.uuid().safeParse(request.params.id)
    const letter = id.success ? await mailroom.letter(id.data) : undefined
    const record = letter?.caseId ? await cases.byId(letter.caseId) : undefined
    if (!letter || !record) return response.redirect(303, '/letters') // posted or called back meanwhile
    await lookedAt(office, response, caseName(record), 'letter-exported')
    const page = letterPage({
      ...{ letter, on: today(), office: config.office.name, case: caseName(record), large: request.query.large !== undefined },
      returnAddress: rulebook.inForce('contact', today()).value.postal_address ?? [],
      language: languageOfReply(record) === 'es' ? 'es' : 'en',
    })
    response
      .set('Content-Disposition', `inline; filename="${caseName(record)}.pdf"`)
      .type('pdf')
      .send(renderPdf('reply', page))
  })

  routes.post('/letters/posted', async (request, response) => {
    const by = memberOf(response)
    const given = postedAsked.parse(request.body)
    const on = parseDay(given.on)
    const done = on === undefined ? ({ ok: false, refusal: { kind: 'day-refused' } } as const) : await mailroom.posted({ ...given, on, by })
    if (done.ok) return response.redirect(303, '/letters')
    const refusal = postedWords[done.refusal.kind]
    const page = { template: 'letters', title: 'Letters to print', current: 'mailroom' as const, status: 409 }
    await show(request, response, { ...page, view: await view(refusal, mayWorkOnCases(office, by)) })
  })
  return routes
}

const postedWords: Record<PostedRefusal['kind'], string> = {
  'not-authorised': 'Your role does not send replies.',
  'not-waiting': 'This letter waits no longer: somebody posted it or called it back.',
  'day-refused': 'Name the day on which it was posted: from its approval until today.',
  'holds-no-longer': 'Do not post it: what it states has changed since it was approved. Its case waits for a fresh draft.',
}
