// The face of properties: documents on file, what people concluded from them, and accounts that are billed as what they are not.
import { randomUUID } from 'node:crypto'
import { type Day, dayOf, toDateColumn } from '../kernel/days.ts'
import { parsePin } from '../kernel/pin.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import { may } from '../rulebook/kinds/authority.ts'
import type { DocumentKind } from '../rulebook/kinds/properties.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { actorOf, type StaffMember } from '../staff/staff-member.ts'
import { checklistOf, statusOf } from './checklist.ts'
import { findMismatches, type Mismatch } from './mismatches.ts'
import type { PropertyDocument, PropertyReview, ReviewedProperty, ReviewItem } from './property.ts'
import { findDocuments, findProperty, findReviews } from './store.ts'

export type { Mismatch } from './mismatches.ts'
export type { PropertyDocument, PropertyReview, ReviewedProperty, ReviewItem } from './property.ts'

export type OnFile = {
  property: ReviewedProperty
  documents: PropertyDocument[]
  /** What the documents establish today. */
  checklist: ReviewItem[]
  /** Newest first. */
  reviews: PropertyReview[]
  /** A document was added or voided, or the checklist reads otherwise, since the newest review. */
  outdated: boolean
}

export type DocumentAsked = {
  propertyId: string
  kind: DocumentKind
  documentDate: Day | null
  number: string
  names: string[]
  pin: string
  assessorClass: string
}

export type PropertyRefusal =
  | { kind: 'not-authorised' }
  | { kind: 'not-found' }
  | { kind: 'no-pin' }
  | { kind: 'says-nothing' }
  | { kind: 'reason-missing' }
  | { kind: 'already-voided' }

export type Properties = {
  onFile(propertyId: string): Promise<OnFile | undefined>
  record(asked: DocumentAsked & { by: StaffMember }): Promise<Result<{ id: string }, PropertyRefusal>>
  voidDocument(asked: { id: string; by: StaffMember; reason: string }): Promise<Result<void, PropertyRefusal>>
  /** Stores what the documents establish now, in the name of whoever looked at them. */
  review(asked: { propertyId: string; by: StaffMember; note: string }): Promise<Result<PropertyReview, PropertyRefusal>>
  mismatches(page: { after: string; limit: number }): Promise<Mismatch[]>
}

type Parts = {
  db: Database
  clock: Clock
  rulebook: { inForce<K extends 'authority' | 'properties'>(kind: K, day: Day): InForce<K> }
  timeZone: string
}

const textLimitCharacters = 200
const noteLimitCharacters = 2_000

export function createProperties({ db, clock, rulebook, timeZone }: Parts): Properties {
  const today = () => dayOf(clock.now(), timeZone)
  const rules = () => rulebook.inForce('properties', today())
  const mayReview = (by: StaffMember) => may(by, 'review_property', rulebook.inForce('authority', today()).value)
  const noted = (tx: Tx, by: StaffMember, act: string, subject: string, detail: { [key: string]: string }) =>
    audit(tx, { at: clock.now(), actor: actorOf(by), act, subject, detail })

  async function onFile(propertyId: string, tx?: Tx): Promise<OnFile | undefined> {
    const reader = tx ?? db.client
    const property = await findProperty(reader, propertyId)
    if (!property) return undefined
    const documents = await findDocuments(reader, propertyId)
    const reviews = await findReviews(reader, propertyId)
    const checklist = checklistOf(property, documents, rules().value)
    const [newest] = reviews
    return { property, documents, checklist, reviews, outdated: newest !== undefined && !sameChecklist(newest.checklist, checklist) }
  }

  return {
    onFile: (propertyId) => onFile(propertyId),
    mismatches: (page) => findMismatches(db.client, rules().value, page),

    record: ({ by, ...asked }) =>
      db.inTransaction(async (tx) => {
        if (!mayReview(by)) return refused({ kind: 'not-authorised' })
        if (!(await findProperty(tx, asked.propertyId))) return refused({ kind: 'not-found' })
        const pin = asked.pin.trim() === '' ? null : parsePin(asked.pin.trim())
        if (pin === undefined) return refused({ kind: 'no-pin' })
        const names = asked.names.map((name) => name.trim().slice(0, textLimitCharacters)).filter((name) => name !== '')
        const [number, assessorClass] = [asked.number, asked.assessorClass].map((text) => text.trim().slice(0, textLimitCharacters) || null)
        if (names.length === 0 && pin === null && !number && !assessorClass) return refused({ kind: 'says-nothing' })
        const id = randomUUID()
        const documentDate = asked.documentDate === null ? null : toDateColumn(asked.documentDate)
        const data = {
          id,
          propertyId: asked.propertyId,
          kind: asked.kind,
          documentDate,
          names,
          pin,
          number: number ?? null,
          assessorClass: assessorClass ?? null,
        }
        await tx.propertyDocument.create({ data: { ...data, addedBy: by.id, addedAt: clock.now() } })
        await noted(tx, by, 'property-document-recorded', asked.propertyId, { documentId: id, kind: asked.kind })
        return ok({ id })
      }),

    voidDocument: ({ id, by, reason }) =>
      db.inTransaction(async (tx) => {
        if (!mayReview(by)) return refused({ kind: 'not-authorised' })
        const voidReason = reason.trim().slice(0, noteLimitCharacters)
        if (voidReason === '') return refused({ kind: 'reason-missing' })
        const known = await tx.propertyDocument.findUnique({ where: { id }, select: { propertyId: true } })
        if (!known) return refused({ kind: 'not-found' })
        const voided = await tx.propertyDocument.updateMany({
          where: { id, voidedAt: null },
          data: { voidedAt: clock.now(), voidedBy: by.id, voidReason },
        })
        if (voided.count === 0) return refused({ kind: 'already-voided' })
        await noted(tx, by, 'property-document-voided', known.propertyId, { documentId: id, reason: voidReason })
        return ok(undefined)
      }),

    review: ({ propertyId, by, note }) =>
      db.inTransaction(async (tx) => {
        if (!mayReview(by)) return refused({ kind: 'not-authorised' })
        const file = await onFile(propertyId, tx)
        if (!file) return refused({ kind: 'not-found' })
        const { property, checklist } = file
        const met = (id: ReviewItem['id']) => checklist.some((item) => item.id === id && item.state === 'met')
        const review: PropertyReview = {
          ...{ id: randomUUID(), propertyId, checklist, status: statusOf(checklist), note: note.trim().slice(0, noteLimitCharacters) },
          ...{
            type: met('type') ? property.type : null,
            units: met('type') ? property.units : null,
            assessorClass: property.assessorClass,
          },
          ...{ pin: met('pin') ? property.pin : null, owners: met('names') ? property.owners : [] },
          ...{ rulebook: rules().version, reviewedBy: by.id, reviewedAt: clock.now() },
        }
        await tx.propertyReview.create({ data: { ...review, checklist: [...review.checklist] } })
        await noted(tx, by, 'property-reviewed', propertyId, { reviewId: review.id, status: review.status })
        return ok(review)
      }),
  }
}

function sameChecklist(a: readonly ReviewItem[], b: readonly ReviewItem[]): boolean {
  const read = (items: readonly ReviewItem[]) =>
    items.map(({ id, state, documentIds, why }) => `${id} ${state} ${documentIds.join()} ${why}`).join('\n')
  return read(a) === read(b)
}
