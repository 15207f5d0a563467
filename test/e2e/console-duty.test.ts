// The office's day in a real browser: who is at work, whose a case is, how it waits, is resolved, merged and explained.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CaseRecord, caseName } from '../../src/cases/case.ts'
import { chromiumInstalled, launchBrowser, type Watched } from '../support/browser.ts'
import { caseAddress, keepMails, openConsoleDesk } from '../support/console-desk.ts'
import { assignmentOf, openSampleDesk, type SampleDesk } from '../support/sample-desk.ts'

let sample: SampleDesk
let desk: Awaited<ReturnType<typeof openConsoleDesk>>
let browser: Browser
let supervisor: Watched
let clerk: Watched

beforeAll(async () => {
  sample = await openSampleDesk({ parts: { transport: keepMails() }, recallSeconds: 600, rules: { assignment: assignmentOf(true) } })
  desk = await openConsoleDesk(sample.office)
  await desk.employs(sample.supervisor, sample.clerk)
  browser = await launchBrowser()
  supervisor = await desk.signsIn(browser, sample.supervisor)
  clerk = await desk.signsIn(browser, sample.clerk)
})

afterAll(async () => {
  await browser?.close()
  await desk?.stop()
  await sample?.close()
})

/** A case whose draft a supervisor has returned. */
async function returned(customer = `customer${Math.random()}@mail.example`): Promise<CaseRecord> {
  const { office } = sample
  const record = await desk.customerWrites({ ...sample.complaint('leak'), from: { name: 'Ana Ruiz', address: customer } })
  const view = await office.replies.view(record.id)
  if (!view) throw new Error('no draft')
  await office.replies.giveBack({ draftId: view.draft.id, contentHash: view.draft.contentHash, by: sample.supervisor, reason: 'Shorter' })
  return record
}

describe.skipIf(!chromiumInstalled())('the office’s day', () => {
  it('a case stands with its clocks, and how they count is a page of its own', async () => {
    const { page } = clerk
    const record = await returned()
    await page.goto(caseAddress(record))
    const duty = page.getByRole('region', { name: 'Clocks and next steps' })
    await duty.getByText('First answer', { exact: true }).waitFor()
    await duty.getByText(/of 24 h, due/).waitFor()
    await page.getByText('assigned to you').waitFor()
    await duty.getByRole('link', { name: 'How these clocks count' }).click()
    await page.getByRole('heading', { name: `How the clocks of ${caseName(record)} counted` }).waitFor()
    const first = page.getByRole('region', { name: 'First answer' })
    await first.getByRole('cell', { name: 'the inquiry came in' }).waitFor()
    await first.getByRole('cell', { name: 'A supervisor, to decide on a draft' }).waitFor()
    await first.getByRole('cell', { name: 'the draft was returned' }).waitFor()
  })

  it('who else has it open, and who writes, stands above it, and a link to another is made and taken back', async () => {
    const [record, other] = [await returned(), await returned()]
    // Each page says at once that it is open, and again each ten seconds.
    const opens = async ({ page }: Watched, address: string) => {
      const told = page.waitForResponse(/\/presence/)
      await page.goto(address)
      await told
    }
    await opens(clerk, caseAddress(record))
    await opens(supervisor, caseAddress(record))
    await supervisor.page.getByText(`${sample.clerk.name} has this case open, too.`).waitFor()
    await opens(clerk, `${caseAddress(record)}?edit=1`)
    await clerk.page.getByText(`${sample.supervisor.name} has this case open, too.`).waitFor()
    await opens(supervisor, caseAddress(record))
    await supervisor.page.getByText(`${sample.clerk.name} writes an answer here right now.`).waitFor()

    const { page } = clerk
    await page.goto(caseAddress(record))
    const duty = page.getByRole('region', { name: 'Clocks and next steps' })
    await duty.getByText('Link…').click()
    await duty.getByLabel('The other case').fill(caseName(other))
    await duty.getByLabel('Why they belong together').fill('The same roof')
    await duty.getByRole('button', { name: 'Link', exact: true }).click()
    await page
      .getByText('linked to')
      .getByRole('link', { name: caseName(other) })
      .waitFor()
    await duty.getByText('Link…').click()
    await duty.getByLabel(/is taken back/).fill('Another roof after all')
    await duty.getByRole('button', { name: 'Take the link back' }).click()
    await expect.poll(() => page.getByText('linked to').count()).toBe(0)
    expect(await sample.office.duty.linked(other.id)).toEqual([])
  })

  it('it waits until a day, goes on, is resolved and opened again, each with its reason', async () => {
    const { page } = clerk
    const record = await returned()
    await page.goto(caseAddress(record))
    const duty = page.getByRole('region', { name: 'Clocks and next steps' })
    await duty.getByText('Wait, resolve, close…').click()
    await duty.getByRole('button', { name: 'Wait for the customer' }).click()
    await duty.getByText('Say why: it stands in the timeline.').waitFor()
    await duty.getByLabel('What is asked of the customer').fill('A picture of the meter')
    await duty.getByRole('button', { name: 'Wait for the customer' }).click()
    await page.getByText('Waits for customer', { exact: true }).waitFor()
    await duty.getByText('Waits until').waitFor()
    await duty.getByText('Wait, resolve, close…').click()
    await duty.getByRole('button', { name: 'Go on with it' }).click()
    await page.locator('.pill.open').waitFor()
    await duty.getByText('Wait, resolve, close…').click()
    await duty.getByLabel('How it was resolved').fill('Explained on the telephone')
    await duty.getByRole('button', { name: 'Resolve' }).click()
    await page.locator('.pill.resolved').waitFor()
    await duty.getByText('Wait, resolve, close…').click()
    await duty.getByLabel('Why it is open again').fill('She called again')
    await duty.getByRole('button', { name: 'Open again' }).click()
    await page.locator('.pill.open').waitFor()
    expect(await page.locator('.timeline').textContent()).toContain('Explained on the telephone')
  })

  it('a call is logged with a promise, and a supervisor is asked', async () => {
    const { page } = clerk
    const record = await returned()
    await page.goto(caseAddress(record))
    const duty = page.getByRole('region', { name: 'Clocks and next steps' })
    await duty.getByText('Log a call…').click()
    await duty.getByLabel('What was said').fill('She asks when the crew comes. <b>Soon</b>')
    await duty.getByLabel('Promised to call back by').fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10))
    await duty.getByRole('button', { name: 'Log the call' }).click()
    await page.getByRole('region', { name: 'Promises' }).getByText('“Call back Ana Ruiz”').waitFor()
    await duty.getByText('Ask a supervisor…').click()
    await duty.getByLabel('What should be decided').fill('May I waive the penalty?')
    await duty.getByRole('button', { name: 'Ask a supervisor' }).click()
    await page.getByText(/assigned to (Sam|Robin) Supervisor/).waitFor()
    await page.getByText('a colleague asks for a supervisor').waitFor()
  })

  it('two cases of one customer become one, and are taken apart again', async () => {
    const { page } = supervisor
    const customer = 'two@mail.example'
    const [first, second] = [await returned(customer), await returned(customer)]
    await page.goto(caseAddress(first))
    const duty = page.getByRole('region', { name: 'Clocks and next steps' })
    await duty.getByText('Merge…').click()
    await duty.getByLabel('Into case').fill(caseName(second))
    await duty.getByLabel('Why', { exact: true }).fill('The same bill')
    await duty.getByRole('button', { name: 'Merge', exact: true }).click()
    await page.locator('.pill.merged').waitFor()
    await duty.getByRole('link', { name: caseName(second) }).click()
    await duty.getByText('Took in').waitFor()
    expect(await page.locator('.conversation article, .conversation li').count()).toBeGreaterThanOrEqual(2)
    await duty.getByRole('link', { name: caseName(first) }).click()
    await duty.getByLabel('Why the merge is taken back').fill('Two matters')
    await duty.getByRole('button', { name: 'Take the merge back' }).click()
    await page.locator('.pill.open').waitFor()
  })

  it('an inquiry at the counter is taken down', async () => {
    const { page } = clerk
    await page.goto('/queue')
    await page.getByRole('link', { name: 'New case' }).click()
    await page.getByLabel('How it came').selectOption('walk-in')
    await page.getByLabel('Who').fill('Joe Doe')
    await page.getByLabel('Account').fill('nonsense')
    await page.getByLabel('What was said or written').fill('My meter was replaced and the bill is far too high.')
    await page.getByRole('button', { name: 'Open the case' }).click()
    await page.getByText('There is no account with this number').waitFor()
    expect(await page.getByLabel('What was said or written').inputValue()).toContain('My meter was replaced')
    await page.getByLabel('Account').fill('')
    await page.getByRole('button', { name: 'Open the case' }).click()
    await page.getByRole('heading', { name: /My meter was replaced/ }).waitFor()
    await page.locator('.timeline').getByText('took the inquiry down').waitFor({ state: 'attached' })
  })

  it('shows who is at work and what each has; a supervisor writes down shifts and absences, a clerk only his own', async () => {
    const { page, troubles } = supervisor
    await page.goto('/office')
    const who = page.getByRole('region', { name: 'Who is at work' })
    await who.getByRole('row', { name: /Casey Clerk.*at work/ }).waitFor()
    const absences = page.getByRole('region', { name: 'Absences' })
    await absences.getByLabel('Who').selectOption({ label: 'Robin Supervisor' })
    await absences.getByRole('button', { name: 'Record the absence' }).click()
    await who.getByRole('row', { name: /Robin Supervisor.*absent/ }).waitFor()
    await absences.getByRole('button', { name: 'Back at work' }).click()
    await absences.getByText('Nobody is absent.').waitFor()
    const shifts = page.getByRole('region', { name: 'Shifts' })
    await shifts.getByLabel('Who').selectOption({ label: 'Casey Clerk' })
    await shifts.getByLabel('Day').fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10))
    await shifts.getByRole('button', { name: 'Add the shift' }).click()
    await shifts.getByRole('row', { name: /Casey Clerk/ }).waitFor()
    await shifts.getByRole('button', { name: 'Remove' }).click()
    await shifts.getByText('No shifts are written down').waitFor()
    expect(troubles).toEqual([])
    await clerk.page.goto('/office')
    expect(await clerk.page.getByRole('button', { name: 'Add the shift' }).count()).toBe(0)
  })
})
