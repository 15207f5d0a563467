// Shortcuts and the app's home, before the office that people run: a call is logged, a message becomes a note or a case, and everybody
// sees what is his own; once however often Slack delivers it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CaseRecord, caseName } from '../../src/cases/case.ts'
import { homeButtons } from '../../src/channels/slack/home-view.ts'
import { dayOf } from '../../src/kernel/days.ts'
import { until } from '../support/sample-desk.ts'
import { openSampleDeskInSlack, type SampleDeskInSlack, usersInSlack } from '../support/sample-desk-in-slack.ts'
import { signed } from '../support/slack-double.ts'

const { clerk: casey, supervisor: sam, administrator: alex } = usersInSlack
const stranger = { id: 'U0NOBODY' }
const guest = { id: 'U0CASEY', team: 'T0OTHER' }

describe.each(['socket', 'http'] as const)('taken from Slack’s menus, by %s', (mode) => {
  let room: SampleDeskInSlack
  let slack: SampleDeskInSlack['slack']
  let sample: SampleDeskInSlack['sample']
  let desk: SampleDeskInSlack['desk']

  beforeAll(async () => {
    room = await openSampleDeskInSlack(mode)
    ;({ slack, sample, desk } = room)
  })
  afterAll(() => room?.close())

  async function formOf(user: { id: string }, take: () => Promise<unknown>) {
    const before = slack.forms.length
    await take()
    const form = await until(async () => slack.forms[before], 'the form')
    expect(form.user).toBe(user.id)
    return form
  }
  const wordsOf = (form: { view: unknown }) => JSON.stringify(form.view)
  const kinds = async (record: CaseRecord) => (await sample.office.cases.timeline(record.id)).map(({ kind }) => kind)
  const newest = () => sample.office.db.client.case.findFirstOrThrow({ orderBy: { number: 'desc' } })
  const logsCall = (times = 1) => formOf(casey, () => slack.takesShortcut(casey, 'log-call', { times }))

  it('a call is logged in its case, once, with the call back that was promised', async () => {
    const record = await desk.customerWrites(sample.complaint('leak'))
    const form = await logsCall(3)
    expect(slack.forms.filter(({ closed }) => !closed)).toHaveLength(1)
    const filled = { with: 'Mrs. Duda', about: caseName(record), said: 'She asks about <her> penalty.', 'call-back': 'some day' }
    await slack.submits(casey, form, { ...filled, about: '4711' })
    expect(form.errors).toEqual({ about: 'There is no case 4711.' })
    await slack.submits(casey, form, { ...filled, about: 'her bill' })
    expect(form.errors).toEqual({ about: 'Name a case such as 123, or an account such as 100200-300400.' })
    await slack.submits(casey, form, filled)
    expect(form.errors['call-back']).toContain('Write a day')
    await slack.submits(casey, form, { ...filled, 'call-back': 'in 90 days' })
    expect(form.errors['call-back']).toContain('within two months')
    await slack.submits(casey, form, { ...filled, 'call-back': 'in 3 days' }, { times: 3 })
    expect(wordsOf(form)).toContain('has the call, and you call back by')
    const logged = (await sample.office.cases.timeline(record.id)).filter(({ kind }) => kind === 'call-logged')
    expect(logged.map(({ content }) => content)).toMatchObject([{ with: 'Mrs. Duda', text: 'She asks about <her> penalty.' }])
    expect(await sample.office.promises.ofCase(record.id)).toMatchObject([{ ownerId: sample.clerk.id }])
  })

  it('a call of somebody who has no case yet opens one, about the account that is named', async () => {
    const { accountNumber } = sample.complaint('rate-only')
    const form = await logsCall()
    await slack.submits(casey, form, { with: 'A man', about: '999999-999999', said: 'Why is my bill so high?' })
    expect(form.errors.about).toContain('no account with this number')
    await slack.submits(casey, form, { with: 'A man', telephone: '312-555-0123', about: accountNumber, said: 'Why is my bill so high?' })
    expect(wordsOf(form)).toContain('is open')
    expect(await newest()).toMatchObject({
      channel: 'telephone',
      customerName: 'A man',
      accountNumber,
      topic: 'high-bill',
      entitled: false,
    })
  })

  it('a call back that cannot be promised opens no case', async () => {
    const before = (await newest()).number
    const form = await logsCall()
    const filled = { with: 'A man', said: 'Why is my bill so high?' }
    await slack.submits(casey, form, { ...filled, 'call-back': 'in 90 days' })
    expect(form.errors['call-back']).toContain('within two months')
    expect((await newest()).number).toBe(before)
    await slack.submits(casey, form, { ...filled, 'call-back': 'tomorrow' }, { times: 3 })
    expect(wordsOf(form)).toContain('is open, and you call back by')
    const record = await newest()
    expect(record.number).toBe(before + 1)
    expect(await sample.office.promises.ofCase(record.id)).toMatchObject([{ ownerId: sample.clerk.id, text: 'Call back A man' }])
  })

  it('a message becomes a note on the case it names, with who wrote it, its files and where it stands', async () => {
    const record = await desk.customerWrites(sample.complaint('leak'))
    const message = {
      ...{ ts: '1790000000.000100', thread_ts: '1790000000.000001', user: sam.id, files: [{ name: 'meter.jpg' }] },
      text: `The lady &lt;from&gt; Ash St called <@${casey.id}> about ${caseName(record)}`,
    }
    const form = await formOf(casey, () => slack.takesShortcut(casey, 'message-to-desk', { message, times: 3 }))
    expect(wordsOf(form)).toContain('Sam Supervisor wrote it in Slack. Files, in Slack: meter.jpg.')
    await slack.submits(casey, form, { case: '4711' })
    expect(form.errors).toEqual({ case: 'There is no case 4711.' })
    await slack.submits(casey, form, { case: '' })
    expect(form.errors.case).toContain('Name the case')
    await slack.submits(casey, form, {}, { times: 2 })
    expect(wordsOf(form)).toContain('The customer never sees it')
    const notes = (await sample.office.cases.timeline(record.id)).filter(({ kind }) => kind === 'note')
    const where = 'https://office.slack.example/archives/C0COUNTER/p1790000000000100?thread_ts=1790000000.000001&cid=C0COUNTER'
    expect(notes.map(({ content }) => content?.text)).toEqual([
      [
        `The lady <from> Ash St called @Casey Clerk about ${caseName(record)}`,
        `Sam Supervisor wrote it in Slack. Files, in Slack: meter.jpg.\n${where}`,
      ].join('\n\n'),
    ])
  })

  it('a message becomes a case of its own, whose words are the message’s alone', async () => {
    const { accountNumber } = sample.complaint('rate-only')
    const before = (await newest()).number
    const text = `My bill is too high! ${'x'.repeat(12_000)}`
    const message = { ts: '1790000000.000200', username: 'Counter bot', text }
    const form = await formOf(casey, () => slack.takesShortcut(casey, 'message-to-desk', { message }))
    expect(wordsOf(form)).toContain('longer than a form takes')
    const filled = { as: 'new', name: 'Ana Ruiz', channel: 'walk-in' }
    await slack.submits(casey, form, { ...filled, account: '999999-999999' })
    expect(form.errors.account).toContain('no account with this number')
    expect((await newest()).number).toBe(before)
    await slack.submits(casey, form, { ...filled, account: accountNumber }, { times: 3 })
    const record = await newest()
    expect(record).toMatchObject({ number: before + 1, channel: 'walk-in', customerName: 'Ana Ruiz', accountNumber, topic: 'high-bill' })
    const timeline = await sample.office.cases.timeline(record.id)
    expect(timeline.find(({ kind }) => kind === 'inquiry-noted')?.content?.newText).toMatch(/^My bill is too high! x/)
    expect(timeline.filter(({ kind }) => kind === 'note').map(({ content }) => content?.text)).toEqual([
      'Counter bot wrote it in Slack.\nhttps://office.slack.example/archives/C0COUNTER/p1790000000000200',
    ])
  })

  it.each([
    ['a stranger', stranger],
    ['somebody of another workspace', guest],
  ])('%s gets one polite sentence, and nothing is kept', async (_, user) => {
    const before = (await newest()).number
    const form = await formOf(user, () => slack.takesShortcut(user, 'log-call'))
    expect(form.view.blocks.some((block: { type: string }) => block.type === 'input')).toBe(false)
    await slack.opensHome(user)
    const home = await until(async () => slack.homes.get(user.id), 'the home')
    if (user === stranger) expect(JSON.stringify(home)).toContain('not linked to an active staff member')
    expect((await newest()).number).toBe(before)
  })

  it('an administrator may not work on cases, and is told', async () => {
    const record = await desk.customerWrites(sample.complaint('leak'))
    const before = await kinds(record)
    const form = await formOf(alex, () => slack.takesShortcut(alex, 'log-call'))
    await slack.submits(alex, form, { with: 'A man', about: String(record.number), said: 'Hello' })
    expect(wordsOf(form)).toContain('Your role does not work on cases')
    expect(await kinds(record)).toEqual(before)
  })

  if (mode === 'http')
    it('Slack’s question whether the desk hears events is answered, and a stranger’s is not', async () => {
      const body = JSON.stringify({ type: 'url_verification', token: 'old', challenge: 'a question' })
      const asks = (headers: Record<string, string>) =>
        fetch(`${desk.origin}/slack/events`, { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json' } })
      expect(await (await asks(signed(body))).text()).toContain('a question')
      expect((await asks(signed(body, { secret: 'a guess' }))).status).toBe(401)
    })

  it('the home shows what is one’s own, and to a supervisor what waits and how the office stands', async () => {
    const { office, clerk, supervisor } = sample
    const [his, waits] = [await desk.customerWrites(sample.complaint('leak')), await desk.customerWrites(sample.complaint('rate-only'))]
    await office.duty.assign({ caseId: his.id, to: clerk, by: clerk })
    slack.homes.clear()
    await slack.opensHome(casey, { tab: 'messages' })
    await slack.opensHome(casey, { times: 2 })
    const home = JSON.stringify(await until(async () => slack.homes.get(casey.id), 'the home'))
    expect(home).toContain(clerk.name)
    expect(home).toContain(caseName(his))
    expect(home).toContain('Call back Mrs. Duda')
    expect(home).not.toContain('The office')
    expect(slack.callsOf('views.publish').filter(({ args }) => args.user_id === casey.id)).toHaveLength(1 + guestLooks)
    await slack.opensHome(sam)
    const all = JSON.stringify(await until(async () => slack.homes.get(sam.id), 'the home'))
    expect(all).toContain(caseName(waits))
    expect(all).toContain('Go to its card')
    expect(all).toContain('https://office.slack.example/archives/C0APPROVALS/p')
    expect(all).toContain('with nobody')
    expect(all).toContain(supervisor.name)
    const form = await formOf(casey, () => slack.pressesAtHome(casey, homeButtons.logCall))
    expect(wordsOf(form)).toContain('Who called')
  })

  it('a promise is kept from the home, another is not, each once', async () => {
    const record = await desk.customerWrites(sample.complaint('leak'))
    for (const text of ['first', 'second']) {
      const callBackOn = dayOf(sample.office.clock.now(), sample.config.office.timeZone)
      const call = { caseId: record.id, with: text, telephone: '', text, callBackOn, ownerId: null, by: sample.clerk }
      expect(await sample.office.cases.inquiries.logCall(call)).toMatchObject({ ok: true })
    }
    const [first, second] = await sample.office.promises.ofCase(record.id)
    const refOf = (promise: { id: string } | undefined) => JSON.stringify({ promiseId: promise?.id, caseId: record.id })
    const homeSays = (words: string) => until(async () => wordsOf({ view: slack.homes.get(casey.id) }).includes(words), words)
    await slack.opensHome(casey)
    await homeSays(String(first?.id))
    await slack.pressesAtHome(casey, homeButtons.kept, { value: refOf(first), times: 3 })
    await homeSays('The promise is kept.')
    const form = await formOf(casey, () => slack.pressesAtHome(casey, homeButtons.broken, { value: refOf(second), times: 2 }))
    await slack.submits(casey, form, { note: ' ' })
    expect(form.errors).toEqual({ note: 'Say why it was not kept.' })
    await slack.submits(casey, form, { note: 'Nobody was at home.' }, { times: 3 })
    expect(wordsOf(form)).toContain('written down as not kept')
    await until(async () => !wordsOf({ view: slack.homes.get(casey.id) }).includes(String(second?.id)), 'the promise to leave the home')
    const settled = (await sample.office.cases.timeline(record.id)).filter(({ kind }) => kind === 'promise-settled')
    expect(settled.map(({ content }) => content?.outcome)).toEqual(['kept', 'broken'])
  })

  it('a supervisor takes from the home what is with nobody, and not what somebody took meanwhile', async () => {
    const [one, other] = [await unassigned('one@mail.example'), await unassigned('other@mail.example')]
    const homeSays = (words: string) => until(async () => wordsOf({ view: slack.homes.get(sam.id) }).includes(words), words)
    await sample.office.db.client.case.updateMany({ where: { id: { notIn: [one.id, other.id] } }, data: { assigneeId: sample.clerk.id } })
    await slack.opensHome(sam)
    await homeSays(one.id)
    const asItStood = slack.homes.get(sam.id)
    await slack.pressesAtHome(sam, homeButtons.take, { value: one.id, times: 3 })
    await homeSays(`${caseName(one)}> is yours.`)
    expect((await sample.office.cases.byId(one.id))?.assigneeId).toBe(sample.supervisor.id)
    expect((await kinds(one)).filter((kind) => kind === 'assigned')).toHaveLength(1)
    await sample.office.duty.assign({ caseId: other.id, to: sample.clerk, by: sample.clerk })
    if (asItStood) slack.homes.set(sam.id, asItStood)
    await slack.pressesAtHome(sam, homeButtons.take, { value: other.id })
    await homeSays('is with Casey Clerk by now')
    expect((await sample.office.cases.byId(other.id))?.assigneeId).toBe(sample.clerk.id)
  })
  /** A case whose draft was returned is with nobody until somebody takes it. */
  async function unassigned(address: string): Promise<CaseRecord> {
    const record = await desk.customerWrites({ ...sample.complaint('leak'), from: { name: 'Ana Ruiz', address } })
    const { id: draftId, contentHash } = (await sample.office.replies.view(record.id))?.draft ?? { id: '', contentHash: '' }
    await sample.office.replies.giveBack({ draftId, contentHash, by: sample.supervisor, reason: 'Shorter' })
    return record
  }

  const guestLooks = 1 // the guest's home, before
})
