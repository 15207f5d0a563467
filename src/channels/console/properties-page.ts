// A property: what is on file about it, what that establishes, and who reviewed it when; and the list of accounts that are billed as
// something else than their property is.
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { dayOf, parseDay } from '../../kernel/days.ts'
import { unreachable } from '../../kernel/result.ts'
import type { Mismatch, PropertyRefusal, ReviewItem } from '../../properties/properties.ts'
import { may } from '../../rulebook/kinds/authority.ts'
import { documentKinds } from '../../rulebook/kinds/properties.ts'
import { accountHref } from './account-asked.ts'
import { lookedAt } from './accounts-page.ts'
import type { ConsoleOffice } from './office-faces.ts'
import type { ShowPage } from './page-frame.ts'
import { memberOf } from './session-guard.ts'

const propertiesPath = '/properties'
const mismatchesAtOnce = 100

const text = z.string().max(1_000).default('')
const documentAsked = z.object({
  kind: z.enum(documentKinds),
  date: z.string().default(''),
  number: text,
  names: text,
  pin: text,
  assessor_class: text,
})

export function propertiesPage({ office, show }: { office: ConsoleOffice; show: ShowPage }): Router {
  const routes = Router()
  const { properties } = office

  async function showProperty(request: Request, response: Response, refusal: string | null = null) {
    const id = z.string().max(40).parse(request.params.id)
    const file = await properties.onFile(id)
    if (!file) {
      const title = 'No such property'
      return show(request, response, { template: 'problem', title, status: 404, view: { title, text: `There is no property ${id}.` } })
    }
    await lookedAt(office, response, id, 'property-looked-at')
    const names = new Map((await office.staff.list()).map((member) => [member.id, member.name]))
    const authority = office.rulebook.inForce('authority', dayOf(office.clock.now(), office.config.office.timeZone)).value
    const [newest] = file.reviews
    await show(request, response, {
      template: 'property',
      title: file.property.address,
      current: 'accounts',
      status: refusal ? 409 : 200,
      view: {
        refusal,
        href: propertyHref(id),
        property: { ...file.property, owners: file.property.owners.join(', ') || 'nobody' },
        accounts: file.property.accounts.map((account) => ({ ...account, href: accountHref(account.number) })),
        items: file.checklist.map((item) => ({ ...item, words: itemWords[item.id], stateWords: stateWords[item.state] })),
        documents: file.documents.map((document) => ({
          ...document,
          kindWords: kindWords[document.kind],
          namesWords: document.names.join(', '),
          by: names.get(document.addedBy) ?? document.addedBy,
          voidedBy: document.voided ? (names.get(document.voided.by) ?? document.voided.by) : null,
        })),
        reviews: file.reviews.map((review) => ({
          ...review,
          statusWords: statusWords[review.status],
          by: names.get(review.reviewedBy) ?? review.reviewedBy,
        })),
        newest: newest ? { statusWords: statusWords[newest.status], established: newest.status === 'established' } : null,
        outdated: file.outdated,
        kinds: documentKinds.map((kind) => ({ kind, words: kindWords[kind] })),
        mayReview: may(memberOf(response), 'review_property', authority),
      },
    })
  }

  routes.get(propertiesPath, async (request, response) => {
    const after = z.string().max(40).catch('').parse(request.query.after)
    const found = await properties.mismatches({ after, limit: mismatchesAtOnce + 1 })
    const rows = found.slice(0, mismatchesAtOnce).map((row) => ({
      ...row,
      words: mismatchWords(row),
      href: propertyHref(row.propertyId),
      accountHref: accountHref(row.accountNumber),
    }))
    const next = found.length > mismatchesAtOnce ? `${propertiesPath}?after=${encodeURIComponent(rows.at(-1)?.accountNumber ?? '')}` : null
    await show(request, response, {
      template: 'properties',
      title: 'Billed as something else',
      current: 'accounts',
      view: { rows, next, first: after === '' },
    })
  })

  routes.get(`${propertiesPath}/:id`, (request, response) => showProperty(request, response))

  routes.post(`${propertiesPath}/:id/documents`, async (request, response) => {
    const { kind, date, number, names, pin, assessor_class } = documentAsked.parse(request.body)
    const documentDate = date === '' ? null : parseDay(date)
    if (documentDate === undefined) return showProperty(request, response, 'A date is written like 2026-06-01.')
    const propertyId = String(request.params.id)
    const asked = { propertyId, kind, documentDate, number, names: names.split(/[;\n]/), pin, assessorClass: assessor_class }
    const done = await properties.record({ ...asked, by: memberOf(response) })
    return done.ok ? response.redirect(303, propertyHref(propertyId)) : showProperty(request, response, refusalWords(done.refusal))
  })
  routes.post(`${propertiesPath}/:id/documents/:document/void`, async (request, response) => {
    const { reason } = z.object({ reason: text }).parse(request.body)
    const done = await properties.voidDocument({ id: z.uuid().parse(request.params.document), by: memberOf(response), reason })
    return done.ok
      ? response.redirect(303, propertyHref(String(request.params.id)))
      : showProperty(request, response, refusalWords(done.refusal))
  })
  routes.post(`${propertiesPath}/:id/review`, async (request, response) => {
    const { note } = z.object({ note: text }).parse(request.body)
    const propertyId = String(request.params.id)
    const done = await properties.review({ propertyId, by: memberOf(response), note })
    return done.ok ? response.redirect(303, propertyHref(propertyId)) : showProperty(request, response, refusalWords(done.refusal))
  })
  return routes
}

function propertyHref(id: string): string {
  return `${propertiesPath}/${encodeURIComponent(id)}`
}

const kindWords = {
  deed: 'Deed',
  'title-commitment': 'Title commitment, Schedule A',
  contract: 'Signed contract',
  'assessor-record': 'Assessor’s record',
  inspection: 'Inspection',
  other: 'Other',
}
const itemWords: Record<ReviewItem['id'], string> = {
  ownership: 'Ownership',
  names: 'Owner and account agree',
  type: 'Property type',
  pin: 'PIN',
}
const stateWords: Record<ReviewItem['state'], string> = { met: 'established', missing: 'missing', contradicted: 'contradicted' }
const statusWords = { established: 'Established', incomplete: 'Incomplete', contradicted: 'Contradicted' }

function mismatchWords({ kind, rateClass, type, assessorClass, units }: Mismatch): string {
  switch (kind) {
    case 'rate-class-not-allowed':
      return `billed as ${rateClass.toLowerCase()}, which a ${type} may not be`
    case 'too-many-units':
      return `billed as ${rateClass.toLowerCase()} with ${units} units`
    case 'class-contradicts-type':
      return `assessor class ${assessorClass} is no ${type}`
    case 'condominium-as-house':
      return 'the PIN is a condominium unit’s, the type a house’s'
    case 'needs-document':
      return `billed as ${rateClass.toLowerCase()}: no document proves that it may be`
    default:
      return unreachable(kind)
  }
}

function refusalWords(refusal: PropertyRefusal): string {
  switch (refusal.kind) {
    case 'not-authorised':
      return 'Your role may not put documents on file or review them.'
    case 'not-found':
      return 'It is not there any more.'
    case 'no-pin':
      return 'A PIN has 14 digits, such as 14-08-203-015-0000.'
    case 'says-nothing':
      return 'Say at least one thing that the document says: a name, its number, the PIN or the assessor’s class.'
    case 'reason-missing':
      return 'Say why; the record keeps it.'
    case 'already-voided':
      return 'This document is void already.'
    default:
      return unreachable(refusal)
  }
}
