// A draft in other words, in a real browser: the new version with its author, or the reason why the model's answer was not used.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumInstalled, launchBrowser } from '../support/browser.ts'
import { caseAddress, keepMails, openConsoleDesk } from '../support/console-desk.ts'
import { letter, type ModelServer, startModelServer } from '../support/model-server.ts'
import { openSampleDesk, type SampleDesk } from '../support/sample-desk.ts'

describe.skipIf(!chromiumInstalled())('a draft in other words', () => {
  let server: ModelServer
  let browser: Browser
  beforeAll(async () => {
    server = await startModelServer()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server.close()
  })

  type Work = (sample: SampleDesk, desk: Awaited<ReturnType<typeof openConsoleDesk>>) => Promise<void>
  async function opened(settings: Parameters<typeof openSampleDesk>[0], work: Work) {
    const sample = await openSampleDesk({ parts: { transport: keepMails() }, recallSeconds: 600, ...settings })
    const desk = await openConsoleDesk(sample.office)
    await desk.employs(sample.supervisor, sample.administrator)
    await work(sample, desk)
    await desk.stop()
    await sample.close()
  }

  it('is one choice; a refusal says why, the draft stands, and what was sent and answered can be read', async () => {
    await opened({ model: server.settings() }, async (sample, desk) => {
      const { page, troubles } = await desk.signsIn(browser, sample.supervisor)
      const record = await desk.customerWrites(sample.complaint('rate-only'))
      await page.goto(caseAddress(record))
      server.answers(({ letter: text }) => letter(`${text}\nYou will get $50.00 <script>alert(1)</script>.`))
      await page.getByText('In other words…').click()
      await page.getByLabel('How').selectOption('shorter')
      await page.getByRole('button', { name: 'Rewrite the draft' }).click()
      await page
        .getByText('The language model’s answer was not used: it wrote a figure of its own: “$50.00”. The draft stands as it is.')
        .waitFor()
      await page.getByText('version 1, by the desk').waitFor()
      if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT, fullPage: true })
      await page.getByText('What the language model was sent and answered (1)').click()
      await page.getByText(/asked by Sam Supervisor, sample-model: not used, it wrote a figure of its own/).waitFor()
      await page.getByText('Received', { exact: true }).click()
      await page.getByText(/You will get \(figure\)/).waitFor()
      server.isHonest()
      await page.getByRole('button', { name: 'Rewrite the draft' }).click()
      await page.getByText('version 2, by Sam Supervisor').waitFor()
      await page.getByText('Thanks for writing about').first().waitFor()
      await page.getByText('in other words of the language model, plainer').waitFor({ state: 'attached' })
      await page.getByRole('button', { name: 'Approve and send' }).click()
      await page.getByText('You wrote figures of this draft yourself').waitFor()
      expect(troubles.filter((trouble) => !trouble.includes('409'))).toEqual([])
    })
  })

  it('a topic that the rules are unsure of has a suggestion beside it, which one button takes', async () => {
    await opened({ model: server.settings() }, async (sample, desk) => {
      server.answers(() => ({ content: '{"topic":"meter-problem","urgency":"high"}' }))
      const { page } = await desk.signsIn(browser, sample.supervisor)
      const text = 'Good day, something about the thing seems off to us.'
      const record = await desk.customerWrites({ ...sample.complaint('longer-period'), subject: 'Hello', text })
      await page.goto(caseAddress(record))
      const about = page.getByRole('region', { name: 'What it is about' })
      await about.getByText(/A language model .* suggests Meter problem and Urgent/).waitFor()
      if (process.env.SHOT) await about.screenshot({ path: process.env.SHOT })
      await about.getByRole('button', { name: 'Take the suggestion' }).click()
      await page.locator('.case-head').getByText('Meter problem').waitFor()
      await page.locator('.case-head').getByText('Urgent').waitFor()
      expect(await about.getByText(/A language model/).count()).toBe(0)
      server.isHonest()
    })
  })

  it('is not offered where there is no model', async () => {
    await opened({}, async (sample, desk) => {
      const { page } = await desk.signsIn(browser, sample.supervisor)
      await page.goto(caseAddress(await desk.customerWrites(sample.complaint('leak'))))
      await page.getByRole('button', { name: 'Approve and send' }).waitFor()
      expect(await page.getByText('In other words…').count()).toBe(0)
    })
  })
})
