// The mailroom's overview in a real browser: the stop of all outgoing mail, mailboxes, addresses, and what every page says.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseName } from '../../src/cases/case.ts'
import { chromiumInstalled, launchBrowser, type Watched } from '../support/browser.ts'
import { keepMails, openConsoleDesk } from '../support/console-desk.ts'
import { openedFolder } from '../support/mail-folder.ts'
import { openSampleDesk, type SampleDesk, until } from '../support/sample-desk.ts'

let sample: SampleDesk
let desk: Awaited<ReturnType<typeof openConsoleDesk>>
let browser: Browser
let supervisor: Watched
let administrator: Watched
const transport = keepMails()

beforeAll(async () => {
  sample = await openSampleDesk({ parts: { transport }, recallSeconds: 0 })
  desk = await openConsoleDesk(sample.office)
  await desk.employs(sample.clerk, sample.supervisor, sample.administrator)
  browser = await launchBrowser()
  supervisor = await desk.signsIn(browser, sample.supervisor)
  administrator = await desk.signsIn(browser, sample.administrator)
})

afterAll(async () => {
  await browser?.close()
  await desk?.stop()
  await sample?.close()
})

describe.skipIf(!chromiumInstalled())('the stop of all outgoing mail', () => {
  it('is an administrator’s, says its reason on every page, and ends after a second word with the number that leaves', async () => {
    const { page } = supervisor
    const office = administrator.page
    await page.goto('/mailroom')
    expect(await page.getByRole('button', { name: 'Stop all outgoing mail' }).count()).toBe(0)
    await office.goto('/mailroom')
    await office.getByLabel('Reason, which').fill('A wrong rate was published')
    await office.getByRole('button', { name: 'Stop all outgoing mail' }).click()
    await page.goto('/queue')
    await page.getByText(/No mail leaves: Alex Administrator stopped all outgoing mail. Reason: A wrong rate was published./).waitFor()
    const before = await sample.office.mailroom.heldMail()
    await desk.customerWrites(sample.complaint('leak'))
    await until(async () => (await sample.office.mailroom.heldMail()) > before, 'a mail that waits')

    await office.goto('/mailroom')
    expect(await office.getByRole('button', { name: 'Let it leave' }).isVisible()).toBe(false)
    await office.getByText('Let mail leave again…').click()
    await office.getByText(/(One mail waits|\d+ mails wait)\. What is due leaves at once/).waitFor()
    await office.getByRole('button', { name: 'Let it leave' }).click()
    await office.getByText(/Mail leaves again: (one|\d+) that waited leave/).waitFor()
    await page.goto('/queue')
    expect(await page.getByText('No mail leaves').count()).toBe(0)
    await until(async () => (await sample.office.mailroom.heldMail()) === 0, 'the mails to leave')
  })
})

describe.skipIf(!chromiumInstalled())('the overview', () => {
  const place = { mailbox: 'billing', path: 'INBOX', role: 'inbox' } as const

  it('says how far each folder is read, and each difference that its last comparison found', async () => {
    const { mailroom } = sample.office
    await mailroom.mailboxDown('billing', 'The server refused the password.')
    await openedFolder(mailroom, { ...place, uidValidity: 9n })
    const { page, troubles } = supervisor
    await page.goto('/queue')
    await page.getByText('The mailbox “billing” cannot be read').waitFor()
    await page.goto('/mailroom')
    const boxes = page.getByRole('region', { name: 'Mailboxes' })
    await boxes.getByText('The server refused the password.').waitFor()
    await boxes.getByText('Not compared yet').first().waitFor()
    const counts = { listed: 12, recorded: 11, gone: 0, waiting: 0, problem: null }
    const detail = 'it has no disposition: the cursor has gone past it'
    await mailroom.noteReconciliation('billing', [
      {
        mailbox: 'billing',
        folder: 'INBOX',
        role: 'inbox',
        ...counts,
        differences: [{ uid: '7', difference: 'missing', detail, mended: false }],
      },
    ])
    await page.goto('/mailroom')
    await boxes.getByText('One difference').click()
    await boxes.getByText('UID 7').waitFor()
    await boxes.getByText('It has no disposition: the cursor has gone past it.').waitFor()
    expect(troubles).toEqual([])
  })

  it('lets mail go again to an address that it came back from, when a supervisor says why', async () => {
    const { mailroom, db, clock } = sample.office
    await db.client.undeliverableAddress.create({
      data: { address: 'gone@mail.example', since: clock.now(), status: '5.1.1', reason: '550 5.1.1 <b>unknown</b> user' },
    })
    const clerk = await desk.signsIn(browser, sample.clerk)
    await clerk.page.goto('/mailroom')
    await clerk.page.getByText('A supervisor decides when mail may go there again.').waitFor()
    await clerk.context.close()
    const { page, troubles } = supervisor
    await page.goto('/mailroom')
    const marks = page.getByRole('region', { name: 'Addresses that mail comes back from' })
    await marks.getByText('550 5.1.1 <b>unknown</b> user').waitFor()
    await marks.getByText('Let mail go there again…').click()
    await marks.getByLabel('Why mail arrives there now').fill('   ')
    await marks.getByRole('button', { name: 'Let mail go there again' }).click()
    await page.getByText('Say why mail goes to this address again').waitFor()
    await marks.getByText('Let mail go there again…').click()
    await marks.getByLabel('Why mail arrives there now').fill('He has moved to another provider')
    await marks.getByRole('button', { name: 'Let mail go there again' }).click()
    await page.getByText('Mail may go to this address again. None was held for it.').waitFor()
    await marks.getByText('Mail comes back from no address.').waitFor()
    expect(await mailroom.undeliverable()).toEqual([])
    expect(troubles).toEqual([])
  })

  it('lists what is held, with the reason and its case', async () => {
    const { db } = sample.office
    const record = await desk.customerWrites(sample.complaint('leak', 1))
    const mail = await until(async () => (await db.client.outgoing.findFirst({ where: { caseId: record.id } })) ?? undefined, 'a mail')
    await db.client.outgoing.update({ where: { id: mail.id }, data: { status: 'held', lastError: 'the records have changed' } })
    const { page } = supervisor
    await page.goto('/mailroom')
    const row = page.getByRole('region', { name: 'Held' }).getByRole('row', { name: mail.recipient })
    await row.getByText('The records have changed.').waitFor()
    await row.getByRole('link', { name: caseName(record) }).click()
    await page.waitForURL(/\/cases\/WD-\d{6}$/)
  })
})

describe.skipIf(!chromiumInstalled())('work that failed for good', () => {
  it('is said to those who look after the desk, and not to clerks', async () => {
    const { jobs } = sample.office
    const count = jobs.failedCount
    jobs.failedCount = async () => 3
    try {
      const clerk = await desk.signsIn(browser, sample.clerk)
      for (const [{ page }, times] of [
        [supervisor, 1],
        [administrator, 1],
        [clerk, 0],
      ] as const) {
        await page.goto('/queue')
        expect(await page.getByText('3 pieces of work failed for good; see the log.').count()).toBe(times)
      }
      await clerk.context.close()
    } finally {
      jobs.failedCount = count
    }
  })
})
