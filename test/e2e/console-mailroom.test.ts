// The mailroom in a real browser: the stop of all outgoing mail, what was set aside, and what every page says of both.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

/** Mails of the office's second mailbox, as its watcher brings them. */
let uid = 0n
async function arrives(bytes: string, { unread = false } = {}) {
  uid += 1n
  const raw = Buffer.from(bytes.replaceAll('\n', '\r\n'))
  const mail = { uid, size: unread ? 50_000_000 : raw.length, internalDate: sample.office.clock.now() }
  const folder = await openedFolder(sample.office.mailroom, { mailbox: 'billing', uidValidity: 9n })
  await sample.office.mailroom.ingest({ folder, startsOn: new Date(0) }, [
    unread ? { ...mail, bytes: null, head: raw } : { ...mail, bytes: raw },
  ])
}

const automaticMail = (subject: string, words = 'I am away until Monday.') => `From: Ada Away <ada@mail.example>
To: water@samplecity.example
Subject: ${subject}
Date: Mon, 02 Mar 2026 10:00:00 -0600
Message-ID: <${subject.replace(/\W/g, '')}@mail.example>
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=utf-8

${words}
`

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

describe.skipIf(!chromiumInstalled())('a mail that was set aside', () => {
  it('is announced on every page while it could not be read, and its bytes are handed out', async () => {
    const { page } = supervisor
    await sample.office.mailroom.mailboxDown('billing', 'The server refused the password.')
    await arrives('no mail at all', { unread: true })
    await page.goto('/queue')
    await page.getByText('The mailbox “billing” cannot be read').waitFor()
    await page.getByText('One mail stands in quarantine and waits for a person.').waitFor()
    await page.goto('/mailroom')
    const row = page.locator('.aside tbody tr', { hasText: 'no sender' })
    const link = await row.getByRole('link', { name: 'Download' }).getAttribute('href')
    const answer = await page.request.get(link as string)
    expect(answer.headers()['content-disposition']).toMatch(/^attachment; filename="mail-[0-9a-f]{12}\.eml"$/)
    expect((await answer.body()).toString()).toContain('no mail at all')
    expect((await page.request.get(`/mailroom/raw/${'0'.repeat(64)}`)).status()).toBe(404)
  })

  it('stays aside for good when a person says why, and the banner goes', async () => {
    const { page, troubles } = supervisor
    await page.goto('/mailroom')
    const row = page.locator('.aside tbody tr', { hasText: 'no sender' })
    await row.getByText('Set aside for good…').click()
    await row.getByLabel('Reason').fill('An advertisement')
    await row.getByRole('button', { name: 'Set aside for good' }).click()
    await row.waitFor({ state: 'detached' })
    expect(await page.getByText('waits for a person').count()).toBe(0)
    expect(troubles).toEqual([])
  })

  it('becomes a case when a person finds that it is one', async () => {
    const { page, troubles } = supervisor
    await arrives(automaticMail('Automatic: my bill', 'Why is my bill so high?'), { unread: true })
    await page.goto('/mailroom')
    const row = page.locator('.aside tbody tr', { hasText: 'Automatic: my bill' })
    await row.getByText('set aside', { exact: true }).waitFor()
    await row.getByText('Ada Away').waitFor()
    await administrator.page.goto('/mailroom')
    await administrator.page.getByText('A clerk or a supervisor decides about them.').waitFor()
    expect(await administrator.page.getByRole('button', { name: 'Make a case of it' }).count()).toBe(0)
    await row.getByRole('button', { name: 'Make a case of it' }).click()
    await page.waitForURL(/\/cases\/WD-\d{6}$/)
    await page.getByRole('heading', { level: 1, name: 'Automatic: my bill' }).waitFor()
    await page.goto('/mailroom')
    expect(await row.count()).toBe(0)
    expect(troubles).toEqual([])
  })

  it('is decided once: the second person is told', async () => {
    const { page } = supervisor
    await arrives(automaticMail('On holiday'), { unread: true })
    await page.goto('/mailroom')
    const row = page.locator('.aside tbody tr', { hasText: 'On holiday' })
    const mail = (await sample.office.mailroom.ledger({})).entries.find(({ subject }) => subject === 'On holiday')
    if (!mail) throw new Error('no mail')
    const settled = await sample.office.mailroom.discard({ id: mail.id, by: sample.clerk, reason: 'Nothing' })
    expect(settled.ok).toBe(true)
    await row.getByRole('button', { name: 'Make a case of it' }).click()
    await page.getByText('Somebody has already decided about this mail.').waitFor()
  })

  it('is found on a later page when there are many', async () => {
    const { page } = supervisor
    for (let count = 1; count <= 52; count += 1) await arrives(automaticMail(`Away ${String(count).padStart(2, '0')}`), { unread: true })
    await page.goto('/mailroom')
    const rows = page.locator('.aside tbody tr')
    expect(await rows.count()).toBe(50)
    const newest = await rows.first().textContent()
    await page.getByRole('link', { name: 'Older' }).click()
    await page.getByText('Away 01').waitFor()
    const older = await rows.count()
    await rows.first().getByText('Set aside for good…').click()
    await rows.first().getByLabel('Reason').fill('An absence')
    await rows.first().getByRole('button', { name: 'Set aside for good' }).click()
    await until(async () => (await rows.count()) === older - 1, 'the same page with one mail less')
    await page.getByRole('link', { name: 'Newest' }).click()
    await until(async () => (await rows.first().textContent()) === newest, 'the newest mails')
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
