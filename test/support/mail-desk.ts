// An office on a test's own database, with hands for the mailroom's tests: mails as text, a mailbox that counts UIDs, and
// a transport that keeps what leaves.
import { randomUUID } from 'node:crypto'
import type { Config } from '../../src/config.ts'
import type { FetchedMail, FolderPlace, SendOutcome, Transport } from '../../src/mailroom/mailroom.ts'
import { type OfficeParts, openOffice } from '../../src/office.ts'
import { createLog } from '../../src/platform/log.ts'
import type { StaffMember } from '../../src/staff/staff-member.ts'
import { openedFolder } from './mail-folder.ts'
import { type OpenedMail, openMail } from './opened-mail.ts'
import { createTestDatabase } from './test-database.ts'

const officeAddress = 'water@city.example'
const authservId = 'mx.city.example'
const startsOn = new Date('2026-01-01T00:00:00Z')
const firstArrival = new Date('2026-03-02T16:00:00Z')

export type MailParts = {
  from?: string
  to?: string
  subject?: string
  text?: string
  messageId?: string | null
  inReplyTo?: string
  references?: string
  /** What the office's own server said of the sender. */
  authentication?: 'pass' | 'fail' | null
  headers?: string[]
  date?: string
}

/** A plain mail as it arrives, with the field of the office's own server on top. */
export function mailText(parts: MailParts = {}): string {
  const {
    from = 'Ana Ruiz <ana@example.com>',
    to = officeAddress,
    subject = 'My bill is too high',
    text = 'Why is my bill so high?\n',
  } = parts
  const messageId = parts.messageId === undefined ? `<${randomUUID()}@example.com>` : parts.messageId
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'example.com'
  const { authentication = 'pass' } = parts
  const lines = [
    ...(authentication === null ? [] : [`Authentication-Results: ${authservId}; dmarc=${authentication} header.from=${domain}`]),
    ...(parts.headers ?? []),
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Date: ${parts.date ?? 'Mon, 02 Mar 2026 10:00:00 -0600'}`,
    ...(messageId === null ? [] : [`Message-ID: ${messageId}`]),
    ...(parts.inReplyTo ? [`In-Reply-To: ${parts.inReplyTo}`] : []),
    ...(parts.references ? [`References: ${parts.references}`] : []),
    ...(parts.headers?.some((header) => /^content-type:/i.test(header)) ? [] : ['Content-Type: text/plain; charset=utf-8']),
    'MIME-Version: 1.0',
  ]
  return `${lines.join('\r\n')}\r\n\r\n${text.replace(/\n/g, '\r\n')}`
}

type KeepingTransport = Transport & { mails: OpenedMail[]; answer(outcome: SendOutcome | (() => Promise<SendOutcome>)): void }

function keepingTransport(): KeepingTransport {
  const mails: OpenedMail[] = []
  let next: SendOutcome | (() => Promise<SendOutcome>) = { kind: 'accepted', response: '250 ok' }
  return {
    mails,
    answer(outcome) {
      next = outcome
    },
    async send(mail) {
      mails.push(await openMail(mail))
      return typeof next === 'function' ? next() : next
    },
    verify: async () => {},
    close: async () => {},
  }
}

/** A report about a mail (RFC 3464); what is null is left out of it. */
export function reportText(report: {
  recipient: string | null
  messageId: string | null
  action?: string | null
  status?: string | null
  to?: string
  reason?: string
  subject?: string
}): string {
  const { recipient, messageId, action = 'failed', status = '5.1.1', reason = 'smtp; 550 5.1.1 unknown user' } = report
  const lines = [
    ...['--b', 'Content-Type: text/plain', '', 'Your mail could not be delivered.'],
    ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example.com', ''],
    ...(recipient === null ? [] : [`Final-Recipient: rfc822; ${recipient}`]),
    ...(action === null ? [] : [`Action: ${action}`]),
    ...(status === null ? [] : [`Status: ${status}`]),
    `Diagnostic-Code: ${reason}`,
    ...['--b', 'Content-Type: text/rfc822-headers', '', 'Subject: x'],
    ...(messageId === null ? [] : [`Message-ID: ${messageId}`]),
    ...['--b--', ''],
  ]
  return mailText({
    from: 'MAILER-DAEMON@example.com',
    subject: report.subject ?? 'Undelivered Mail Returned to Sender',
    ...(report.to ? { to: report.to } : {}),
    headers: ['Return-Path: <>', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
    text: lines.join('\n'),
  })
}

export type MailDesk = Awaited<ReturnType<typeof openMailDesk>>

export async function openMailDesk(
  settings: Partial<Config> = {},
  parts: Pick<OfficeParts, 'transport' | 'sentFolder' | 'alarms' | 'resolve' | 'scanner'> = {},
) {
  const database = await createTestDatabase()
  const transport = keepingTransport()
  let now: Date | undefined
  const config: Config = {
    dataDir: '/nonexistent',
    databaseUrl: 'the test hands a database in',
    secretKey: 'a secret key that only tests use, 32 long',
    office: { name: 'City Water', timeZone: 'America/Chicago', address: officeAddress, authservId },
    outbound: 'send',
    mailboxes: [],
    console: { host: '127.0.0.1', port: 0, url: 'http://127.0.0.1' },
    secondFactorRoles: [],
    rulebookDir: '/nonexistent',
    mailMaxBytes: 5_000_000,
    logLevel: process.env.TEST_LOG_LEVEL ?? 'silent',
    ...settings,
  }
  const office = await openOffice(config, {
    log: createLog(config.logLevel),
    clock: { now: () => now ?? new Date() },
    database: { connection: database.connection, stop: async () => {} },
    ...parts,
    transport: parts.transport ?? transport,
  })
  await office.jobs.start()
  await office.presence.announce()
  const uids = new Map<string, bigint>()
  let arrivals = 0

  return {
    ...office,
    transport,
    connection: database.connection,
    setTime(at: Date | undefined) {
      now = at
    },
    /** Hands mails to the mailroom as a channel would; returns their UIDs. */
    async arrives(
      mails: (string | Buffer)[],
      at: Partial<FolderPlace> & { uidValidity?: bigint; internalDate?: Date } = {},
    ): Promise<bigint[]> {
      const { internalDate, ...place } = at
      const folder = await openedFolder(office.mailroom, place)
      const fetched = mails.map((mail): FetchedMail => {
        const uid = (uids.get(folder.folderId) ?? 0n) + 1n
        uids.set(folder.folderId, uid)
        const bytes = Buffer.from(mail as string)
        return { uid, size: bytes.length, internalDate: internalDate ?? new Date(firstArrival.getTime() + arrivals++ * 1000), bytes }
      })
      await office.mailroom.ingest({ folder, startsOn }, fetched)
      return fetched.map((mail) => mail.uid)
    },
    /** In the order of mailboxes, folders, their incarnations and UIDs, each with its folder. */
    async dispositions() {
      const folders = await office.db.client.mailFolder.findMany({ orderBy: [{ mailbox: 'asc' }, { path: 'asc' }, { incarnation: 'asc' }] })
      const rows = await office.db.client.disposition.findMany({ orderBy: { uid: 'asc' } })
      return folders.flatMap(({ id, mailbox, path, role, uidValidity }) =>
        rows.filter(({ folderId }) => folderId === id).map((row) => ({ ...row, mailbox, path, role, uidValidity })),
      )
    },
    cases: office.cases,
    allCases: () => office.db.client.case.findMany({ orderBy: { number: 'asc' } }),
    outgoing: (kind: string) => office.db.client.outgoing.findMany({ where: { kind }, orderBy: { createdAt: 'asc' } }),
    /** Sends everything that is due. */
    async dispatchAll() {
      for (const { id } of await office.db.client.outgoing.findMany({ where: { status: 'queued' } })) await office.mailroom.dispatch(id)
    },
    /** A case whose draft a supervisor has approved: its reply is queued and due. */
    async approvedReply(mail: MailParts = {}) {
      const at = now ?? new Date('2026-03-02T17:00:00Z')
      now = at
      await this.arrives([mailText(mail)])
      await this.dispatchAll()
      transport.mails.length = 0
      const record = (await this.allCases()).at(-1)
      if (!record) throw new Error('the mail opened no case')
      const supervisor = await this.colleague('supervisor', `sam-${randomUUID().slice(0, 8)}`)
      const drafted = await office.replies.redraft({ caseId: record.id, by: supervisor })
      if (!drafted.ok) throw new Error(drafted.refusal.kind)
      const { id: draftId, contentHash: hash } = drafted.value.draft
      now = new Date(at.getTime() + 60_000)
      const approved = await office.replies.approve({ draftId, contentHash: hash, by: supervisor })
      if (!approved.ok) throw new Error(approved.refusal.kind)
      const queued = (await this.outgoing('reply')).find((row) => row.draftId === draftId)
      if (!queued) throw new Error('no reply is queued')
      now = new Date(queued.notBefore.getTime() + 1000)
      return { record, draftId, hash, supervisor, outgoingId: queued.id, messageId: queued.messageId, sendsAt: queued.notBefore }
    },
    /** The same, and it has left. */
    async sentReply(mail: MailParts = {}) {
      const reply = await this.approvedReply(mail)
      await office.mailroom.dispatch(reply.outgoingId)
      return reply
    },
    outgoingById: (id: string) => office.db.client.outgoing.findUniqueOrThrow({ where: { id } }),
    statusOf: async (caseId: string) => (await office.cases.byId(caseId))?.status,
    lastEvent: async (caseId: string) => (await office.cases.timeline(caseId)).at(-1),
    async colleague(role: StaffMember['role'], name: string = role): Promise<StaffMember> {
      const member: StaffMember = {
        id: randomUUID(),
        name,
        email: `${name}@city.example`,
        role,
        active: true,
        slackUserId: null,
        languages: ['en'],
        skills: [],
      }
      await office.db.client.staff.create({ data: { ...member, createdAt: new Date() } })
      return member
    },
    async close() {
      await office.jobs.stop()
      await office.close()
      await database.drop()
    },
  }
}
