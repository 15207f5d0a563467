// The only code that reads documents and reviews of properties.
import { fromDateColumn } from '../kernel/days.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { DocumentKind } from '../rulebook/kinds/properties.ts'
import type { PropertyDocument, PropertyReview, ReviewedProperty, ReviewItem, ReviewStatus } from './property.ts'

type Reader = Tx | Database['client']

const rowsAtMost = 200

export async function findProperty(reader: Reader, id: string): Promise<ReviewedProperty | undefined> {
  const row = await reader.property.findUnique({
    where: { id },
    include: { accounts: { include: { people: { where: { role: 'owner' }, include: { person: true } } }, orderBy: { number: 'asc' } } },
  })
  if (!row) return undefined
  const { address, type, units, assessorClass, pin, accounts } = row
  const owners = new Set(accounts.flatMap(({ people }) => people.map(({ person }) => person.name)))
  const billed = accounts.map((account) => ({ number: account.number, class: account.class }))
  return { id, address, type, units, assessorClass, pin, owners: [...owners], accounts: billed }
}

/** Newest first. */
export async function findDocuments(reader: Reader, propertyId: string): Promise<PropertyDocument[]> {
  const rows = await reader.propertyDocument.findMany({
    where: { propertyId },
    orderBy: [{ addedAt: 'desc' }, { id: 'asc' }],
    take: rowsAtMost,
    omit: { content: true },
  })
  return rows.map(({ kind, documentDate, number, names, pin, assessorClass, ...row }) => ({
    ...{ id: row.id, propertyId, kind: kind as DocumentKind, number, names, pin, assessorClass },
    documentDate: documentDate === null ? null : fromDateColumn(documentDate),
    ...{ addedBy: row.addedBy, addedAt: row.addedAt },
    voided: row.voidedAt === null ? null : { by: row.voidedBy ?? '', at: row.voidedAt, reason: row.voidReason ?? '' },
  }))
}

/** Newest first. */
export async function findReviews(reader: Reader, propertyId: string): Promise<PropertyReview[]> {
  const rows = await reader.propertyReview.findMany({
    where: { propertyId },
    orderBy: [{ reviewedAt: 'desc' }, { id: 'asc' }],
    take: rowsAtMost,
  })
  return rows.map(({ checklist, status, ...row }) => ({ ...row, checklist: checklist as ReviewItem[], status: status as ReviewStatus }))
}
