// The demo's post office with a real IMAP client and real SMTP: nothing is skipped or doubled, whenever it is started again.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ImapFlow } from 'imapflow'
import nodemailer from 'nodemailer'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPostOffice, type PostOffice } from '../../src/demo/post-office/post-office.ts'
import { findRunningPostOffice } from '../../src/demo/post-office/running-post-office.ts'
import { createLog } from '../../src/platform/log.ts'

let folder: string
let opened: { close(): Promise<void> }[] = []

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'post-office-'))
})

afterEach(async () => {
  for (const each of opened.reverse()) await each.close()
  opened = []
  rmSync(folder, { recursive: true, force: true })
})

it('tells an idling desk of new mail at once', async () => {
  const office = await openOffice()
  const desk = await deskAt(office)
  const told = new Promise<number>((resolve) => desk.on('exists', ({ count }) => resolve(count)))
  void desk.idle()
  await office.send(complaint('Why so high?'))
  const sentAt = performance.now()
  expect(await told).toBe(1)
  expect(performance.now() - sentAt).toBeLessThan(500)
})

it('has the same UIDs and UIDVALIDITY after each start, and never gives an old UID to new mail', async () => {
  const seen: string[] = []
  let cursor = 0
  let uidValidity: bigint | undefined
  for (const start of [1, 2, 3, 4]) {
    const office = await openOffice()
    const desk = await deskAt(office)
    const now = (await desk.status('INBOX', { uidValidity: true })) || undefined
    uidValidity ??= now?.uidValidity
    expect(now?.uidValidity).toBe(uidValidity)
    for (const n of [1, 2, 3]) await office.send(complaint(`start ${start}, mail ${n}`))
    for (const mail of await fetchAfter(desk, cursor)) {
      seen.push(mail.subject)
      cursor = mail.uid
    }
    await closeAll()
  }
  expect(seen).toEqual([1, 2, 3, 4].flatMap((start) => [1, 2, 3].map((n) => `start ${start}, mail ${n}`)))
  expect(uidValidity).toBeGreaterThan(1n)
})

it('gives no UID twice even where the newest mail was taken out of the folder by hand', async () => {
  const first = await openOffice()
  await first.send(complaint('kept'))
  await first.send(complaint('taken away'))
  await closeAll()
  const mails = deskFiles()
  unlinkSync(path.join(folder, 'desk', mails[1] ?? ''))

  const second = await openOffice()
  await second.send(complaint('new'))
  expect((await fetchAfter(await deskAt(second), 0)).map(({ uid, subject }) => [uid, subject])).toEqual([
    [1, 'kept'],
    [3, 'new'],
  ])
})

it('shows mails that arrive all at once in the order of their UIDs', async () => {
  const office = await openOffice()
  const desk = await deskAt(office)
  const uids: number[] = []
  let cursor = 0
  const collect = async () => {
    for (const mail of await fetchAfter(desk, cursor)) {
      uids.push(mail.uid)
      cursor = mail.uid
    }
  }
  const sending = Promise.all(Array.from({ length: 40 }, (_, n) => office.send(complaint(`mail ${n}`))))
  for (let tries = 0; uids.length < 20 && tries < 500; tries++) await collect()
  await sending
  await collect()
  expect(uids).toEqual(Array.from({ length: 40 }, (_, n) => n + 1))
})

it('has a mail on the disk when the sender is told that it was taken, and drops what was half-written', async () => {
  const office = await openOffice()
  await office.send(complaint('kept'))
  expect(deskFiles()).toHaveLength(1) // without closing anything: as after kill -9
  const name = deskFiles()[0] ?? ''
  expect(readFileSync(path.join(folder, 'desk', name), 'utf8')).toContain('Subject: kept')
  await closeAll()
  writeFileSync(path.join(folder, 'desk', '00000002-20261122T100000Z.eml.unfinished'), 'From: half')
  const desk = await deskAt(await openOffice())
  expect((await fetchAfter(desk, 0)).map((mail) => mail.subject)).toEqual(['kept'])
  expect(readdirSync(path.join(folder, 'desk')).filter((file) => file.endsWith('.unfinished'))).toEqual([])
})

it('has lost no mail that it had said it took, and doubled none, after being killed again and again', async () => {
  const taken: string[] = []
  for (const round of [1, 2, 3, 4, 5]) {
    const { child, smtpPort } = await openElsewhere()
    const killed = new Promise((resolve) => child.once('exit', resolve))
    const sender = nodemailer.createTransport({ host: '127.0.0.1', port: smtpPort, ignoreTLS: true, pool: true, maxMessages: Infinity })
    const killAt = 1 + Math.floor(Math.random() * 20)
    for (let n = 1; ; n++) {
      if (n === killAt) setTimeout(() => child.kill('SIGKILL'), Math.random() * 10)
      const subject = `round ${round}, mail ${n}`
      const sent = await sender.sendMail({ ...complaint(subject), to: 'desk@office.example' }).catch(() => undefined)
      if (!sent) break // killed meanwhile: this one may be there or not
      taken.push(subject)
    }
    sender.close()
    await killed
  }
  const kept = await fetchAfter(await deskAt(await openOffice()), 0)
  const subjects = kept.map((mail) => mail.subject)
  expect(taken.length).toBeGreaterThan(5)
  expect(subjects.filter((subject) => taken.includes(subject))).toEqual(taken)
  expect(new Set(kept.map((mail) => mail.uid)).size).toBe(kept.length)
})

it('lets its process end when it is closed, whoever still idles', async () => {
  const { child, imapPort, imapUser, imapPassword } = await openElsewhere()
  const desk = await deskAt({ imapPort, imapUser, imapPassword })
  void desk.idle()
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.stdin?.end() // asks it to close
  expect(await ended).toBe(0)
})

it('refuses to begin a mailbox anew beside mails whose index is gone', async () => {
  const office = await openOffice()
  await office.send(complaint('kept'))
  await closeAll()
  unlinkSync(path.join(folder, 'desk', 'mailbox.json'))
  await expect(openOffice()).rejects.toThrow(/mailbox\.json.*--fresh/)
})

it('takes mail to the office and its plus-addresses for the desk, stamped, with every byte of the body as it came', async () => {
  const office = await openOffice()
  const body = 'Grüße — 10 ‰\r\n.a line with a dot\r\n'
  const forged = 'Authentication-Results: MX.office.example; dmarc=pass header.from=bank.example'
  const raw = `From: Ana <ana@customers.example>\r\nSubject: x\r\n${forged}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${body}`
  await handIn(office, 'ana@customers.example', ['Desk+c12.abc@office.example'], raw)
  const [mail] = await fetchAfter(await deskAt(office), 0)
  const text = mail?.source.toString('utf8') ?? ''
  expect(text.startsWith('Authentication-Results: mx.office.example; dmarc=pass header.from=customers.example')).toBe(true)
  expect(text).not.toContain('bank.example')
  expect(text).toContain('\r\nDelivered-To: Desk+c12.abc@office.example\r\n')
  expect(text).toContain('\r\nReturn-Path: <ana@customers.example>\r\n')
  expect(text.endsWith(`\r\n\r\n${body}`)).toBe(true)
})

it("puts the desk's answers into the customers' mailboxes, in the thread, also after another start", async () => {
  const office = await openOffice()
  const { messageId } = await office.send(complaint('Why?'))
  const answer = nodemailer.createTransport({ host: '127.0.0.1', port: office.smtpPort, ignoreTLS: true })
  await answer.sendMail({
    from: 'desk@office.example',
    to: 'Ana@customers.example',
    subject: 'Re: Why?',
    text: 'Because.',
    inReplyTo: messageId,
  })
  answer.close()
  const expected = [
    {
      address: 'ana@customers.example',
      mails: [expect.objectContaining({ from: 'desk@office.example', subject: 'Re: Why?', text: 'Because.\n', inReplyTo: messageId })],
    },
  ]
  expect(await office.mailboxes()).toEqual(expected)
  await closeAll()
  expect(await (await openOffice()).mailboxes()).toEqual(expected)
})

it('takes another port where the wanted one is taken, and says where it listens while it does', async () => {
  const first = await openOffice()
  const second = await openPostOffice({ ...settings(path.join(folder, 'second')), smtpPort: first.smtpPort, imapPort: first.imapPort })
  opened.push(second)
  expect(second.smtpPort).not.toBe(first.smtpPort)
  expect(second.imapPort).not.toBe(first.imapPort)
  expect(await findRunningPostOffice(folder)).toMatchObject({ smtpPort: first.smtpPort, pid: process.pid })
  await closeAll()
  expect(await findRunningPostOffice(folder)).toBeUndefined()
})

it('does not let an IMAP client put a mail into the mailbox that no folder keeps', async () => {
  const desk = await deskAt(await openOffice())
  await expect(desk.append('INBOX', 'From: x@y.example\r\n\r\nz\r\n')).rejects.toThrow()
  expect(await fetchAfter(desk, 0)).toEqual([])
})

function settings(inFolder: string) {
  const log = createLog('error')
  return {
    folder: inFolder,
    officeAddress: 'desk@office.example',
    authservId: 'mx.office.example',
    genuineDomains: ['customers.example'],
    smtpPort: 0,
    imapPort: 0,
    log,
  }
}

async function openOffice(): Promise<PostOffice> {
  const office = await openPostOffice(settings(folder))
  opened.push(office)
  return office
}

/** A post office in a process of its own, which closes when its input ends. */
async function openElsewhere(): Promise<Pick<PostOffice, 'smtpPort' | 'imapPort' | 'imapUser' | 'imapPassword'> & { child: ChildProcess }> {
  const { log: _, ...plain } = settings(folder)
  const source = (file: string) => JSON.stringify(path.resolve(import.meta.dirname, '../../src', file))
  const script = `
    const { openPostOffice } = await import(${source('demo/post-office/post-office.ts')})
    const { createLog } = await import(${source('platform/log.ts')})
    const { smtpPort, imapPort, imapUser, imapPassword, close } = await openPostOffice({ ...${JSON.stringify(plain)}, log: createLog('error') })
    console.log(JSON.stringify({ smtpPort, imapPort, imapUser, imapPassword }))
    process.stdin.resume().once('end', close)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (chunk) => resolve(String(chunk)))
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was open`)))
  })
  return { child, ...JSON.parse(said) }
}

async function deskAt(office: Pick<PostOffice, 'imapPort' | 'imapUser' | 'imapPassword'>): Promise<ImapFlow> {
  const desk = new ImapFlow({
    host: '127.0.0.1',
    port: office.imapPort,
    secure: false,
    auth: { user: office.imapUser, pass: office.imapPassword },
    logger: false,
  })
  await desk.connect()
  await desk.mailboxOpen('INBOX')
  opened.push({ close: async () => desk.close() })
  return desk
}

async function closeAll(): Promise<void> {
  for (const each of opened.reverse()) await each.close()
  opened = []
}

async function fetchAfter(desk: ImapFlow, cursor: number): Promise<{ uid: number; subject: string; source: Buffer }[]> {
  await desk.noop()
  const mails: { uid: number; subject: string; source: Buffer }[] = []
  for await (const mail of desk.fetch(`${cursor + 1}:*`, { uid: true, envelope: true, source: true }, { uid: true })) {
    if (mail.uid > cursor) mails.push({ uid: mail.uid, subject: mail.envelope?.subject ?? '', source: mail.source ?? Buffer.of() })
  }
  return mails
}

async function handIn(office: PostOffice, from: string, to: string[], raw: string): Promise<void> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: office.smtpPort, ignoreTLS: true })
  await transport.sendMail({ envelope: { from, to }, raw: Buffer.from(raw, 'utf8') })
  transport.close()
}

function complaint(subject: string) {
  return { from: 'Ana <ana@customers.example>', subject, text: 'My bill is too high.' }
}

function deskFiles(): string[] {
  return readdirSync(path.join(folder, 'desk'))
    .filter((name) => name.endsWith('.eml'))
    .sort()
}
