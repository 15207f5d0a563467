// A supervisor decides in Slack: the whole channel, by Socket Mode and by signed requests, against a strict Slack.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '../support/slack-double.ts'
import { answerFieldFor, signed } from '../support/slack-double.ts'
import { type Mode, openSlackOffice, type SlackOffice, until } from '../support/slack-office.ts'

const ann = { id: 'U0ANN' }
const bob = { id: 'U0BOB' }
const words = (message: { text: string; blocks: unknown[] }) => JSON.stringify(message.blocks)

describe.each<Mode>(['socket', 'http'])('by %s', (mode) => {
  let desk: SlackOffice
  beforeEach(async () => {
    desk = await openSlackOffice(mode)
  })
  afterEach(() => desk.close())

  async function cardFor(given: Parameters<SlackOffice['office']['draftWaits']>[0] = {}) {
    const waiting = desk.office.draftWaits(given)
    await desk.settles()
    return { ...waiting, card: desk.slack.messages.at(-1) as Message }
  }
  const answered = (count: number) => until(() => desk.slack.answers.length >= count)
  /** All the private answers, once no more come. */
  const allAnswers = async () => {
    for (let known = -1; known !== desk.slack.answers.length; ) {
      known = desk.slack.answers.length
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    return desk.slack.answers
  }
  const formOpens = async () => {
    await until(() => desk.slack.forms.length > 0)
    return desk.slack.forms.at(-1)!
  }

  it('a draft that waits has one card, even when the job runs twice', async () => {
    desk.office.draftWaits()
    await desk.settles({ twice: true })
    expect(desk.slack.messages).toHaveLength(1)
    expect(words(desk.slack.messages[0]!)).toContain('Dear Jane Doe')
  })

  it('approved on the card, the decision is the desk’s and the card says whose it was', async () => {
    const { card } = await cardFor()
    const [delivery] = await desk.slack.presses(ann, card, 'approve-draft')
    expect(delivery).toMatchObject({ acknowledged: true })
    await answered(1)
    expect(desk.office.decisions).toEqual(['approved by Ann Supervisor'])
    expect(desk.slack.answers[0]).toMatchObject({ user: 'U0ANN', text: expect.stringContaining('Approved. The answer leaves') })
    await desk.settles()
    expect(words(card)).toContain('*Approved* by Ann Supervisor')
    expect(words(card)).not.toContain('approve-draft')
  })

  it('a press that Slack delivers three times is one decision and one answer', async () => {
    const { card } = await cardFor()
    const deliveries = await desk.slack.presses(ann, card, 'approve-draft', { times: 3 })
    expect(deliveries.every(({ acknowledged }) => acknowledged)).toBe(true)
    expect(await allAnswers()).toHaveLength(1)
    expect(desk.office.decisions).toEqual(['approved by Ann Supervisor'])
  })

  it('a press delivered again after a restart changes nothing and contradicts nothing', async () => {
    const { card } = await cardFor()
    const asItStood = card.blocks
    await desk.slack.presses(ann, card, 'approve-draft')
    await answered(1)
    await desk.restarts()
    const [again] = await desk.slack.presses(ann, card, 'approve-draft', { asItStood })
    expect(again?.acknowledged).toBe(true)
    expect(await allAnswers()).toHaveLength(1)
    expect(desk.office.decisions).toEqual(['approved by Ann Supervisor'])
  })

  it('acknowledges at once, however long the decision takes', async () => {
    const { card } = await cardFor()
    desk.office.becomesSlow(1500)
    const [delivery] = await desk.slack.presses(ann, card, 'approve-draft')
    expect(delivery!.milliseconds).toBeLessThan(1000)
    await answered(1)
    expect(desk.office.decisions).toHaveLength(1)
  })

  it.each([
    ['somebody nobody linked', { id: 'U0NEW' }, 'not linked to an active staff member'],
    ['somebody who left', { id: 'U0GONE' }, 'not linked to an active staff member'],
    ['a guest of another workspace', { id: 'U0ANN', team: 'T0OTHER' }, 'only people of the Department of Water'],
    ['a clerk', bob, 'A clerk may not decide this'],
  ])('%s is told politely, once, and decides nothing', async (_, user, said) => {
    const { card } = await cardFor()
    await desk.slack.presses(user, card, 'approve-draft', { times: 3 })
    await answered(1)
    expect(await allAnswers()).toEqual([expect.objectContaining({ user: user.id, text: expect.stringContaining(said) })])
    expect(desk.office.decisions).toEqual([])
    expect(words(card)).toContain('approve-draft')
  })

  it('a card that was decided in the console is brought up to date everywhere', async () => {
    const { card, draft } = await cardFor()
    desk.office.decidesInConsole(draft, 'returned')
    await desk.settles()
    expect(words(card)).toContain('*Returned* by Ann Supervisor')
    expect(words(card)).toContain('wrong period')
  })

  it('a stale card refuses in plain words, and then shows what is so', async () => {
    const { card, draft } = await cardFor()
    desk.office.decidesInConsole(draft, 'returned')
    desk.office.news.length = 0 // the job has not run yet
    await desk.slack.presses(ann, card, 'approve-draft')
    await answered(1)
    expect(desk.slack.answers[0]?.text).toBe('Somebody has already decided this draft.')
    await until(() => words(card).includes('*Returned* by Ann Supervisor'))
  })

  it('a draft too long for Slack is read and approved in the console only', async () => {
    const { card } = await cardFor({ draft: { text: 'A long explanation. '.repeat(400) } })
    expect(words(card)).toContain('Read the whole draft in the console')
    expect(words(card)).not.toContain('approve-draft')
    expect(words(card)).not.toContain('edit-draft')
    expect(words(card)).toContain('return-draft')
  })

  it('edited in the form, the old card steps down and the new version has its own', async () => {
    const { card } = await cardFor()
    await desk.slack.presses(ann, card, 'edit-draft')
    const form = await formOpens()
    const [delivery] = await desk.slack.submits(ann, form, { 'text-0': 'Dear Jane Doe,\n\nyour bill of $214.80 is right.' })
    expect(delivery?.acknowledged).toBe(true)
    expect(form.closed).toBe(true)
    expect(desk.office.drafts.at(-1)).toMatchObject({ version: 2, text: 'Dear Jane Doe,\n\nyour bill of $214.80 is right.\n' })
    await answered(1)
    expect(desk.slack.answers[0]?.text).toContain('Saved as version 2')
    await desk.settles()
    expect(words(card)).toContain('it was edited')
    expect(words(desk.slack.messages.at(-1)!)).toContain('is right.')
  })

  it('a figure without a record gets a field of its own, and stands first on the card once somebody answers for it', async () => {
    const { card } = await cardFor()
    await desk.slack.presses(ann, card, 'edit-draft')
    const form = await formOpens()
    await desk.slack.submits(ann, form, { 'text-0': 'You owe $77.77.' })
    expect(form.closed).toBe(false)
    await desk.slack.submits(ann, form, { 'text-0': 'You owe $77.77.', [answerFieldFor(form, '$77.77')]: 'told by the cashier' })
    expect(form.closed).toBe(true)
    await desk.settles()
    expect(words(desk.slack.messages.at(-1)!)).toContain('$77.77: no record; Ann Supervisor answers for it: told by the cashier')
  })

  it('an edit delivered three times is one version', async () => {
    const { card } = await cardFor()
    await desk.slack.presses(ann, card, 'edit-draft')
    await desk.slack.submits(ann, await formOpens(), { 'text-0': 'Shorter.' }, { times: 3 })
    expect(desk.office.drafts).toHaveLength(2)
  })

  it('an edit delivered again after a restart is not refused to the one who made it', async () => {
    const { card } = await cardFor()
    await desk.slack.presses(ann, card, 'edit-draft')
    const form = await formOpens()
    await desk.slack.submits(ann, form, { 'text-0': 'Shorter.' })
    await desk.restarts()
    form.closed = false // Slack has not heard that it was taken
    await desk.slack.submits(ann, form, { 'text-0': 'Shorter.' })
    expect(form.closed).toBe(true)
    expect(desk.office.drafts).toHaveLength(2)
  })

  it('an edit of a draft that was decided meanwhile is refused, and says so in the form', async () => {
    const { card, draft } = await cardFor()
    await desk.slack.presses(ann, card, 'edit-draft')
    const form = await formOpens()
    desk.office.decidesInConsole(draft, 'returned')
    await desk.slack.submits(ann, form, { 'text-0': 'Too late.' })
    expect(JSON.stringify(form.view)).toContain('The draft has changed since you opened it')
    expect(desk.office.drafts).toHaveLength(1)
  })

  it('an edit that takes long is acknowledged in time, and the form shows what came of it', async () => {
    const { card } = await cardFor()
    await desk.slack.presses(ann, card, 'edit-draft')
    const form = await formOpens()
    desk.office.becomesSlow(2600)
    const [delivery] = await desk.slack.submits(ann, form, { 'text-0': 'You owe $77.77.' })
    expect(delivery?.acknowledged).toBe(true)
    expect(JSON.stringify(form.view)).toContain('takes longer than usual')
    await until(() => JSON.stringify(form.view).includes('$77.77.'))
    expect(JSON.stringify(form.view)).toContain('No record bears these figures') // and what was written still stands in its input
  })

  it('returned with a reason, the reason is on the card', async () => {
    const { card } = await cardFor()
    await desk.slack.presses(ann, card, 'return-draft')
    const form = await formOpens()
    await desk.slack.submits(ann, form, { reason: 'Explain the estimate <!channel>' })
    expect(form.closed).toBe(true)
    expect(desk.office.decisions).toEqual(['returned by Ann Supervisor'])
    await desk.settles()
    expect(words(card)).toContain('Explain the estimate &lt;!channel&gt;')
  })

  it('a return without words is refused at the field', async () => {
    const { card } = await cardFor()
    await desk.slack.presses(ann, card, 'return-draft')
    const form = await formOpens()
    await desk.slack.submits(ann, form, { reason: '   ' })
    expect(form.errors).toEqual({ reason: 'Please say what must change.' })
    expect(desk.office.decisions).toEqual([])
  })

  it('answers /case in private: a case, one’s own, the help, and nonsense', async () => {
    desk.office.draftWaits({ case: { number: 123, assigneeId: desk.office.members[1]!.id } })
    const ask = async (text: string) => {
      const before = desk.slack.answers.length
      await desk.slack.types(bob, '/case', text)
      await answered(before + 1)
      return JSON.stringify(desk.slack.answers.at(-1))
    }
    expect(await ask('wd-123')).toContain('My bill is far too high')
    expect(await ask('mine')).toContain('WD-000123')
    expect(await ask('')).toContain('/case mine')
    expect(await ask('999')).toContain('There is no case 999')
    expect(await ask('rhubarb')).toContain('I did not understand')
  })

  it('shows no case to somebody who is not linked', async () => {
    desk.office.draftWaits({ case: { number: 123 } })
    await desk.slack.types({ id: 'U0NEW' }, '/case', '123')
    await answered(1)
    expect(JSON.stringify(desk.slack.answers)).not.toContain('Jane')
  })

  it('keeps names, addresses and texts out of the log', async () => {
    const { card } = await cardFor()
    await desk.slack.presses(ann, card, 'approve-draft')
    await answered(1)
    await desk.settles()
    expect(desk.log.join('')).not.toMatch(/Jane|214\.80|xoxb|xapp/)
  })
})

describe('signed requests', () => {
  let desk: SlackOffice
  beforeEach(async () => {
    desk = await openSlackOffice('http')
  })
  afterEach(() => desk.close())

  it.each([
    ['another secret', { secret: 'somebody-else' }],
    ['an old signature, replayed', { at: Math.floor(Date.now() / 1000) - 600 }],
  ])('%s is refused and decides nothing', async (_, options) => {
    const { approval, draft } = desk.office.draftWaits()
    const payload = {
      type: 'block_actions',
      user: { id: 'U0ANN', team_id: 'T0OFFICE' },
      team: { id: 'T0OFFICE' },
      trigger_id: 'forged',
      response_url: 'http://127.0.0.1:9/',
      container: { channel_id: 'C0APPROVALS', message_ts: '1.1' },
      actions: [
        {
          type: 'button',
          action_id: 'approve-draft',
          value: JSON.stringify({ approvalId: approval.id, draftId: draft.id, contentHash: draft.contentHash }),
        },
      ],
    }
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
    const response = await fetch(desk.address, { method: 'POST', body, headers: signed(body, options) })
    expect(response.status).toBe(401)
    expect(desk.office.decisions).toEqual([])
  })

  it('a form that the desk opens too late is explained, not lost in silence', async () => {
    const late = await openSlackOffice('http', { triggerLifetimeMilliseconds: -1 })
    late.office.draftWaits()
    await late.settles()
    await late.slack.presses(ann, late.slack.messages[0]!, 'edit-draft')
    await until(() => late.slack.answers.length === 1)
    expect(late.slack.answers[0]?.text).toContain('press the button again')
    expect(late.slack.forms).toEqual([])
    await late.close()
  })
})
