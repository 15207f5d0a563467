// What may be said to whom: a stranger learns nothing, not even that an account exists; who was established is told what was recorded for
// him, while it stands.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Established } from '../../../src/disclosure/disclosure.ts'
import { addDays, dayOf, fromDateColumn } from '../../../src/kernel/days.ts'
import type { DraftView } from '../../../src/replies/draft.ts'
import { receiveFrom } from '../../support/receive.ts'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

let desk: SampleDesk
beforeAll(async () => {
  desk = await openSampleDesk()
})
afterAll(() => desk.close())

const address = 'niece@elsewhere.example'
const seen = ({ draft }: DraftView) => ({ draftId: draft.id, contentHash: draft.contentHash })

/** A mail about a customer's bill from somebody who is not on file for it, naming the account. */
async function strangerWrites(from = address, accountNumber = desk.complaint('leak').accountNumber) {
  const complaint = desk.complaint('leak')
  const text = `${complaint.text}\n\nIt is account ${accountNumber}.`
  const { case: record } = await receiveFrom(desk, { ...complaint, text }, { from })
  await desk.office.replies.caseHeard({ caseId: record.id, opened: true })
  const view = await desk.office.replies.view(record.id)
  if (!view) throw new Error('no draft')
  return { record, view }
}

async function redrafted(caseId: string) {
  const done = await desk.office.replies.redraft({ caseId, by: desk.clerk })
  if (!done.ok) throw new Error(done.refusal.kind)
  return done.value
}

function established(given: Partial<Established> = {}): Established {
  const today = dayOf(desk.office.clock.now(), 'America/Chicago')
  return {
    accountNumber: desk.complaint('leak').accountNumber,
    address,
    name: 'Nora Niece',
    role: 'executor',
    basis: 'document',
    reference: 'letters of office of 3 May 2026',
    scope: ['account', 'payments', 'bills'],
    untilOn: addDays(today, 30),
    ownFromOn: null,
    ownUntilOn: null,
    consent: '',
    ...given,
  }
}

const establish = (given: Partial<Established> = {}, caseId: string | null = null) =>
  desk.office.disclosure.record({ ...established(given), by: desk.clerk, caseId })

describe('a stranger', () => {
  it('is told the same about an account that exists and one that does not', async () => {
    const { view, record } = await strangerWrites('stranger@elsewhere.example')
    const { view: other, record: none } = await strangerWrites('stranger@elsewhere.example', '999999-999999')
    const words = ({ draft }: DraftView, number: number) => draft.text.replaceAll(`WD-${String(number).padStart(6, '0')}`, 'WD')
    expect(words(view, record.number)).toBe(words(other, none.number))
    expect(view.draft.template).toBe('en/ask-for-proof')
    expect(view.draft.facts.map(({ id }) => id).sort()).toEqual(other.draft.facts.map(({ id }) => id).sort())
    expect(view.draft.enclosures).toEqual([])
  })

  it('cannot be told an account’s figure by an edit either: it has no record here', async () => {
    const { office, clerk } = desk
    const { view } = await strangerWrites('stranger2@elsewhere.example')
    const { history } = desk.sample.accounts.find((account) => account.history.account.number === desk.complaint('leak').accountNumber)!
    const total = `$${((history.bills.at(-1)?.totalCents ?? 0) / 100).toFixed(2)}`
    const edited = await office.replies.edit({ ...seen(view), by: clerk, text: `${view.draft.text}\nYour bill is ${total}.` })
    expect(edited).toMatchObject({ refusal: { kind: 'unsupported', claims: [{ text: total }] } })
  })
})

describe('somebody who was established', () => {
  it('is told what was recorded for him, and a revocation before dispatch holds the approved reply', async () => {
    const { office, clerk, supervisor } = desk
    const { record } = await strangerWrites()
    const done = await establish({}, record.id)
    if (!done.ok) throw new Error(done.refusal.kind)
    const view = await redrafted(record.id)
    expect(view.draft.template).toBe('en/high-bill')
    expect(view.draft.recipient).toBe(address)
    expect(view.draft.text).toContain('Dear Nora Niece')
    expect(view.draft.enclosures).toHaveLength(2)
    expect(await office.replies.approve({ ...seen(view), by: supervisor })).toMatchObject({ ok: true })
    expect(
      await office.disclosure.revoke({
        id: done.value.id,
        accountNumber: desk.complaint('leak').accountNumber,
        reason: 'The letters were withdrawn.',
        by: clerk,
        caseId: record.id,
      }),
    ).toMatchObject({ ok: true })
    expect(await office.replies.stands(view.draft.id, view.draft.contentHash)).toBe('held')
    expect((await redrafted(record.id)).draft.template).toBe('en/ask-for-proof')
    const kinds = (await office.cases.timeline(record.id)).map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['inquirer-established', 'inquirer-revoked', 'draft-held']))
    expect(
      await office.disclosure.revoke({
        id: done.value.id,
        accountNumber: desk.complaint('leak').accountNumber,
        reason: 'again',
        by: clerk,
        caseId: null,
      }),
    ).toMatchObject({
      refusal: { kind: 'revoked-already' },
    })
    await expect(office.db.client.establishment.update({ where: { id: done.value.id }, data: { name: 'X' } })).rejects.toThrow()
  })

  it('is told of payments alone where that is all that was recorded', async () => {
    const from = 'title@company.example'
    const { record } = await strangerWrites(from)
    await establish({
      address: from,
      role: 'buyer-or-title-company',
      scope: ['account', 'payments', 'bills'],
      consent: 'signed contract of 2 May',
    })
    const view = await redrafted(record.id)
    expect(view.draft.facts.some(({ id }) => id === 'balance')).toBe(true)
    expect(view.draft.facts.filter(({ id }) => /^(?:latest|previous|yearAgo)\./.test(id))).toEqual([])
    expect(view.draft.status).toBe('returned')
    expect(view.draft.note).toContain('may be told of account and payments only')
  })

  it('who is told of own days only gets no bill of other days, and of his own no comparison with others', async () => {
    const from = 'tenant@elsewhere.example'
    const { record } = await strangerWrites(from)
    const { history } = desk.sample.accounts.find((account) => account.history.account.number === desk.complaint('leak').accountNumber)!
    const newest = history.bills.at(-1)!
    const [first, last] = [newest.fromReadId, newest.toReadId].map((id) => history.reads.find((read) => read.id === id)!.readOn)
    const done = await establish({ address: from, role: 'tenant', scope: ['account', 'bills'], ownFromOn: first!, ownUntilOn: last! })
    expect(done.ok).toBe(true)
    const view = await redrafted(record.id)
    expect(view.draft.facts.some(({ id }) => id === 'latest.total')).toBe(true)
    expect(view.draft.facts.filter(({ id }) => /^(?:previous|yearAgo)\./.test(id) || id === 'balance')).toEqual([])
    await desk.office.disclosure.revoke({
      id: done.ok ? done.value.id : '',
      accountNumber: desk.complaint('leak').accountNumber,
      reason: 'wrong days',
      by: desk.clerk,
      caseId: null,
    })
    await establish({
      address: from,
      role: 'tenant',
      scope: ['account', 'bills'],
      ownFromOn: addDays(last!, 1),
      ownUntilOn: addDays(last!, 5),
    })
    expect((await redrafted(record.id)).draft.facts.filter(({ id }) => id.startsWith('latest.'))).toEqual([])
  })

  it('is a stranger again when it has run out, and where his mail was not authenticated', async () => {
    const from = 'late@elsewhere.example'
    const { record } = await strangerWrites(from)
    await establish({ address: from })
    await desk.office.db.client.$executeRawUnsafe(`ALTER TABLE establishment DISABLE TRIGGER establishment_only_revoked`)
    await desk.office.db.client.establishment.updateMany({ where: { address: from }, data: { untilOn: new Date('2026-01-01') } })
    await desk.office.db.client.$executeRawUnsafe(`ALTER TABLE establishment ENABLE TRIGGER establishment_only_revoked`)
    expect((await redrafted(record.id)).draft.template).toBe('en/ask-for-proof')
    const complaint = desk.complaint('leak')
    const text = `${complaint.text} Account ${complaint.accountNumber}.`
    const { case: forged } = await receiveFrom(desk, { ...complaint, text }, { from: 'forged@elsewhere.example', established: false })
    await establish({ address: 'forged@elsewhere.example' })
    await desk.office.replies.caseHeard({ caseId: forged.id, opened: true })
    expect((await desk.office.replies.view(forged.id))?.draft.template).toBe('en/ask-for-proof')
  })

  it.each<[string, Partial<Established>]>([
    ['no-address', { address: 'nobody' }],
    ['reference-missing', { reference: ' ' }],
    ['scope-missing', { scope: [] }],
    ['consent-missing', { role: 'elected-official' }],
    ['own-dates-missing', { role: 'former-customer' }],
    ['until-past', { untilOn: fromDateColumn(new Date('2020-01-01')) }],
    ['until-too-late', { untilOn: fromDateColumn(new Date('2999-01-01')) }],
    ['no-account', { accountNumber: '999999-999999' }],
  ])('is refused with %s', async (kind, given) => {
    expect(await establish(given)).toMatchObject({ refusal: { kind } })
  })

  it('is not an administrator’s to establish', async () => {
    const done = await desk.office.disclosure.record({ ...established(), by: desk.administrator, caseId: null })
    expect(done).toEqual({ ok: false, refusal: { kind: 'not-authorised' } })
  })
})

it('a represented customer is answered through the attorney alone, and a reply to himself is held from that moment', async () => {
  const { office, clerk, supervisor } = desk
  const complaint = desk.complaint('rate-only')
  const { case: record } = await receiveFrom(desk, complaint)
  await office.replies.caseHeard({ caseId: record.id, opened: true })
  const own = (await office.replies.view(record.id))!
  expect(own.draft.recipient).toBe(complaint.from.address)
  const attorney = { address: 'counsel@law.example', name: 'Ada Counsel', role: 'attorney-or-agent', consent: 'engagement letter' } as const
  const given = established({ ...attorney, accountNumber: complaint.accountNumber })
  expect(await office.disclosure.record({ ...given, by: clerk, caseId: record.id })).toMatchObject({ ok: true })
  expect(await office.replies.approve({ ...seen(own), by: supervisor })).toMatchObject({ refusal: { kind: 'held' } })
  const view = await redrafted(record.id)
  expect(view.draft.recipient).toBe('counsel@law.example')
  expect(view.draft.cc).toEqual([])
  expect(view.draft.text).toContain('Dear Ada Counsel')
  expect(view.draft.enclosures).toHaveLength(2)
  expect(view.draft.dropped).toEqual([{ address: complaint.from.address, field: 'From', because: 'represented' }])
})

it('an attorney who may be told little is told as little for his client, and is asked in his place which bill is meant', async () => {
  const { office, clerk } = desk
  const complaint = desk.complaint('longer-period')
  const attorney = {
    address: 'agent@firm.example',
    name: 'Abe Agent',
    role: 'attorney-or-agent',
    consent: 'letter',
    scope: ['account'],
  } as const
  const given = established({ ...attorney, scope: ['account'], accountNumber: complaint.accountNumber })
  expect(await office.disclosure.record({ ...given, by: clerk, caseId: null })).toMatchObject({ ok: true })
  const written = async (text: string) => {
    const { case: record } = await receiveFrom(desk, { ...complaint, text })
    await office.replies.caseHeard({ caseId: record.id, opened: true })
    return (await office.replies.view(record.id))!.draft
  }
  const draft = await written(complaint.text)
  expect(draft.recipient).toBe('agent@firm.example')
  expect(draft.facts.filter(({ id }) => /^(?:latest|previous|yearAgo|balance)/.test(id))).toEqual([])
  expect(draft.enclosures).toEqual([])
  const asked = await written('Why is my bill of $99,999.17 so high?')
  expect(asked.template).toBe('en/which-bill')
  expect(asked.recipient).toBe('agent@firm.example')
})
