// Who gets in, and what every page refuses.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { triesForOneName } from '../../src/channels/console/sign-in-limits.ts'
import { chromiumInstalled, launchBrowser, openWindow } from '../support/browser.ts'
import { caseAddress, fillSignIn, keepMails, openConsoleDesk, password } from '../support/console-desk.ts'
import { openSampleDesk, type SampleDesk } from '../support/sample-desk.ts'

let sample: SampleDesk
let desk: Awaited<ReturnType<typeof openConsoleDesk>>
let browser: Browser

beforeAll(async () => {
  sample = await openSampleDesk({ parts: { transport: keepMails() } })
  desk = await openConsoleDesk(sample.office)
  await desk.employs(sample.clerk, sample.supervisor, sample.administrator)
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await desk?.stop()
  await sample?.close()
})

describe.skipIf(!chromiumInstalled())('signing in', () => {
  it('leads to the queue, and out again', async () => {
    const { page, context, troubles } = await desk.signsIn(browser, sample.supervisor)
    await page.getByText('Sam Supervisor').waitFor()
    const cookies = await context.cookies()
    expect(cookies.map((cookie) => [cookie.httpOnly, ['Lax', 'Strict'].includes(cookie.sameSite)])).toEqual(cookies.map(() => [true, true]))
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(/sign-in/)
    await page.goto('/queue')
    expect(page.url()).toContain('/sign-in')
    expect(troubles).toEqual([])
    await context.close()
  })

  it('survives a deep link: the approval mail opens the case after sign-in, and opening it decides nothing', async () => {
    const record = await desk.customerWrites(sample.complaint('leak'))
    const approval = (await sample.office.replies.view(record.id))?.approval
    const { page, context } = await openWindow(browser, desk.origin)
    await page.goto(`${caseAddress(record)}?approval=${approval?.id}`)
    await fillSignIn(page, sample.supervisor.email, password)
    await page.getByText('This draft waits for a decision.').waitFor()
    expect(new URL(page.url()).pathname).toBe(caseAddress(record))
    expect((await sample.office.approvals.byId(approval?.id as string))?.status).toBe('pending')
    await context.close()
  })

  it('says the same for a wrong password and an unknown address, and then makes one wait', async () => {
    const { page, context } = await openWindow(browser, desk.origin)
    await fillSignIn(page, 'nobody@samplecity.example', 'wrong wrong wrong')
    const unknown = await page.getByRole('alert').textContent()
    for (let tries = 0; tries < triesForOneName; tries += 1) {
      await fillSignIn(page, sample.administrator.email, 'wrong wrong wrong')
      expect(await page.getByRole('alert').textContent()).toBe(unknown)
    }
    await fillSignIn(page, sample.administrator.email, password)
    expect(await page.getByRole('alert').textContent()).toMatch(/^Too many tries. Try again after .*[AP]M\.$/)
    await fillSignIn(page, sample.clerk.email, password)
    await page.waitForURL(/\/queue/)
    await context.close()
  })

  it('ends at once for somebody who no longer works here', async () => {
    const { page, context } = await desk.signsIn(browser, sample.clerk)
    const set = (active: boolean) =>
      sample.office.db.inTransaction((tx) => sample.office.staff.setActive(tx, { email: sample.clerk.email, active }, 'desk'))
    await set(false)
    await page.goto('/queue')
    expect(page.url()).toContain('/sign-in')
    await fillSignIn(page, sample.clerk.email, password)
    expect(await page.getByRole('alert').textContent()).toBe('The address or the password is wrong.')
    await set(true)
    await context.close()
  })

  it('ends every session when the password is set anew', async () => {
    const { page, context } = await desk.signsIn(browser, sample.clerk)
    await desk.employs(sample.clerk)
    await page.goto('/queue')
    expect(page.url()).toContain('/sign-in')
    await context.close()
  })
})

describe.skipIf(!chromiumInstalled())('the audit log', () => {
  it('keeps who came and went and who was refused, never a password, and no address that nobody here has', async () => {
    const since = new Date()
    const secret = 'a secret typed by mistake'
    const { page, context } = await openWindow(browser, desk.origin)
    await fillSignIn(page, 'Somebody@elsewhere.example', secret)
    await page.getByRole('alert').waitFor()
    await fillSignIn(page, 'somebody@elsewhere.example', secret)
    await page.getByRole('alert').waitFor()
    await fillSignIn(page, sample.supervisor.email, secret)
    await page.getByRole('alert').waitFor()
    await fillSignIn(page, sample.supervisor.email, password)
    await page.waitForURL(/\/queue/)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(/sign-in/)
    await context.close()
    const kept = await sample.office.db.client.officeAudit.findMany({ where: { at: { gte: since } }, orderBy: { id: 'asc' } })
    const supervisor = `staff:${sample.supervisor.id}`
    const address = kept[0]?.subject
    expect(address).toMatch(/^address:[\w-]{43}$/)
    expect(kept.map(({ actor, act, subject }) => [actor, act, subject])).toEqual([
      ['nobody', 'sign-in-refused', address],
      ['nobody', 'sign-in-refused', address],
      ['nobody', 'sign-in-refused', supervisor],
      [supervisor, 'signed-in', supervisor],
      [supervisor, 'signed-out', supervisor],
    ])
    const whole = JSON.stringify(kept, (_, value) => (typeof value === 'bigint' ? String(value) : value))
    for (const word of [secret, password, 'elsewhere']) expect(whole).not.toContain(word)
  })
})

describe.skipIf(!chromiumInstalled())('nobody', () => {
  it.each(['/queue', '/cases/WD-000001', '/cases/WD-000001/pulse', '/mailroom', '/mailroom/raw/abc', '/nowhere'])(
    'sees %s',
    async (address) => {
      const answer = await fetch(desk.origin + address, { redirect: 'manual' })
      expect([answer.status, answer.headers.get('location')?.split('?')[0]]).toEqual([303, '/sign-in'])
    },
  )

  it.each(['/api/auth/sign-up/email', '/api/auth/sign-in/email', '/api/auth/get-session', '/demo/sign-in', '/customers-mailboxes/send'])(
    'reaches %s by a form',
    async (address) => {
      const answer = await fetch(desk.origin + address, { method: 'POST', redirect: 'manual', headers: { origin: desk.origin } })
      expect(answer.status).toBe(403)
    },
  )

  it('is asked nothing for a sign of life', async () => {
    expect(await (await fetch(`${desk.origin}/healthz`)).text()).toBe('ok')
  })
})

describe.skipIf(!chromiumInstalled())('every page', () => {
  it('carries the strict policy and is kept by nobody', async () => {
    const { headers } = await fetch(`${desk.origin}/sign-in`)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).not.toContain('unsafe')
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'self'",
    ]) {
      expect(policy).toContain(part)
    }
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('refuses a form without its token, with another session’s token, and from another site', async () => {
    const { page, context } = await desk.signsIn(browser, sample.supervisor)
    const other = await desk.signsIn(browser, sample.clerk)
    const othersToken = await other.page.locator('input[name="_csrf"]').first().inputValue()
    const ownToken = await page.locator('input[name="_csrf"]').first().inputValue()
    const post = (form: Record<string, string>, headers: Record<string, string> = {}) =>
      page.request.post('/mailroom/stop', { form, headers, maxRedirects: 0 })
    expect((await post({ reason: 'x' })).status()).toBe(403)
    expect((await post({ reason: 'x', _csrf: othersToken })).status()).toBe(403)
    expect((await post({ reason: 'x', _csrf: ownToken }, { origin: 'https://elsewhere.example' })).status()).toBe(403)
    expect((await post({ reason: 'x', _csrf: ownToken }, { 'sec-fetch-site': 'cross-site' })).status()).toBe(403)
    // With its own token it reaches the verb, which refuses a supervisor.
    expect((await post({ reason: 'x', _csrf: ownToken }, { origin: desk.origin, 'sec-fetch-site': 'same-origin' })).status()).toBe(409)
    expect(await sample.office.mailroom.outboundState()).toEqual({ stopped: false })
    await context.close()
    await other.context.close()
  })
})
