// A desk with its console open, in the office's language: customers write, staff sign in, mails leave into a drawer.
import { createHash, randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { type CaseRecord, caseName } from '../../src/cases/case.ts'
import type { DemoFace } from '../../src/channels/console/console.ts'
import type { OutgoingMail, SendOutcome, Transport } from '../../src/mailroom/mailroom.ts'
import { type Office, startDesk } from '../../src/office.ts'
import type { StaffMember } from '../../src/staff/staff-member.ts'
import { openWindow, type Watched } from './browser.ts'
import { openedFolder } from './mail-folder.ts'
import { type OpenedMail, openMail } from './opened-mail.ts'
import { authservId, officeAddress, until } from './sample-desk.ts'

export const password = 'correct horse battery'

export type CustomerMail = {
  from: { name: string; address: string }
  subject: string
  text: string
  html?: string
  inReplyTo?: string
  genuine?: boolean
  /** Further fields of its head, as they stand there. */
  headers?: readonly string[]
}

/** Where mails leave to: kept, and answered as `outcome` says. */
export function keepMails(): Transport & { sent: OpenedMail[]; outcome: SendOutcome } {
  const drawer = {
    sent: [] as OpenedMail[],
    outcome: { kind: 'accepted', response: '250 ok' } as SendOutcome,
    async send(mail: OutgoingMail) {
      drawer.sent.push(await openMail(mail))
      return drawer.outcome
    },
    async verify() {},
    async close() {},
  }
  return drawer
}

export async function openConsoleDesk(office: Office, { demo }: { demo?: DemoFace } = {}) {
  const desk = await startDesk(office, demo ? { demo } : {})
  const origin = `http://127.0.0.1:${desk.port}`
  let uid = 0n

  return {
    origin,
    stop: () => desk.stop(),

    /** Gives staff the tests' password. */
    async employs(...members: StaffMember[]) {
      for (const member of members) await office.signIn.createCredential(member, password)
    },

    /** Brings a mail in as the mailbox watcher does, and waits until its case has a draft. */
    async customerWrites(mail: CustomerMail): Promise<CaseRecord> {
      uid += 1n
      const { messageId, bytes } = asBytes(mail)
      const from = { folder: await openedFolder(office.mailroom, { mailbox: 'water' }), startsOn: new Date(0) }
      await office.mailroom.ingest(from, [{ uid, size: bytes.length, internalDate: office.clock.now(), bytes }])
      return until(async () => {
        const row = await office.db.client.mail.findFirst({ where: { messageId } })
        const record = row?.caseId ? await office.cases.byId(row.caseId) : undefined
        return record && (await office.replies.view(record.id)) ? record : undefined
      }, 'the draft of a case')
    },

    async signsIn(browser: Browser, member: StaffMember, options?: Parameters<typeof openWindow>[2]): Promise<Watched> {
      const watched = await openWindow(browser, origin, options)
      await fillSignIn(watched.page, member.email, password)
      await watched.page.waitForURL(/\/queue/)
      return watched
    },
  }
}

export async function fillSignIn(page: Page, email: string, secret: string): Promise<void> {
  if (!page.url().includes('/sign-in')) await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(secret)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

export function caseAddress(record: CaseRecord): string {
  return `/cases/${caseName(record)}`
}

function asBytes({ from, subject, text, html, inReplyTo, genuine = true, headers = [] }: CustomerMail) {
  const domain = from.address.split('@')[1]
  const messageId = `<${createHash('sha256').update(randomUUID()).digest('hex').slice(0, 16)}@${domain}>`
  const verdict = genuine ? 'pass' : 'fail'
  const head = [
    `Authentication-Results: ${authservId}; dmarc=${verdict} header.from=${domain}; dkim=${verdict} header.d=${domain}`,
    `From: "${from.name}" <${from.address}>`,
    `To: <${officeAddress}>`,
    `Subject: ${subject}`,
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: ${messageId}`,
    ...(inReplyTo ? [`In-Reply-To: ${inReplyTo}`, `References: ${inReplyTo}`] : []),
    ...headers,
    'MIME-Version: 1.0',
  ]
  const body = html
    ? [
        'Content-Type: multipart/alternative; boundary="part"',
        '',
        '--part',
        plain(text),
        '--part',
        'Content-Type: text/html; charset=utf-8',
        '',
        html,
        '--part--',
        '',
      ]
    : [plain(text)]
  return { messageId, bytes: Buffer.from([...head, ...body].join('\r\n').replace(/\r?\n/g, '\r\n')) }
}

function plain(text: string): string {
  return ['Content-Type: text/plain; charset=utf-8', '', text, ''].join('\r\n')
}
