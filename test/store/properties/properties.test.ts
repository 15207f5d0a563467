// Documents and reviews of properties on a real database, and the list of accounts that are billed as something else.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

let desk: SampleDesk
beforeAll(async () => {
  desk = await openSampleDesk()
})
afterAll(() => desk.close())

const at = (index: number) => desk.sample.accounts[index]!.history
const properties = () => desk.office.properties
const deedOf = (index: number, change: object = {}) => {
  const { property, people } = at(index)
  const owner = people.find(({ role }) => role === 'owner')!.name
  const plain = {
    propertyId: property.id,
    kind: 'deed',
    documentDate: null,
    number: '2015-1',
    names: [owner],
    pin: property.pin ?? '',
    assessorClass: '',
  } as const
  return { ...plain, names: [...plain.names], by: desk.clerk, ...change }
}

it('a document is put on file, establishes what it says, and is voided but never changed', async () => {
  const { id: propertyId } = at(0).property
  const recorded = await properties().record(deedOf(0))
  if (!recorded.ok) throw new Error(recorded.refusal.kind)
  expect((await properties().onFile(propertyId))?.checklist.map(({ id, state }) => [id, state])).toEqual([
    ['ownership', 'met'],
    ['names', 'met'],
    ['type', 'missing'],
    ['pin', 'met'],
  ])
  await expect(desk.office.db.client.$executeRaw`UPDATE property_document SET names = '{Somebody}'`).rejects.toThrow(/kept as it came/)
  await expect(desk.office.db.client.$executeRaw`DELETE FROM property_document`).rejects.toThrow(/kept as it came/)
  const voiding = { id: recorded.value.id, by: desk.supervisor, reason: 'It is the neighbour’s.' }
  expect(await properties().voidDocument({ ...voiding, reason: ' ' })).toMatchObject({ refusal: { kind: 'reason-missing' } })
  expect(await properties().voidDocument(voiding)).toMatchObject({ ok: true })
  expect(await properties().voidDocument(voiding)).toMatchObject({ refusal: { kind: 'already-voided' } })
  expect((await properties().onFile(propertyId))?.checklist[0]?.state).toBe('missing')
})

it.each([
  ['a PIN that is none', () => deedOf(1, { pin: '12' }), 'no-pin'],
  ['nothing said', () => deedOf(1, { names: [' '], pin: '', number: '' }), 'says-nothing'],
  ['a property that is not there', () => deedOf(1, { propertyId: 'P-NONE' }), 'not-found'],
  ['an administrator', () => deedOf(1, { by: desk.administrator }), 'not-authorised'],
])('a document is refused: %s', async (_, asked, kind) => {
  expect(await properties().record(asked())).toEqual({ ok: false, refusal: { kind } })
})

it('a review keeps who concluded what from which documents, and is outdated once something changes', async () => {
  const { id: propertyId } = at(2).property
  await properties().record(deedOf(2))
  const reviewed = await properties().review({ propertyId, by: desk.clerk, note: 'Called the recorder.' })
  expect(reviewed).toMatchObject({
    ok: true,
    value: { status: 'incomplete', reviewedBy: desk.clerk.id, type: null, pin: at(2).property.pin },
  })
  expect((await properties().onFile(propertyId))?.outdated).toBe(false)
  await properties().record(deedOf(2, { kind: 'inspection', names: [], number: 'I-1' }))
  const file = await properties().onFile(propertyId)
  expect(file?.outdated).toBe(true)
  const again = await properties().review({ propertyId, by: desk.supervisor, note: '' })
  expect(again).toMatchObject({ value: { status: 'established', type: at(2).property.type } })
  expect((await properties().onFile(propertyId))?.reviews.map(({ status }) => status)).toEqual(['established', 'incomplete'])
  await expect(desk.office.db.client.$executeRaw`UPDATE property_review SET status = 'established'`).rejects.toThrow(/append-only/)
  const acts = await desk.office.db.client.officeAudit.findMany({ where: { subject: propertyId }, select: { act: true } })
  expect(acts.map(({ act }) => act)).toEqual([
    'property-document-recorded',
    'property-reviewed',
    'property-document-recorded',
    'property-reviewed',
  ])
})

it('accounts that are billed as something else are found among all, with what they lack told apart from what is wrong', async () => {
  const change = (index: number, account: string | null, property: string | null) =>
    desk.office.db.inTransaction(async (tx) => {
      if (account) await tx.$executeRawUnsafe(`UPDATE account SET class = '${account}' WHERE number = '${at(index).account.number}'`)
      if (property) await tx.$executeRawUnsafe(`UPDATE property SET ${property} WHERE id = '${at(index).property.id}'`)
    })
  await change(10, 'NON_METERED', "type = 'multi-unit'")
  await change(11, 'NON_METERED', "type = 'two-flat', units = 5")
  await change(12, 'NON_METERED', "type = 'two-flat', units = 2, assessor_class = '2-11'")
  await change(13, 'NON_METERED', "type = 'single-family', units = 1, assessor_class = '2-03'")
  await change(14, null, "type = 'single-family', assessor_class = '1-00'")
  await change(15, null, "type = 'single-family', pin = '14-08-203-019-1007'")
  const found = await properties().mismatches({ after: '', limit: 100 })
  const kinds = new Map(found.map(({ accountNumber, kind }) => [accountNumber, kind]))
  expect([10, 11, 12, 13, 14, 15].map((index) => kinds.get(at(index).account.number))).toEqual([
    'rate-class-not-allowed',
    'too-many-units',
    'needs-document',
    undefined,
    'class-contradicts-type',
    'condominium-as-house',
  ])
  expect(found).toHaveLength(5)
  const paged = [
    await properties().mismatches({ after: '', limit: 3 }),
    await properties().mismatches({ after: found[2]!.accountNumber, limit: 3 }),
  ].flat()
  expect(paged).toEqual(found)
})
