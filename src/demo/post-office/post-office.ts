// The demo's post office, in the desk's own process and on the loopback interface only: mail comes in by SMTP, the desk
// reads its mailbox by IMAP, and the customers' mailboxes are there to look at. Everything is kept in one folder, one
// post office a folder at a time (the demo's database refuses a second desk before this opens).
import { randomBytes } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Log } from '../../platform/log.ts'
import { type CustomerMail, sendCustomerMail } from './customer-mail.ts'
import { openImapDoor } from './imap-door.ts'
import { type Mailbox, openMailbox } from './kept-mailbox.ts'
import { createMailReader, type MailboxView } from './mail-reader.ts'
import { forgetRunning, noteRunning } from './running-post-office.ts'
import { type Envelope, openSmtpDoor, type Refusal } from './smtp-door.ts'
import { stampForCustomer, stampForOffice } from './stamp-mail.ts'

export type PostOfficeSettings = {
  folder: string
  officeAddress: string
  /** The name under which this post office states whether a sender is genuine. */
  authservId: string
  /** Senders in these domains are stated as genuine, as if their own servers had signed. */
  genuineDomains: string[]
  /** Taken when free, else any free port; 0 for any. */
  smtpPort?: number
  imapPort?: number
  log: Log
}

export type PostOffice = {
  smtpPort: number
  imapPort: number
  imapUser: string
  imapPassword: string
  /** Every mailbox but the desk's that has mail, by address; its mails newest first. */
  mailboxes(): Promise<MailboxView[]>
  /** Writes as a customer, by SMTP; to the office unless said otherwise. */
  send(mail: CustomerMail): Promise<{ messageId: string }>
  close(): Promise<void>
}

const customaryPorts = { smtp: 2525, imap: 1143 }
const customerMailboxesAtMost = 1_000 // a demo has two hundred accounts
const folderNameBytesAtMost = 200 // with the ending of an unfinished file still below the usual 255

export async function openPostOffice(settings: PostOfficeSettings): Promise<PostOffice> {
  const { folder, officeAddress, log } = settings
  const customersFolder = path.join(folder, 'customers')
  await mkdir(customersFolder, { recursive: true, mode: 0o700 })
  const desk = await openMailbox(path.join(folder, 'desk'), officeAddress)
  const customers = new Map<string, Mailbox>()
  for (const name of await readdir(customersFolder)) {
    const mailbox = await openMailbox(path.join(customersFolder, name), decodeURIComponent(name))
    customers.set(mailbox.address, mailbox)
  }

  // One mail at a time: an IMAP client that has seen UID 8 never asks for 7 again, so 7 must be there first.
  let turn: Promise<unknown> = Promise.resolve()
  const imapPassword = randomBytes(16).toString('hex')
  const imap = await openImapDoor({
    port: settings.imapPort ?? customaryPorts.imap,
    user: officeAddress,
    password: imapPassword,
    mailbox: desk,
  })
  const smtp = await openSmtpDoor({
    port: settings.smtpPort ?? customaryPorts.smtp,
    name: settings.authservId,
    log,
    mayReceive,
    accept: (raw, envelope) => inTurn(() => deliver(raw, envelope)),
  })
  await noteRunning(folder, { pid: process.pid, smtpPort: smtp.port, imapPort: imap.port, officeAddress })
  const reader = createMailReader(log)

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work)
    turn = result.catch(() => {}) // whoever handed in the work is told; the next mail is not held up
    return result
  }

  async function deliver(raw: Buffer, envelope: Envelope): Promise<void> {
    const now = new Date()
    const toOffice = envelope.to.find((address) => isOffice(address))
    if (toOffice !== undefined) {
      const stamped = stampForOffice(raw, { ...envelope, to: toOffice }, settings, now)
      imap.show(await desk.keep(stamped, now), stamped)
    }
    for (const address of new Set(envelope.to.filter((recipient) => !isOffice(recipient)).map(plain))) {
      await (await customerMailbox(address)).keep(stampForCustomer(raw, { ...envelope, to: address }, settings.authservId, now), now)
    }
    log.info({ recipients: envelope.to.length, bytes: raw.length }, 'demo post office took a mail')
  }

  async function customerMailbox(address: string): Promise<Mailbox> {
    const kept = customers.get(address)
    if (kept) return kept
    const made = await openMailbox(path.join(customersFolder, encodeURIComponent(address)), address)
    customers.set(address, made)
    return made
  }

  function mayReceive(address: string): Refusal | undefined {
    if (isOffice(address) || customers.has(plain(address))) return undefined
    if (!/^[^@\s]+@[^@\s]+$/.test(address) || encodeURIComponent(plain(address)).length > folderNameBytesAtMost)
      return { code: 553, words: 'This address cannot have a mailbox here' }
    if (customers.size >= customerMailboxesAtMost) return { code: 452, words: 'The demo has no room for another mailbox' }
    return undefined
  }

  function isOffice(address: string): boolean {
    const [local = '', domain] = plain(address).split('@')
    const [officeLocal, officeDomain] = plain(officeAddress).split('@')
    return domain === officeDomain && local.split('+')[0] === officeLocal
  }

  return {
    smtpPort: smtp.port,
    imapPort: imap.port,
    imapUser: officeAddress,
    imapPassword,
    mailboxes: () => reader.read([...customers.values()]),
    send: (mail) => sendCustomerMail(smtp.port, { to: officeAddress, ...mail }),
    async close() {
      await smtp.close()
      await turn
      await imap.close()
      await forgetRunning(folder)
    },
  }
}

function plain(address: string): string {
  return address.trim().toLowerCase()
}
