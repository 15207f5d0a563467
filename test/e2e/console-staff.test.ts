// An office takes somebody on, gives him a role and lets him go, in a real browser and with the mails that leave.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StaffMember } from '../../src/staff/staff-member.ts'
import { chromiumInstalled, launchBrowser, openWindow } from '../support/browser.ts'
import { fillSignIn, keepMails, openConsoleDesk } from '../support/console-desk.ts'
import { openSampleDesk, type SampleDesk, until } from '../support/sample-desk.ts'

let sample: SampleDesk
let desk: Awaited<ReturnType<typeof openConsoleDesk>>
let browser: Browser
let other: StaffMember
const drawer = keepMails()

beforeAll(async () => {
  sample = await openSampleDesk({ parts: { transport: drawer } })
  desk = await openConsoleDesk(sample.office)
  const added = await sample.office.db.inTransaction((tx) =>
    sample.office.staff.add(tx, { name: 'Billie Boss', email: 'billie@samplecity.example', role: 'administrator' }, 'desk'),
  )
  if (!added.ok) throw new Error('not added')
  other = added.value
  await desk.employs(sample.clerk, sample.supervisor, sample.administrator, other)
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await desk?.stop()
  await sample?.close()
})

const linkTo = (address: string, page: string) =>
  until(async () => {
    const mail = drawer.sent.findLast(({ to, text }) => JSON.stringify(to).includes(address) && text?.includes(`/${page}?key=`))
    return mail?.text && new RegExp(`/${page}\\?key=[\\w-]+`).exec(mail.text)?.[0]
  }, `a link for ${address}`)

describe.skipIf(!chromiumInstalled())('staff', () => {
  it('is invited, begins, is made a supervisor by two, forgets the password, and is let go', async () => {
    const alex = await desk.signsIn(browser, sample.administrator)
    await alex.page.getByRole('link', { name: 'Staff' }).click()
    await alex.page.getByLabel('E-mail address').fill('nia@samplecity.example')
    await alex.page.getByLabel('Reads and writes').fill('en, es')
    await alex.page.getByRole('button', { name: 'Invite', exact: true }).click()
    await alex.page.getByRole('status').getByText('Done.').waitFor()
    expect(await alex.page.getByRole('region', { name: 'Invited, not here yet' }).textContent()).toContain('nia@samplecity.example')

    const link = await linkTo('nia@samplecity.example', 'invitation')
    const nia = await openWindow(browser, desk.origin)
    await nia.page.goto(link)
    await nia.page.getByLabel('Your name').fill('Nia New')
    await nia.page.getByLabel('A password of').fill('aaaaaaaaaaaa')
    await nia.page.getByRole('button', { name: 'Begin' }).click()
    await nia.page.getByRole('alert').getByText('repeats').waitFor()
    await nia.page.getByLabel('A password of').fill('a password of her own')
    await nia.page.getByRole('button', { name: 'Begin' }).click()
    await fillSignIn(nia.page, 'nia@samplecity.example', 'a password of her own')
    await nia.page.waitForURL(/\/queue/)
    await nia.page.goto(link)
    await nia.page.getByRole('heading', { name: 'This link is over' }).waitFor()

    await alex.page.goto('/staff')
    await alex.page.getByLabel('Change Nia New').click()
    const row = alex.page.getByRole('row', { name: /Nia New/ })
    await row.getByLabel('Role').selectOption('supervisor')
    await row.getByRole('button', { name: 'Ask for this role' }).click()
    await alex.page.getByText('Another administrator has to confirm it').waitFor()
    expect(await alex.page.getByRole('button', { name: 'Confirm' }).count()).toBe(0)
    const billie = await desk.signsIn(browser, other)
    await billie.page.goto('/staff')
    await billie.page.getByRole('button', { name: 'Confirm' }).click()
    await billie.page.getByRole('status').getByText('Done.').waitFor()
    await nia.page.goto('/queue')
    expect(nia.page.url()).toContain('/sign-in')

    await nia.page.getByRole('link', { name: 'Forgot your password?' }).click()
    const said = async (email: string) => {
      await nia.page.goto('/forgotten-password')
      await nia.page.getByLabel('E-mail address').fill(email)
      await nia.page.getByRole('button', { name: 'Send the link' }).click()
      return nia.page.getByRole('status').textContent()
    }
    expect(await said('nobody@samplecity.example')).toBe(await said('nia@samplecity.example'))
    await nia.page.goto(await linkTo('nia@samplecity.example', 'new-password'))
    await nia.page.getByLabel('A password of').fill('another one of her own')
    await nia.page.getByRole('button', { name: 'Take it' }).click()
    await nia.page.waitForURL(/\/sign-in/)
    await fillSignIn(nia.page, 'nia@samplecity.example', 'a password of her own')
    await nia.page.getByRole('alert').getByText('wrong').waitFor()
    await fillSignIn(nia.page, 'nia@samplecity.example', 'another one of her own')
    await nia.page.getByText('Nia New').waitFor()
    await nia.page.goto('/staff')
    expect(await nia.page.getByRole('button', { name: /Invite|Deactivate/ }).count()).toBe(0)

    await alex.page.goto('/staff')
    await alex.page.getByLabel('Change Nia New').click()
    await alex.page
      .getByRole('row', { name: /Nia New/ })
      .getByRole('button', { name: 'Deactivate' })
      .click()
    await alex.page.getByRole('status').getByText('Done.').waitFor()
    await nia.page.goto('/queue')
    await fillSignIn(nia.page, 'nia@samplecity.example', 'another one of her own')
    await nia.page.getByRole('alert').getByText('wrong').waitFor()
    expect([...alex.troubles, ...nia.troubles, ...billie.troubles]).toEqual([])
    for (const { context } of [alex, nia, billie]) await context.close()
  })

  it('page is not for clerks, and asking for links ends', async () => {
    const { page, context } = await desk.signsIn(browser, sample.clerk)
    expect((await page.goto('/staff'))?.status()).toBe(403)
    expect(await page.getByRole('link', { name: 'Staff' }).count()).toBe(0)
    await context.close()
    const stranger = await openWindow(browser, desk.origin)
    for (let asked = 0; asked < 6; asked += 1) {
      await stranger.page.goto('/forgotten-password')
      await stranger.page.getByLabel('E-mail address').fill(sample.clerk.email)
      await stranger.page.getByRole('button', { name: 'Send the link' }).click()
    }
    await stranger.page.getByRole('alert').getByText('Too many tries').waitFor()
    await stranger.context.close()
    await desk.signsIn(browser, sample.clerk).then((again) => again.context.close()) // signing in is not locked by it
  })
})
