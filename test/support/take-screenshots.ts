// npm run screenshots: a sample office with a few cases, its main pages as pictures in ./screenshots, light and dark, at
// the widths that people work with. The pictures are for looking at, not for comparing.
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { sampleComplaints } from '../../src/demo/sample-office/sample-complaints.ts'
import { dayOf, toDateColumn } from '../../src/kernel/days.ts'
import { openOffice } from '../../src/office.ts'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { createLog } from '../../src/platform/log.ts'
import type { StaffMember } from '../../src/staff/staff-member.ts'
import { launchBrowser } from './browser.ts'
import { caseAddress, keepMails, openConsoleDesk } from './console-desk.ts'
import { fillLedger } from './ledger-samples.ts'
import { fillSampleOffice, sampleConfig, until } from './sample-desk.ts'

const folder = path.resolve(import.meta.dirname, '../../screenshots')
const widths = [1440, 1024]
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-screenshots-'))
mkdirSync(folder, { recursive: true })
chmodSync(dataDir, 0o711) // the database's own user passes through

const database = await startEmbeddedPostgres(dataDir)
const transport = keepMails()
const office = await openOffice(sampleConfig(dataDir, 3_600), { log: createLog('error'), database, transport })
const sample = await fillSampleOffice(office)
const complaints = sampleComplaints(sample)
const customers = complaints.map((complaint) => complaint.from.address)
const demo = { customers, mailboxes: async () => sampleMailboxes(), send: async () => {} }
const desk = await openConsoleDesk(office, { demo })
const staffMember = async (email: string) => (await office.staff.byEmail(email)) as StaffMember
const [supervisor, clerk, administrator] = await Promise.all(
  ['sam', 'casey', 'alex'].map((name) => staffMember(`${name}@samplecity.example`)),
)
await desk.employs(supervisor!, clerk!, administrator!)

const cases = []
for (const complaint of complaints) cases.push(await desk.customerWrites(complaint))
const stranger = { name: 'Pat Stranger', address: 'pat@elsewhere.example' }
const proofless = await desk.customerWrites({
  from: stranger,
  subject: 'Bill of my late mother',
  text: `Please send me the bills of account ${complaints[0]!.accountNumber}.`,
  html: '<h2>Bills, please</h2><p style="color:red">Please send me the <b>bills</b>.</p><img src="http://elsewhere.example/x.gif"><script>alert(1)</script>',
})
const browser = await launchBrowser()
const { page: setup } = await desk.signsIn(browser, supervisor!)

const [approved, returned, unknown, edited] = cases.slice(2)
const held = cases.find((record) => record.topic === 'payment-not-posted')
await decide(setup, approved!, 'Approve and send')
await setup.goto(caseAddress(returned!))
await setup.getByText('Return…').click()
await setup.getByLabel('What must change').fill('Say first that the last read was an actual one.')
await setup.getByRole('button', { name: 'Return the draft' }).click()
await setup.getByText('Needs work').waitFor()
const answered = cases[0]!
await decide(setup, answered, 'Approve and send')
await leave(answered.id)
await desk.customerWrites({
  ...complaints[0]!,
  subject: 'Re: thank you',
  text: 'Thank you. And when is my next bill due?',
  inReplyTo: transport.sent.at(-1)!.messageId,
})
transport.outcome = { kind: 'unknown', error: 'The connection ended before the server answered.' }
await decide(setup, unknown!, 'Approve and send')
await leave(unknown!.id)
const failed = cases[7]!
transport.outcome = { kind: 'refused', error: '550 5.1.1 The mailbox does not exist.' }
await decide(setup, failed, 'Approve and send')
await leave(failed.id)
transport.outcome = { kind: 'accepted', response: '250 ok' }
await office.db.inTransaction((tx) =>
  tx.ledgerEntry.create({
    data: {
      id: `L-late-${held!.number}`,
      accountNumber: held!.accountNumber!,
      enteredOn: toDateColumn(dayOf(new Date(), office.config.office.timeZone)),
      kind: 'payment',
      amountCents: -5_000,
      memo: 'Posted late',
    },
  }),
)
await decide(setup, held!, 'Approve and send')
await office.mailroom.mailboxConnected('water')
await office.mailroom.mailboxDown('billing', 'The server at mail.samplecity.example refused the password.')

await fillLedger(office)
const { entries } = await office.mailroom.ledger({ mailbox: 'billing' })
const entry = (subject: string) => `/mailroom/ledger/${entries.findLast((candidate) => candidate.subject?.includes(subject))?.id}`
const draftless = cases[8]!
await office.db.client.draft.deleteMany({ where: { caseId: draftless.id } })
await office.db.client.case.update({ where: { id: draftless.id }, data: { status: 'open' } })

for (const width of widths) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const shot = async (name: string, page: Page) => {
      // As tall as the page, so that what sticks to the window's edges stands where it belongs.
      const height = await page.evaluate<number>('Math.max(900, document.documentElement.scrollHeight)')
      await page.setViewportSize({ width, height })
      await page.screenshot({ path: path.join(folder, `${name}-${width}${colorScheme === 'dark' ? '-dark' : ''}.png`) })
      await page.setViewportSize({ width, height: 900 })
    }
    const options = { viewport: { width, height: 900 }, colorScheme }
    const door = await (await browser.newContext({ baseURL: desk.origin, ...options })).newPage()
    await door.goto('/sign-in')
    await shot('sign-in', door)
    const { page, context } = await desk.signsIn(browser, supervisor!, options)
    const pages: [string, string][] = [
      ['queue', '/queue?status=all'],
      ['queue-decisions', '/queue'],
      ['case', caseAddress(cases[1]!)],
      ['case-leak', caseAddress(cases[6]!)],
      ['case-approved', caseAddress(approved!)],
      ['case-returned', caseAddress(returned!)],
      ['case-held', caseAddress(held!)],
      ['case-unknown', caseAddress(unknown!)],
      ['case-answered', caseAddress(answered)],
      ['case-failed', caseAddress(failed)],
      ['case-draftless', caseAddress(draftless)],
      ['case-proof', caseAddress(proofless)],
      ['mailroom', '/mailroom'],
      ['quarantine', '/mailroom/quarantine'],
      ['ledger', '/mailroom/ledger'],
      ['ledger-nothing-found', '/mailroom/ledger?search=submarine'],
      ['ledger-entry', entry('Photos of the meter')],
      ['ledger-entry-standing', entry('Meter number 40117')],
      ['ledger-entry-hostile', entry('<script>')],
      ['mail-source', `${entry('<script>')}/source`],
      ['customers-mailboxes', '/customers-mailboxes'],
      ['second-factor', '/second-factor'],
    ]
    for (const [name, address] of pages) {
      await page.goto(address)
      if (name === 'case') await page.locator('.claim').nth(2).focus()
      await shot(name, page)
    }
    await page.goto(`${caseAddress(edited!)}?edit=1`)
    await page.locator('#text').fill(`${await page.locator('#text').inputValue()}\nWe take $12.34 off your next bill.`)
    await page.locator('ul.unborne li').first().waitFor()
    await shot('case-edit', page)
    await page.goto('/mailroom/quarantine')
    for (const words of ['Attach to a case…', 'Read again…', 'Discard…']) await page.getByText(words).first().click()
    await shot('quarantine-acts', page)
    await page.getByLabel('Why it needs nobody').first().fill(' ')
    await page.getByRole('button', { name: 'Discard it' }).first().click()
    await page.getByRole('alert').waitFor()
    await shot('ledger-entry-refused', page)
    await page.goto('/mailroom')
    for (const words of ['2 differences', 'Let mail go there again…']) await page.getByText(words).first().click()
    await shot('mailroom-acts', page)
    await context.close()
    const { page: office2, context: context2 } = await desk.signsIn(browser, administrator!, options)
    await office.mailroom.stopOutgoing({ by: administrator!, reason: 'A wrong rate was published' })
    await office2.goto('/mailroom')
    await office2.getByText('Let mail leave again…').click()
    await shot('mailroom-administrator', office2)
    for (const name of ['staff', 'audit']) {
      await office2.goto(`/${name}`)
      await shot(name, office2)
    }
    await office.mailroom.resumeOutgoing({ by: administrator! })
    await context2.close()
  }
}
await browser.close()
await desk.stop()
rmSync(dataDir, { recursive: true, force: true })
console.log(`The pictures are in ${folder}.`)

async function decide(page: Page, record: { id: string; number: number }, button: string): Promise<void> {
  await page.goto(caseAddress(record as never))
  await page.getByRole('button', { name: button }).click()
  await page.locator('#case :is([role="status"], [role="alert"])').first().waitFor()
}

/** Lets an approved reply leave before its recall window ends. */
async function leave(caseId: string): Promise<void> {
  await office.db.client.outgoing.updateMany({ where: { caseId, kind: 'reply', status: 'queued' }, data: { notBefore: new Date() } })
  const [mail] = (await office.mailroom.outgoingOfCase(caseId)).filter((outgoing) => outgoing.kind === 'reply')
  await office.mailroom.dispatch(mail!.id)
  await until(
    async () => (await office.mailroom.outgoingOfCase(caseId)).every((outgoing) => outgoing.status !== 'sending'),
    'a mail that left',
  )
}

function sampleMailboxes() {
  const bySender = new Map<
    string,
    { from: string; subject: string; date: Date; text: string; messageId: string | null; references: string[] }[]
  >()
  for (const mail of transport.sent) {
    const mails = bySender.get(mail.to) ?? []
    mails.unshift({
      from: `${mail.from.name} <${mail.from.address}>`,
      subject: mail.subject,
      date: mail.date,
      text: mail.text,
      messageId: mail.messageId,
      references: [],
    })
    bySender.set(mail.to, mails)
  }
  return [...bySender].map(([address, mails]) => ({ address, mails }))
}
