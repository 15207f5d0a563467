// What the lint of templates calls known is what the records are gathered as: no more and no less.
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CaseRecord } from '../../../src/cases/case.ts'
import { sampleComplaints } from '../../../src/demo/sample-office/sample-complaints.ts'
import { addDays, dayOf } from '../../../src/kernel/days.ts'
import { cents } from '../../../src/kernel/money.ts'
import { gatherFacts } from '../../../src/replies/gather-facts.ts'
import { type KnownFields, knownFields } from '../../../src/replies/lint/known-fields.ts'
import { isFact, type TemplateFields } from '../../../src/replies/render-template.ts'
import { topics } from '../../../src/rulebook/topics.ts'
import { receiveFrom } from '../../support/receive.ts'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

let desk: SampleDesk
beforeAll(async () => {
  desk = await openSampleDesk()
})
afterAll(() => desk.close())

function namesOf(fields: KnownFields, at = ''): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    if (typeof field === 'string') return [`${at}${name} ${field}`]
    return Array.isArray(field) ? namesOf(field[0] as KnownFields, `${at}${name}[].`) : namesOf(field as KnownFields, `${at}${name}.`)
  })
}

function gatheredNames(fields: TemplateFields, at = ''): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    if (typeof field === 'boolean') return [`${at}${name} flag`]
    if (Array.isArray(field)) return field.flatMap((one) => gatheredNames(one, `${at}${name}[].`))
    return isFact(field) ? [`${at}${name} fact`] : gatheredNames(field, `${at}${name}.`)
  })
}

/** A hold on its account, and a call back that was promised. */
async function disputeAndPromise({ id, accountNumber }: CaseRecord): Promise<void> {
  const { office, clerk, supervisor } = desk
  const dueOn = addDays(dayOf(office.clock.now(), office.config.office.timeZone), 5)
  const asked = { accountNumber: String(accountNumber), billId: null, stops: ['penalty' as const], disputedCents: cents(4_567) }
  expect(
    await office.adjustments.placeHold({ ...asked, reason: 'The reading is disputed', expiresOn: dueOn, caseId: id, by: supervisor }),
  ).toMatchObject({ ok: true })
  const call = {
    caseId: id,
    with: 'the owner',
    telephone: '312-555-0123',
    text: 'asked about the bill',
    callBackOn: dueOn,
    ownerId: clerk.id,
  }
  expect(await office.cases.inquiries.logCall({ ...call, by: clerk })).toMatchObject({ ok: true })
}

it('are the same', async () => {
  const { office } = desk
  const seen = new Set<string>()
  for (const complaint of sampleComplaints(desk.sample)) {
    const { case: record } = await receiveFrom(desk, complaint)
    if (complaint.story === 'leak') await disputeAndPromise(record)
    for (const topic of topics) {
      const gathered = await office.db.inTransaction((tx) =>
        gatherFacts(tx, { ...record, topic }, office.clock.now(), { ...office, office: office.config.office }),
      )
      for (const name of gatheredNames(gathered.fields)) seen.add(name)
    }
  }
  expect([...seen].sort()).toEqual(namesOf(knownFields).sort())
})
