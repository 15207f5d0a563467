// What may happen to a draft between its writing and its leaving, told at the verbs that every channel calls.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseRecord } from '../../../src/cases/case.ts'
import { type Story, stories } from '../../../src/demo/sample-office/story.ts'
import { dayOf, toDateColumn } from '../../../src/kernel/days.ts'
import { cents } from '../../../src/kernel/money.ts'
import type { DraftView } from '../../../src/replies/draft.ts'
import { type Reception, receiveFrom } from '../../support/receive.ts'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

describe('a reply before it leaves', () => {
  let desk: SampleDesk
  beforeAll(async () => {
    desk = await openSampleDesk({ recallSeconds: 600 })
    await desk.office.jobs.start()
  })
  afterAll(async () => {
    await desk.office.jobs.stop()
    await desk.close()
  })

  async function drafted(story: Story, reception: Reception = {}, which = 0): Promise<{ record: CaseRecord; view: DraftView }> {
    const received = await receiveFrom(desk, desk.complaint(story, which), reception)
    await desk.office.replies.caseHeard({ caseId: received.case.id, opened: true })
    const view = await desk.office.replies.view(received.case.id)
    if (!view) throw new Error('no draft')
    return { record: received.case, view }
  }
  const seen = ({ draft }: DraftView) => ({ draftId: draft.id, contentHash: draft.contentHash })
  const outgoing = async (caseId: string) => (await desk.office.mailroom.outgoingOfCase(caseId)).filter((mail) => mail.kind === 'reply')

  it('every story of the sample office gets a draft whose every figure is a fact', async () => {
    const { bindClaims } = await import('../../../src/replies/bind-claims.ts')
    for (const story of stories) {
      for (const which of [0, 1]) {
        const { view, record } = await drafted(story, {}, which)
        expect(record.entitled, story).toBe(true)
        expect(view.draft.note, `${story} ${record.topic}`).toBeNull()
        expect(view.draft.status).toBe('in-review')
        expect(bindClaims(view.draft.text, view.draft.facts, view.draft).unsupported, view.draft.text).toEqual([])
        for (const claim of view.draft.claims) {
          expect(view.draft.text.slice(claim.start, claim.end)).toBe(claim.text)
          expect(view.draft.facts.find((fact) => fact.id === claim.factId)?.text).toBe(claim.text)
        }
      }
    }
  })

  it('a second run of the same job writes no second draft', async () => {
    const { record, view } = await drafted('leak')
    await desk.office.replies.caseHeard({ caseId: record.id, opened: true })
    expect(await desk.office.replies.versions(record.id)).toHaveLength(1)
    expect((await desk.office.replies.view(record.id))?.draft.id).toBe(view.draft.id)
  })

  it('a supervisor approves it once; a clerk and an administrator may not', async () => {
    const { office, clerk, administrator, supervisor, otherSupervisor } = desk
    const { record, view } = await drafted('longer-period')
    expect(await office.replies.approve({ ...seen(view), by: clerk })).toMatchObject({ ok: false, refusal: { kind: 'not-authorised' } })
    expect(await office.replies.approve({ ...seen(view), by: administrator })).toMatchObject({
      ok: false,
      refusal: { kind: 'not-authorised' },
    })
    expect(await outgoing(record.id)).toHaveLength(0)
    const both = await Promise.all([supervisor, otherSupervisor].map((by) => office.replies.approve({ ...seen(view), by })))
    expect(both.filter((result) => result.ok)).toHaveLength(1)
    expect(both.find((result) => !result.ok)).toMatchObject({ refusal: { kind: 'stale', reason: 'already-decided' } })
    expect(await outgoing(record.id)).toHaveLength(1)
    expect(await office.cases.verifyChain(record.id)).toEqual({ ok: true })
  })

  it('an edit voids what was asked: the old content cannot be approved any more', async () => {
    const { office, clerk, supervisor } = desk
    const { view } = await drafted('leak')
    const edited = await office.replies.edit({
      ...seen(view),
      by: clerk,
      text: view.draft.text.replace('Thank you for writing', 'Thank you very much for writing'),
    })
    expect(edited.ok).toBe(true)
    expect(await office.replies.approve({ ...seen(view), by: supervisor })).toMatchObject({ ok: false, refusal: { kind: 'stale' } })
    expect(edited.ok && (await office.replies.approve({ ...seen(edited.value), by: supervisor }))).toMatchObject({ ok: true })
  })

  it('a figure that no record bears blocks an edit until somebody vouches for it, and then another person must approve', async () => {
    const { office, supervisor, otherSupervisor } = desk
    const { view } = await drafted('leak')
    const text = view.draft.text.replace('WHAT YOU CAN DO', 'We will credit $25.00.\n\nWHAT YOU CAN DO')
    expect(await office.replies.edit({ ...seen(view), by: supervisor, text })).toEqual({
      ok: false,
      refusal: {
        kind: 'unsupported',
        claims: [
          { text: 'We will credit $25.00.', kind: 'commitment', why: expect.any(String) },
          { text: '$25.00', kind: 'money', why: expect.any(String) },
        ],
      },
    })
    const vouches = ['We will credit $25.00.', '$25.00'].map((words) => ({ text: words, reason: 'agreed on the telephone' }))
    const onlyOne = await office.replies.edit({ ...seen(view), by: supervisor, text, vouches: vouches.slice(0, 1) })
    expect(onlyOne).toMatchObject({ ok: false, refusal: { kind: 'unsupported', claims: [{ text: '$25.00' }] } })
    const edited = await office.replies.edit({ ...seen(view), by: supervisor, text, vouches })
    if (!edited.ok) throw new Error('the edit was refused')
    const vouch = { by: supervisor.id, reason: 'agreed on the telephone', within: 'We will credit $25.00.' }
    expect(edited.value.draft.vouched).toEqual([
      { text: 'We will credit $25.00.', ...vouch },
      { text: '$25.00', ...vouch },
    ])
    expect(await office.replies.approve({ ...seen(edited.value), by: supervisor })).toEqual({ ok: false, refusal: { kind: 'own-draft' } })
    expect(await office.replies.approve({ ...seen(edited.value), by: otherSupervisor })).toMatchObject({ ok: true })
  })

  it('a supervisor who mends words only may still approve', async () => {
    const { office, supervisor } = desk
    const { view } = await drafted('rate-only')
    const edited = await office.replies.edit({ ...seen(view), by: supervisor, text: view.draft.text.replace('We looked at', 'We checked') })
    if (!edited.ok) throw new Error('the edit was refused')
    expect(await office.replies.approve({ ...seen(edited.value), by: supervisor })).toMatchObject({ ok: true })
  })

  it('returned with a reason, it waits for a person, and needs a reason', async () => {
    const { office, supervisor } = desk
    const { record, view } = await drafted('leak')
    expect(await office.replies.giveBack({ ...seen(view), by: supervisor, reason: '  ' })).toMatchObject({ ok: false })
    expect(await office.replies.giveBack({ ...seen(view), by: supervisor, reason: 'Say how to find a leak' })).toEqual({
      ok: true,
      value: undefined,
    })
    expect((await office.cases.byId(record.id))?.status).toBe('open')
    expect(await office.replies.approve({ ...seen(view), by: supervisor })).toMatchObject({ ok: false, refusal: { kind: 'stale' } })
  })

  it('recalled inside the window, it does not leave', async () => {
    const { office, supervisor } = desk
    const { record, view } = await drafted('leak')
    await office.replies.approve({ ...seen(view), by: supervisor })
    expect(await office.replies.recall({ draftId: view.draft.id, by: supervisor })).toEqual({ ok: true, value: undefined })
    expect((await outgoing(record.id)).map((mail) => mail.status)).toEqual(['recalled'])
    expect(await office.replies.stands(view.draft.id, view.draft.contentHash)).toBe('held')
  })

  it('a payment posted before approval holds it, with old and new, and a fresh draft states the new', async () => {
    const { office, supervisor } = desk
    const { record, view } = await drafted('payment-not-posted')
    await post(record.accountNumber, 5000)
    const refused = await office.replies.approve({ ...seen(view), by: supervisor })
    expect(refused).toMatchObject({ ok: false, refusal: { kind: 'held', hold: { why: 'facts-changed' } } })
    const held = await office.replies.view(record.id)
    expect(held?.draft.status).toBe('held')
    expect(held?.draft.hold?.changes.map((change) => change.label)).toContain('Balance of the account')
    expect(await outgoing(record.id)).toHaveLength(0)
    const fresh = await office.replies.redraft({ caseId: record.id, by: supervisor })
    expect(fresh.ok && fresh.value.draft.text).toContain('$50.00')
    expect(fresh.ok && (await office.replies.approve({ ...seen(fresh.value), by: supervisor }))).toMatchObject({ ok: true })
  })

  it('a payment posted inside the recall window holds it at the moment of sending', async () => {
    const { office, supervisor } = desk
    const { record, view } = await drafted('payment-not-posted', {}, 1)
    expect(await office.replies.approve({ ...seen(view), by: supervisor })).toMatchObject({ ok: true })
    await post(record.accountNumber, 7100)
    expect(await office.replies.stands(view.draft.id, view.draft.contentHash)).toBe('held')
    expect((await outgoing(record.id)).map((mail) => mail.status)).toEqual(['recalled'])
    expect((await office.cases.byId(record.id))?.status).toBe('open')
  })

  it('new mail from the customer holds a waiting draft', async () => {
    const { office, supervisor } = desk
    const { record, view } = await drafted('leak')
    await receiveFrom(desk, desk.complaint('leak'), { joins: record.id })
    expect(await office.replies.approve({ ...seen(view), by: supervisor })).toMatchObject({
      ok: false,
      refusal: { kind: 'held', hold: { why: 'new-mail' } },
    })
  })

  it.each([
    ['whose mail is not authenticated', { established: false }],
    ['who writes from an address that is not on file', { from: 'stranger@elsewhere.example' }],
  ])('a sender %s is asked for proof and told nothing of any account', async (_, reception) => {
    const { view, record } = await drafted('leak', reception)
    expect(record.entitled).toBe(false)
    expect(view.draft.template).toBe('en/ask-for-proof')
    const { accountNumber, from } = desk.complaint('leak')
    expect(view.draft.text).not.toContain(accountNumber)
    expect(view.draft.text).not.toContain(from.name)
    const ofTheOffice = /^(?:case\.number|letter-date|office\.name|contact\..*|rule(?:-source)?\..*)$/
    expect(view.draft.facts.filter(({ id }) => !ofTheOffice.test(id))).toEqual([])
  })

  it('a topic that no template answers waits for a person; the placeholder can neither be approved nor sent', async () => {
    const { office, supervisor, clerk } = desk
    const complaint = { ...desk.complaint('leak'), subject: 'Tree', text: 'The tree on our corner was painted.' }
    const { case: record } = await receiveFrom(desk, complaint)
    await office.replies.caseHeard({ caseId: record.id, opened: true })
    const view = await office.replies.view(record.id)
    if (!view) throw new Error('no draft')
    expect(view.draft.status).toBe('returned')
    expect(await office.replies.approve({ ...seen(view), by: supervisor })).toMatchObject({ ok: false, refusal: { kind: 'not-found' } })
    expect(await office.replies.edit({ ...seen(view), by: clerk, text: view.draft.text })).toMatchObject({
      ok: false,
      refusal: { kind: 'empty' },
    })
    const edited = await office.replies.edit({
      ...seen(view),
      by: clerk,
      text: view.draft.text.replace('[Write the answer here.]', 'The trees belong to another office.'),
    })
    expect(edited.ok && (await office.replies.approve({ ...seen(edited.value), by: supervisor }))).toMatchObject({ ok: true })
  })

  it('new mail holds a draft that somebody edits meanwhile, returned or in review: whoever edits has not seen it', async () => {
    const { office, clerk, supervisor } = desk
    for (const returned of [false, true]) {
      const { record, view } = await drafted('leak')
      if (returned) await office.replies.giveBack({ ...seen(view), by: supervisor, reason: 'Shorter, please' })
      await receiveFrom(desk, desk.complaint('leak'), { joins: record.id })
      const edit = await office.replies.edit({ ...seen(view), by: clerk, text: view.draft.text.replace('We looked at', 'We checked') })
      expect(edit).toMatchObject({ ok: false, refusal: { kind: 'held', hold: { why: 'new-mail' } } })
      await office.replies.caseHeard({ caseId: record.id, opened: false })
      expect((await office.replies.view(record.id))?.draft.status).toBe('held')
    }
  })

  it('nobody who vouched for a figure or wrote one may approve, also after others have edited', async () => {
    const { office, clerk, supervisor, otherSupervisor } = desk
    const { view } = await drafted('leak')
    const vouched = await office.replies.edit({
      ...seen(view),
      by: supervisor,
      text: view.draft.text.replace('WHAT YOU CAN DO', 'We will credit $25.00.\n\nWHAT YOU CAN DO'),
      vouches: ['We will credit $25.00.', '$25.00'].map((words) => ({ text: words, reason: 'agreed on the telephone' })),
    })
    if (!vouched.ok) throw new Error('the edit was refused')
    const { draft } = vouched.value
    const again = await office.replies.edit({
      ...seen(vouched.value),
      by: clerk,
      text: draft.text.replace('WHY', `WHY (${draft.facts[0]?.text})`),
    })
    if (!again.ok) throw new Error('the second edit was refused')
    expect(again.value.draft.authorIds).toEqual([supervisor.id, clerk.id])
    expect(await office.replies.approve({ ...seen(again.value), by: supervisor })).toEqual({ ok: false, refusal: { kind: 'own-draft' } })
    expect(await office.replies.approve({ ...seen(again.value), by: otherSupervisor })).toMatchObject({ ok: true })
  })

  it('a promise is recorded with its owner and day, is due once the reply has left, and stays on the case until somebody settles it', async () => {
    const { office, clerk, supervisor } = desk
    const { view, record } = await drafted('leak')
    const words = 'We will read your meter again.'
    const text = view.draft.text.replace('WHAT YOU CAN DO', `${words}\n\nWHAT YOU CAN DO`)
    const edit = (dueOn: string, ownerId: string = clerk.id) =>
      office.replies.edit({ ...seen(view), by: clerk, text, promises: [{ text: words, ownerId, dueOn }] })
    expect(await edit('2020-01-01')).toMatchObject({ refusal: { kind: 'promise-refused', why: 'past' } })
    expect(await edit('2999-01-01', desk.administrator.id)).toMatchObject({ refusal: { kind: 'promise-refused', why: 'no-such-owner' } })
    const edited = await edit('2999-01-01')
    if (!edited.ok) throw new Error('the edit was refused')
    expect(edited.value.draft.promises).toMatchObject([{ text: words, ownerId: clerk.id, dueOn: '2999-01-01', by: clerk.id }])
    expect(await office.promises.ofCase(record.id)).toEqual([])
    const approved = await office.replies.approve({ ...seen(edited.value), by: supervisor })
    expect(approved.ok).toBe(true)
    await office.replies.dispatched({ draftId: edited.value.draft.id })
    await office.replies.dispatched({ draftId: edited.value.draft.id })
    const [promise, ...more] = await office.promises.ofCase(record.id)
    expect(more).toEqual([])
    expect(promise).toMatchObject({ text: words, ownerId: clerk.id, outcome: null })
    const settle = (outcome: 'kept' | 'broken', note: string) =>
      office.promises.settle({ id: promise!.id, caseId: record.id, outcome, note, by: clerk })
    const other = { id: promise!.id, outcome: 'kept' as const, note: '' }
    expect(await office.promises.settle({ ...other, caseId: randomUUID(), by: clerk })).toMatchObject({ refusal: { kind: 'not-found' } })
    expect(await office.promises.settle({ ...other, caseId: record.id, by: desk.administrator })).toMatchObject({
      refusal: { kind: 'not-authorised' },
    })
    expect(await settle('broken', ' ')).toMatchObject({ refusal: { kind: 'note-missing' } })
    expect(await settle('kept', 'read on Tuesday')).toMatchObject({ ok: true, value: { outcome: 'kept' } })
    expect(await settle('kept', '')).toMatchObject({ refusal: { kind: 'settled-already' } })
    const kinds = (await office.cases.timeline(record.id)).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind.startsWith('promise'))).toEqual(['promise-made', 'promise-settled'])
    expect(await office.cases.verifyChain(record.id)).toEqual({ ok: true })
  })

  it('encloses the comparison and the chart with a question about a bill, under the approval, unless somebody leaves them out', async () => {
    const { office, clerk, supervisor } = desk
    const { view, record } = await drafted('leak')
    expect(view.draft.enclosures.map(({ name }) => name)).toEqual(['Water use.png', 'Bill comparison.pdf'])
    const leaveOut = [view.draft.enclosures[0]!.sha256]
    const edited = await office.replies.edit({ ...seen(view), by: clerk, text: view.draft.text, leaveOut })
    if (!edited.ok) throw new Error('the edit was refused')
    expect(edited.value.draft.contentHash).not.toBe(view.draft.contentHash)
    expect(await office.replies.approve({ ...seen(edited.value), by: supervisor })).toMatchObject({ ok: true })
    const [mail] = await outgoing(record.id)
    expect(mail?.enclosures.map(({ name }) => name)).toEqual(['Bill comparison.pdf'])
    const bytes = await office.mailroom.rawBytes(mail!.enclosures[0]!.sha256)
    expect(bytes?.subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('words vouched for in one sentence are not vouched for in another, and whoever writes them there is an author', async () => {
    const { office, clerk, supervisor } = desk
    const { view } = await drafted('leak')
    const text = view.draft.text.replace('WHAT YOU CAN DO', 'It was $25.00 last spring.\n\nWHAT YOU CAN DO')
    const first = await office.replies.edit({
      ...seen(view),
      by: clerk,
      text,
      vouches: [{ text: '$25.00', reason: 'told by the cashier' }],
    })
    if (!first.ok) throw new Error('the edit was refused')
    const more = text.replace('last spring.', 'last spring.\n\nYou owe $25.00.')
    const second = { ...seen(first.value), by: supervisor, text: more }
    expect(await office.replies.edit(second)).toMatchObject({ refusal: { kind: 'unsupported', claims: [{ text: '$25.00' }] } })
    const vouched = await office.replies.edit({ ...second, vouches: [{ text: '$25.00', reason: 'the ledger of today' }] })
    if (!vouched.ok) throw new Error('the edit was refused')
    expect(vouched.value.draft.vouched.map(({ by }) => by)).toEqual([clerk.id, supervisor.id])
    expect(await office.replies.approve({ ...seen(vouched.value), by: supervisor })).toEqual({ ok: false, refusal: { kind: 'own-draft' } })
  })

  it('a promise whose day passes before the reply leaves holds it', async () => {
    const { office, clerk, supervisor } = desk
    const { view } = await drafted('leak')
    const words = 'We will read your meter again.'
    const text = view.draft.text.replace('WHAT YOU CAN DO', `${words}\n\nWHAT YOU CAN DO`)
    const dueOn = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago' }).format(office.clock.now())
    const edited = await office.replies.edit({ ...seen(view), by: clerk, text, promises: [{ text: words, ownerId: clerk.id, dueOn }] })
    if (!edited.ok) throw new Error('the edit was refused')
    expect(await office.replies.approve({ ...seen(edited.value), by: supervisor })).toMatchObject({ ok: true })
    const { id, contentHash, promises } = edited.value.draft
    expect(await office.replies.stands(id, contentHash)).toBe('stands')
    const past = promises.map((promise) => ({ ...promise, dueOn: '2026-01-05' }))
    await office.db.client.draft.update({ where: { id }, data: { promises: past } })
    expect(await office.replies.stands(id, contentHash)).toBe('held')
    expect((await office.replies.viewDraft(id))?.draft.hold?.changes).toMatchObject([{ label: 'Promised until' }])
  })

  it('tells supervisors how often people vouch, by who wrote and by template', async () => {
    const { office, clerk } = desk
    const rates = async () => {
      const asked = await office.replies.vouchRates({ since: new Date(0), by: desk.supervisor })
      if (!asked.ok) throw new Error(asked.refusal.kind)
      return asked.value
    }
    expect(await office.replies.vouchRates({ since: new Date(0), by: clerk })).toMatchObject({ refusal: { kind: 'not-authorised' } })
    const before = await rates()
    const { view } = await drafted('leak')
    const text = `${view.draft.text}It was $1.23.`
    const edited = await office.replies.edit({ ...seen(view), by: clerk, text, vouches: [{ text: '$1.23', reason: 'read to me' }] })
    expect(edited.ok).toBe(true)
    const of = (rates: typeof before, name: string) =>
      [...rates.byAuthor, ...rates.byTemplate].find((rate) => rate.name === name) ?? { vouched: 0, statements: 0 }
    const after = await rates()
    for (const name of [clerk.id, view.draft.template]) {
      expect(of(after, name).vouched - of(before, name).vouched).toBe(1)
      expect(of(after, name).statements - of(before, name).statements).toBe(1)
    }
  })

  it('a month changed and vouched for makes an author', async () => {
    const { office, supervisor } = desk
    const { view } = await drafted('leak')
    const due = view.draft.facts.find((fact) => fact.id === 'latest.due')?.text as string
    const text = view.draft.text.replace(`due on ${due}`, `due on ${due.replace(/^\w+/, 'August')}`)
    const edited = await office.replies.edit({
      ...seen(view),
      by: supervisor,
      text,
      vouches: [{ text: due.replace(/^\w+/, 'August'), reason: 'extended' }],
    })
    if (!edited.ok) throw new Error('the edit was refused')
    expect(await office.replies.approve({ ...seen(edited.value), by: supervisor })).toEqual({ ok: false, refusal: { kind: 'own-draft' } })
  })

  it('a section that says "no payment" holds when one is posted, though no figure changed', async () => {
    const { office, supervisor } = desk
    const complaint = desk.complaint('late-penalty', 1)
    const { view, record } = await drafted('late-penalty', {}, 1)
    const { history } = desk.sample.accounts.find((account) => account.history.account.number === complaint.accountNumber)!
    const penalty = history.ledger.findLast((entry) => entry.kind === 'penalty')!
    const bill = history.bills.find((candidate) => candidate.id === penalty.billId)!
    const paid = history.ledger.some((entry) => entry.kind === 'payment' && entry.enteredOn > bill.issuedOn)
    expect(view.draft.text).toContain(paid ? 'the next payment' : 'no payment')
    await office.replies.approve({ ...seen(view), by: supervisor })
    const enteredOn = toDateColumn((bill.dueOn - 1) as typeof bill.dueOn)
    await office.db.client.ledgerEntry.create({
      data: {
        id: `L-late-${record.number}`,
        accountNumber: complaint.accountNumber,
        enteredOn,
        kind: 'payment',
        amountCents: -100,
        memo: '',
      },
    })
    expect(await office.replies.stands(view.draft.id, view.draft.contentHash)).toBe('held')
  })

  it('an address taken off the file before approval ends what may be said', async () => {
    const { office, supervisor } = desk
    const { record, view } = await drafted('vacant-with-use')
    await office.db.client.person.updateMany({ where: { email: record.customerAddress as string }, data: { email: 'new@mail.example' } })
    expect(await office.replies.approve({ ...seen(view), by: supervisor })).toMatchObject({ ok: false, refusal: { kind: 'held' } })
    const fresh = await office.replies.redraft({ caseId: record.id, by: supervisor })
    expect(fresh.ok && fresh.value.draft.template).toBe('en/ask-for-proof')
  })

  it('an administrator looks after the desk, not after its cases', async () => {
    const { office, administrator } = desk
    const { record, view } = await drafted('leak')
    const refusal = { ok: false, refusal: { kind: 'not-authorised', role: 'administrator' } }
    expect(await office.replies.edit({ ...seen(view), by: administrator, text: 'Hello' })).toEqual(refusal)
    expect(await office.replies.redraft({ caseId: record.id, by: administrator })).toEqual(refusal)
    expect(await office.replies.recall({ draftId: view.draft.id, by: administrator })).toEqual(refusal)
  })

  it('a request that nobody decided in time comes back from its wait', async () => {
    const { office, supervisor, clerk } = desk
    const { record, view } = await drafted('leak')
    await office.db.client.approvalRequest.update({ where: { id: view.approval?.id as string }, data: { expiresAt: new Date(0) } })
    expect(await office.replies.approve({ ...seen(view), by: supervisor })).toMatchObject({
      ok: false,
      refusal: { kind: 'stale', reason: 'expired' },
    })
    await office.replies.sweep()
    expect((await office.replies.view(record.id))?.draft).toMatchObject({ status: 'returned', note: expect.stringContaining('in time') })
    expect((await office.cases.byId(record.id))?.status).toBe('open')
    expect(await office.replies.redraft({ caseId: record.id, by: clerk })).toMatchObject({ ok: true })
  })

  it('a case whose draft never came about gets one by the sweep', async () => {
    const { office } = desk
    const { case: record } = await receiveFrom(desk, desk.complaint('leak'))
    await office.db.client.case.update({ where: { id: record.id }, data: { openedAt: new Date(Date.now() - 3 * 60_000) } })
    await office.replies.sweep()
    expect((await office.replies.view(record.id))?.draft.status).toBe('in-review')
  })

  let posted = 0
  async function post(accountNumber: string | null, amountCents: number): Promise<void> {
    const enteredOn = toDateColumn(dayOf(desk.office.clock.now(), 'America/Chicago'))
    await desk.office.db.client.ledgerEntry.create({
      data: {
        id: `L-test-${++posted}`,
        accountNumber: accountNumber as string,
        enteredOn,
        kind: 'payment',
        amountCents: cents(-amountCents),
        memo: '',
      },
    })
  }
})
