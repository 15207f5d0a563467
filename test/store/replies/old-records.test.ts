// What a reply says of balances and payments is as of the day its records are, and is not said once that is too long ago.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { longDay } from '../../../src/kernel/days.ts'
import { receiveFrom } from '../../support/receive.ts'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

describe('a reply about a payment', () => {
  let desk: SampleDesk
  let now = new Date()
  beforeAll(async () => {
    desk = await openSampleDesk({ parts: { clock: { now: () => now } } })
  })
  afterAll(() => desk.close())

  async function drafted(which: number) {
    const received = await receiveFrom(desk, desk.complaint('payment-not-posted', which), {})
    await desk.office.replies.caseHeard({ caseId: received.case.id, opened: true })
    const view = await desk.office.replies.view(received.case.id)
    if (!view) throw new Error('no draft')
    return view
  }
  const days = (count: number) => {
    now = new Date(now.getTime() + count * 86_400_000)
  }

  it('carries the day of the records, and a later set in which nothing changed lets it stand', async () => {
    const age = await desk.office.accountImports.recordsAge()
    if (age.state !== 'fit') throw new Error('no records')
    const { draft } = await drafted(0)
    expect(draft.text).toContain(`As of ${longDay(age.asOf)}, the balance`)
    expect(draft.facts.map(({ id }) => id)).toContain('balance')
    days(1)
    await desk.office.db.inTransaction((tx) => desk.office.accounts.addSample(tx, [], (age.asOf + 1) as typeof age.asOf))
    const approved = await desk.office.replies.approve({ draftId: draft.id, contentHash: draft.contentHash, by: desk.supervisor })
    expect(approved.ok).toBe(true)
  })

  it('is not written from records that are too old, and says so to the person who will', async () => {
    days(4)
    const { draft } = await drafted(1)
    expect(draft.status).toBe('returned')
    expect(draft.note).toMatch(/^The records are as of .*, 4 days ago: balances and payments are not fit to send after 3/)
    expect(draft.facts.map(({ id }) => id)).not.toContain('balance')
    await desk.office.accountImports.watch()
    expect((await desk.office.notices.openAlarms()).map(({ key }) => key)).toContain('records:too-old')
    await desk.office.db.inTransaction((tx) => desk.office.accounts.addSample(tx, [], 99_000 as never))
  })

  it('that waits for its decision is held when the records have become too old meanwhile', async () => {
    // Records of a day to come count as fresh; then their day passes.
    const { draft } = await drafted(0)
    expect(draft.status).toBe('in-review')
    await desk.office.db.client.$executeRaw`DELETE FROM import_run WHERE as_of > now()`
    const approved = await desk.office.replies.approve({ draftId: draft.id, contentHash: draft.contentHash, by: desk.supervisor })
    expect(approved).toMatchObject({ ok: false, refusal: { kind: 'held' } })
  })
})
