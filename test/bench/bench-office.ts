// What both benchmarks run on: an office on a PostgreSQL of its own in a temporary folder, and a real Dovecot.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ImapFlow } from 'imapflow'
import { caseHeard } from '../../src/cases/cases.ts'
import type { MailboxSettings } from '../../src/config.ts'
import type { SampleOffice } from '../../src/demo/sample-office/generate-sample-office.ts'
import { type Office, openOffice } from '../../src/office.ts'
import { createLog } from '../../src/platform/log.ts'
import { type Dovecot, startDovecot } from '../support/dovecot.ts'
import { fillSampleOffice, sampleConfig } from '../support/sample-desk.ts'

export type BenchOffice = {
  office: Office
  sample: SampleOffice
  server: Dovecot
  mailbox: MailboxSettings
  close(): Promise<void>
}

export const benchAuthservId = 'mx.city.example'

/** `drafting`: the desk also writes the drafts, as it does when it runs; outgoing mail is held either way. */
export async function openBenchOffice({ drafting }: { drafting: boolean }): Promise<BenchOffice> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-bench-'))
  chmodSync(folder, 0o711) // the database's user passes through to its own part
  const office = await openOffice(
    {
      ...sampleConfig(folder, 0),
      office: { name: 'City Water', timeZone: 'America/Chicago', address: 'water@city.example', authservId: benchAuthservId },
      outbound: 'hold',
    },
    { log: createLog('error') },
  )
  const sample = await fillSampleOffice(office)
  if (drafting) office.jobs.work(caseHeard, office.replies.caseHeard)
  await office.jobs.start()
  const server = await startDovecot()
  const mailbox: MailboxSettings = {
    name: 'bench',
    host: server.host,
    port: server.imapPort,
    security: 'plain',
    user: 'bench',
    folder: 'INBOX',
    startsOn: new Date(0),
    auth: { kind: 'password', password: server.password },
  }
  return {
    office,
    sample,
    server,
    mailbox,
    async close() {
      await office.jobs.stop()
      await office.close()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A client of the same mailbox beside the desk's own, its folder opened for reading. */
export async function signedIn({ mailbox, server }: BenchOffice): Promise<ImapFlow> {
  const auth = { user: mailbox.user, pass: server.password }
  const client = new ImapFlow({
    host: mailbox.host,
    port: mailbox.port,
    secure: false,
    doSTARTTLS: false,
    auth,
    logger: false,
    disableAutoIdle: true,
  })
  await client.connect()
  await client.mailboxOpen('INBOX', { readOnly: true })
  return client
}

/** A customer's mail, one of four kinds in turn: plain, long and quoted, with HTML, with a small picture. */
export function benchMail(index: number): string {
  const words = `My bill of ${100 + (index % 300)} dollars is much too high. I live alone and was away for two weeks. `.repeat(
    1 + (index % 6),
  )
  const top = [
    `Authentication-Results: ${benchAuthservId}; spf=pass smtp.mailfrom=example.com; dkim=pass header.d=example.com; dmarc=pass header.from=example.com`,
    `Received: from mail.example.com (mail.example.com [192.0.2.${index % 250}]) by mx.city.example with ESMTPS id ${index}; Mon, 2 Mar 2026 10:00:00 -0600`,
    `From: Customer ${index} <customer${index}@example.com>`,
    'To: City Water <water@city.example>',
    `Subject: My bill is too high (${index})`,
    'Date: Mon, 02 Mar 2026 10:00:00 -0600',
    `Message-ID: <bench.${index}.${process.pid}@example.com>`,
    'MIME-Version: 1.0',
  ]
  const quoted = `On Sun, Mar 1, 2026 at 9:00 AM City Water <water@city.example> wrote:\r\n${'> We read your meter on the first of the month.\r\n'.repeat(20)}`
  const html = `<html><body><p>${words}</p><table><tr><td>Account</td><td>1234-${index}</td></tr></table></body></html>`
  const plain = 'Content-Type: text/plain; charset=utf-8'
  switch (index % 4) {
    case 0:
      return [...top, plain, '', words, ''].join('\r\n')
    case 1:
      return [...top, plain, '', words, '', quoted].join('\r\n')
    case 2:
      return [
        ...top,
        'Content-Type: multipart/alternative; boundary=b',
        '',
        '--b',
        plain,
        '',
        words,
        '--b',
        'Content-Type: text/html; charset=utf-8',
        '',
        html,
        '--b--',
        '',
      ].join('\r\n')
    default: {
      const picture = Buffer.alloc(12_000, index).toString('base64').replace(/.{76}/g, '$&\r\n')
      return [
        ...top,
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        plain,
        '',
        words,
        '--b',
        'Content-Type: image/jpeg; name="bill.jpg"',
        'Content-Transfer-Encoding: base64',
        '',
        picture,
        '--b--',
        '',
      ].join('\r\n')
    }
  }
}

/** Many at once over a few connections, so that filling the mailbox does not dominate the run. */
export async function fillMailbox(server: Dovecot, user: string, mails: readonly string[]): Promise<void> {
  const share = Math.ceil(mails.length / 4)
  const parts = Array.from({ length: 4 }, (_, part) => mails.slice(part * share, (part + 1) * share)).filter((part) => part.length > 0)
  await Promise.all(parts.map((part) => server.deliver(user, part)))
}
