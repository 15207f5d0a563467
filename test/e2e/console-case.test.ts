// A supervisor's work on a case in a real browser: reading with the evidence at hand, deciding, and what stands in the way.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseName } from '../../src/cases/case.ts'
import { dayOf, toDateColumn } from '../../src/kernel/days.ts'
import type { SendOutcome } from '../../src/mailroom/mailroom.ts'
import { chromiumInstalled, launchBrowser, type Watched } from '../support/browser.ts'
import { caseAddress, keepMails, openConsoleDesk } from '../support/console-desk.ts'
import { openSampleDesk, type SampleDesk, until } from '../support/sample-desk.ts'

let sample: SampleDesk
let desk: Awaited<ReturnType<typeof openConsoleDesk>>
let browser: Browser
let supervisor: Watched
const transport = keepMails()

beforeAll(async () => {
  sample = await openSampleDesk({ parts: { transport }, recallSeconds: 600 })
  desk = await openConsoleDesk(sample.office)
  await desk.employs(sample.clerk, sample.supervisor, sample.otherSupervisor, sample.administrator)
  browser = await launchBrowser()
  supervisor = await desk.signsIn(browser, sample.supervisor)
})

afterAll(async () => {
  await browser?.close()
  await desk?.stop()
  await sample?.close()
})

const draftOf = async (caseId: string) => {
  const view = await sample.office.replies.view(caseId)
  if (!view) throw new Error('no draft')
  return view.draft
}

describe.skipIf(!chromiumInstalled())('the queue', () => {
  it('shows a new case by itself, first what waits for a decision, and finds it by words', async () => {
    const { page, troubles } = supervisor
    await page.goto('/queue')
    const complaint = sample.complaint('leak', 1)
    const record = await desk.customerWrites(complaint)
    await page.getByRole('link', { name: caseName(record) }).waitFor()
    await page.getByLabel('Search cases').fill(complaint.from.address)
    await page.getByRole('button', { name: 'Search' }).click()
    expect(await page.locator('tbody tr').count()).toBe(1)
    await page.getByLabel('Search cases').fill(caseName(record))
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('link', { name: caseName(record) }).click()
    await page.getByRole('heading', { level: 1, name: complaint.subject }).waitFor()
    expect(troubles).toEqual([])
  })
})

describe.skipIf(!chromiumInstalled())('a draft', () => {
  it('shows the record behind a figure when it gets the focus, beside the draft and on the account', async () => {
    const { page, troubles } = supervisor
    const record = await desk.customerWrites(sample.complaint('rate-only'))
    const { facts } = await draftOf(record.id)
    const total = facts.find((fact) => fact.source.startsWith('bill:') && fact.kind === 'money')
    await page.goto(caseAddress(record))
    const claim = page.locator('.claim', { hasText: total?.text ?? '' }).first()
    await claim.focus()
    const bubble = claim.getByRole('tooltip')
    expect(await bubble.isVisible()).toBe(true)
    expect(await bubble.textContent()).toContain(total?.label)
    const row = page.locator('.evidence li.lit')
    expect(await row.count()).toBe(1)
    expect(await row.textContent()).toContain(total?.text)
    const billId = total?.source.split(' ')[0]?.split(':')[1] ?? ''
    await row.getByRole('link', { name: billId }).first().click()
    expect(await page.locator(':target').textContent()).toContain(total?.text)
    expect(troubles).toEqual([])
  })

  it('is approved, can be called back, is returned with a reason, and is decided by a supervisor only', async () => {
    const { page } = supervisor
    const record = await desk.customerWrites(sample.complaint('longer-period'))
    const clerk = await desk.signsIn(browser, sample.clerk)
    await clerk.page.goto(caseAddress(record))
    await clerk.page.getByText('Waits for a supervisor.').waitFor()
    expect(await clerk.page.getByRole('button', { name: 'Approve and send' }).count()).toBe(0)
    const token = await clerk.page.locator('input[name="_csrf"]').first().inputValue()
    const { id: draftId, contentHash } = await draftOf(record.id)
    const refused = await clerk.page.request.post(`${caseAddress(record)}/approve`, { form: { _csrf: token, draftId, contentHash } })
    expect(refused.status()).toBe(409)
    expect(await refused.text()).toContain('A clerk may not decide this.')
    await clerk.context.close()

    await page.goto(caseAddress(record))
    await page.getByRole('button', { name: 'Approve and send' }).click()
    await page.getByText(/Approved by Sam Supervisor. It leaves at/).waitFor()
    await page.getByRole('button', { name: 'Call it back' }).click()
    await page.getByText('Called back by Sam Supervisor').waitFor()
    expect(
      transport.sent.filter(
        (mail) => mail.to === record.customerAddress && mail.subject.startsWith('Re: ') && mail.messageId.startsWith('<reply'),
      ),
    ).toEqual([])
    await page.getByRole('button', { name: 'Write a fresh draft' }).click()
    await page.getByRole('button', { name: 'Approve and send' }).waitFor()
    await page.getByText('Return…').click()
    await page.getByLabel('What must change').fill('Say first that 82 days were billed.')
    await page.getByRole('button', { name: 'Return the draft' }).click()
    await page.getByText('Say first that 82 days were billed.').first().waitFor()
    expect((await draftOf(record.id)).status).toBe('returned')
  })

  it('is edited: an unsupported figure is named and must be vouched for, and then somebody else approves', async () => {
    const { page, troubles } = supervisor
    const record = await desk.customerWrites(sample.complaint('late-penalty'))
    await page.goto(caseAddress(record))
    await page.getByRole('link', { name: 'Edit' }).click()
    const field = page.getByLabel('The reply’s text')
    await page.getByText('Every statement has its record.').waitFor()
    await field.fill(`${await field.inputValue()}\nIt was $77.31 once.`)
    const open = page.locator('ul.unborne li', { hasText: '$77.31' })
    await open.waitFor() // while it is written, before anybody saves
    await page.getByRole('button', { name: 'Save and ask for a decision' }).click()
    await page.getByRole('alert').filter({ hasText: '$77.31' }).waitFor()
    expect(await field.inputValue()).toContain('It was $77.31 once.')
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert')
    await open.getByLabel('I vouch for it, because').fill('The director granted it.')
    await page.getByRole('button', { name: 'Save and ask for a decision' }).click()
    await page.locator('.claim.vouched', { hasText: '$77.31' }).waitFor()
    await page.getByRole('button', { name: 'Approve and send' }).click()
    await page.getByText('You wrote figures of this draft yourself, so somebody else must approve it.').waitFor()
    expect(troubles).toEqual([])
  })

  it('keeps a half-written edit when the case changes meanwhile, and says so', async () => {
    const { page, context } = await desk.signsIn(browser, sample.supervisor)
    const record = await desk.customerWrites(sample.complaint('nothing-unusual'))
    await page.goto(`${caseAddress(record)}?edit=1`)
    await page.getByLabel('The reply’s text').fill('Half a thought')
    await sample.office.db.inTransaction((tx) => sample.office.cases.note(tx, record.id, 'A colleague says hello.', sample.clerk))
    await page.getByText('This case has changed.').waitFor()
    expect(await page.getByLabel('The reply’s text').inputValue()).toBe('Half a thought')
    await context.close()
  })

  it('shows by itself what a colleague does meanwhile', async () => {
    const { page } = supervisor
    const record = await desk.customerWrites(sample.complaint('nothing-unusual', 1))
    await page.goto(caseAddress(record))
    await sample.office.db.inTransaction((tx) => sample.office.cases.note(tx, record.id, 'The customer telephoned.', sample.clerk))
    await page.getByText('The customer telephoned.').waitFor()
    const { id: draftId, contentHash } = await draftOf(record.id)
    await sample.office.replies.approve({ draftId, contentHash, by: sample.otherSupervisor })
    await page.getByText(/Approved by Robin Supervisor/).waitFor()
  })

  it('is held where its facts have changed, with the old and the new value, and is written afresh', async () => {
    const { page } = supervisor
    const record = await desk.customerWrites(sample.complaint('payment-not-posted'))
    await page.goto(caseAddress(record))
    await sample.office.db.client.ledgerEntry.create({
      data: {
        id: 'L-held',
        accountNumber: record.accountNumber as string,
        enteredOn: toDateColumn(dayOf(sample.office.clock.now(), sample.config.office.timeZone)),
        kind: 'payment',
        amountCents: -5_000,
        memo: 'Posted late',
      },
    })
    await page.getByRole('button', { name: 'Approve and send' }).click()
    const row = page.locator('.hold tr', { hasText: 'Last payment' }).first()
    await row.waitFor()
    expect(await row.locator('ins').textContent()).toBe('$50.00')
    await page.getByRole('button', { name: 'Write a fresh draft' }).click()
    await page.getByRole('button', { name: 'Approve and send' }).waitFor()
    expect((await draftOf(record.id)).text).toContain('$50.00')
  })

  it('is asked for by a person where none came about, and by no administrator', async () => {
    const { page } = supervisor
    const record = await desk.customerWrites(sample.complaint('leak', 2) ?? sample.complaint('leak'))
    const { client } = sample.office.db
    const { sweep } = sample.office.replies
    sample.office.replies.sweep = async () => {} // else the desk itself may be faster in this minute
    await client.draft.deleteMany({ where: { caseId: record.id } })
    await client.case.update({ where: { id: record.id }, data: { status: 'new', openedAt: new Date() } })
    await page.goto(caseAddress(record))
    await page.getByText('The desk is writing the first draft. It appears here by itself.').waitFor()
    await page.getByRole('button', { name: 'Write a fresh draft' }).waitFor()
    await client.case.update({ where: { id: record.id }, data: { openedAt: new Date(Date.now() - 121_000) } })
    await page.getByText('No draft came about. Write one.').waitFor()
    const administrator = await desk.signsIn(browser, sample.administrator)
    await administrator.page.goto(caseAddress(record))
    await administrator.page.getByText('No draft came about. A clerk or a supervisor can write one.').waitFor()
    expect(await administrator.page.getByRole('button', { name: 'Write a fresh draft' }).count()).toBe(0)
    await administrator.context.close()
    await page.getByRole('button', { name: 'Write a fresh draft' }).click()
    await page.getByRole('button', { name: 'Approve and send' }).waitFor()
    expect((await draftOf(record.id)).status).toBe('in-review')
    sample.office.replies.sweep = sweep
  })

  it('in review gives way to a fresh one, and asks first where somebody wrote in it', async () => {
    const { page } = supervisor
    const record = await desk.customerWrites(sample.complaint('nothing-unusual'))
    const { id: draftId, contentHash, text, version } = await draftOf(record.id)
    const edited = await sample.office.replies.edit({ draftId, contentHash, by: sample.clerk, text: `${text}\nYours truly` })
    expect(edited.ok).toBe(true)
    await page.goto(caseAddress(record))
    await page.getByText('Write a fresh draft…').click()
    await page.getByText('The edited text is replaced by one from today’s records.').waitFor()
    await page.getByRole('button', { name: 'Write a fresh draft' }).click()
    await page.getByText(`version ${version + 2}, by the desk`).waitFor()
    expect((await draftOf(record.id)).text).not.toContain('Yours truly')
  })

  it('says when somebody else was faster', async () => {
    const record = await desk.customerWrites(sample.complaint('vacant-with-use'))
    const other = await desk.signsIn(browser, sample.otherSupervisor)
    await other.page.goto(caseAddress(record))
    const { id: draftId, contentHash } = await draftOf(record.id)
    await sample.office.replies.giveBack({ draftId, contentHash, by: sample.supervisor, reason: 'Not yet.' })
    await other.page.getByRole('button', { name: 'Approve and send' }).click()
    await other.page.getByText('Somebody has already decided this draft.').waitFor()
    await other.context.close()
  })
})

/** Approves a case's reply and lets it leave at once; `outcome` is what the customer's server says. */
async function replyLeaves(caseId: string, outcome: SendOutcome) {
  const { replies, mailroom, db } = sample.office
  const { id: draftId, contentHash } = await draftOf(caseId)
  await replies.approve({ draftId, contentHash, by: sample.supervisor })
  await until(async () => {
    const mails = await mailroom.outgoingOfCase(caseId)
    return mails.every((mail) => mail.kind === 'reply' || mail.status === 'sent') && mails.some((mail) => mail.kind === 'staff')
  }, 'the mails to staff to leave')
  const reply = (await mailroom.outgoingOfCase(caseId)).find((mail) => mail.kind === 'reply')
  if (!reply) throw new Error('no reply')
  transport.outcome = outcome
  await db.client.outgoing.update({ where: { id: reply.id }, data: { notBefore: new Date() } })
  await mailroom.dispatch(reply.id)
  transport.outcome = { kind: 'accepted', response: '250 ok' }
  return reply
}

describe.skipIf(!chromiumInstalled())('a reply that did not leave', () => {
  it('says why on its case, and is tried again or written afresh', async () => {
    const { page } = supervisor
    const record = await desk.customerWrites(sample.complaint('rate-only', 1))
    const reply = await replyLeaves(record.id, { kind: 'refused', error: '550 mailbox full' })
    await page.goto(caseAddress(record))
    await page.getByText('This reply has not left: 550 mailbox full').waitFor()
    expect(await page.getByRole('button', { name: 'Write a fresh draft' }).count()).toBe(1)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('This reply has not left').waitFor({ state: 'detached' })
    await until(async () => transport.sent.filter((mail) => mail.messageId === reply.messageId).length === 2, 'the second try')
    await page.getByRole('button', { name: 'Write another reply' }).waitFor()
  })

  it('is nobody’s to try again once it is on its way', async () => {
    const record = await desk.customerWrites(sample.complaint('longer-period', 1))
    const reply = await replyLeaves(record.id, { kind: 'accepted', response: '250 ok' })
    const { page } = supervisor
    await page.goto(caseAddress(record))
    const token = await page.locator('input[name="_csrf"]').first().inputValue()
    const refused = await page.request.post(`${caseAddress(record)}/retry`, { form: { _csrf: token, outgoingId: reply.id } })
    expect(refused.status()).toBe(409)
    expect(await refused.text()).toContain('This reply is no longer stopped')
  })
})

describe.skipIf(!chromiumInstalled())('a mail whose fate is unknown', () => {
  it('stands on its case with its Message-ID until a person says what became of it', async () => {
    const { page } = supervisor
    const record = await desk.customerWrites(sample.complaint('leak'))
    const reply = await replyLeaves(record.id, { kind: 'unknown', error: 'The connection ended before the server answered.' })
    await page.goto(`/queue?search=${caseName(record)}`)
    await page.locator('tbody tr', { hasText: 'fate unknown' }).waitFor()
    await page.goto(caseAddress(record))
    await page.getByRole('heading', { name: 'It is not known whether this mail arrived' }).waitFor()
    await page.getByText(reply.messageId).first().waitFor()
    await page.getByRole('button', { name: 'It arrived' }).click()
    await page.getByRole('heading', { name: 'It is not known whether this mail arrived' }).waitFor({ state: 'detached' })
    await until(async () => (await sample.office.mailroom.unknowns()).length === 0, 'a settled mail')
  })
})

describe.skipIf(!chromiumInstalled())('a hostile mail', () => {
  it('runs nothing, loads nothing and keeps the page whole', async () => {
    const { page, troubles } = supervisor
    const record = await desk.customerWrites({
      from: { name: '<img src=x onerror=alert(1)>', address: 'mallory@elsewhere.example' },
      subject: '</title><script>alert(2)</script>{{7*7}}',
      text: 'Look: <script>alert(3)</script> "><svg onload=alert(4)>',
      html: '<script>alert(5)</script><img src="http://elsewhere.example/track.gif"><p onclick="alert(6)" style="position:fixed">Harmless words</p><form action="http://elsewhere.example"><button>Sign in again</button></form>',
    })
    await page.goto(caseAddress(record))
    await page.getByText('Look: <script>alert(3)</script>').waitFor()
    await page.getByText('As it was laid out').click()
    const layout = page.frameLocator('iframe')
    await layout.getByText('Harmless words').waitFor()
    expect(await layout.locator('script, img, form, button, [style], [onclick]').count()).toBe(0)
    expect(await page.title()).toContain('</title><script>alert(2)</script>{{7*7}}')
    await page.goto('/queue?status=all')
    await page.getByText('<img src=x onerror=alert(1)>').waitFor()
    expect(troubles).toEqual([])
  })
})
