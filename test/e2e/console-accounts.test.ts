// A supervisor's work on an account in a real browser: found, looked at, investigated over three years, rebilled with four eyes, held,
// and its worksheet as a page to print.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccountHistory } from '../../src/accounts/account-history.ts'
import { chromiumInstalled, launchBrowser } from '../support/browser.ts'
import { keepMails, openConsoleDesk } from '../support/console-desk.ts'
import { openSampleDesk, type SampleDesk } from '../support/sample-desk.ts'

describe.skipIf(!chromiumInstalled())('an account in the console (needs Chromium)', () => {
  let sample: SampleDesk
  let desk: Awaited<ReturnType<typeof openConsoleDesk>>
  let browser: Browser
  let page: Page
  let history: AccountHistory
  const wrongBy = 1_500

  beforeAll(async () => {
    sample = await openSampleDesk({ parts: { transport: keepMails() } })
    desk = await openConsoleDesk(sample.office)
    await desk.employs(sample.clerk, sample.supervisor, sample.otherSupervisor)
    browser = await launchBrowser()
    history = sample.sample.accounts.find(({ story }) => story === 'leak')!.history
    const bill = history.bills.at(-3)!
    const db = sample.office.db.client
    await db.$executeRaw`UPDATE bill_line SET amount_cents = amount_cents + ${wrongBy}, rate = '38.01' WHERE bill_id = ${bill.id} AND position = 0`
    await db.$executeRaw`UPDATE bill SET total_cents = total_cents + ${wrongBy} WHERE id = ${bill.id}`
    page = (await desk.signsIn(browser, sample.clerk)).page
  })
  afterAll(async () => {
    await browser?.close()
    await desk?.stop()
    await sample?.close()
  })

  const number = () => history.account.number
  const balance = () => sample.office.accounts.balanceCents(number(), 99_999 as never)

  it('is found by its number, a name begun only, its address, its PIN and its meter', async () => {
    const { name, email } = history.people.find((person) => person.email !== null)!
    const finds = [
      number(),
      email!,
      history.property.address.split(' ').slice(0, 4).join(' '),
      history.property.pin!,
      history.meters[0]!.id,
    ]
    for (const find of finds) {
      await page.goto('/accounts')
      await page.getByLabel('Find an account').fill(find)
      await page.getByRole('button', { name: 'Find' }).click()
      if (find !== number()) await page.getByRole('link', { name: number() }).click() // the number itself leads there at once
      await page.getByRole('heading', { name: `Account ${number()}` }).waitFor()
    }
    await page.goto(`/accounts?find=${encodeURIComponent(name.slice(0, -1).toUpperCase())}`)
    expect(await page.getByRole('cell', { name }).count()).toBeGreaterThan(0)
    await page.goto('/accounts?find=nobody-at-all')
    expect(await page.getByText('Nothing is on file').isVisible()).toBe(true)
    await page.goto('/accounts/1')
    expect(await page.getByRole('heading', { name: 'No such account' }).isVisible()).toBe(true)
  })

  it('shows balance of any day, bills, use, payments and reads; and who looked stands in the audit log', async () => {
    await page.goto(`/accounts/${number()}?as_of=${'2020-01-01'}`)
    expect(await page.locator('.balance').textContent()).toContain('$0.00')
    await page.goto(`/accounts/${number()}`)
    expect(await page.locator('.balance').textContent()).toContain('records as of')
    expect(await page.locator('figure.chart svg').getAttribute('aria-label')).toContain('Gallons a day')
    const looks = await sample.office.db.client.officeAudit.count({
      where: { act: 'account-looked-at', subject: number(), actor: `staff:${sample.clerk.id}` },
    })
    expect(looks).toBeGreaterThanOrEqual(2)
  })

  it('compares any bill with any other, in parts that add up', async () => {
    const [later, earlier] = [history.bills.at(-1)!, history.bills.at(-7)!]
    await page.goto(`/accounts/${number()}`)
    await page.getByLabel('Bill', { exact: true }).first().selectOption(later.id)
    await page.getByLabel('against').selectOption(earlier.id)
    await page.getByRole('button', { name: 'Compare' }).click()
    const rows = page.locator('#compare ~ table.sums tr')
    const cells = await rows.locator('td').allInnerTexts()
    const cents = cells.map((text) => Math.round(Number(text.replace('−', '-').replace(/[+$,]/g, '')) * 100))
    expect(cents.slice(0, -1).reduce((sum, part) => sum + part, 0)).toBe(cents.at(-1))
    expect([cents[0], cents.at(-1)]).toEqual([earlier.totalCents, later.totalCents])
  })

  it('is investigated over three years: the bill that is wrong stands out with its reason, and assumptions move the sum', async () => {
    await page.goto(`/accounts/${number()}`)
    await page.getByRole('button', { name: 'Investigate' }).click()
    expect(await page.locator('details.fold[open]').count()).toBe(1)
    expect(await page.getByText('billed at 38.01, in force is').isVisible()).toBe(true)
    expect(await page.locator('table.sums .total').first().textContent()).toContain('−$15.00')

    await page.getByText('Relief or exemption').click()
    const form = page.locator('form', { has: page.locator('#exemption') })
    await form.getByLabel('from').fill('2026-03-01')
    await form.getByRole('button', { name: 'Try it' }).click()
    expect(await page.getByText('Relief of 50 % from Mar 1, 2026').isVisible()).toBe(true)
    expect(await page.locator('table.sums .total').first().textContent()).not.toContain('−$15.00')
    await page.getByRole('link', { name: 'Leave it out' }).click()
    expect(await page.locator('table.sums .total').first().textContent()).toContain('−$15.00')
    await page.goto(`/accounts/${number()}/investigate?assume=${encodeURIComponent('{"kind":"read"')}`)
    expect(await page.getByRole('alert').textContent()).toContain('could not be read')
  })

  it('has a worksheet as a PDF that says what the page says', async () => {
    const response = await page.context().request.get(`/accounts/${number()}/worksheet.pdf`)
    expect(response.headers()['content-type']).toBe('application/pdf')
    const file = path.join(os.tmpdir(), `worksheet-${process.pid}.pdf`)
    writeFileSync(file, await response.body())
    const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
    for (const words of ['Proration worksheet', number(), history.bills.at(-3)!.id, 'billed at 38.01', 'Page 1 of'])
      expect(text).toContain(words)
    expect(text).toMatch(/Difference\s+−\$15\.00/)
  })

  it('is rebilled with four eyes: proposed by one, approved by another, and posted', async () => {
    const before = await balance()
    await page.goto(`/accounts/${number()}/investigate`)
    await page.getByText('Propose the difference of').click()
    await page.getByLabel('Note').fill('Billed at a rate that was never in force.')
    await page.getByRole('button', { name: 'Propose', exact: true }).click()
    await page.getByText('You proposed this, so somebody else decides it.').waitFor()
    const address = new URL(page.url()).pathname
    expect(await balance()).toBe(before)

    const { page: other } = await desk.signsIn(browser, sample.supervisor)
    await other.goto('/adjustments')
    await other
      .getByRole('link', { name: /ADJ-\d+/ })
      .first()
      .click()
    expect(new URL(other.url()).pathname).toBe(address)
    expect(await other.getByText('Billed at a rate that was never in force.').isVisible()).toBe(true)
    await other.getByRole('button', { name: /Approve/ }).click()
    await other.getByText('Posted, not yet confirmed').first().waitFor()
    expect(await balance()).toBe(before - wrongBy)
  })

  it('gets a credit and a hold only as the rules allow, and says why not', async () => {
    const { page: supervisor } = await desk.signsIn(browser, sample.otherSupervisor)
    await supervisor.goto(`/accounts/${number()}`)
    await supervisor.getByText('Propose a credit or charge').click()
    await supervisor.getByLabel(/^Amount/).fill('25.00')
    await supervisor.locator('#adjust-note').fill('Wrong sign.')
    await supervisor.getByRole('button', { name: 'Propose', exact: true }).click()
    expect(await supervisor.getByRole('alert').textContent()).toContain('A credit is written with a minus')

    await supervisor.getByText('Place a hold').click()
    await supervisor.getByLabel('shut-off').check()
    await supervisor.getByLabel('Disputed amount').fill('123.45')
    await supervisor.getByLabel('Last day').fill(new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10))
    await supervisor.locator('#hold-reason').fill('Says the meter ran backwards.')
    await supervisor.getByRole('button', { name: 'Place the hold' }).click()
    await supervisor.getByText('Says the meter ran backwards.').waitFor()
    expect(await sample.office.adjustments.holds({ accountNumber: number(), standing: true })).toMatchObject([
      { stops: ['shut-off'], disputedCents: 12_345 },
    ])
    await page.goto(`/accounts/${number()}`)
    expect(await page.getByText('Place a hold').count()).toBe(0) // a clerk may not
  })

  it('gets its final bill for a day, by a reading or an estimate, and names what the office has not decided', async () => {
    const on = new Date(Date.now()).toISOString().slice(0, 10)
    await page.goto(`/accounts/${number()}/investigate?final_on=${on}`)
    expect(await page.getByText('estimated', { exact: true }).isVisible()).toBe(true)
    expect(await page.locator('table.sums .total').textContent()).toMatch(/Due|Credit/)
    await page.goto(`/accounts/${number()}/investigate`)
    await page.getByRole('button', { name: 'Show the correction' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('leak.average_over_bills is empty')
    await page.goto(`/accounts/${number()}/investigate?final_on=2020-01-01`)
    expect(await page.getByRole('alert').textContent()).toContain('period overlap')
  })

  it('has its property reviewed from the documents on file', async () => {
    await page.goto(`/accounts/${number()}`)
    await page.getByRole('link', { name: history.property.type }).click()
    await page.getByText('Put a document on file').click()
    await page.getByLabel('Whom it names as owner').fill(history.people.find(({ role }) => role === 'owner')!.name.toUpperCase())
    await page.getByLabel('PIN', { exact: true }).fill('12')
    await page.getByRole('button', { name: 'Put it on file' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('14 digits')
    await page.getByText('Put a document on file').click()
    await page.getByLabel('Whom it names as owner').fill(history.people.find(({ role }) => role === 'owner')!.name.toUpperCase())
    await page.getByLabel('PIN', { exact: true }).fill(history.property.pin!)
    await page.getByRole('button', { name: 'Put it on file' }).click()
    await page.getByRole('row', { name: /Owner and account agree established/ }).waitFor()
    await page.getByLabel('Review: note').fill('Seen at the recorder of deeds.')
    await page.getByRole('button', { name: 'Record my review' }).click()
    expect(await page.getByRole('row', { name: /Incomplete .*Seen at the recorder of deeds/ }).isVisible()).toBe(true)
    await page.goto('/properties')
    expect(await page.getByRole('heading', { name: 'Billed as something else' }).isVisible()).toBe(true)
  })
})
