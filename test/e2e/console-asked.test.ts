// What a customer asks for and what his case is about, in a real browser: seen beside the draft, dismissed by name, corrected by
// one button.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { longDay } from '../../src/kernel/days.ts'
import { chromiumInstalled, launchBrowser, type Watched } from '../support/browser.ts'
import { caseAddress, keepMails, openConsoleDesk } from '../support/console-desk.ts'
import { openSampleDesk, type SampleDesk } from '../support/sample-desk.ts'

let sample: SampleDesk
let desk: Awaited<ReturnType<typeof openConsoleDesk>>
let browser: Browser
let supervisor: Watched

beforeAll(async () => {
  sample = await openSampleDesk({ parts: { transport: keepMails() }, recallSeconds: 600 })
  desk = await openConsoleDesk(sample.office)
  await desk.employs(sample.supervisor, sample.administrator)
  browser = await launchBrowser()
  supervisor = await desk.signsIn(browser, sample.supervisor)
})

afterAll(async () => {
  await browser?.close()
  await desk?.stop()
  await sample?.close()
})

describe.skipIf(!chromiumInstalled())('beside a draft', () => {
  it('what is asked stands in the customer’s words, stops the approval, and is dismissed with a reason', async () => {
    const { page, troubles } = supervisor
    const text = 'Why is my bill so high? Please set up a payment plan <script>alert(1)</script>.'
    const record = await desk.customerWrites({ ...sample.complaint('leak'), subject: 'My bill', text })
    await page.goto(caseAddress(record))
    const asked = page.getByRole('region', { name: 'What is asked' })
    await asked.getByText('“Why is my bill so high?”').waitFor()
    expect(await asked.locator('.request.answered').count()).toBe(1)
    expect(await asked.locator('.request.not-answered').textContent()).toContain('Please set up a payment plan <script>alert(1)</script>.')
    await page.getByRole('button', { name: 'Approve and send' }).click()
    await page.getByText(/The reply does not answer “Please set up a payment plan/).waitFor()
    await asked.getByText('Not in this reply…').click()
    await asked.getByLabel('Why this reply need not answer it').fill('Agreed on the telephone.')
    await asked.getByRole('button', { name: 'Dismiss this request' }).click()
    await asked.getByText('Sam Supervisor: Agreed on the telephone.').waitFor()
    await page.getByRole('button', { name: 'Approve and send' }).click()
    await page.getByText(/Approved by Sam Supervisor/).waitFor()
    expect(troubles.filter((trouble) => !trouble.includes('409'))).toEqual([])
  })

  it('what is asked besides becomes a case of its own, from the list', async () => {
    const { page } = supervisor
    const text = 'Why is my bill so high? Please set up a payment plan.'
    const record = await desk.customerWrites({ ...sample.complaint('leak'), subject: 'My bill', text })
    await page.goto(caseAddress(record))
    const asked = page.getByRole('region', { name: 'What is asked' })
    await asked.getByText('Not in this reply…').click()
    await asked.getByLabel('Why this reply need not answer it').fill('The payment office answers.')
    await asked.getByRole('button', { name: 'Make it a case of its own' }).click()
    await asked.getByText(/goes on in WD-\d+: The payment office answers/).waitFor()
    await page.getByText('linked to').getByRole('link').click()
    await page.getByText('“Please set up a payment plan.”').waitFor()
    await page.getByText('began as a part of another case').waitFor()
  })

  it('the bill that is taken to be meant stands with its reason, and another is chosen by one button', async () => {
    const { page } = supervisor
    const complaint = sample.complaint('leak', 1)
    const record = await desk.customerWrites({ ...complaint, subject: 'My bill', text: 'Why is my bill of $98,765.43 so high?' })
    await page.goto(caseAddress(record))
    const about = page.getByRole('region', { name: 'What it is about' })
    await about.getByText('Which bill is meant is not sure').waitFor()
    await about.getByText('no bill of the account has the amount $98,765.43').waitFor()
    const bills = (await sample.office.accounts.history(complaint.accountNumber))?.bills ?? []
    const wanted = bills.at(-2)
    if (!wanted) throw new Error('no bill')
    await about.getByText('Correct…').click()
    await about.getByLabel('Disputed bill').selectOption(wanted.id)
    await about.getByRole('button', { name: 'Change the bill' }).click()
    await page
      .getByText(`Your bill of ${longDay(wanted.issuedOn)}`)
      .first()
      .waitFor()
    await about.getByText(/chosen by Sam Supervisor/).waitFor()
    await page.getByText('corrected the case').waitFor({ state: 'attached' })
  })

  it('topic, account and language are one button each; what is not there is refused in plain words', async () => {
    const { page } = supervisor
    const record = await desk.customerWrites({ ...sample.complaint('rate-only'), subject: 'My bill', text: 'Why is my bill so high?' })
    await page.goto(caseAddress(record))
    const about = page.getByRole('region', { name: 'What it is about' })
    await about.getByText('Correct…').click()
    await about.getByLabel('Topic').selectOption('payment-not-posted')
    await about.getByRole('button', { name: 'Change the topic' }).click()
    await page.getByText('WHAT OUR RECORDS SAY').first().waitFor()
    await about.getByText('Correct…').click()
    await about.getByLabel('Account', { exact: true }).fill('999999-999999')
    await about.getByRole('button', { name: 'Change the account' }).click()
    await about.getByText('There is no account of this number in the records.').waitFor()
    await about.getByLabel('Language of the reply').selectOption('es')
    await about.getByRole('button', { name: 'Change the language' }).click()
    await page.getByText('LO QUE DICEN NUESTROS REGISTROS').first().waitFor()
  })

  it('an administrator sees it and is offered nothing', async () => {
    const record = await desk.customerWrites({ ...sample.complaint('leak'), subject: 'My bill', text: 'Please set up a payment plan.' })
    const { page, context } = await desk.signsIn(browser, sample.administrator)
    await page.goto(caseAddress(record))
    await page.getByRole('region', { name: 'What is asked' }).getByText('“Please set up a payment plan.”').waitFor()
    expect(await page.getByText('Not in this reply…').count()).toBe(0)
    expect(await page.getByText('Correct…').count()).toBe(0)
    await context.close()
  })
})
