// Who looked at what stands in the audit log, with the address it was looked at from; an administrator finds it and takes it away.
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseName } from '../../src/cases/case.ts'
import { chromiumInstalled, launchBrowser } from '../support/browser.ts'
import { caseAddress, keepMails, openConsoleDesk } from '../support/console-desk.ts'
import { openSampleDesk, type SampleDesk } from '../support/sample-desk.ts'

let sample: SampleDesk
let desk: Awaited<ReturnType<typeof openConsoleDesk>>
let browser: Browser

beforeAll(async () => {
  sample = await openSampleDesk({ parts: { transport: keepMails() } })
  desk = await openConsoleDesk(sample.office)
  await desk.employs(sample.clerk, sample.administrator)
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await desk?.stop()
  await sample?.close()
})

describe.skipIf(!chromiumInstalled())('the audit log', () => {
  it('shows views and searches of cases and accounts, is filtered, and leaves as a file that runs nothing', async () => {
    const record = await desk.customerWrites(sample.complaint('leak'))
    const clerk = await desk.signsIn(browser, sample.clerk)
    await clerk.page.goto(caseAddress(record))
    await clerk.page.goto(`${caseAddress(record)}/clock`)
    await clerk.page.goto(`/accounts/${record.accountNumber}`)
    await clerk.page.goto(`/accounts?find=${encodeURIComponent('=HYPERLINK("http://elsewhere.example")')}`)
    await clerk.page.goto('/queue?search=leak')
    expect((await clerk.page.goto('/audit'))?.status()).toBe(403)
    expect((await clerk.page.request.get('/audit.csv')).status()).toBe(403)

    const { page, troubles, context } = await desk.signsIn(browser, sample.administrator)
    await page.getByRole('link', { name: 'Staff' }).click()
    await page.getByRole('link', { name: 'The audit log' }).click()
    await page.getByLabel('Account or case').fill(caseName(record).toLowerCase())
    await page.getByLabel('Person').selectOption({ label: sample.clerk.name })
    await page.getByRole('button', { name: 'Search' }).click()
    const rows = page.locator('table.rows tbody tr')
    expect(await rows.count()).toBe(2)
    expect(await rows.first().textContent()).toMatch(/Casey Clerk.*Case looked at.*WD-\d+.*127\.0\.0\.1/)
    await page.getByRole('link', { name: 'Clear' }).click()
    await page.getByLabel('Account or case').fill(record.accountNumber as string)
    await page.getByRole('button', { name: 'Search' }).click()
    expect(await rows.first().textContent()).toContain('Account looked at')

    await page.goto(`/audit?person=${sample.clerk.id}`)
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'As a file' }).click()])
    const file = readFileSync(await download.path(), 'utf8')
    expect(download.suggestedFilename()).toBe('audit-log.csv')
    const acts = file.split('\r\n').map((line) => line.split('","')[2])
    expect(acts).toEqual(expect.arrayContaining(['case-search', 'account-search', 'account-looked-at', 'case-looked-at', 'signed-in']))
    expect(file).toMatch(/"signed-in","[^"]*","127\.0\.0\.1"/)
    expect(file).toContain('"words: =HYPERLINK(""http://elsewhere.example"")"')
    await page.goto('/audit?act=audit-log-exported')
    expect(await rows.count()).toBe(1)
    expect(await rows.first().textContent()).toContain('Alex Administrator')
    expect(troubles).toEqual([])
    await context.close()
    await clerk.context.close()
  })
})
