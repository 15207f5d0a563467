// A file that leaves with a reply, as it will leave: a page or a picture of our own making, shown in the browser.
import { Router } from 'express'
import { z } from 'zod'
import { caseAsked } from './case-asked.ts'
import type { ConsoleOffice } from './office-faces.ts'

const asked = z.object({ draftId: z.uuid(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })

export function enclosure({ office }: { office: ConsoleOffice }): Router {
  const routes = Router()
  routes.get('/cases/:name/enclosures/:draftId/:sha256', async (request, response) => {
    const record = await caseAsked(office, request)
    const wanted = asked.safeParse(request.params)
    const versions = record && wanted.success ? await office.replies.versions(record.id) : []
    const found = versions.find(({ id }) => id === wanted.data?.draftId)?.enclosures.find(({ sha256 }) => sha256 === wanted.data?.sha256)
    const bytes = found && (await office.mailroom.rawBytes(found.sha256))
    if (!found || !bytes) return response.status(404).type('text').send('No such enclosure.')
    response
      .type(found.type)
      .set('Content-Disposition', `inline; filename*=UTF-8''${encodeURIComponent(found.name)}`)
      .send(bytes)
  })
  return routes
}
