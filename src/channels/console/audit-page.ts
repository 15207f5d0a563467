// The audit log for whoever may read it: who did or looked at what, when, and from which address; and the same as a file.
import { type Request, type Response, Router } from 'express'
import type { AuditRecord } from '../../access/access.ts'
import { askedOfAudit, auditQuery, toAuditAsked } from './audit-asked.ts'
import { csvLine } from './csv-line.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

export function auditPage({ office, show }: { office: ConsoleOffice; show: ShowPage }): Router {
  const routes = Router()
  const { auditLog, staff, config } = office
  const { timeZone } = config.office

  const notForYou = (request: Request, response: Response) => {
    const view = { title: 'Not for your role', text: 'Administrators read the audit log.' }
    return show(request, response, { template: 'problem', title: 'Audit log', status: 403, view })
  }

  routes.get('/audit', async (request, response) => {
    const asked = askedOfAudit(request.query)
    const { before, ...filters } = asked
    const read = await auditLog.page({
      asked: toAuditAsked(asked, timeZone),
      ...(before ? { before: BigInt(before) } : {}),
      by: memberOf(response),
    })
    if (!read.ok) return notForYou(request, response)
    const [members, acts] = await Promise.all([staff.list(), auditLog.acts()])
    const names = new Map(members.map(({ id, name }) => [`staff:${id}`, name]))
    const { entries, more } = read.value
    const last = entries.at(-1)
    await show(request, response, {
      template: 'audit',
      title: 'Audit log',
      current: 'staff',
      view: {
        people: members.map(({ id, name }) => ({ id, name, chosen: id === asked.person })),
        acts: acts.map((act) => ({ act, words: actWords(act), chosen: act === asked.act })),
        ...{ about: asked.about ?? '', from: asked.from ?? '', until: asked.until ?? '' },
        clearHref: auditQuery(asked) === '' ? null : '/audit',
        fileHref: `/audit.csv${auditQuery(filters)}`,
        rows: entries.map((entry) => rowView(entry, names)),
        olderHref: more && last ? `/audit${auditQuery({ ...filters, before: String(last.id) })}` : null,
        newestHref: before ? `/audit${auditQuery(filters)}` : null,
      },
    })
  })

  routes.get('/audit.csv', async (request, response) => {
    const taken = await auditLog.take({ asked: toAuditAsked(askedOfAudit(request.query), timeZone), by: memberOf(response) })
    if (!taken.ok) return notForYou(request, response)
    const names = new Map((await staff.list()).map(({ id, name }) => [`staff:${id}`, name]))
    response.setHeader('Content-Disposition', 'attachment; filename="audit-log.csv"')
    response.type('text/csv')
    response.write(csvLine(['when', 'who', 'what', 'about', 'from address', 'more']))
    for await (const piece of taken.value) {
      if (response.destroyed) return
      response.write(piece.map((entry) => csvLine(fileRow(entry, names))).join(''))
    }
    response.end()
  })
  return routes
}

function fileRow({ at, actor, act, subject, place, detail }: AuditRecord, names: ReadonlyMap<string, string>): string[] {
  return [at.toISOString(), names.get(actor) ?? actor, act, names.get(subject) ?? subject, place ?? '', detailWords(detail)]
}

function rowView({ at, actor, act, subject, place, detail }: AuditRecord, names: ReadonlyMap<string, string>) {
  return {
    ...{ at, act: actWords(act), place, more: detailWords(detail) },
    who: names.get(actor) ?? actor,
    about: names.get(subject) ?? subject,
    href: /^WD-\d+$/.test(subject) ? `/cases/${subject}` : null,
  }
}

/** `second-factor-reset` → `Second factor reset`. */
function actWords(act: string): string {
  const words = act.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function detailWords(detail: { [key: string]: string }): string {
  return Object.entries(detail)
    .map(([key, value]) => `${key}: ${value}`)
    .join('; ')
}
