// What the lint of templates calls known is what the records are gathered as: no more and no less.
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CaseRecord } from '../../../src/cases/case.ts'
import { type SampleComplaint, sampleComplaints } from '../../../src/demo/sample-office/sample-complaints.ts'
import { addDays, dayOf } from '../../../src/kernel/days.ts'
import { cents } from '../../../src/kernel/money.ts'
import { gatherFacts } from '../../../src/replies/gather-facts.ts'
import { type KnownFields, knownFields } from '../../../src/replies/lint/known-fields.ts'
import { isFact, type TemplateFields } from '../../../src/replies/render-template.ts'
import { type Topic, topics } from '../../../src/rulebook/topics.ts'
import { onFileFor } from '../../support/on-file.ts'
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

/** The same writer asks about an account of another story, too, for which he is on file. */
async function asksAboutTwo(complaint: SampleComplaint, other: SampleComplaint): Promise<SampleComplaint> {
  await onFileFor(desk, complaint, other.accountNumber)
  const text = `My account is ${complaint.accountNumber}. Why is my bill so high? And why is the bill of account ${other.accountNumber} so high?`
  return { ...complaint, subject: `Account ${complaint.accountNumber}`, text }
}

it('are the same', { timeout: 120_000 }, async () => {
  const { office } = desk
  const seen = new Set<string>()
  const complaints = sampleComplaints(desk.sample)
  const heard = async (complaint: SampleComplaint, about: readonly Topic[]) => {
    const { case: record } = await receiveFrom(desk, complaint)
    if (complaint.story === 'leak' && complaints.includes(complaint)) await disputeAndPromise(record)
    for (const topic of about) {
      const gathered = await office.db.inTransaction((tx) =>
        gatherFacts(tx, { ...record, topic }, office.clock.now(), { ...office, office: office.config.office }),
      )
      for (const name of gatheredNames(gathered.fields)) seen.add(name)
    }
  }
  for (const complaint of complaints) await heard(complaint, topics)
  for (const [at, complaint] of complaints.entries())
    await heard(await asksAboutTwo(complaint, complaints.at(at - 1) as SampleComplaint), ['high-bill'])
  expect([...seen].sort()).toEqual(namesOf(knownFields).sort())
})
