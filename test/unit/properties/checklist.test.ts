// What documents establish of a property, and whose name is whose.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { day } from '../../../src/kernel/days.ts'
import { isCondominiumUnit, parsePin } from '../../../src/kernel/pin.ts'
import { checklistOf, sameName, statusOf } from '../../../src/properties/checklist.ts'
import type { PropertyDocument, ReviewedProperty } from '../../../src/properties/property.ts'
import { propertiesSchema } from '../../../src/rulebook/kinds/properties.ts'

const rules = propertiesSchema.parse(
  parse(readFileSync(path.resolve(import.meta.dirname, '../../../templates/rulebook/properties/2026-01-01.yaml'), 'utf8')),
)
const house: ReviewedProperty = {
  ...{ id: 'P', address: '1 N Bur Oak St', type: 'single-family', units: 1, assessorClass: '2-03', pin: '14-08-203-015-0000' },
  ...{ owners: ['Zofia Nowak'], accounts: [] },
}
function document(change: Partial<PropertyDocument>): PropertyDocument {
  const plain = {
    id: 'D',
    propertyId: 'P',
    kind: 'deed',
    documentDate: null,
    number: null,
    names: [],
    pin: null,
    assessorClass: null,
  } as const
  return { ...plain, names: [], addedBy: 's', addedAt: new Date(0), voided: null, ...change }
}
const deed = document({ id: 'deed', names: ['NOWAK, ZOFIA M.'], pin: '14082030150000' })
const record = document({ id: 'record', kind: 'assessor-record', assessorClass: '2-03' })

describe('the checklist of a property', () => {
  const states = (documents: PropertyDocument[], property = house) => {
    const items = checklistOf(property, documents, rules)
    return { ...Object.fromEntries(items.map(({ id, state }) => [id, state])), status: statusOf(items) }
  }

  it.each<[string, PropertyDocument[], Partial<ReviewedProperty>, object]>([
    [
      'a deed and the assessor’s record establish it',
      [deed, record],
      {},
      { ownership: 'met', names: 'met', type: 'met', pin: 'met', status: 'established' },
    ],
    ['nothing on file', [], {}, { ownership: 'missing', type: 'missing', pin: 'missing', status: 'incomplete' }],
    [
      'a voided deed counts for nothing',
      [{ ...deed, voided: { by: 's', at: new Date(0), reason: 'x' } }, record],
      {},
      { ownership: 'missing', status: 'incomplete' },
    ],
    [
      'a deed that names somebody else',
      [document({ names: ['Ada King'] }), record],
      {},
      { ownership: 'met', names: 'contradicted', status: 'contradicted' },
    ],
    [
      'the newest deed counts',
      [document({ id: 'old', names: ['Ada King'], documentDate: day('2001-01-01') }), { ...deed, documentDate: day('2020-01-01') }, record],
      {},
      { names: 'met' },
    ],
    [
      'a contract may not name the owner of record',
      [document({ kind: 'contract', names: ['Owner of Record'] }), record],
      {},
      { ownership: 'contradicted' },
    ],
    ['another PIN on a document', [{ ...deed, pin: '14-08-203-016-0000' }, record], {}, { pin: 'contradicted', status: 'contradicted' }],
    ['a class that is another type', [deed, record], { type: 'two-flat' }, { type: 'contradicted' }],
    [
      'class 2-11 alone proves no two-flat',
      [deed, { ...record, assessorClass: '2-11' }],
      { type: 'two-flat' },
      { type: 'missing', status: 'incomplete' },
    ],
    [
      'an inspection does',
      [deed, { ...record, assessorClass: '2-11' }, document({ id: 'i', kind: 'inspection' })],
      { type: 'two-flat' },
      { type: 'met', status: 'established' },
    ],
  ])('%s', (_, documents, change, expected) => expect(states(documents, { ...house, ...change })).toMatchObject(expected))
})

describe('a name', () => {
  it.each([
    ['Zofia Nowak', 'NOWAK, ZOFIA'],
    ['Zofia M. Nowak', 'Zofia Nowak'],
    ['Z. Nowak', 'Zofia Nowak'],
    ['José Núñez', 'JOSE NUNEZ'],
    ['Łukasz Wójcik', 'Lukasz Wojcik'],
  ])('%s is also written %s', (a, b) => expect([sameName(a, b), sameName(b, a)]).toEqual([true, true]))

  it.each([
    ['Zofia Nowak', 'Zofia Kowalska'],
    ['Nowak', 'Zofia Nowak'],
    ['Zofia Nowak', 'Zofia Nowak Bank'],
    ['', 'Zofia Nowak'],
    ['Z', 'Zofia'],
  ])('%s is not %s', (a, b) => expect([sameName(a, b), sameName(b, a)]).toEqual([false, false]))
})

it.each([
  ['14082030150000', '14-08-203-015-0000', false],
  ['04-08-203-015-1007', '04-08-203-015-1007', true],
])('the PIN %s is %s', (text, pin, unit) => {
  expect(parsePin(text)).toBe(pin)
  expect(isCondominiumUnit(pin)).toBe(unit)
})
it.each(['', '1408203015', '14-082-03-015-0000', '14-08-203-015-000a', '140820301500001'])('%j is no PIN', (text) =>
  expect(parsePin(text)).toBeUndefined(),
)
