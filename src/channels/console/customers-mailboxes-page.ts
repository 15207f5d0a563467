// Of a demo only: what its post office delivered to the customers, and a way to write to the office as one of them.
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { DemoFace } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'

const oneAddress = z.email({ error: 'From: an e-mail address is needed, such as customer@example.com.' })
const written = z.object({
  from: oneAddress,
  subject: z.string().trim().min(1, { error: 'The mail needs a subject.' }).max(300),
  text: z.string().trim().min(1, { error: 'The mail needs words.' }).max(20_000),
  inReplyTo: z.string().max(1_000).optional(),
  references: z.string().max(10_000).optional(),
})

export function customersMailboxesPage({ demo, show }: { demo: DemoFace; show: ShowPage }): Router {
  const routes = Router()

  async function showMailboxes(request: Request, response: Response, refusal: string | null = null) {
    const mailboxes = await demo.mailboxes()
    const view = {
      refusal,
      customers: demo.customers,
      offered: demo.customers[0] ?? '',
      sent: request.query.sent === '1',
      mailboxes: newestFirst(mailboxes).map(({ address, mails }) => ({
        address,
        newestAt: mails[0]?.date ?? new Date(0),
        mails: mails.map((mail) => ({
          ...mail,
          replySubject: /^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`,
          thread: [...mail.references, ...(mail.messageId ? [mail.messageId] : [])].join(' '),
        })),
      })),
    }
    await show(request, response, {
      template: 'customers-mailboxes',
      title: 'Customers’ mailboxes',
      current: 'mailboxes',
      status: refusal ? 422 : 200,
      view,
    })
  }

  routes.get('/customers-mailboxes', (request, response) => showMailboxes(request, response))

  routes.post('/customers-mailboxes/send', async (request, response) => {
    const given = written.safeParse(request.body)
    if (!given.success) return showMailboxes(request, response, given.error.issues[0]?.message ?? 'This mail cannot be sent.')
    const { inReplyTo, references, ...mail } = given.data
    await demo.send({
      ...mail,
      ...(inReplyTo ? { inReplyTo } : {}),
      ...(references ? { references: references.split(' ').filter(Boolean) } : {}),
    })
    response.redirect(303, '/customers-mailboxes?sent=1')
  })
  return routes
}

/** Within a mailbox the post office has the newest mail first already. */
function newestFirst<T extends { mails: { date: Date }[] }>(mailboxes: readonly T[]): T[] {
  const newest = ({ mails }: T) => mails[0]?.date.getTime() ?? 0
  return mailboxes.filter(({ mails }) => mails.length > 0).sort((a, b) => newest(b) - newest(a))
}
