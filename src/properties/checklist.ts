// What the documents on file establish of a property, item by item. A mismatch is shown, never resolved by itself: names in
// particular are written in many ways, and a person decides.
import { parsePin } from '../kernel/pin.ts'
import type { PropertyRules } from '../rulebook/kinds/properties.ts'
import type { PropertyDocument, ReviewedProperty, ReviewItem, ReviewStatus } from './property.ts'

/** Voided documents count for nothing. */
export function checklistOf(property: ReviewedProperty, documents: readonly PropertyDocument[], rules: PropertyRules): ReviewItem[] {
  const standing = documents.filter(({ voided }) => voided === null)
  return [ownership(standing, rules), names(property, standing, rules), type(property, standing, rules), pin(property, standing)]
}

export function statusOf(items: readonly ReviewItem[]): ReviewStatus {
  if (items.some(({ state }) => state === 'contradicted')) return 'contradicted'
  return items.every(({ state }) => state === 'met') ? 'established' : 'incomplete'
}

function ownership(documents: readonly PropertyDocument[], { ownership: rule }: PropertyRules): ReviewItem {
  const proofs = documents.filter(({ kind, names: named }) => rule.documents.includes(kind) && named.length > 0)
  const ofRecord = proofs.filter(({ kind, names: named }) => rule.not_of_record.includes(kind) && named.some(saysOfRecord))
  if (ofRecord.length > 0) return item('ownership', 'contradicted', ofRecord, `a ${ofRecord[0]?.kind} may not name the “owner of record”`)
  if (proofs.length === 0) return item('ownership', 'missing', [], `one of ${rule.documents.join(', ')} that names the owner`)
  return item('ownership', 'met', proofs, `by the ${proofs.map(({ kind }) => kind).join(', ')}`)
}

function saysOfRecord(name: string): boolean {
  return /\bowner of record\b/i.test(name)
}

function names({ owners }: ReviewedProperty, documents: readonly PropertyDocument[], { ownership: rule }: PropertyRules): ReviewItem {
  const proofs = documents.filter(({ kind, names: named }) => rule.documents.includes(kind) && named.length > 0)
  if (proofs.length === 0) return item('names', 'missing', [], 'no document names the owner')
  if (owners.length === 0) return item('names', 'missing', proofs, 'the account names no owner')
  const newest = proofs.reduce((latest, one) => ((one.documentDate ?? 0) >= (latest.documentDate ?? 0) ? one : latest))
  const agree = newest.names.some((name) => owners.some((owner) => sameName(name, owner)))
  const why = agree
    ? `${newest.names.join(', ')}`
    : `the newest document names ${newest.names.join(', ')}, the account ${owners.join(', ')}`
  return item('names', agree ? 'met' : 'contradicted', [newest], why)
}

/** Case, punctuation, accents and the order of the parts make no other person; an initial agrees with any name that begins so. */
export function sameName(a: string, b: string): boolean {
  const [one, other] = [partsOf(a), partsOf(b)]
  if (one.length === 0 || other.length === 0) return false
  const [fewer, more] = one.length <= other.length ? [one, other] : [other, one]
  const left = [...more]
  const matched = fewer.every((part) => {
    const at = left.findIndex((candidate) => candidate === part || (initial(part, candidate) && fewer.length > 1))
    if (at === -1) return false
    left.splice(at, 1)
    return true
  })
  return matched && left.every((part) => part.length === 1) // what is over may be a middle initial
}

function initial(a: string, b: string): boolean {
  return (a.length === 1 && b.startsWith(a)) || (b.length === 1 && a.startsWith(b))
}

function partsOf(name: string): string[] {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('Ł', 'L').toLowerCase()
  return plain.match(/[\p{L}\p{N}]+/gu) ?? []
}

function type(property: ReviewedProperty, documents: readonly PropertyDocument[], rules: PropertyRules): ReviewItem {
  const proofs = documents.filter(({ kind }) => rules.type.documents.includes(kind))
  if (proofs.length === 0) return item('type', 'missing', [], `one of ${rules.type.documents.join(', ')}`)
  const inspected = proofs.some(({ kind }) => kind === 'inspection')
  for (const proof of proofs) {
    const rule = rules.assessor_classes.find(({ classes }) => proof.assessorClass !== null && classes.includes(proof.assessorClass))
    if (!rule) continue
    if (!rule.types.includes(property.type)) {
      return item('type', 'contradicted', [proof], `class ${proof.assessorClass} is no ${property.type}`)
    }
    if (!rule.proves && !inspected)
      return item('type', 'missing', [proof], `class ${proof.assessorClass} alone does not prove a ${property.type}`)
  }
  return item('type', 'met', proofs, property.type)
}

function pin({ pin: recorded }: ReviewedProperty, documents: readonly PropertyDocument[]): ReviewItem {
  if (recorded === null) return item('pin', 'missing', [], 'the records have no PIN')
  const own = parsePin(recorded)
  if (own === undefined) return item('pin', 'contradicted', [], `${recorded} is no PIN of 14 digits`)
  const others = documents.filter((document) => document.pin !== null && parsePin(document.pin) !== own)
  if (others.length > 0) return item('pin', 'contradicted', others, `a document says ${others[0]?.pin}, the records ${own}`)
  const saying = documents.filter((document) => document.pin !== null)
  return saying.length > 0 ? item('pin', 'met', saying, own) : item('pin', 'missing', [], 'no document says the PIN')
}

function item(id: ReviewItem['id'], state: ReviewItem['state'], documents: readonly PropertyDocument[], why: string): ReviewItem {
  return { id, state, documentIds: documents.map((document) => document.id), why }
}
