// An office on a test's own database, with hands for the mailroom's tests: mails as text, a mailbox that counts UIDs, and
// a transport that keeps what leaves.
import { randomUUID } from 'node:crypto'
import type { Config } from '../../src/config.ts'
import type { FetchedMail, OutgoingMail, SendOutcome, Transport } from '../../src/mailroom/mailroom.ts'
import { openOffice } from '../../src/office.ts'
import { createLog } from '../../src/platform/log.ts'
import type { StaffMember } from '../../src/staff/staff-member.ts'
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

type KeepingTransport = Transport & { mails: OutgoingMail[]; answer(outcome: SendOutcome | (() => Promise<SendOutcome>)): void }

function keepingTransport(): KeepingTransport {
  const mails: OutgoingMail[] = []
  let next: SendOutcome | (() => Promise<SendOutcome>) = { kind: 'accepted', response: '250 ok' }
  return {
    mails,
    answer(outcome) {
      next = outcome
    },
    async send(mail) {
      mails.push(mail)
      return typeof next === 'function' ? next() : next
    },
    verify: async () => {},
    close: async () => {},
  }
}

export type MailDesk = Awaited<ReturnType<typeof openMailDesk>>

export async function openMailDesk(settings: Partial<Config> = {}, parts: { transport?: Transport } = {}) {
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
    rulebookDir: '/nonexistent',
    mailMaxBytes: 5_000_000,
    logLevel: process.env.TEST_LOG_LEVEL ?? 'silent',
    ...settings,
  }
  const office = await openOffice(config, {
    log: createLog(config.logLevel),
    clock: { now: () => now ?? new Date() },
    database: { connection: database.connection, stop: async () => {} },
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
    async arrives(mails: (string | Buffer)[], at: { mailbox?: string; uidValidity?: bigint; internalDate?: Date } = {}): Promise<bigint[]> {
      const { mailbox = 'INBOX', uidValidity = 1n, internalDate } = at
      const fetched = mails.map((mail): FetchedMail => {
        const uid = (uids.get(`${mailbox} ${uidValidity}`) ?? 0n) + 1n
        uids.set(`${mailbox} ${uidValidity}`, uid)
        const bytes = Buffer.from(mail as string)
        return { uid, size: bytes.length, internalDate: internalDate ?? new Date(firstArrival.getTime() + arrivals++ * 1000), bytes }
      })
      await office.mailroom.ingest(mailbox, { uidValidity, startsOn }, fetched)
      return fetched.map((mail) => mail.uid)
    },
    dispositions: () => office.db.client.disposition.findMany({ orderBy: [{ mailbox: 'asc' }, { uidValidity: 'asc' }, { uid: 'asc' }] }),
    cases: office.cases,
    allCases: () => office.db.client.case.findMany({ orderBy: { number: 'asc' } }),
    outgoing: (kind: string) => office.db.client.outgoing.findMany({ where: { kind }, orderBy: { createdAt: 'asc' } }),
    /** Sends everything that is due. */
    async dispatchAll() {
      for (const { id } of await office.db.client.outgoing.findMany({ where: { status: 'queued' } })) await office.mailroom.dispatch(id)
    },
    async colleague(role: StaffMember['role'], name: string = role): Promise<StaffMember> {
      const member: StaffMember = { id: randomUUID(), name, email: `${name}@city.example`, role, active: true, slackUserId: null }
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
