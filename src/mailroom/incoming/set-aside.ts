// Mails that the desk set aside: people see them, make cases of those that are complaints, and discard the others with a
// reason. Nothing is deleted.
import { ok, type Result, refused } from '../../kernel/result.ts'
import { audit } from '../../platform/audit.ts'
import type { Tx } from '../../platform/database.ts'
import { type Act, type Authority, may } from '../../rulebook/kinds/authority.ts'
import { actorOf, type StaffMember } from '../../staff/staff-member.ts'
import type { RecordParts } from '../ingest-parts.ts'
import type { MailReader } from '../reading/mail-reader.ts'
import type { MailReading } from '../reading/mail-reading.ts'
import type { Authentication } from '../reading/sender.ts'
import { findRawBytes, lockIngest, type MailRow } from '../store.ts'
import type { ReadMail } from './assess-mail.ts'
import { pointersOf } from './find-case.ts'
import { receivePersons } from './receive-persons.ts'
import {
  countQuarantined,
  findSetAside,
  findStanding,
  type MailPlace,
  type SetAsideMail,
  type SetAsidePage,
  type StandingMail,
  writeCaseOf,
  writeSettled,
} from './set-aside-store.ts'

type Refused<Kind extends string> = { kind: 'not-authorised' | 'not-there' | 'already-settled' | Kind }

export type SettingAside = {
  /** Mails without a case that nobody has decided about: quarantined, ignored, and automatic replies to nothing. */
  setAside(page: SetAsidePage): Promise<{ mails: SetAsideMail[]; more: boolean }>
  /** How many quarantined mails wait for a decision. */
  countSetAside(): Promise<number>
  /** Takes the mail for a person's: it opens a case, or joins the one it points to. Its sender gets no acknowledgement. */
  makeCase(act: MailPlace & { by: StaffMember }): Promise<Result<{ caseId: string }, Refused<'unreadable'>>>
  /** Discards it, with a reason. The mail and its bytes stay. */
  settleSetAside(act: MailPlace & { by: StaffMember; reason: string }): Promise<Result<void, Refused<'reason-missing'>>>
}

export type SetAsideParts = RecordParts & { reader: MailReader; authority(): Pick<Authority, Act> }

const reasonLimitCharacters = 500

export function createSettingAside(parts: SetAsideParts): SettingAside {
  const { db, clock } = parts

  async function unsettled(tx: Tx, place: MailPlace, by: StaffMember): Promise<Result<StandingMail, Refused<never>>> {
    if (!may(by, 'work_on_cases', parts.authority())) return refused({ kind: 'not-authorised' })
    await lockIngest(tx, place.mailbox, place.uidValidity, [place.uid])
    const standing = await findStanding(tx, place)
    if (!standing) return refused({ kind: 'not-there' })
    return standing.settledAt === null ? ok(standing) : refused({ kind: 'already-settled' })
  }

  /** The stored description, and what a mail that could not be stored as a whole says when its bytes are read once more. */
  async function readingOf(tx: Tx, mail: MailRow): Promise<MailReading | undefined> {
    const stored = { messageId: mail.messageId, from: { address: mail.fromAddress, name: mail.fromName }, subject: mail.subject }
    if (mail.reading.newText !== undefined) return { ...(mail.reading as MailReading), ...stored }
    const bytes = await findRawBytes(tx, mail.rawSha256)
    const read = bytes && (await parts.reader.read(bytes))
    return read?.ok ? read.reading : { ...blank, ...stored }
  }

  async function receive(tx: Tx, mail: MailRow): Promise<string | undefined> {
    const reading = await readingOf(tx, mail)
    const sender = reading && (reading.from.address ? reading.from : reading.replyTo.find(({ address }) => address !== null))
    if (!reading || !sender) return undefined
    const person: ReadMail = {
      uid: 0n,
      arrivedAt: mail.receivedAt,
      sha256: mail.rawSha256,
      bytes: Buffer.alloc(0),
      state: 'read',
      reading: { ...reading, from: sender },
      judged: { kind: 'person', reasons: ['a person on the staff said so'], silent: true },
      authentication: { ...notChecked, verdict: mail.verdict as Authentication['verdict'] },
      pointers: pointersOf(reading, parts.office.address),
      answerable: false,
    }
    const received = await receivePersons(tx, parts, [{ mail: person, original: { mailId: mail.id, caseId: null } }])
    return received.get(person)?.case.id
  }

  return {
    setAside: (page) => findSetAside(db.client, page),
    countSetAside: () => countQuarantined(db.client),

    makeCase: ({ by, ...given }) =>
      db.inTransaction(async (tx) => {
        const place = placeOf(given)
        const found = await unsettled(tx, place, by)
        if (!found.ok) return found
        const { mail, kind, reason } = found.value
        const caseId = mail ? await receive(tx, mail) : undefined
        if (!mail || caseId === undefined) return refused({ kind: 'unreadable' })
        const before = `${kind}: ${reason}`
        await writeCaseOf(tx, place, { mailId: mail.id, caseId, reason: `a person made a case of it; it was ${before}` })
        await writeSettled(tx, place, { settledBy: by.id, settledAt: clock.now(), settledReason: 'made a case' })
        const text = `Made a case of a mail that had been set aside (${before}).`
        await parts.cases.record(tx, caseId, { kind: 'note', actor: actorOf(by), content: { text } })
        return ok({ caseId })
      }),

    settleSetAside: ({ by, reason, ...given }) =>
      db.inTransaction(async (tx) => {
        if (reason.trim() === '') return refused({ kind: 'reason-missing' })
        const place = placeOf(given)
        const found = await unsettled(tx, place, by)
        if (!found.ok) return found
        const settled = { settledBy: by.id, settledAt: clock.now(), settledReason: reason.trim().slice(0, reasonLimitCharacters) }
        await writeSettled(tx, place, settled)
        const subject = `mail ${place.uid} of ${place.mailbox}`
        const detail = { uidValidity: String(place.uidValidity), reason: settled.settledReason }
        await audit(tx, { at: clock.now(), actor: actorOf(by), act: 'mail set aside was discarded', subject, detail })
        return ok(undefined)
      }),
  }
}

function placeOf({ mailbox, uidValidity, uid }: MailPlace): MailPlace {
  return { mailbox, uidValidity, uid }
}

const notChecked = { spf: 'not-checked', dkim: 'not-checked', dmarc: 'not-checked' } as const

/** A mail of which only its sender and subject could be read. */
const blank: Omit<MailReading, 'messageId' | 'from' | 'subject'> = {
  date: null,
  fromCount: 1,
  replyTo: [],
  to: [],
  cc: [],
  inReplyTo: null,
  references: [],
  text: '',
  html: null,
  newText: '',
  quotedText: '',
  signature: '',
  attachments: [],
  contentType: 'text/plain',
  reportType: null,
  headers: [],
  reported: { messageIds: [], recipients: [] },
  digest: '',
  problems: [],
}
