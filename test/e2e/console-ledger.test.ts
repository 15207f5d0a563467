// The quarantine and the mail ledger in a real browser: why a mail stands there, what people do about it, and what its sender
// cannot do by it.
import { randomUUID } from 'node:crypto'
import iconv from 'iconv-lite'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseName } from '../../src/cases/case.ts'
import { chromiumInstalled, launchBrowser, type Watched } from '../support/browser.ts'
import { caseAddress, keepMails, openConsoleDesk } from '../support/console-desk.ts'
import { openedFolder } from '../support/mail-folder.ts'
import { openSampleDesk, type SampleDesk, until } from '../support/sample-desk.ts'

let sample: SampleDesk
let desk: Awaited<ReturnType<typeof openConsoleDesk>>
let browser: Browser
let clerk: Watched
let supervisor: Watched
let administrator: Watched

beforeAll(async () => {
  sample = await openSampleDesk({ parts: { transport: keepMails() } })
  desk = await openConsoleDesk(sample.office)
  await desk.employs(sample.clerk, sample.supervisor, sample.administrator)
  browser = await launchBrowser()
  clerk = await desk.signsIn(browser, sample.clerk)
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
async function arrives(mail: Buffer, { tooLarge = false } = {}) {
  uid += 1n
  const { mailroom, clock } = sample.office
  const known = { uid, size: tooLarge ? 50_000_000 : mail.length, internalDate: clock.now() }
  const folder = await openedFolder(mailroom, { mailbox: 'billing', uidValidity: 9n })
  const fetched = tooLarge ? { ...known, bytes: null, head: mail } : { ...known, bytes: mail }
  await mailroom.ingest({ folder, startsOn: new Date(0) }, [fetched])
}

type Written = { from?: string; subject: string; words?: string; type?: string; fields?: string[]; messageId?: string }

function written({
  from = 'Ada Away <ada@mail.example>',
  subject,
  words = 'Hello.',
  type = 'text/plain; charset=utf-8',
  fields = [],
  messageId,
}: Written): Buffer {
  const head = [
    `From: ${from}`,
    'To: water@samplecity.example',
    `Subject: ${subject}`,
    'Date: Mon, 02 Mar 2026 10:00:00 -0600',
    `Message-ID: ${messageId ?? `<${randomUUID()}@mail.example>`}`,
    ...fields,
    `Content-Type: ${type}`,
  ]
  return Buffer.from([...head, '', words, ''].join('\n').replaceAll('\n', '\r\n'))
}

/** The desk knows nobody whom it could answer. */
const nameless = (mail: Written) => written({ from: 'nobody at all', ...mail })
const automatic = (mail: Written) => written({ ...mail, fields: ['Auto-Submitted: auto-replied'] })
const entryOf = async (subject: string) => {
  const entry = (await sample.office.mailroom.ledger({ limit: 100 })).entries.find((candidate) => candidate.subject === subject)
  if (!entry) throw new Error(`no mail ${subject}`)
  return entry
}
const card = ({ page }: Watched, subject: string) => page.getByRole('article', { name: subject })

describe.skipIf(!chromiumInstalled())('a mail in quarantine', () => {
  it('is announced on every page, says why it stands there, and shows its source to whoever asks, which the audit log keeps', async () => {
    const { page, troubles } = clerk
    await arrives(written({ subject: 'Scans of all bills', words: '' }), { tooLarge: true })
    await page.goto('/queue')
    await page.getByText('One mail stands in quarantine and waits for a person.').waitFor()
    await page.goto('/mailroom')
    await page.getByRole('navigation', { name: 'Mailroom' }).getByRole('link', { name: 'Quarantine 1' }).click()
    const mail = card(clerk, 'Scans of all bills')
    await mail.getByText('It has 50000000 bytes, more than the limit').waitFor()
    await mail.getByText('ada@mail.example').waitFor()
    await mail.getByText('billing, INBOX').waitFor()
    await mail.getByRole('link', { name: 'View source' }).click()
    await page.locator('pre').getByText('Subject: Scans of all bills').waitFor()
    await page.getByText('only the header was fetched').waitFor()
    const { id } = await entryOf('Scans of all bills')
    const looks = await sample.office.db.client.officeAudit.findMany({ where: { act: "mail's source looked at" } })
    expect(looks).toMatchObject([{ actor: `staff:${sample.clerk.id}`, subject: 'mail 1 of billing/INBOX', detail: { ledgerEntry: id } }])
    expect(troubles).toEqual([])
  })

  it('is discarded with a reason, also by keyboard and without script, and stays in the ledger', async () => {
    const plain = await desk.signsIn(browser, sample.clerk, { javaScriptEnabled: false })
    await plain.page.goto('/mailroom/quarantine')
    const mail = card(plain, 'Scans of all bills')
    await mail.locator('summary', { hasText: 'Discard…' }).focus()
    await plain.page.keyboard.press('Enter')
    await plain.page.keyboard.press('Tab')
    await plain.page.keyboard.type('He sent them again, smaller')
    await plain.page.keyboard.press('Enter')
    await plain.page.getByText('Discarded. The mail and its bytes stay in the ledger.').waitFor()
    await plain.page.getByText('No mail waits here').waitFor()
    expect(await plain.page.getByText('stands in quarantine').count()).toBe(0)
    await plain.page.goto('/mailroom/ledger')
    await plain.page.getByRole('link', { name: 'Scans of all bills' }).click()
    await plain.page.getByText('Casey Clerk').last().waitFor()
    await plain.page.getByText('Discarded it: He sent them again, smaller.').waitFor()
    expect(await plain.page.getByRole('button', { name: 'Make a case of it' }).count()).toBe(0)
    await plain.page.getByRole('button', { name: 'Take it back' }).click()
    await plain.page.getByText('Taken back. It waits for a decision as before.').waitFor()
    await plain.page.getByText('Discard…').click()
    await plain.page.getByLabel('Why it needs nobody').fill('He sent them again, smaller')
    await plain.page.getByRole('button', { name: 'Discard it' }).click()
    await plain.page.getByText('Discarded. The mail and its bytes stay in the ledger.').waitFor()
    await plain.context.close()
  })

  it('is not discarded without a word of why', async () => {
    await arrives(nameless({ subject: 'Whose is it' }))
    await clerk.page.goto('/mailroom/quarantine')
    const mail = card(clerk, 'Whose is it')
    await mail.getByText('Discard…').click()
    await mail.getByLabel('Why it needs nobody').fill('  ')
    await mail.getByRole('button', { name: 'Discard it' }).click()
    await clerk.page.getByRole('alert').getByText('Say why this mail is discarded; the record keeps it.').waitFor()
    await clerk.page.getByRole('button', { name: 'Make a case of it' }).click()
    await clerk.page.getByRole('alert').getByText('This mail names nobody who could be answered').waitFor()
    expect((await entryOf('Whose is it')).settled).toBeNull()
  })

  it('becomes a case when a person finds that it is one; an administrator only looks', async () => {
    await arrives(written({ subject: 'My bill' }), { tooLarge: true })
    await administrator.page.goto('/mailroom/quarantine')
    await administrator.page.getByText('A clerk or a supervisor does.').waitFor()
    expect(await administrator.page.getByRole('button', { name: 'Make a case of it' }).count()).toBe(0)
    const { page, troubles } = clerk
    await page.goto('/mailroom/quarantine')
    await card(clerk, 'My bill').getByRole('button', { name: 'Make a case of it' }).click()
    await page.waitForURL(/\/cases\/WD-\d{6}$/)
    await page.getByRole('heading', { level: 1, name: 'My bill' }).waitFor()
    await page.goto('/mailroom/quarantine')
    expect(await card(clerk, 'My bill').count()).toBe(0)
    expect(troubles).toEqual([])
  })

  it('is attached to a case by its number, and read there', async () => {
    const record = await desk.customerWrites(sample.complaint('leak'))
    await arrives(nameless({ subject: 'Pictures of the pit', words: 'Here is how wet it is.' }))
    const { page, troubles } = clerk
    await page.goto('/mailroom/quarantine')
    const mail = card(clerk, 'Pictures of the pit')
    await mail.getByText('Here is how wet it is.').waitFor()
    await mail.getByText('Attach to a case…').click()
    await mail.getByLabel('Case it belongs to').fill('WD-999999')
    await mail.getByRole('button', { name: 'Attach it' }).click()
    await page.getByRole('alert').getByText('There is no case of that number.').waitFor()
    await page.getByText('Attach to a case…').click()
    await page.getByLabel('Case it belongs to').fill(caseName(record).toLowerCase())
    await page.getByRole('button', { name: 'Attach it' }).click()
    await page.waitForURL(`**${caseAddress(record)}`)
    await page.getByText('Here is how wet it is.').waitFor()
    await page.getByText('attached by a colleague').waitFor()
    expect(troubles).toEqual([])
  })

  it('is decided once: the second person is told', async () => {
    await arrives(nameless({ subject: 'Twice' }))
    await clerk.page.goto('/mailroom/quarantine')
    const { id } = await entryOf('Twice')
    expect((await sample.office.mailroom.discard({ id, by: sample.supervisor, reason: 'Nothing' })).ok).toBe(true)
    await card(clerk, 'Twice').getByText('Discard…').click()
    await card(clerk, 'Twice').getByLabel('Why it needs nobody').fill('Nothing')
    await card(clerk, 'Twice').getByRole('button', { name: 'Discard it' }).click()
    await clerk.page.getByRole('alert').getByText('Somebody has already decided about this mail.').waitFor()
    await clerk.page.getByText('Sam Supervisor').waitFor()
  })

  it('is found on a later page when there are many, and the form comes back to that page', async () => {
    const { page } = clerk
    for (let count = 1; count <= 52; count += 1) await arrives(nameless({ subject: `Away ${String(count).padStart(2, '0')}` }))
    await page.goto('/mailroom/quarantine')
    const cards = page.getByRole('article')
    expect(await cards.count()).toBe(50)
    await page.getByRole('link', { name: 'Older' }).click()
    await card(clerk, 'Away 01').waitFor()
    const older = await cards.count()
    await card(clerk, 'Away 01').getByText('Discard…').click()
    await card(clerk, 'Away 01').getByLabel('Why it needs nobody').fill('An absence')
    await card(clerk, 'Away 01').getByRole('button', { name: 'Discard it' }).click()
    await until(async () => (await cards.count()) === older - 1, 'the same page with one mail less')
    await page.getByRole('link', { name: 'Newest' }).click()
    await card(clerk, 'Away 52').waitFor()
  })
})

describe.skipIf(!chromiumInstalled())('the mail ledger', () => {
  it('finds a mail by its words, narrowed to what became of it and to a mailbox, and leads to it and to its case', async () => {
    const record = await desk.customerWrites({
      ...sample.complaint('leak'),
      subject: 'Hydrant opened',
      text: 'Somebody opened the hydrant.',
    })
    await arrives(automatic({ subject: 'Hydrant season, automatic answer', words: 'The whole month of July.' }))
    const { page, troubles } = clerk
    await page.goto('/mailroom/ledger')
    await page.getByLabel('Words of sender').fill('hydra')
    await page.getByRole('button', { name: 'Search' }).click()
    const rows = page.locator('table tbody tr')
    await until(async () => (await rows.count()) === 2, 'both mails')
    expect(await rows.first().textContent()).toContain('Hydrant season, automatic answer')
    await page.getByLabel('What became of it').selectOption('In a case')
    await page.getByLabel('Mailbox').selectOption('water')
    await page.getByRole('button', { name: 'Search' }).click()
    await until(async () => (await rows.count()) === 1, 'the one mail')
    await page.getByRole('link', { name: caseName(record) }).waitFor()
    await page.getByRole('link', { name: 'Hydrant opened' }).click()
    await page.getByText('Somebody opened the hydrant.').waitFor()
    await page.getByText('sender authenticated').waitFor()
    await page.goto('/mailroom/ledger?search=submarine')
    await page.getByText('No mail in the ledger matches.').waitFor()
    await page.getByRole('link', { name: 'Clear' }).click()
    await page.getByRole('link', { name: 'Older' }).waitFor()
    expect(troubles).toEqual([])
  })

  it('lets a clerk make a case of an automatic mail that a person wrote', async () => {
    const { page } = clerk
    await page.goto(`/mailroom/ledger/${(await entryOf('Hydrant season, automatic answer')).id}`)
    await page.getByRole('heading', { name: 'Automatic reply' }).waitFor()
    await page.getByText('The whole month of July.').waitFor()
    await page.getByRole('button', { name: 'Make a case of it' }).click()
    await page.waitForURL(/\/cases\/WD-\d{6}$/)
  })

  it('shows the proper letters of a mail once a person names them, in its case as well', async () => {
    const { page, troubles } = clerk
    const words = 'Proszę o wyjaśnienie, skąd ta należność.'
    const head = written({ from: 'Zofia <zofia@mail.example>', subject: 'Rachunek', words: '', type: 'text/plain; charset=iso-8859-1' })
    await arrives(Buffer.concat([head, iconv.encode(words, 'iso-8859-2')]))
    const { id } = await entryOf('Rachunek')
    await page.goto(`/mailroom/ledger/${id}`)
    expect(await page.getByText(words).count()).toBe(0)
    await page.getByText('Read again…').click()
    await page.getByLabel('Letters it is written in').selectOption('Central European (ISO 8859-2)')
    await page.getByRole('button', { name: 'Read it again' }).click()
    await page.getByText('Read again. What it is now stands below.').waitFor()
    await page.getByText(words).waitFor()
    await page.getByRole('link', { name: /^WD-/ }).first().click()
    await page.locator('.conversation').getByText(words).waitFor()
    await page.locator('.conversation').getByRole('link', { name: 'Source' }).click()
    await page.locator('pre').getByText('charset=iso-8859-1').waitFor()
    expect(troubles).toEqual([])
  })

  it('knows every place where the same mail was found', async () => {
    const mail = written({ subject: 'Sent to both', messageId: '<both@mail.example>' })
    await arrives(mail)
    await arrives(mail)
    const { page } = clerk
    const copy = (await sample.office.mailroom.ledger({ kinds: ['duplicate'] })).entries[0]
    await page.goto(`/mailroom/ledger/${copy?.id}`)
    await page.getByRole('heading', { name: 'Duplicate' }).waitFor()
    const others = page.getByRole('region', { name: 'The same mail elsewhere' })
    await others.getByRole('link').click()
    await page.getByRole('heading', { name: 'In a case' }).waitFor()
  })

  it('has no page for what it does not know', async () => {
    const { page } = clerk
    for (const path of [randomUUID(), 'x', `${randomUUID()}/source`, `${randomUUID()}/source.eml`, `${randomUUID()}/text`])
      expect((await page.request.get(`/mailroom/ledger/${path}`)).status()).toBe(404)
    expect((await page.request.get(`/mailroom/mails/${randomUUID()}`)).status()).toBe(404)
  })
})

describe.skipIf(!chromiumInstalled())('a hostile mail', () => {
  const markup = '<img src=x onerror=alert(1)><script>alert(2)</script>'
  const hostile = () =>
    Buffer.from(
      [
        `From: "${markup}" <mallory@evil.example>`,
        'To: water@samplecity.example',
        `Subject: ${markup} \u202Egnp.exe {{frame.csrf}}`,
        'Message-ID: <"><b>x</b>@evil.example>',
        'Precedence: bulk',
        'List-Id: <x.evil.example>',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain; charset=utf-8',
        '',
        `${markup} \u202Ereversed`,
        '--b',
        `Content-Type: application/x-msdownload; name="${markup.replaceAll('"', '')}.exe"`,
        'Content-Disposition: attachment; filename="<b>bill<b>.exe"',
        '',
        'MZ',
        '--b--',
        '',
      ].join('\r\n'),
    )

  it('is text on every page: in lists, on its own page, and as its source', async () => {
    await arrives(hostile())
    const { page, troubles } = supervisor
    const { id } = (await sample.office.mailroom.ledger({ kinds: ['ignored'] })).entries[0]!
    for (const path of ['/mailroom/ledger', `/mailroom/ledger/${id}`, `/mailroom/ledger/${id}/source`]) {
      await page.goto(path)
      await page.getByText('<script>alert(2)</script>').first().waitFor()
      expect(await page.locator('main :is(img, script, b)').count()).toBe(0)
    }
    await page.locator('pre').getByText('‹U+202E›reversed').waitFor()
    expect(troubles).toEqual([])
    const text = await page.request.get(`/mailroom/ledger/${id}/text`)
    expect(text.headers()).toMatchObject({ 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' })
  })

  it('does not push a page over its edge, on a telephone neither, where the ledger can be read all the same', async () => {
    const subject = 'unbroken'.repeat(40)
    await arrives(written({ from: `"${'name'.repeat(60)}" <ada@mail.example>`, subject }))
    const { page } = clerk
    const { id, caseId } = await entryOf(subject)
    const record = await sample.office.cases.byId(caseId!)
    const paths = [
      '/mailroom',
      '/mailroom/quarantine',
      '/mailroom/ledger',
      `/mailroom/ledger/${id}`,
      `/mailroom/ledger/${id}/source`,
      '/alarms',
    ]
    const over = () => page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    try {
      await page.goto(caseAddress(record!))
      expect(await over()).toBe(0)
      await page.goto(`/mailroom/ledger/${id}`)
      await page.getByText('Read again…').click()
      const [card, choice] = await Promise.all(
        [page.locator('#fate').locator('..'), page.getByLabel('Letters')].map((found) => found.boundingBox()),
      )
      expect(choice!.x + choice!.width).toBeLessThan(card!.x + card!.width)
      await page.setViewportSize({ width: 390, height: 844 })
      for (const path of paths) {
        await page.goto(path)
        expect([path, await over()]).toEqual([path, 0])
      }
      await page.goto('/mailroom/ledger')
      const reason = await page.getByText('It opened a case.').first().boundingBox()
      expect(reason!.width).toBeGreaterThan(100)
    } finally {
      await page.setViewportSize({ width: 1440, height: 900 })
    }
  })

  it('leaves the desk as a file only with a supervisor or an administrator, when it brings a program', async () => {
    const { id } = (await sample.office.mailroom.ledger({ kinds: ['ignored'] })).entries[0]!
    await clerk.page.goto(`/mailroom/ledger/${id}/source`)
    await clerk.page.getByText('a supervisor or an administrator may download it').waitFor()
    expect(await clerk.page.getByRole('link', { name: 'Download' }).count()).toBe(0)
    const path = `/mailroom/ledger/${id}/source.eml`
    expect((await clerk.page.request.get(path)).status()).toBe(403)
    for (const { page } of [supervisor, administrator]) {
      const answer = await page.request.get(path)
      expect(answer.headers()).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': expect.stringMatching(/^attachment; filename="mail-[0-9a-f]{12}\.eml"$/),
      })
      expect(await answer.body()).toEqual(hostile())
    }
    const taken = await sample.office.db.client.officeAudit.findMany({ where: { act: "mail's source downloaded" } })
    expect(taken.map(({ actor }) => actor).toSorted()).toEqual(
      [`staff:${sample.supervisor.id}`, `staff:${sample.administrator.id}`].toSorted(),
    )
  })

  it('is read a piece at a time when it is long', async () => {
    const long = written({
      subject: 'A long list',
      words: Array.from({ length: 12_000 }, (_, line) => `line ${line} of it`).join('\n'),
      fields: ['List-Id: <l.example>'],
    })
    await arrives(long)
    const { id } = await entryOf('A long list')
    const { page } = clerk
    await page.goto(`/mailroom/ledger/${id}`)
    await page.getByRole('link', { name: 'The whole text' }).waitFor()
    await page.goto(`/mailroom/ledger/${id}/source`)
    let text = await page.locator('pre').textContent()
    for (;;) {
      const next = page.getByRole('link', { name: 'Next part' })
      if ((await next.count()) === 0) break
      const before = page.url()
      await next.click()
      await page.waitForURL((url) => url.href !== before)
      text += (await page.locator('pre').textContent()) ?? ''
    }
    expect(text).toBe(long.toString().replaceAll('\r\n', '\n'))
  })
})
