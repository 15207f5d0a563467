// The second factor in a real browser: led to it at sign-in, asked for it afterwards, and what a password alone reaches then.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { triesForOneName } from '../../src/channels/console/sign-in-limits.ts'
import type { StaffMember } from '../../src/staff/staff-member.ts'
import { codeOf } from '../support/authenticator.ts'
import { chromiumInstalled, launchBrowser, openWindow } from '../support/browser.ts'
import { fillSignIn, keepMails, openConsoleDesk, password } from '../support/console-desk.ts'
import { openSampleDesk, type SampleDesk } from '../support/sample-desk.ts'

let sample: SampleDesk
let desk: Awaited<ReturnType<typeof openConsoleDesk>>
let browser: Browser

beforeAll(async () => {
  sample = await openSampleDesk({ secondFactorRoles: ['supervisor', 'administrator'], parts: { transport: keepMails() } })
  desk = await openConsoleDesk(sample.office)
  await desk.employs(sample.clerk, sample.supervisor, sample.otherSupervisor, sample.administrator)
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await desk?.stop()
  await sample?.close()
})

/** From the page that shows the picture to the recovery codes. */
async function setsUp(page: Page): Promise<{ secret: string; recoveryCodes: string[] }> {
  const secret = (await page.locator('ol.steps code').textContent()) ?? ''
  await page.getByLabel('Six digits').fill(codeOf(secret, new Date()))
  await page.getByRole('button', { name: 'Set it up' }).click()
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
  return { secret, recoveryCodes: await page.locator('.codes code').allTextContents() }
}

/** As if set up a while ago, so that the code of this half minute has not counted. */
async function hasSetUp(member: StaffMember): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secondFactors, db } = sample.office
  const { secret, sealed } = secondFactors.offer(member)
  const done = await secondFactors.enrol({ member, sealed, code: codeOf(secret, new Date()), current: '', sessionId: '' })
  if (!done.ok) throw new Error(done.refusal)
  await db.client.secondFactor.update({ where: { staffId: member.id }, data: { lastStep: 0 } })
  return { secret, recoveryCodes: done.value.recoveryCodes }
}

async function typesCode(page: Page, code: string) {
  await page.getByLabel('Code', { exact: true }).fill(code)
  await page.getByRole('button', { name: 'Go on' }).click()
}

describe.skipIf(!chromiumInstalled())('whoever must have a second factor', () => {
  it('is led to it at sign-in, sees nothing before, and arrives where he wanted to go', async () => {
    const { page, context, troubles } = await openWindow(browser, desk.origin)
    await page.goto('/alarms')
    await fillSignIn(page, sample.supervisor.email, password)
    await page.getByText('People of your role sign in with a password and a code').waitFor()
    expect(
      await page.locator('.picture img').evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
    ).toBeGreaterThan(0)
    for (const address of ['/queue', '/accounts', '/sign-in/code']) {
      await page.goto(address)
      expect(new URL(page.url()).pathname, address).not.toBe(address)
    }
    await page.goto('/alarms')
    const halfway = (await context.cookies()).find(({ name }) => name.endsWith('session_token'))?.value
    const { recoveryCodes } = await setsUp(page)
    expect(recoveryCodes).toHaveLength(10)
    expect((await context.cookies()).find(({ name }) => name.endsWith('session_token'))?.value).not.toBe(halfway)
    await page.getByRole('link', { name: 'I have kept them' }).click()
    await page.waitForURL(/\/alarms/)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(/\/sign-in/)
    expect(troubles).toEqual([])
    const acts = (
      await sample.office.db.client.officeAudit.findMany({ where: { subject: `staff:${sample.supervisor.id}` }, orderBy: { id: 'asc' } })
    ).map(({ act }) => act)
    expect(acts.slice(-4)).toEqual(['password-accepted', 'second-factor-enrolled', 'signed-in', 'signed-out'])
    await context.close()
  })

  it('can sign out of this and out of the page with the recovery codes', async () => {
    const { page, context } = await openWindow(browser, desk.origin)
    await fillSignIn(page, sample.administrator.email, password)
    await page.waitForURL(/\/second-factor/)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(/\/sign-in/)
    await fillSignIn(page, sample.administrator.email, password)
    await page.waitForURL(/\/second-factor/)
    await setsUp(page)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(/\/sign-in/)
    await context.close()
  })
})

describe.skipIf(!chromiumInstalled())('whoever has one', () => {
  it('is asked for a code after the password; a deep link survives; a code counts once; a recovery code helps once', async () => {
    const { secret, recoveryCodes } = await hasSetUp(sample.clerk)
    const { page, context, troubles } = await openWindow(browser, desk.origin)
    await page.goto('/alarms')
    await fillSignIn(page, sample.clerk.email, password)
    await page.waitForURL(/\/sign-in\/code/)
    for (const address of ['/queue', '/second-factor']) {
      await page.goto(address)
      expect(new URL(page.url()).pathname).toBe('/sign-in/code')
    }
    await page.goto('/alarms')
    const code = codeOf(secret, new Date())
    await typesCode(page, code)
    await page.waitForURL(/\/alarms/)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await fillSignIn(page, sample.clerk.email, password)
    await typesCode(page, code)
    expect(await page.getByRole('alert').textContent()).toContain('wrong, or it was used already')
    await typesCode(page, recoveryCodes[0]!)
    await page.getByText('Recovery codes left: 9').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await fillSignIn(page, sample.clerk.email, password)
    await typesCode(page, recoveryCodes[0]!)
    await page.getByRole('alert').waitFor()
    expect(troubles).toEqual([])
    await context.close()
  })

  it('loses sessions from before: without the code they open nothing', async () => {
    await sample.office.db.inTransaction((tx) => sample.office.secondFactors.reset(tx, sample.clerk.id, 'desk'))
    const { page, context } = await desk.signsIn(browser, sample.clerk)
    await hasSetUp(sample.clerk)
    await page.goto('/queue')
    expect(page.url()).toContain('/sign-in')
    await context.close()
  })

  it('is locked out by wrong codes as by wrong passwords, and the lock is written down', async () => {
    await hasSetUp(sample.otherSupervisor)
    const { page, context } = await openWindow(browser, desk.origin)
    await fillSignIn(page, sample.otherSupervisor.email, 'wrong wrong wrong')
    await page.getByRole('alert').waitFor()
    await fillSignIn(page, sample.otherSupervisor.email, password)
    await page.waitForURL(/\/sign-in\/code/)
    for (let tries = 1; tries < triesForOneName; tries += 1) {
      await typesCode(page, '000000')
      await page.getByRole('alert').getByText('wrong').waitFor()
    }
    await typesCode(page, '000000')
    await page.getByRole('alert').getByText('Too many tries').waitFor()
    await page.goto('/sign-in')
    await fillSignIn(page, sample.otherSupervisor.email, password)
    await page.getByRole('alert').getByText('Too many tries').waitFor()
    const kept = await sample.office.db.client.officeAudit.findMany({
      where: { subject: `staff:${sample.otherSupervisor.id}`, act: { in: ['second-factor-refused', 'locked-out'] } },
      orderBy: { id: 'asc' },
    })
    expect(kept.map(({ act }) => act)).toEqual([
      ...Array.from({ length: triesForOneName - 1 }, () => 'second-factor-refused'),
      'locked-out',
    ])
    await context.close()
  })
})
