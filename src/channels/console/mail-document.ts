// A customer's own layout of his mail: sanitised, without pictures from elsewhere, in a frame of its own that may do nothing.
import { Router } from 'express'
import sanitizeHtml from 'sanitize-html'
import { caseAsked } from './case-asked.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { mailDocumentPolicy } from './page-headers.ts'
import type { RenderPage } from './templates.ts'

const htmlLimitCharacters = 500_000
const tagLimit = 10_000 // a long newsletter has a few thousand; sanitising takes the square of the depth
const nestingLimit = 60 // deeper is an attack on the browser, not a letter

export function mailDocument({ office, render }: { office: ConsoleOffice; render: RenderPage }): Router {
  const routes = Router()
  routes.get('/cases/:name/mails/:mailId/layout', async (request, response) => {
    const record = await caseAsked(office, request)
    const mails = record ? await office.mailroom.mailsOfCase(record.id) : []
    const mail = mails.find((candidate) => candidate.id === request.params.mailId)
    mailDocumentPolicy(response)
    if (!mail?.html) return response.status(404).type('text').send('No such mail.')
    response.type('html').send(render('mail-document', { html: harmless(mail.html) }))
  })
  return routes
}

/** Text, tables and lists; links that open apart. Nothing that runs, loads, styles, names or submits anything. */
export function harmless(html: string): string {
  return sanitizeHtml(bounded(html), {
    allowedTags: [
      ...['p', 'br', 'hr', 'div', 'span', 'blockquote', 'pre', 'h1', 'h2', 'h3', 'h4', 'ul', 'ol', 'li', 'dl', 'dt', 'dd'],
      ...['b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'code', 'a', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption'],
    ],
    allowedAttributes: { a: ['href', 'target', 'rel'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    nestingLimit,
    transformTags: { a: sanitizeHtml.simpleTransform('a', { target: '_blank', rel: 'noopener noreferrer nofollow' }) },
  })
}

function bounded(html: string): string {
  let at = -1
  for (let tags = 0; tags < tagLimit; tags += 1) {
    at = html.indexOf('<', at + 1)
    if (at === -1 || at >= htmlLimitCharacters) return html.slice(0, htmlLimitCharacters)
  }
  return html.slice(0, at)
}
