// What is on file about a property, and what somebody concluded from it.
import type { Day } from '../kernel/days.ts'
import type { DocumentKind } from '../rulebook/kinds/properties.ts'

/** A document as it was recorded; it is never changed, only voided when it was put there in error. */
export type PropertyDocument = {
  id: string
  propertyId: string
  kind: DocumentKind
  documentDate: Day | null
  /** The recorder's. */
  number: string | null
  /** Whom it names as owner. */
  names: string[]
  pin: string | null
  assessorClass: string | null
  addedBy: string
  addedAt: Date
  voided: { by: string; at: Date; reason: string } | null
}

export type ReviewItem = {
  id: 'ownership' | 'names' | 'type' | 'pin'
  state: 'met' | 'missing' | 'contradicted'
  /** Documents that it rests on. */
  documentIds: string[]
  why: string
}

export type ReviewStatus = 'established' | 'incomplete' | 'contradicted'

export type PropertyReview = {
  id: string
  propertyId: string
  type: string | null
  units: number | null
  assessorClass: string | null
  pin: string | null
  owners: string[]
  checklist: ReviewItem[]
  status: ReviewStatus
  note: string
  rulebook: string
  reviewedBy: string
  reviewedAt: Date
}

/** The records of the billing system that a review is held against. */
export type ReviewedProperty = {
  id: string
  address: string
  type: string
  units: number | null
  assessorClass: string | null
  pin: string | null
  /** Names of the owners on its accounts. */
  owners: string[]
  accounts: { number: string; class: string }[]
}
