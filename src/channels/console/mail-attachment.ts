// A file that came with a mail, for somebody of the staff: always saved, never shown in the browser, whatever it says it is.
import { type Response, Router } from 'express'
import { z } from 'zod'
import type { AttachmentRefusal } from '../../mailroom/mailroom.ts'
import { caseAsked } from './case-asked.ts'
import type { ShowCase } from './case-page.ts'
import { withheldWords } from './mail-words.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { savedOnly } from './page-headers.ts'
import { memberOf } from './session-guard.ts'

const asked = z.object({ mailId: z.uuid(), number: z.coerce.number().int().min(0).max(9_999) })

export function mailAttachment({ office, showCase }: { office: ConsoleOffice; showCase: ShowCase }): Router {
  const routes = Router()
  routes.get('/cases/:name/mails/:mailId/attachments/:number', async (request, response) => {
    const record = await caseAsked(office, request)
    const wanted = asked.safeParse(request.params)
    const mails = record && wanted.success ? await office.mailroom.mailsOfCase(record.id) : []
    if (!record || !wanted.success || !mails.some(({ id }) => id === wanted.data.mailId))
      return response.status(404).type('text').send('No such attachment.')
    const done = await office.mailroom.attachment({ ...wanted.data, by: memberOf(response) })
    if (done.ok) return save(response, done.value)
    const words = `This attachment cannot be downloaded: ${refusalWords(done.refusal)}.`
    await showCase(request, response, record, { status: 409, refusal: { at: 'mail', words } })
  })
  return routes
}

function save(response: Response, { filename, content }: { filename: string; content: Uint8Array }): void {
  response.attachment(filename).type('application/octet-stream')
  savedOnly(response)
  response.send(Buffer.from(content.buffer, content.byteOffset, content.byteLength))
}

function refusalWords(refusal: AttachmentRefusal): string {
  return refusal.kind === 'not-there' ? 'it is not in the mail any more as it was' : withheldWords(refusal)
}
