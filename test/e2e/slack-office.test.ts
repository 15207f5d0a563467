// The main job in Slack, before the office that people run: a complaint is mailed, its explanation is approved, edited or
// returned on a card, and what leaves is what the card showed, with the figures of the records.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { caseName } from '../../src/cases/case.ts'
import { formatCents } from '../../src/kernel/money.ts'
import { keepMails, openConsoleDesk } from '../support/console-desk.ts'
import { openSampleDesk, type SampleDesk, until } from '../support/sample-desk.ts'
import { answerFieldFor, type Message, type SlackDouble, slackAccess, startSlackDouble } from '../support/slack-double.ts'

const sam = { id: 'U0SAM' }
const casey = { id: 'U0CASEY' }
const words = (message: Message) => JSON.stringify(message.blocks)
/** The draft as a person reads it on the card. */
const draftOn = (message: Message) =>
  message.blocks.flatMap((block) => (block.text?.type === 'plain_text' && block.type === 'section' ? [block.text.text] : [])).join('')

describe.each(['socket', 'http'] as const)('by %s', (mode) => {
  let slack: SlackDouble
  let mails: ReturnType<typeof keepMails>
  let sample: SampleDesk
  let desk: Awaited<ReturnType<typeof openConsoleDesk>>

  beforeEach(async () => {
    slack = await startSlackDouble()
    mails = keepMails()
    const { botToken, appToken, signingSecret, channel } = slackAccess
    const settings = { botToken, appToken, signingSecret, approvalsChannel: channel, mode, apiUrl: slack.apiUrl }
    sample = await openSampleDesk({ slack: settings, parts: { transport: mails } })
    await sample.office.db.inTransaction(async (tx) => {
      await sample.office.staff.linkSlack(tx, { email: sample.supervisor.email, slackUserId: sam.id }, 'desk')
      await sample.office.staff.linkSlack(tx, { email: sample.clerk.email, slackUserId: casey.id }, 'desk')
    })
    desk = await openConsoleDesk(sample.office)
    if (mode === 'http') slack.callsTheDeskAt(`${desk.origin}/slack/events`)
    else await until(async () => slack.connections().open === 1, 'the socket')
  })
  afterEach(async () => {
    await desk.stop()
    await sample.close()
    await slack.close()
  })

  /** What left for a customer beside the automatic acknowledgement. */
  const replies = (to: string) => mails.sent.filter((mail) => mail.to === to && !('Auto-Submitted' in mail.headers))
  async function complaintWaits() {
    const complaint = sample.complaint('leak')
    const record = await desk.customerWrites(complaint)
    const card = await until(async () => slack.messages.find((message) => message.text.startsWith(caseName(record))), 'the card')
    return { complaint, record, card }
  }
  const answer = (user: { id: string }) => until(async () => slack.answers.find((one) => one.user === user.id), 'an answer')

  it('a supervisor approves the explanation, and exactly that leaves', async () => {
    const { complaint, record, card } = await complaintWaits()
    const view = await sample.office.replies.view(record.id)
    const bill = await sample.office.db.client.bill.findUniqueOrThrow({ where: { id: complaint.billId } })
    expect(words(card)).toContain(formatCents(bill.totalCents as never))
    expect(words(card)).toContain(`bill:${complaint.billId}`)
    expect(draftOn(card)).toBe(view?.draft.text)

    await slack.presses(sam, card, 'approve-draft')
    expect((await answer(sam)).text).toContain('Approved')
    await until(async () => words(card).includes('*Approved* by Sam Supervisor'), 'the card to say who approved')
    const reply = await until(async () => replies(complaint.from.address)[0], 'the reply')
    // What the enclosed picture shows stands beneath in words.
    const [shown] = view?.draft.enclosures.flatMap(({ alt }) => alt ?? []) ?? []
    expect(reply.text).toBe(`${view?.draft.text}\n[${shown}]\n`)
    expect((await sample.office.cases.byId(record.id))?.status).toMatch(/approved|answered/)
  })

  it('a clerk presses Approve and nothing leaves', async () => {
    const { record, card } = await complaintWaits()
    await slack.presses(casey, card, 'approve-draft')
    expect((await answer(casey)).text).toBe('A clerk may not decide this. Ask a supervisor.')
    expect((await sample.office.cases.byId(record.id))?.status).toBe('waiting-for-supervisor')
  })

  it('a clerk edits in the form; a made-up figure is refused there; the new version gets its card', async () => {
    const { record, card } = await complaintWaits()
    await slack.presses(casey, card, 'edit-draft')
    const form = await until(async () => slack.forms[0], 'the form')
    const text: string = form.view.blocks.find((block: { block_id?: string }) => block.block_id === 'text-0').element.initial_value
    await slack.submits(casey, form, { 'text-0': `${text}\n\nYou also owe $4,321.09.` })
    const answer = { [answerFieldFor(form, '$4,321.09')]: 'told by the cashier' }
    await slack.submits(casey, form, { 'text-0': `${text}\n\nYou also owe $4,321.09.`, ...answer })
    expect(form.closed).toBe(true)
    const second = await until(
      async () => slack.messages.filter((message) => message.text.startsWith(caseName(record)))[1],
      'the second card',
    )
    expect(words(second)).toContain('$4,321.09: no record; Casey Clerk answers for it: told by the cashier')
    await until(async () => words(card).includes('it was edited'), 'the first card to step down')
  })

  it('a supervisor returns it with a reason, which the case keeps', async () => {
    const { record, card } = await complaintWaits()
    await slack.presses(sam, card, 'return-draft')
    const form = await until(async () => slack.forms[0], 'the form')
    await slack.submits(sam, form, { reason: 'Mention the leak credit' })
    await until(async () => words(card).includes('*Returned* by Sam Supervisor'), 'the card to say who returned')
    expect((await sample.office.replies.view(record.id))?.draft).toMatchObject({ status: 'returned', note: 'Mention the leak credit' })
  })

  it('the customer writes again: the old card refuses with the reason and steps down', async () => {
    const { complaint, record, card } = await complaintWaits()
    const asItStood = card.blocks
    await desk.customerWrites({
      ...complaint,
      subject: `Re: ${complaint.subject} [${caseName(record)}-${record.token}]`,
      text: 'One thing more: I was away in June.',
    })
    await until(async () => words(card).includes('the customer wrote again'), 'the card to step down')
    await slack.presses(sam, card, 'approve-draft', { asItStood })
    expect((await answer(sam)).text).not.toContain('Approved')
    expect(replies(complaint.from.address)).toEqual([])
  })

  it('shows a case in private to a linked clerk', async () => {
    const { record } = await complaintWaits()
    await slack.types(casey, '/case', caseName(record))
    expect(JSON.stringify(await answer(casey))).toContain('a draft waits for its decision')
  })
})
