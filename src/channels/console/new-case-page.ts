// The form for an inquiry that came otherwise than by mail: at the counter, on the telephone, in a letter or by fax.
import { Router } from 'express'
import { z } from 'zod'
import { caseChannels, caseName, replyLanguages } from '../../cases/case.ts'
import { inquiryWords } from '../../cases/case-words.ts'
import { mayWorkOnCases } from './may-work-on-cases.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { languageName } from './office-words.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

const channels = caseChannels.filter((channel) => channel !== 'email')
const channelWords = { telephone: 'Telephone', 'walk-in': 'At the counter', post: 'Letter', fax: 'Fax' } as const

const line = z.string().max(300).default('')
const asked = z.object({
  channel: z.enum(channels).catch('telephone'),
  name: line,
  address: line,
  postalAddress: line,
  telephone: line,
  accountNumber: line,
  subject: line,
  text: z.string().max(20_000).default(''),
  language: z.enum(replyLanguages).catch('en'),
})

export function newCasePage({ office, show }: { office: ConsoleOffice; show: ShowPage }): Router {
  const routes = Router()

  routes.get('/new-case', (request, response) =>
    show(
      request,
      response,
      page(asked.parse({ accountNumber: request.query.account }), { mayWork: mayWorkOnCases(office, memberOf(response)), refusal: null }),
    ),
  )

  routes.post('/new-case', async (request, response) => {
    const by = memberOf(response)
    const given = asked.safeParse(request.body)
    if (!given.success)
      return show(
        request,
        response,
        page(asked.parse({}), { mayWork: true, refusal: 'Something is too long: lines have 300 characters, the words 20,000.' }),
      )
    const done = await office.cases.inquiries.open({ ...given.data, by })
    if (done.ok) return response.redirect(303, `/cases/${caseName(done.value)}`)
    const refusal = inquiryWords[done.refusal.kind]
    await show(request, response, { ...page(given.data, { mayWork: mayWorkOnCases(office, by), refusal }), status: 409 })
  })
  return routes
}

function page(given: z.infer<typeof asked>, { mayWork, refusal }: { mayWork: boolean; refusal: string | null }) {
  return {
    template: 'new-case',
    title: 'New case',
    current: 'queue' as const,
    view: {
      ...given,
      mayWork,
      refusal,
      channels: channels.map((id) => ({ id, words: channelWords[id], chosen: id === given.channel })),
      languages: replyLanguages.map((id) => ({ id, words: languageName(id), chosen: id === given.language })),
    },
  }
}
