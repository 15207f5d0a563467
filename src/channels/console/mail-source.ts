// A mail's source: its bytes as they arrived, as text to read here a piece at a time, or as a file for a mail program.
import { isUtf8 } from 'node:buffer'
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { noSuchMail } from './ledger-entry-page.ts'
import { ledgerPath } from './ledger-page.ts'
import { sizeWords } from './mail-words.ts'
import { mailroomTabs } from './mailroom-tabs.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

const pieceBytes = 100_000 // a browser shows that much at once without effort
const placeAsked = z.coerce.number().int().min(0).catch(0)
const idAsked = z.uuid()

const withheld = {
  harmful: {
    title: 'Not for your role',
    text: 'This mail brings a file that may do harm. A supervisor or an administrator may download it; here you can read its source.',
  },
  infected: {
    title: 'Not as a file',
    text: 'The virus scanner found something in a file of this mail, so nobody can download it; here you can read its source.',
  },
}

export function mailSource({ office, show }: { office: ConsoleOffice; show: ShowPage }): Router {
  const routes = Router()
  const asked = (request: Request, response: Response, how: 'as-text' | 'as-file') => {
    const id = idAsked.safeParse(request.params.id)
    return id.success ? office.mailroom.mailSource({ id: id.data, by: memberOf(response), how }) : undefined
  }

  routes.get(`${ledgerPath}/:id/source`, async (request, response) => {
    const done = await asked(request, response, 'as-text')
    if (!done?.ok) return noSuchMail(request, response, show)
    const { entry, bytes, mayDownload } = done.value
    const piece = pieceAt(bytes, placeAsked.parse(request.query.at))
    const here = `${ledgerPath}/${entry.id}`
    await show(request, response, {
      template: 'mail-source',
      title: `Source of ${entry.subject || 'a mail'}`,
      current: 'mailroom',
      view: {
        tabs: await mailroomTabs(office.mailroom, 'ledger'),
        subject: entry.subject || '(no subject)',
        entryHref: here,
        downloadHref: mayDownload ? `${here}/source.eml` : null,
        size: sizeWords(bytes.length),
        onlyHeader: entry.size !== null && Number(entry.size) > 2 * bytes.length,
        text: visible(piece.bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1')),
        place: piece.bytes.length === bytes.length ? null : `Bytes ${piece.start + 1} to ${piece.end} of ${bytes.length}`,
        nextHref: piece.end < bytes.length ? `${here}/source?at=${piece.end}` : null,
        firstHref: piece.start > 0 ? `${here}/source` : null,
      },
    })
  })

  routes.get(`${ledgerPath}/:id/source.eml`, async (request, response) => {
    const done = await asked(request, response, 'as-file')
    if (!done) return noSuchMail(request, response, show)
    if (!done.ok) {
      if (done.refusal.kind === 'not-there') return noSuchMail(request, response, show)
      const { title, text } = withheld[done.refusal.kind]
      return show(request, response, { template: 'problem', title, current: 'mailroom', status: 403, view: { title, text } })
    }
    const { entry, bytes } = done.value
    response.setHeader('Content-Disposition', `attachment; filename="mail-${entry.rawSha256?.slice(0, 12)}.eml"`)
    response.type('application/octet-stream').send(bytes)
  })
  return routes
}

/** Whole lines, as far as lines are that short. */
function pieceAt(bytes: Buffer, asked: number): { bytes: Buffer; start: number; end: number } {
  const start = asked < bytes.length ? asked : 0
  const limit = Math.min(start + pieceBytes, bytes.length)
  const line = limit === bytes.length ? limit : bytes.lastIndexOf(0x0a, limit - 1) + 1
  const end = line > start ? line : limit
  return { bytes: bytes.subarray(start, end), start, end }
}

/** Characters that are not seen, or that turn the direction of what follows, as their numbers. */
function visible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu, (sign) =>
      sign === '\n' || sign === '\t' ? sign : `‹U+${code(sign)}›`,
    )
}

function code(sign: string): string {
  return (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}
