// A call in a real browser, from one key to the answer on one screen; and the keys that lead through the office.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumInstalled, launchBrowser, type Watched } from '../support/browser.ts'
import { caseAddress, openConsoleDesk } from '../support/console-desk.ts'
import { openSampleDesk, type SampleDesk } from '../support/sample-desk.ts'

let sample: SampleDesk
let desk: Awaited<ReturnType<typeof openConsoleDesk>>
let browser: Browser
let clerk: Watched
let supervisor: Watched

beforeAll(async () => {
  sample = await openSampleDesk()
  desk = await openConsoleDesk(sample.office)
  await desk.employs(sample.clerk, sample.supervisor)
  browser = await launchBrowser()
  clerk = await desk.signsIn(browser, sample.clerk, { viewport: { width: 1440, height: 900 } })
  supervisor = await desk.signsIn(browser, sample.supervisor)
})

afterAll(async () => {
  await browser?.close()
  await desk?.stop()
  await sample?.close()
})

describe.skipIf(!chromiumInstalled())('a call', () => {
  it('is answered in three actions: a key, what the caller says, Enter; all of it on one screen', async () => {
    const { page, troubles } = clerk
    const callers = sample.sample.accounts.flatMap(({ history }) =>
      history.people.map((person) => ({ ...person, number: history.account.number })),
    )
    const caller = callers.find(({ phone }) => phone && callers.filter((other) => other.phone === phone).length === 1)
    if (!caller?.phone) throw new Error('nobody has a telephone of his own')
    await page.goto('/queue')
    await page.keyboard.press('c')
    await page.getByRole('heading', { name: 'Who is calling?' }).waitFor()
    await page.keyboard.type(caller.phone.replace(/-/g, ' '))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: new RegExp(caller.number) }).waitFor()
    const told = page.getByRole('region', { name: 'Who may be told what' })
    await told.getByText(caller.name).first().waitFor()
    for (const name of ['Cases and promises', 'Why the newest bill', 'Bills', 'This call', 'Payments and reads']) {
      const box = await page.getByRole('region', { name }).boundingBox()
      expect((box?.y ?? 9_999) + (box?.height ?? 0), name).toBeLessThanOrEqual(900)
    }
    expect(troubles).toEqual([])
  })

  it('is logged as a case of its own with a promised call back, or in one that is there', async () => {
    const { page } = clerk
    const number = sample.complaint('leak').accountNumber
    await page.goto(`/call/${number}`)
    const note = page.getByRole('region', { name: 'This call' })
    await note.getByLabel('Who').fill('Ana Ruiz')
    await note.getByLabel('What was said').fill('Why is my bill so high? I will send a picture of the meter.')
    await note.getByLabel('Call back by').fill(new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10))
    await note.getByRole('button', { name: 'Log the call' }).click()
    await page.getByRole('heading', { name: /Why is my bill so high/ }).waitFor()
    await page.getByRole('region', { name: 'Promises' }).getByText('“Call back Ana Ruiz”').waitFor()
    const opened = page.url().split('/').at(-1) as string
    await page.goto(`/call/${number}`)
    await note.getByLabel('What was said').fill('She called again.')
    await note.getByLabel('About').selectOption({ label: `${opened} Why is my bill so high? I will send a picture of the meter.` })
    await note.getByRole('button', { name: 'Log the call' }).click()
    await page.waitForURL(`**/cases/${opened}`)
    await page.locator('.timeline').getByText('She called again.').waitFor({ state: 'attached' })
  })

  it('the keys show themselves, go through the queue, and approve with two of them; none of them works while somebody writes', async () => {
    const { page } = supervisor
    const record = await desk.customerWrites(sample.complaint('longer-period'))
    await page.goto('/queue')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('/')
    await page.keyboard.type('cq')
    expect(await page.getByRole('searchbox').inputValue()).toBe('cq')
    await page.getByRole('searchbox').fill('')
    await page.getByRole('searchbox').blur()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${caseAddress(record)}`)
    await page.keyboard.press('Shift+A')
    await page.keyboard.press('Enter')
    await page.getByText(/Approved by Sam Supervisor/).waitFor()
  })
})
