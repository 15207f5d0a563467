// What people say of cases, told at the verbs that every channel calls: taken, given, escalated, waiting, merged, flagged, taken down.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseRecord, TimelineEntry } from '../../../src/cases/case.ts'
import { addDays, dayOf } from '../../../src/kernel/days.ts'
import { type Reception, receiveFrom } from '../../support/receive.ts'
import { assignmentOf, openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

describe('a case in the office’s hands', () => {
  let desk: SampleDesk
  let now = new Date('2026-03-02T16:00:00Z') // Monday morning in Chicago
  beforeAll(async () => {
    desk = await openSampleDesk({ parts: { clock: { now: () => now } }, rules: { assignment: assignmentOf(true) } })
    await desk.office.jobs.start()
  })
  afterAll(async () => {
    await desk.office.jobs.stop()
    await desk.close()
  })

  let customers = 0
  async function opened(words: Partial<{ subject: string; text: string }> = {}, reception: Reception = {}): Promise<CaseRecord> {
    customers++
    const complaint = { ...desk.complaint('leak'), ...words }
    const received = await receiveFrom(desk, complaint, { from: `customer${customers}@mail.example`, ...reception })
    await desk.office.duty.caseHeard({ caseId: received.case.id })
    await desk.office.replies.caseHeard({ caseId: received.case.id, opened: received.opened })
    return (await desk.office.cases.byId(received.case.id)) as CaseRecord
  }
  /** A case that waits for a person: its draft was returned. */
  async function open(): Promise<CaseRecord> {
    const record = await opened()
    const view = await desk.office.replies.view(record.id)
    if (!view) throw new Error('no draft')
    await desk.office.replies.giveBack({
      draftId: view.draft.id,
      contentHash: view.draft.contentHash,
      by: desk.supervisor,
      reason: 'No',
      reasonCode: 'tone',
    })
    return (await desk.office.cases.byId(record.id)) as CaseRecord
  }
  const kinds = async (id: string) => (await desk.office.cases.timeline(id)).map(({ kind }) => kind)
  const last = async (id: string, kind: string) =>
    (await desk.office.cases.timeline(id)).findLast((entry) => entry.kind === kind) as TimelineEntry
  const today = () => dayOf(now, 'America/Chicago')

  it('goes to a clerk when it is routine, and to a supervisor when it is hard', async () => {
    expect((await opened()).assigneeId).toBe(desk.clerk.id)
    const hard = await opened({ text: 'I will sue the water department. My attorney will write to you.' })
    expect([desk.supervisor.id, desk.otherSupervisor.id]).toContain(hard.assigneeId)
    expect((await last(hard.id, 'assigned')).content?.because).toMatch(/hard case/)
  })

  it('turns hard with the third inquiry within the rule’s days, and goes to a supervisor', async () => {
    const record = await opened()
    await opened({}, { from: record.customerAddress as string })
    const third = await opened({}, { from: record.customerAddress as string })
    expect(third.hardReasons).toContain('third-contact')
    expect((await last(third.id, 'case-routed')).content).toMatchObject({
      because: '3 inquiries within 60 days',
      rulebook: expect.stringContaining('routing@'),
    })
    expect(third.assigneeId).not.toBe(desk.clerk.id)
  })

  it('is taken and let go by whoever works on cases, and given by a supervisor only', async () => {
    const { office, clerk, supervisor, otherSupervisor, administrator } = desk
    const record = await open()
    const assign = (to: typeof clerk | null, by: typeof clerk) => office.duty.assign({ caseId: record.id, to, by })
    expect(await assign(otherSupervisor, clerk)).toEqual({ ok: false, refusal: { kind: 'not-authorised' } })
    expect(await assign(administrator, administrator)).toEqual({ ok: false, refusal: { kind: 'not-authorised' } })
    expect(await assign(administrator, supervisor)).toEqual({ ok: false, refusal: { kind: 'no-such-person' } })
    expect(await assign(otherSupervisor, supervisor)).toEqual({ ok: true, value: undefined })
    expect(await assign(null, clerk)).toEqual({ ok: false, refusal: { kind: 'not-authorised' } })
    expect(await assign(clerk, clerk)).toEqual({ ok: true, value: undefined })
    expect(await assign(clerk, clerk)).toEqual({ ok: false, refusal: { kind: 'has-it-already' } })
    expect((await last(record.id, 'assigned')).content).toMatchObject({ assigneeName: clerk.name, because: 'took it' })
  })

  it('is escalated to a supervisor with the reason, once', async () => {
    const { office, clerk } = desk
    const record = await open()
    expect(await office.duty.escalate({ caseId: record.id, reason: ' ', by: clerk })).toEqual({
      ok: false,
      refusal: { kind: 'reason-missing' },
    })
    const done = await office.duty.escalate({ caseId: record.id, reason: 'He asks for more than I may grant', by: clerk })
    expect(done).toMatchObject({ ok: true, value: { to: { role: 'supervisor' } } })
    expect(await office.duty.escalate({ caseId: record.id, reason: 'again', by: clerk })).toEqual({
      ok: false,
      refusal: { kind: 'has-it-already' },
    })
    expect((await office.cases.byId(record.id))?.hardReasons).toContain('asked-by-colleague')
    expect((await last(record.id, 'escalated')).content).toMatchObject({ reason: 'He asks for more than I may grant' })
  })

  it('waits until a day, needs that day, and comes back on it by itself', async () => {
    const { office, clerk } = desk
    const record = await open()
    const wait = (until: ReturnType<typeof today> | null) =>
      office.duty.move({ caseId: record.id, move: 'wait-for-customer', reason: 'asked for a picture', until, by: clerk })
    expect(await wait(null)).toEqual({ ok: false, refusal: { kind: 'day-missing' } })
    expect(await wait(today())).toMatchObject({ ok: false, refusal: { kind: 'day-refused' } })
    expect(await wait(addDays(today(), 91))).toMatchObject({ ok: false, refusal: { kind: 'day-refused' } })
    expect(await wait(addDays(today(), 2))).toMatchObject({ ok: true, value: { status: 'waiting-for-customer' } })
    await office.duty.sweep()
    expect((await office.cases.byId(record.id))?.status).toBe('waiting-for-customer')
    const before = now
    now = new Date(now.getTime() + 2 * 86_400_000)
    await office.duty.sweep()
    now = before
    expect(await office.cases.byId(record.id)).toMatchObject({ status: 'open', waitsUntil: null })
    expect((await last(record.id, 'wait-over')).content?.because).toMatch(/waited until/)
  })

  it('is resolved, closed and opened again with a reason each; an administrator may not, and a draft in review stands in the way', async () => {
    const { office, clerk, administrator } = desk
    const record = await open()
    const move = (move: 'resolve' | 'close' | 'reopen' | 'go-on', reason: string, by = clerk) =>
      office.duty.move({ caseId: record.id, move, reason, by })
    expect(await move('resolve', 'done', administrator)).toEqual({ ok: false, refusal: { kind: 'not-authorised' } })
    expect(await move('resolve', '')).toEqual({ ok: false, refusal: { kind: 'reason-missing' } })
    expect(await move('reopen', 'why')).toMatchObject({ ok: false, refusal: { kind: 'not-in-this-state', status: 'open' } })
    expect(await move('resolve', 'told on the telephone')).toMatchObject({ ok: true, value: { status: 'resolved' } })
    expect(await move('close', 'nothing is owed')).toMatchObject({ ok: true, value: { status: 'closed' } })
    expect(await move('reopen', 'she called again')).toMatchObject({ ok: true, value: { status: 'open' } })
    expect(await kinds(record.id)).toEqual(expect.arrayContaining(['case-resolved', 'case-closed', 'case-reopened']))
    const inReview = await opened()
    expect(await office.duty.move({ caseId: inReview.id, move: 'resolve', reason: 'x', by: clerk })).toMatchObject({
      ok: false,
      refusal: { status: 'waiting-for-supervisor' },
    })
  })

  it('hears its customer again when it was resolved: the same case, open, and hard', async () => {
    const record = await open()
    await desk.office.duty.move({ caseId: record.id, move: 'resolve', reason: 'told', by: desk.clerk })
    const again = await opened({}, { joins: record.id, from: record.customerAddress as string })
    expect(again).toMatchObject({ id: record.id, status: 'open' })
    expect(again.hardReasons).toContain('reopened')
  })

  it('is closed by itself when nobody has written for the days in which he could open it again', async () => {
    const record = await open()
    await desk.office.duty.move({ caseId: record.id, move: 'resolve', reason: 'told', by: desk.clerk })
    const before = now
    now = new Date(now.getTime() + 32 * 86_400_000)
    await desk.office.duty.sweep()
    now = before
    expect((await desk.office.cases.byId(record.id))?.status).toBe('closed')
  })

  it('logs a call with the call back as a promise', async () => {
    const { office, clerk } = desk
    const record = await open()
    const call = {
      caseId: record.id,
      with: 'Ana Ruiz',
      telephone: '555 0100',
      text: 'Asked where her payment is.',
      ownerId: null,
      by: clerk,
    }
    expect(await office.cases.inquiries.logCall({ ...call, text: ' ', callBackOn: null })).toEqual({
      ok: false,
      refusal: { kind: 'words-missing' },
    })
    expect(await office.cases.inquiries.logCall({ ...call, callBackOn: addDays(today(), -1) })).toEqual({
      ok: false,
      refusal: { kind: 'day-refused' },
    })
    expect(await office.cases.inquiries.logCall({ ...call, callBackOn: addDays(today(), 1) })).toEqual({ ok: true, value: undefined })
    expect(await office.promises.ofCase(record.id)).toMatchObject([{ text: 'Call back Ana Ruiz', ownerId: clerk.id, draftId: null }])
  })

  it('may come from the counter: taken down, told what it is about, routed and given like any other', async () => {
    const { office, clerk, administrator, sample } = desk
    const accountNumber = sample.accounts[0]?.history.account.number as string
    const inquiry = { channel: 'walk-in' as const, name: 'Joe Doe', address: '', telephone: '', subject: '', language: 'en', accountNumber }
    const text = 'My water bill is much too high this month, why?'
    const refusedBy = (given: object, by = clerk) => office.cases.inquiries.open({ ...inquiry, text, ...given, by })
    expect(await refusedBy({}, administrator)).toEqual({ ok: false, refusal: { kind: 'not-authorised' } })
    expect(await refusedBy({ text: '' })).toEqual({ ok: false, refusal: { kind: 'words-missing' } })
    expect(await refusedBy({ accountNumber: '999' })).toEqual({ ok: false, refusal: { kind: 'no-account' } })
    expect(await refusedBy({ address: 'nowhere' })).toEqual({ ok: false, refusal: { kind: 'no-address' } })
    const done = await refusedBy({})
    if (!done.ok) throw new Error(done.refusal.kind)
    expect(done.value).toMatchObject({
      channel: 'walk-in',
      topic: 'high-bill',
      accountNumber,
      accountBasis: 'staff',
      entitled: false,
      customerAddress: null,
    })
    await office.duty.caseHeard({ caseId: done.value.id })
    await office.replies.caseHeard({ caseId: done.value.id, opened: true })
    expect(await office.cases.byId(done.value.id)).toMatchObject({ status: 'open', assigneeId: expect.any(String) })
    expect(await kinds(done.value.id)).toEqual(expect.arrayContaining(['inquiry-noted', 'case-opened', 'draft-missing']))
  })

  it('is merged into another of its customer: mail to either comes to one, its clock counts from the earlier, and it can be taken back', async () => {
    const { office, clerk } = desk
    const first = await open()
    now = new Date(now.getTime() + 600_000)
    const second = await opened({ text: 'Also, please send me the proration worksheet.' }, { from: first.customerAddress as string })
    const stranger = await open()
    const merge = (fromId: string, intoId: string, reason = 'the same matter', by = clerk) =>
      office.duty.merge({ fromId, intoId, reason, by })
    expect(await merge(first.id, first.id)).toEqual({ ok: false, refusal: { kind: 'the-same-case' } })
    expect(await merge(first.id, stranger.id)).toEqual({ ok: false, refusal: { kind: 'another-customer' } })
    expect(await merge(first.id, second.id, ' ')).toEqual({ ok: false, refusal: { kind: 'reason-missing' } })
    expect(await merge(first.id, second.id, 'x', desk.administrator)).toEqual({ ok: false, refusal: { kind: 'not-authorised' } })
    expect(await merge(first.id, second.id)).toMatchObject({ ok: true })
    expect(await merge(first.id, second.id)).toEqual({ ok: false, refusal: { kind: 'merged-already' } })
    await office.replies.caseMerged({ caseId: first.id })
    expect((await office.replies.view(first.id))?.draft.status).toBe('superseded')

    const [clock] = await office.duty.explain((await office.cases.byId(second.id)) as CaseRecord)
    expect(clock?.elapsedMinutes).toBeGreaterThanOrEqual(10)
    await office.replies.caseHeard({ caseId: second.id, opened: false })
    expect((await office.replies.view(second.id))?.draft.status).toBe('held') // it was written before it knew of the other's words
    const joined = await receiveFrom(desk, desk.complaint('leak'), { joins: first.id, from: first.customerAddress as string })
    expect(joined.case.id).toBe(second.id)
    expect((await office.cases.byId(first.id))?.status).toBe('merged')

    expect(await office.duty.unmerge({ caseId: second.id, reason: 'x', by: clerk })).toEqual({ ok: false, refusal: { kind: 'not-merged' } })
    expect(await office.duty.unmerge({ caseId: first.id, reason: 'two matters after all', by: clerk })).toMatchObject({ ok: true })
    expect(await office.cases.byId(first.id)).toMatchObject({ status: 'open', mergedIntoId: null })
    expect(await kinds(second.id)).toContain('merge-undone')
    expect(await office.cases.brokenTimelines()).toEqual([])
  })

  it('is linked to another by hand, once, from both sides, and the link is taken back', async () => {
    const { office, clerk } = desk
    const [one, other] = [await open(), await open()]
    const act = { caseId: one.id, otherId: other.id, reason: 'neighbours on one main', by: clerk }
    expect(await office.duty.link({ ...act, by: desk.administrator })).toEqual({ ok: false, refusal: { kind: 'not-authorised' } })
    expect(await office.duty.link({ ...act, reason: ' ' })).toEqual({ ok: false, refusal: { kind: 'reason-missing' } })
    expect(await office.duty.link({ ...act, otherId: one.id })).toEqual({ ok: false, refusal: { kind: 'the-same-case' } })
    expect(await office.duty.link({ ...act, otherId: randomUUID() })).toEqual({ ok: false, refusal: { kind: 'no-case' } })
    const twice = await Promise.all([office.duty.link(act), office.duty.link({ ...act, caseId: other.id, otherId: one.id })])
    expect(twice.map((done) => (done.ok ? 'linked' : done.refusal.kind)).sort()).toEqual(['linked', 'linked-already'])
    expect(await office.duty.linked(one.id)).toMatchObject([
      { case: { id: other.id }, because: 'by-hand', reason: 'neighbours on one main' },
    ])
    expect(await office.duty.linked(other.id)).toMatchObject([{ case: { id: one.id } }])
    for (const id of [one.id, other.id]) expect((await kinds(id)).filter((kind) => kind === 'case-linked')).toHaveLength(1)
    expect(await office.duty.unlink({ ...act, caseId: other.id, otherId: one.id, reason: 'not the same main' })).toMatchObject({ ok: true })
    expect(await office.duty.unlink(act)).toEqual({ ok: false, refusal: { kind: 'not-linked' } })
    expect(await office.duty.linked(one.id)).toEqual([])
    expect(await kinds(one.id)).toContain('link-undone')
    expect(await office.cases.brokenTimelines()).toEqual([])
  })

  it('of an official is linked to that of the customer for whom he asks, once he is established with the customer’s consent', async () => {
    const { office, clerk } = desk
    const complaint = desk.complaint('late-penalty')
    const { case: own } = await receiveFrom(desk, complaint)
    const text = `Please tell me what became of the complaint about account ${complaint.accountNumber}.`
    const { case: his } = await receiveFrom(desk, { ...complaint, subject: 'Constituent', text }, { from: 'ward4@council.example' })
    const asked = {
      ...{
        accountNumber: complaint.accountNumber,
        address: 'ward4@council.example',
        name: 'Alderman Reyes',
        role: 'elected-official' as const,
      },
      ...{ basis: 'document' as const, reference: 'Privacy release', scope: ['bills' as const], untilOn: addDays(today(), 30) },
      ...{ ownFromOn: null, ownUntilOn: null, caseId: his.id, by: clerk },
    }
    expect(await office.disclosure.record({ ...asked, consent: '' })).toEqual({ ok: false, refusal: { kind: 'consent-missing' } })
    expect(await office.duty.linked(his.id)).toEqual([])
    expect(await office.disclosure.record({ ...asked, consent: 'Signed release of the owner, on file' })).toMatchObject({ ok: true })
    expect(await office.duty.linked(his.id)).toMatchObject([{ case: { id: own.id }, because: 'constituent' }])
    expect(await kinds(own.id)).toContain('case-linked')
    expect((await office.cases.byId(his.id))?.entitled).toBe(false)
  })

  it('with a threat alarms supervisors, gets no draft, and flags the account until a supervisor takes the flag down', async () => {
    const { office, clerk, supervisor } = desk
    const complaint = desk.complaint('leak')
    const record = await opened({ text: 'If you come here again I will shoot you.' }, { from: complaint.from.address })
    expect(record.hardReasons).toContain('threat-of-violence')
    expect(await office.replies.view(record.id)).toBeUndefined()
    expect((await last(record.id, 'draft-missing')).content?.why).toMatch(/person/)
    const about = { accountNumber: record.accountNumber, caseId: record.id }
    const [flag] = await office.duty.safety.standing(about)
    expect(flag).toMatchObject({ reason: 'threat-of-violence', accountNumber: complaint.accountNumber, reviewBy: addDays(today(), 180) })
    await office.duty.caseHeard({ caseId: record.id })
    expect(await office.duty.safety.standing(about)).toHaveLength(1)
    const clear = (reason: string, by = supervisor) => office.duty.safety.clear({ id: flag?.id as string, reason, by })
    expect(await clear('no danger', clerk)).toEqual({ ok: false, refusal: { kind: 'not-authorised' } })
    expect(await clear(' ')).toEqual({ ok: false, refusal: { kind: 'reason-missing' } })
    expect(await clear('the police spoke to him')).toEqual({ ok: true, value: undefined })
    expect(await clear('again')).toEqual({ ok: false, refusal: { kind: 'not-found' } })
    expect(await office.duty.safety.standing(about)).toEqual([])
  })

  it('about an emergency alarms supervisors at any hour, and gets a draft that says whom to call, known or not', async () => {
    const { office, supervisor } = desk
    const stranger = { from: 'passer-by@street.example', established: false }
    const record = await opened(
      { subject: 'Water main break', text: 'A water main burst at 4th and Oak, water is flooding into basements!' },
      stranger,
    )
    expect(record).toMatchObject({ urgency: 'emergency', topic: 'water-quality-or-emergency' })
    const { draft } = (await office.replies.view(record.id))!
    expect(draft).toMatchObject({ template: 'en/water-quality-or-emergency', status: 'in-review', recipient: stranger.from })
    expect(draft.text).toContain('now: 312-555-0199. It is answered at any hour.')
    const told = await office.db.client.$queryRaw<{ data: { says: string; about: string; to: string[] } }[]>`
      SELECT data FROM jobs.job WHERE name = 'staff-told' AND data->>'caseId' = ${record.id}`
    const alarm = told.find(({ data }) => data.says === 'alarmed')?.data
    expect(alarm).toMatchObject({ about: 'water-emergency', to: expect.arrayContaining([supervisor.id]) })
  })

  it('with nobody at work is an alarm at once, which ends when somebody is there', async () => {
    const { office, supervisor } = desk
    const alarm = async () => (await office.notices.openAlarms()).find(({ key }) => key === 'cases:nobody')
    expect(await alarm()).toBeUndefined()
    const people = [desk.clerk, desk.supervisor, desk.otherSupervisor]
    const ends = new Date(now.getTime() + 3_600_000)
    for (const { id } of people)
      expect(await office.rosters.recordAbsence({ staffId: id, startsAt: now, endsAt: ends, reason: '', by: supervisor })).toMatchObject({
        ok: true,
      })
    const record = await opened()
    expect(record.assigneeId).toBeNull()
    expect((await alarm())?.text).toMatch(/WD-\d+.*nobody is at work/)
    for (const { id } of await office.rosters.absences()) await office.rosters.endAbsence({ id, by: supervisor })
    await office.duty.sweep()
    expect((await office.cases.byId(record.id))?.assigneeId).not.toBeNull()
    expect(await alarm()).toBeUndefined()
  })
})
