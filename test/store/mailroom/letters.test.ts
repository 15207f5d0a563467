// Somebody without e-mail is answered by post: the same facts, the same approval, and a person's word that the letter was posted.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseRecord } from '../../../src/cases/case.ts'
import { addDays, dayOf } from '../../../src/kernel/days.ts'
import { postalAddress } from '../../../src/kernel/postal-address.ts'
import type { DraftView } from '../../../src/replies/draft.ts'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

describe('a reply by post', () => {
  let desk: SampleDesk
  const today = () => dayOf(desk.office.clock.now(), 'America/Chicago')
  beforeAll(async () => {
    desk = await openSampleDesk({ recallSeconds: 0 })
    await desk.office.jobs.start()
  })
  afterAll(async () => {
    await desk.office.jobs.stop()
    await desk.close()
  })

  const lines = 'Ángel Ortiz\n 1552 N Old Lantern Ave \n\nChicago, IL 60600'

  async function atTheCounter(given: { postalAddress?: string } = { postalAddress: lines }): Promise<CaseRecord> {
    const { text, accountNumber, subject } = desk.complaint('leak')
    const asked = { channel: 'walk-in' as const, name: 'Ángel Ortiz', address: '', telephone: '', language: 'en' }
    const done = await desk.office.cases.inquiries.open({ ...asked, ...given, text, subject, accountNumber, by: desk.clerk })
    if (!done.ok) throw new Error(done.refusal.kind)
    return done.value
  }
  async function drafted(record: CaseRecord): Promise<DraftView> {
    const { replies } = desk.office
    if (await replies.view(record.id)) await replies.redraft({ caseId: record.id, by: desk.clerk })
    else await replies.caseHeard({ caseId: record.id, opened: true })
    return (await replies.view(record.id)) as DraftView
  }
  async function establish({ accountNumber, customerAddress, id }: CaseRecord) {
    const entry = {
      ...{ accountNumber: String(accountNumber), address: String(customerAddress), name: 'Ángel Ortiz', role: 'owner-or-holder' as const },
      ...{
        basis: 'document' as const,
        reference: 'driving licence and the deed, seen at the counter',
        scope: ['account' as const, 'bills' as const, 'payments' as const],
      },
      ...{ untilOn: addDays(today(), 30), ownFromOn: null, ownUntilOn: null, consent: '' },
    }
    const done = await desk.office.disclosure.record({ ...entry, by: desk.supervisor, caseId: id })
    if (!done.ok) throw new Error(done.refusal.kind)
  }
  async function approved(record: CaseRecord): Promise<string> {
    const { draft } = await drafted(record)
    const done = await desk.office.replies.approve({ draftId: draft.id, contentHash: draft.contentHash, by: desk.supervisor })
    if (!done.ok) throw new Error(done.refusal.kind)
    return (await desk.office.mailroom.outgoingOfCase(record.id)).at(-1)?.id as string
  }
  const stateOf = async (record: CaseRecord) => (await desk.office.mailroom.outgoingOfCase(record.id)).map(({ status }) => status)
  const posted = (outgoingId: string, on = today(), by = desk.clerk) => desk.office.mailroom.posted({ outgoingId, on, by })

  it('tells nothing of the account before somebody has established who stood at the counter', async () => {
    const record = await atTheCounter()
    expect(record.customerAddress).toBe('post:Ángel Ortiz\n1552 N Old Lantern Ave\nChicago, IL 60600')
    const { draft } = await drafted(record)
    expect(draft).toMatchObject({ template: 'en/ask-for-proof', recipient: record.customerAddress, status: 'in-review' })
    expect(draft.text).not.toContain(record.accountNumber)
  })

  it('is approved like any other, waits to be printed, and has left when a person says by name that it was posted', async () => {
    const record = await atTheCounter()
    await establish(record)
    const { draft } = await drafted(record)
    expect(draft).toMatchObject({ template: 'en/high-bill', recipient: record.customerAddress, cc: [], status: 'in-review' })
    expect(draft.text).toContain(`Please name your case number, WD-`)
    expect(draft.text).not.toMatch(/reply to this message|subject line/i)
    const letterId = await approved(record)
    expect(await posted(letterId)).toEqual({ ok: false, refusal: { kind: 'not-waiting' } })
    await desk.office.mailroom.dispatch(letterId)
    expect(await stateOf(record)).toEqual(['to-print'])
    expect((await desk.office.mailroom.toPrint()).map(({ id }) => id)).toContain(letterId)
    expect((await desk.office.cases.byId(record.id))?.status).toBe('approved')

    expect(await posted(letterId, today(), desk.administrator)).toEqual({ ok: false, refusal: { kind: 'not-authorised' } })
    expect(await posted(letterId, addDays(today(), 1))).toEqual({ ok: false, refusal: { kind: 'day-refused' } })
    expect(await posted(letterId, addDays(today(), -1))).toEqual({ ok: false, refusal: { kind: 'day-refused' } })
    const both = await Promise.all([posted(letterId), posted(letterId, today(), desk.supervisor)])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await stateOf(record)).toEqual(['sent'])
    expect((await desk.office.cases.byId(record.id))?.status).toBe('answered')
    const sent = (await desk.office.cases.timeline(record.id)).filter(({ kind }) => kind === 'sent')
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ actor: expect.stringMatching(/^staff:/), content: { postedOn: expect.stringMatching(/^\d{4}-/) } })
    expect(await desk.office.cases.brokenTimelines()).toEqual([])
  })

  it('is called back until it is posted, and not after', async () => {
    const record = await atTheCounter()
    const letterId = await approved(record)
    await desk.office.mailroom.dispatch(letterId)
    const { draft } = (await desk.office.replies.view(record.id)) as DraftView
    expect(await desk.office.replies.recall({ draftId: draft.id, by: desk.clerk })).toMatchObject({ ok: true })
    expect(await stateOf(record)).toEqual(['recalled'])
    expect(await posted(letterId)).toEqual({ ok: false, refusal: { kind: 'not-waiting' } })
    const again = await approved(record)
    await desk.office.mailroom.dispatch(again)
    expect(await posted(again)).toMatchObject({ ok: true })
    const newest = (await desk.office.replies.view(record.id)) as DraftView
    expect(await desk.office.replies.recall({ draftId: newest.draft.id, by: desk.clerk })).toMatchObject({ refusal: { kind: 'too-late' } })
  })

  it('is held where what it may tell has changed while it waited', async () => {
    const record = await atTheCounter()
    const [entry] = await desk.office.disclosure.ofAccount(String(record.accountNumber))
    const letterId = await approved(record)
    await desk.office.mailroom.dispatch(letterId)
    const revoke = { id: entry?.id as string, accountNumber: String(record.accountNumber), reason: 'the deed was another’s' }
    expect(await desk.office.disclosure.revoke({ ...revoke, by: desk.supervisor, caseId: record.id })).toMatchObject({ ok: true })
    expect(await posted(letterId)).toEqual({ ok: false, refusal: { kind: 'holds-no-longer' } })
    expect(await stateOf(record)).toEqual(['recalled'])
    expect((await desk.office.cases.byId(record.id))?.status).toBe('open')
  })

  it('is not written where there is neither address', async () => {
    const record = await atTheCounter({})
    await desk.office.replies.caseHeard({ caseId: record.id, opened: true })
    expect(await desk.office.replies.view(record.id)).toBeUndefined()
  })
})

describe('a postal address', () => {
  it.each([
    ['Ana Ruiz\n12 Elm St\nChicago, IL 60600', 'post:Ana Ruiz\n12 Elm St\nChicago, IL 60600'],
    ['  Ana   Ruiz \r\n\r\n12 Elm St', 'post:Ana Ruiz\n12 Elm St'],
    ['Ana Ruiz', undefined],
    ['a\nb\nc\nd\ne\nf\ng', undefined],
    [`Ana\n${'x'.repeat(61)}`, undefined],
    ['\u202eAna\n12 Elm\u0007 St', 'post:Ana\n12 Elm St'],
  ])('%j is %j', (words, expected) => {
    expect(postalAddress(words)).toBe(expected)
  })
})
