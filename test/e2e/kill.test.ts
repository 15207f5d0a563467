// The desk is killed without warning twenty times while two hundred complaints arrive and every draft is approved. No
// mail may be lost or doubled, in or out; a reply whose fate nobody can know is shown as such and never sent again blindly.
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../src/office.ts'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { createLog } from '../../src/platform/log.ts'
import { type Dovecot, dovecotInstalled, freePort, startDovecot } from '../support/dovecot.ts'
import { authservId, fillSampleOffice, officeAddress, sampleConfig, until } from '../support/sample-desk.ts'
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts'

const mails = 200
const kills = 20
const settleLimitMilliseconds = 240_000

describe.skipIf(!dovecotInstalled())('a desk killed again and again (needs Dovecot)', () => {
  let dovecot: Dovecot
  let sink: SmtpSink
  let office: Office
  let folder: string
  let stopDatabase: () => Promise<void>

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-kill-'))
    chmodSync(folder, 0o711)
    ;[dovecot, sink] = await Promise.all([startDovecot(), startSmtpSink()])
    const database = await startEmbeddedPostgres(folder)
    stopDatabase = database.stop
    office = await openOffice(sampleConfig(folder, 0), { log: createLog('error'), database: { ...database, stop: async () => {} } })
    await office.jobs.start()
  })
  afterAll(async () => {
    await office.jobs.stop()
    await office.close()
    await stopDatabase()
    await Promise.all([dovecot.stop(), sink.close()])
    rmSync(folder, { recursive: true, force: true })
  })

  it('loses nothing, doubles nothing, and shows what it cannot know', { timeout: 600_000 }, async () => {
    const sample = await fillSampleOffice(office)
    const senders = sample.accounts
      .slice(0, mails)
      .map(({ history }, index) => history.people.find((person) => person.email)?.email ?? `nobody${index}@mail.example`)
    const environment = await deskEnvironment()
    let over = false
    const approving = approveEverything(() => over)
    const delivering = deliverAll(senders)

    let endedByThemselves = 0
    for (let kill = 0; kill < kills; kill++) {
      const desk = startDeskProcess(environment)
      await pause(1_000 + Math.random() * 3_000)
      if (desk.exitCode !== null) endedByThemselves++
      desk.kill('SIGKILL')
      await gone(desk)
    }
    expect(endedByThemselves, 'desks that ended before they were killed').toBe(0)
    await delivering

    const last = startDeskProcess(environment)
    await until(
      async () => (await office.cases.queue({ limit: 1 })) && (await countCases()) === mails,
      `${mails} cases`,
      settleLimitMilliseconds,
    )
    await until(
      async () => (await repliesBy('sent', 'unknown')).length === mails,
      'every reply to be sent or unknown',
      settleLimitMilliseconds,
    )
    over = true
    await approving

    expect(await countCases()).toBe(mails)
    // Of the mailbox's own folder: beside it stand the copies of replies that were filed in Sent meanwhile.
    const inbox = await office.db.client.mailFolder.findFirstOrThrow({ where: { role: 'inbox' } })
    const disposed = await office.db.client.disposition.findMany({ where: { folderId: inbox.id } })
    expect(disposed.map((row) => row.kind).filter((kind) => kind !== 'case-message')).toEqual([])
    expect(disposed).toHaveLength(mails)
    const unknown = new Set((await office.mailroom.unknowns()).map((mail) => mail.messageId))
    for (const reply of await repliesBy('sent', 'unknown')) {
      const arrived = arrivedTimes(reply.messageId)
      if (unknown.has(reply.messageId)) expect(arrived, `unknown ${reply.messageId}`).toBeLessThanOrEqual(1)
      else expect(arrived, `sent ${reply.messageId}`).toBe(1)
    }

    // A person looks at the receiving server for each unknown one, and then every reply is there once.
    const supervisor = await office.staff.byEmail('sam@samplecity.example')
    for (const mail of await office.mailroom.unknowns()) {
      expect(
        (await office.cases.timeline(mail.caseId as string)).some(
          (entry) => entry.kind === 'send-unknown' && entry.content?.messageId === mail.messageId,
        ),
      ).toBe(true)
      const outcome = arrivedTimes(mail.messageId) === 1 ? 'was-delivered' : 'send-again'
      expect(await office.mailroom.settleUnknown({ outgoingId: mail.id, outcome, by: supervisor! })).toMatchObject({ ok: true })
    }
    await until(async () => (await repliesBy('sent')).length === mails, 'the settled replies', settleLimitMilliseconds)
    for (const reply of await repliesBy('sent')) expect(arrivedTimes(reply.messageId)).toBe(1)
    expect(await office.cases.brokenTimelines()).toEqual([])

    const closed = gone(last)
    last.kill('SIGTERM')
    expect(await closed).toBe(0)
  })

  const countCases = () => office.db.client.case.count()
  const repliesBy = (...statuses: string[]) => office.db.client.outgoing.findMany({ where: { kind: 'reply', status: { in: statuses } } })
  const arrivedTimes = (messageId: string) =>
    sink.mails.filter((mail) => mail.raw.includes(`Message-ID: ${messageId}`) || mail.raw.includes(`Message-ID:\r\n ${messageId}`)).length

  async function deskEnvironment(): Promise<NodeJS.ProcessEnv> {
    return {
      PATH: process.env.PATH,
      INIT_CWD: folder,
      DATA_DIR: folder,
      SECRET_KEY: office.config.secretKey,
      OFFICE_NAME: office.config.office.name,
      OFFICE_TIME_ZONE: office.config.office.timeZone,
      OFFICE_ADDRESS: officeAddress,
      AUTHSERV_ID: authservId,
      MAILBOXES: 'complaints',
      MAILBOX_COMPLAINTS_URL: `imap://desk@127.0.0.1:${dovecot.imapPort}/INBOX`,
      MAILBOX_COMPLAINTS_PASSWORD: dovecot.password,
      MAILBOX_COMPLAINTS_STARTS_ON: new Date(Date.now() - 3_600_000).toISOString(),
      SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
      CONSOLE_PORT: String(await freePort()),
      LOG_LEVEL: 'error',
    }
  }

  function startDeskProcess(env: NodeJS.ProcessEnv): ChildProcess {
    return spawn(process.execPath, [path.resolve('src/main.ts'), 'start'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  }

  async function deliverAll(senders: readonly string[]): Promise<void> {
    for (const [index, from] of senders.entries()) {
      const fields = [
        `Authentication-Results: ${authservId}; dmarc=pass header.from=mail.example`,
        `From: Customer <${from}>`,
        `To: ${officeAddress}`,
      ]
      fields.push(`Subject: High bill ${index}`, `Message-ID: <complaint-${index}@mail.example>`, `Date: ${new Date().toUTCString()}`)
      await dovecot.deliver('desk', [`${fields.join('\r\n')}\r\n\r\nWhy is my bill so high? This is complaint ${index}.\r\n`])
      await pause(200)
    }
  }

  async function approveEverything(isOver: () => boolean): Promise<void> {
    const supervisor = await office.staff.byEmail('sam@samplecity.example')
    while (!isOver()) {
      for (const { view } of await office.replies.waiting()) {
        await office.replies.approve({ draftId: view.draft.id, contentHash: view.draft.contentHash, by: supervisor! })
      }
      await pause(100)
    }
  }
})

/** The exit code, or null where a signal ended it. */
function gone(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)))
}
