// Records a batch of mails in the caller's transaction: each gets its one disposition, persons' mails go to cases, and the
// acknowledgements that follow are queued. Nothing here waits for anything but the database.
import { randomUUID } from 'node:crypto'
import { type CaseRecord, caseName } from '../cases/case.ts'
import type { ReceivedCase, ReceivedMail } from '../cases/cases.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { AssessedMail, ReadMail } from './assess-mail.ts'
import { letIn } from './find-case.ts'
import { KnownMails, type Original } from './find-duplicates.ts'
import { dispatchMail } from './mailroom-jobs.ts'
import { holdQueuedReplies, insertOutgoing } from './outbox-store.ts'
import { recordMachineMail } from './record-machine-mail.ts'
import {
  casesOfMessageIds,
  type DispositionKind,
  type DispositionRow,
  insertCaseMessageIds,
  insertMails,
  knownMails,
  lockIngest,
  type MailRow,
  moveCursor,
} from './store.ts'
import { acknowledgementRow } from './write-outgoing.ts'

export type CasesAsked = {
  receive(tx: Tx, mails: readonly ReceivedMail[]): Promise<ReceivedCase[]>
  byMany(tx: Tx, ids: readonly string[]): Promise<CaseRecord[]>
  findByTokens(tx: Tx, tokens: readonly { number: number; token: string }[]): Promise<CaseRecord[]>
  record(tx: Tx, caseId: string, event: Parameters<import('../cases/cases.ts').Cases['record']>[2]): Promise<void>
  setStatus(tx: Tx, caseId: string, status: CaseRecord['status']): Promise<void>
}

export type NoticesAsked = {
  acknowledge(tx: Tx, about: { caseId: string; caseName: string; address: string }): Promise<{ text: string } | null>
}

export type RecordParts = {
  db: Database
  clock: Clock
  jobs: Pick<Jobs, 'sendMany'>
  cases: CasesAsked
  notices: NoticesAsked
  office: { address: string }
}

type Source = { mailbox: string; uidValidity: bigint }
type Fate = { kind: DispositionKind; reason: string; mailId: string | null; caseId: string | null }

/** `batch` stands in the order of its UIDs. */
export async function recordMails(tx: Tx, parts: RecordParts, source: Source, batch: readonly AssessedMail[]): Promise<void> {
  const done = await lockIngest(
    tx,
    source.mailbox,
    source.uidValidity,
    batch.map((mail) => mail.uid),
  )
  const fresh = [...new Map(batch.filter((mail) => !done.has(mail.uid)).map((mail) => [mail.uid, mail])).values()]
  const fates = await decideFates(tx, parts, fresh)

  const now = parts.clock.now()
  const raw: { sha256: string; bytes: Buffer }[] = []
  const mails: MailRow[] = []
  const dispositions: DispositionRow[] = []
  for (const mail of fresh) {
    const fate = fates.get(mail) as Fate
    const kept = mail.state === 'before-start' ? null : mail
    if (kept) raw.push(kept)
    if (kept?.reading && fate.mailId !== null && fate.kind !== 'duplicate') mails.push(mailRow(kept, fate))
    dispositions.push({ mailbox: source.mailbox, uidValidity: source.uidValidity, uid: mail.uid, ...fate, rawSha256: kept?.sha256 ?? null, recordedAt: now })
  }
  if (fresh.length > 0) await insertMails(tx, raw, mails, dispositions)
  const last = batch.at(-1)
  if (last) await moveCursor(tx, source.mailbox, source.uidValidity, last.uid)
}

/** Also does what the fate brings: cases opened and joined, events noted, acknowledgements queued. */
async function decideFates(tx: Tx, parts: RecordParts, mails: readonly AssessedMail[]): Promise<Map<AssessedMail, Fate>> {
  const fates = new Map<AssessedMail, Fate>()
  const kept = mails.filter((mail) => mail.state !== 'before-start')
  const known = new KnownMails(
    await knownMails(tx, { sha256s: kept.map((mail) => mail.sha256), messageIds: kept.flatMap((mail) => mail.reading?.messageId ?? []) }),
  )
  const again: [AssessedMail, Original][] = []
  const persons: { mail: ReadMail; original: Original }[] = []
  for (const mail of mails) {
    if (mail.state === 'before-start') {
      fates.set(mail, { kind: 'before-start', reason: 'it arrived before the desk began', mailId: null, caseId: null })
      continue
    }
    const original = known.originalOf(mail)
    if (original) {
      again.push([mail, original]) // its case may be found only below
      continue
    }
    const own: Original = { mailId: randomUUID(), caseId: null }
    known.remember(mail, own)
    if (mail.state === 'unreadable') {
      fates.set(mail, { kind: 'quarantined', reason: mail.reason, mailId: mail.reading ? own.mailId : null, caseId: null })
    } else if (mail.judged.kind !== 'person') {
      fates.set(mail, { ...(await recordMachineMail(tx, parts, mail, own.mailId)), mailId: own.mailId })
    } else if (mail.reading.from.address === null) {
      fates.set(mail, { kind: 'quarantined', reason: 'it names no sender that could be answered', mailId: own.mailId, caseId: null })
    } else {
      persons.push({ mail, original: own })
    }
  }
  for (const wave of waves(persons)) {
    const received = await receivePersons(tx, parts, wave)
    for (const [index, { mail, original }] of wave.entries()) {
      const { case: record, opened } = received[index] as ReceivedCase
      original.caseId = record.id
      fates.set(mail, {
        kind: 'case-message',
        reason: opened ? 'it opened a case' : 'it joined a case',
        mailId: original.mailId,
        caseId: record.id,
      })
    }
  }
  for (const [mail, original] of again) fates.set(mail, { kind: 'duplicate', reason: 'the same mail was received before', ...original })
  return fates
}

/** A mail that answers another of its batch waits until that one has its case. */
function waves<T extends { mail: ReadMail }>(persons: T[]): T[][] {
  const result: T[][] = []
  let waiting = persons
  while (waiting.length > 0) {
    const pending = new Set(waiting.flatMap(({ mail }) => mail.reading.messageId ?? []))
    const ready = waiting.filter(({ mail }) => !mail.pointers.messageIds.some((id) => id !== mail.reading.messageId && pending.has(id)))
    const wave = ready.length > 0 ? ready : waiting // mails that answer each other: any order will do
    result.push(wave)
    waiting = waiting.filter((person) => !wave.includes(person))
  }
  return result
}

async function receivePersons(tx: Tx, parts: RecordParts, wave: { mail: ReadMail; original: Original }[]): Promise<ReceivedCase[]> {
  const pointed = await casesPointedTo(
    tx,
    parts.cases,
    wave.map(({ mail }) => mail),
  )
  const received = await parts.cases.receive(
    tx,
    wave.map(({ mail, original }, index): ReceivedMail => {
      const { reading, authentication } = mail
      const address = reading.from.address as string
      return {
        mailId: original.mailId,
        messageId: reading.messageId,
        from: { address, name: reading.from.name },
        subject: reading.subject,
        newText: reading.newText,
        receivedAt: mail.arrivedAt,
        established: authentication.verdict === 'established',
        ...letIn(pointed[index], { address, verdict: authentication.verdict }),
      }
    }),
  )
  await holdQueuedReplies(
    tx,
    received.filter(({ opened }) => !opened).map((result) => result.case.id),
    'the customer has written again',
  )
  await insertCaseMessageIds(
    tx,
    wave.flatMap(({ mail }, index) => {
      const { messageId } = mail.reading
      return messageId === null ? [] : [{ messageId, caseId: (received[index] as ReceivedCase).case.id, ours: false }]
    }),
  )
  await acknowledge(
    tx,
    parts,
    wave.map(({ mail }) => mail),
    received,
  )
  return received
}

async function casesPointedTo(tx: Tx, cases: CasesAsked, mails: ReadMail[]): Promise<(CaseRecord | undefined)[]> {
  const idOf = await casesOfMessageIds(tx, [...new Set(mails.flatMap((mail) => mail.pointers.messageIds))])
  const byThread = mails.map((mail) => mail.pointers.messageIds.map((id) => idOf.get(id)).find((id) => id !== undefined))
  const ids = [...new Set(byThread.filter((id) => id !== undefined))]
  const records = new Map(ids.length === 0 ? [] : (await cases.byMany(tx, ids)).map((record) => [record.id, record]))
  const byToken = await cases.findByTokens(
    tx,
    mails.filter((_, index) => byThread[index] === undefined).flatMap((mail) => mail.pointers.tokens),
  )
  const tokenOf = new Map(byToken.map((record) => [`${record.number} ${record.token}`, record]))
  return mails.map((mail, index) => {
    const id = byThread[index]
    if (id !== undefined) return records.get(id)
    return mail.pointers.tokens.map(({ number, token }) => tokenOf.get(`${number} ${token}`)).find((record) => record !== undefined)
  })
}

async function acknowledge(tx: Tx, parts: RecordParts, mails: ReadMail[], received: ReceivedCase[]): Promise<void> {
  const rows = []
  for (const [index, mail] of mails.entries()) {
    const { case: record, opened } = received[index] as ReceivedCase
    const { address } = mail.reading.from
    if (!opened || !mail.answerable || address === null) continue
    const notice = await parts.notices.acknowledge(tx, { caseId: record.id, caseName: caseName(record), address })
    const about = { address, subject: mail.reading.subject, messageId: mail.reading.messageId }
    if (notice)
      rows.push(
        acknowledgementRow(
          record,
          { ...about, ...notice },
          { id: randomUUID(), now: parts.clock.now(), officeAddress: parts.office.address },
        ),
      )
  }
  await insertOutgoing(tx, rows)
  await insertCaseMessageIds(
    tx,
    rows.map((row) => ({ messageId: row.messageId, caseId: row.caseId as string, ours: true })),
  )
  await parts.jobs.sendMany(
    tx,
    dispatchMail,
    rows.map((row) => ({ outgoingId: row.id })),
  )
}

function mailRow(mail: Exclude<AssessedMail, { state: 'before-start' }>, fate: Fate): MailRow {
  const { reading } = mail
  const judged =
    mail.state === 'read'
      ? { kind: mail.judged.kind, verdict: mail.authentication.verdict }
      : { kind: 'unreadable', verdict: 'not-established' }
  const { messageId = null, date = null, from, subject = '', ...rest } = reading ?? {}
  const stored = mail.state === 'read' ? { ...rest, reasons: mail.judged.reasons, authentication: { ...mail.authentication } } : rest
  return {
    id: fate.mailId as string,
    rawSha256: mail.sha256,
    messageId,
    fromAddress: from?.address ?? null,
    fromName: from?.name ?? null,
    subject,
    sentAt: date === null ? null : new Date(date),
    receivedAt: mail.arrivedAt,
    ...judged,
    reading: stored,
    caseId: fate.caseId,
  }
}
