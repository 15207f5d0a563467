// A change of the rulebook in a real browser: written, tried, proposed by one person and approved by another.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumInstalled, launchBrowser, type Watched } from '../support/browser.ts'
import { openConsoleDesk } from '../support/console-desk.ts'
import { openSampleDesk, type SampleDesk } from '../support/sample-desk.ts'

let sample: SampleDesk
let desk: Awaited<ReturnType<typeof openConsoleDesk>>
let browser: Browser
let supervisor: Watched
let other: Watched
let clerk: Watched

beforeAll(async () => {
  sample = await openSampleDesk()
  desk = await openConsoleDesk(sample.office)
  await desk.employs(sample.supervisor, sample.otherSupervisor, sample.clerk)
  browser = await launchBrowser()
  supervisor = await desk.signsIn(browser, sample.supervisor)
  other = await desk.signsIn(browser, sample.otherSupervisor)
  clerk = await desk.signsIn(browser, sample.clerk)
})

afterAll(async () => {
  await browser?.close()
  await desk?.stop()
  await sample?.close()
})

describe.skipIf(!chromiumInstalled())('the rulebook’s pages', () => {
  it('a change is tried, refused while it cannot be used, proposed, and approved by a second person', async () => {
    await desk.customerWrites(sample.complaint('leak'))
    const { page, troubles } = supervisor
    await page.goto('/rulebook')
    await page.getByRole('link', { name: 'What makes a case hard' }).click()
    const text = page.getByLabel('The whole text, as it shall hold')
    const given = await text.inputValue()
    await text.fill(given.replace('inquiries: 3', 'inquiries: 1'))
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByText('one inquiry is every case').waitFor()
    await text.fill(given.replace('hard_topics: [', 'hard_topics: [high-bill, '))
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByText('Of the last 1 cases, 1 would have gone another way.').waitFor()
    await page.locator('ins').getByText('high-bill').waitFor()
    await page.getByRole('button', { name: 'Propose it' }).click()
    await page.getByText('Say why it should change').waitFor()
    await page.getByLabel('Why', { exact: true }).fill('High bills are for supervisors this spring')
    await page.getByRole('button', { name: 'Propose it' }).click()
    await page.getByText('waits for a second person').waitFor()
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0)
    await other.page.goto('/rulebook')
    await other.page.getByRole('region', { name: 'Waiting for a second person' }).getByRole('link').click()
    await other.page.getByRole('button', { name: 'Approve' }).click()
    await other.page.getByText(', approved:').waitFor()
    expect(troubles.filter((trouble) => !trouble.includes('409'))).toEqual([])
  })

  it('a clerk reads it and proposes nothing; a version is saved as a file', async () => {
    const { page } = clerk
    await page.goto('/rulebook/standards')
    expect(await page.getByRole('button', { name: 'Propose it' }).count()).toBe(0)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Save as a file' }).first().click(),
    ])
    expect(download.suggestedFilename()).toBe('standards-2026-01-01.yaml')
  })
})
