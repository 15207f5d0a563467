// What only a demo has: sign-in by one click from this machine, and the customers' mailboxes.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoFace } from '../../src/channels/console/console.ts'
import { chromiumInstalled, launchBrowser, openWindow } from '../support/browser.ts'
import { keepMails, openConsoleDesk } from '../support/console-desk.ts'
import { openSampleDesk, type SampleDesk } from '../support/sample-desk.ts'

let sample: SampleDesk
let desk: Awaited<ReturnType<typeof openConsoleDesk>>
let browser: Browser
const written: Parameters<DemoFace['send']>[0][] = []
const mail = {
  from: 'Sample City Water <water+wd-000001@samplecity.example>',
  subject: 'Re: High bill [WD-000001-abcd2345]',
  date: new Date('2026-11-20T15:00:00Z'),
  text: 'Dear customer, this is what we found.',
  messageId: '<reply.1@samplecity.example>',
  references: ['<first@mail.example>'],
}
const demo: DemoFace = {
  customers: [],
  mailboxes: async () => [{ address: 'ada@mail.example', mails: [mail] }],
  send: async (given) => void written.push(given),
}

beforeAll(async () => {
  sample = await openSampleDesk({ parts: { transport: keepMails() } })
  desk = await openConsoleDesk(sample.office, { demo })
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await desk?.stop()
  await sample?.close()
})

describe.skipIf(!chromiumInstalled())('a demo', () => {
  it.each(['Supervisor', 'Clerk', 'Administrator'])(
    'is entered as %s by one click, and says on every page that it is one',
    async (role) => {
      const { page, context, troubles } = await openWindow(browser, desk.origin)
      await page.goto('/mailroom')
      await page.getByRole('button', { name: new RegExp(`^${role} `) }).click()
      await page.getByRole('heading', { level: 1, name: 'Mailroom' }).waitFor()
      await page.locator('.who .role', { hasText: role }).waitFor()
      await page.getByText('every person, account, bill and mail here is made up').waitFor()
      const kept = await sample.office.db.client.officeAudit.findFirst({ orderBy: { id: 'desc' } })
      expect([kept?.act, kept?.detail]).toEqual(['signed-in', { by: 'demo' }])
      expect(troubles).toEqual([])
      await context.close()
    },
  )

  it.each([1440, 1280, 1024, 390])('has nobody’s name and way out pushed over the edge of %s pixels', async (width) => {
    const { page, context } = await openWindow(browser, desk.origin)
    await page.setViewportSize({ width, height: 800 })
    for (const role of ['Supervisor', 'Administrator']) {
      await page.goto('/queue')
      await page.getByRole('button', { name: new RegExp(`^${role} `) }).click()
      await page.locator('.who .role', { hasText: role }).waitFor()
      // As long as the demo's own.
      await page.evaluate("document.querySelector('.brand span').textContent = 'Sample City Water, Customer Accounts'")
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
      await page.getByRole('button', { name: 'Sign out' }).click()
    }
    await context.close()
  })

  it('gives its doors to nobody who comes by another name or through a proxy', async () => {
    const page = await fetch(`${desk.origin}/sign-in`, { headers: { 'x-forwarded-for': '192.0.2.7' } })
    expect(await page.text()).not.toContain('/demo/sign-in')
    const cookie = page.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const token = decodeURIComponent(/form=([^;]+)/.exec(cookie)?.[1] ?? '')
    const ask = (headers: Record<string, string>) =>
      fetch(`${desk.origin}/demo/sign-in`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams({ _csrf: token, role: 'administrator' }),
      })
    const refused = await ask({ 'x-forwarded-for': '192.0.2.7' })
    expect([refused.status, refused.headers.getSetCookie().some((line) => line.includes('session'))]).toEqual([403, false])
    // The very same request from here enters, so that it was the proxy that was refused and nothing else.
    expect((await ask({})).status).toBe(303)
  })

  it('lets one read a customer’s mailbox and answer in the same thread', async () => {
    const { page, context, troubles } = await openWindow(browser, desk.origin)
    await page.goto('/sign-in')
    await page.getByRole('button', { name: /^Clerk / }).click()
    await page.getByRole('link', { name: 'Customers’ mailboxes' }).click()
    await page.getByText('this is what we found').waitFor()
    await page.getByText('Answer as the customer…').click()
    await page.locator('details.act textarea').fill('Thank you. And when is it due?')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('Mailed.').waitFor()
    expect(written).toEqual([
      {
        from: 'ada@mail.example',
        subject: mail.subject,
        text: 'Thank you. And when is it due?',
        inReplyTo: mail.messageId,
        references: ['<first@mail.example>', mail.messageId],
      },
    ])
    await page.getByLabel('From').fill('bob@mail.example')
    await page.getByRole('button', { name: 'Mail it' }).click()
    await page.getByText('Mailed.').waitFor()
    expect(written.at(-1)?.from).toBe('bob@mail.example')
    expect(troubles).toEqual([])
    await context.close()
  })
})
