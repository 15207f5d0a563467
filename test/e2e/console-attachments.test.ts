// The files of a customer's mail in a real browser: what is saved, what is not offered, and to whom.
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseName } from '../../src/cases/case.ts'
import { createClamdScanner } from '../../src/channels/clamd/clamd-scanner.ts'
import { chromiumInstalled, launchBrowser, type Watched } from '../support/browser.ts'
import { type ClamdDouble, eicar, startClamd } from '../support/clamd-double.ts'
import { openConsoleDesk } from '../support/console-desk.ts'
import { mailText } from '../support/mail-desk.ts'
import { openedFolder } from '../support/mail-folder.ts'
import { openSampleDesk, type SampleDesk, until } from '../support/sample-desk.ts'

const bill = '%PDF-1.7\nthe bill'
const page = '<script>document.title = "run"</script>'
const files = [
  { name: 'Rechnung März.pdf', content: Buffer.from(bill) },
  { name: 'photo.html', content: Buffer.from(page) },
  { name: 'setup.exe', content: Buffer.from('MZ') },
  { name: 'virus.pdf', content: eicar },
]

let clamd: ClamdDouble
let sample: SampleDesk
let desk: Awaited<ReturnType<typeof openConsoleDesk>>
let browser: Browser
let clerk: Watched
let address: string

beforeAll(async () => {
  clamd = await startClamd()
  sample = await openSampleDesk({ parts: { scanner: createClamdScanner(clamd.address) } })
  desk = await openConsoleDesk(sample.office)
  await desk.employs(sample.clerk)
  address = await mailArrives()
  browser = await launchBrowser()
  clerk = await desk.signsIn(browser, sample.clerk)
})

afterAll(async () => {
  await browser?.close()
  await desk?.stop()
  await sample?.close()
  await clamd?.stop()
})

/** Returns the page of the case that it opened, once its files are scanned. */
async function mailArrives(): Promise<string> {
  const parts = files.map(({ name, content }) =>
    [
      '--b',
      `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`,
      'Content-Type: text/html',
      'Content-Transfer-Encoding: base64',
      '',
      content.toString('base64'),
      '',
    ].join('\n'),
  )
  const text = `--b\nContent-Type: text/plain\n\nSee the files.\n${parts.join('')}--b--\n`
  const bytes = Buffer.from(mailText({ headers: ['Content-Type: multipart/mixed; boundary=b'], text }))
  const { mailroom, cases, db, clock } = sample.office
  const from = { folder: await openedFolder(mailroom, { mailbox: 'water' }), startsOn: new Date(0) }
  await mailroom.ingest(from, [{ uid: 1n, size: bytes.length, internalDate: clock.now(), bytes }])
  await until(async () => (await db.client.attachmentScan.count({ where: { state: 'waiting' } })) === 0, 'the scans')
  const mail = await db.client.mail.findFirstOrThrow()
  const record = await cases.byId(mail.caseId ?? '')
  if (!record) throw new Error('the mail opened no case')
  return `/cases/${caseName(record)}`
}

async function saved(window: Page, name: string) {
  const download = window.waitForEvent('download')
  await window.getByRole('link', { name }).click()
  const file = await download
  return { name: file.suggestedFilename(), content: readFileSync(await file.path(), 'utf8') }
}

describe.skipIf(!chromiumInstalled())('the files of a mail', () => {
  it('are saved as they were, and never shown, whatever they say they are', async () => {
    await clerk.page.goto(address)
    expect(await saved(clerk.page, 'Rechnung März.pdf')).toEqual({ name: 'Rechnung März.pdf', content: bill })
    expect(await saved(clerk.page, 'photo.html')).toEqual({ name: 'photo.html', content: page })
    const href = await clerk.page.getByRole('link', { name: 'photo.html' }).getAttribute('href')
    const response = await clerk.page.request.get(href ?? '')
    expect(response.headers()).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename=photo.html',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'cache-control': 'no-store',
    })
    expect(clerk.troubles).toEqual([])
  })

  it('are not offered where they may do harm or are infected, and not had by their address either', async () => {
    await clerk.page.goto(address)
    await clerk.page.getByText('it may do harm: it is a file of a kind that runs when it is opened').waitFor()
    await clerk.page.getByText('the virus scanner found Win.Test.EICAR_HDB-1 in it').waitFor()
    expect(await clerk.page.getByRole('list', { name: 'Attached' }).getByRole('link').allTextContents()).toEqual([
      'Rechnung März.pdf',
      'photo.html',
    ])
    const offered = (await clerk.page.getByRole('link', { name: 'photo.html' }).getAttribute('href')) ?? ''
    for (const number of [2, 3]) {
      const response = await clerk.page.request.get(offered.replace(/\d+$/, String(number)))
      expect([response.status(), await response.text()]).toEqual([409, expect.stringContaining('This attachment cannot be downloaded')])
    }
    expect((await clerk.page.request.get(offered.replace(/\d+$/, '9'))).status()).toBe(409)
    expect((await clerk.page.request.get(offered.replace(/WD-\d+/, 'WD-999999'))).status()).toBe(404)
  })

  it('are had by nobody who has not signed in', async () => {
    const { page: stranger } = clerk
    const href = await stranger.getByRole('link', { name: 'photo.html' }).getAttribute('href')
    const response = await fetch(`${desk.origin}${href}`, { redirect: 'manual' })
    expect([response.status, await response.text()]).toEqual([303, expect.not.stringContaining('script>')])
  })
})
