// Records a batch of mails in the caller's transaction: each gets its one disposition, persons' mails go to cases, and the
// acknowledgements that follow are queued. Nothing here waits for anything but the database.
import { randomUUID } from 'node:crypto'
import type { Tx } from '../../platform/database.ts'
import type { RecordParts } from '../ingest-parts.ts'
import { type DispositionKind, type DispositionRow, insertMails, knownMails, lockIngest, type MailRow, moveCursor } from '../store.ts'
import { type AssessedMail, type ReadMail, type UnreadableMail, wasFetched } from './assess-mail.ts'
import { KnownMails, type Original } from './find-duplicates.ts'
import { findPersons } from './find-persons.ts'
import { type Person, receivePersons } from './receive-persons.ts'
import { recordMachineMail } from './record-machine-mail.ts'

type Source = { mailbox: string; uidValidity: bigint }
type Fate = { kind: DispositionKind; reason: string; mailId: string | null; caseId: string | null }

const fatesUnfetched = {
  'before-start': { kind: 'before-start', reason: 'it arrived before the desk began' },
  gone: { kind: 'ignored', reason: 'it was gone from the mailbox before it could be fetched' },
} as const

/** `batch` stands in the order of its UIDs. */
export async function recordMails(tx: Tx, parts: RecordParts, source: Source, batch: readonly AssessedMail[]): Promise<void> {
  const done = await lockIngest(
    tx,
    source.mailbox,
    source.uidValidity,
    batch.map((mail) => mail.uid),
  )
  const unseen = [...new Map(batch.filter((mail) => !done.has(mail.uid)).map((mail) => [mail.uid, mail])).values()]
  const fresh = await findPersons(tx, parts.cases, unseen)
  const fates = await decideFates(tx, parts, fresh)

  const now = parts.clock.now()
  const raw: { sha256: string; bytes: Buffer }[] = []
  const mails: MailRow[] = []
  const dispositions: DispositionRow[] = []
  for (const mail of fresh) {
    const fate = fates.get(mail) as Fate
    const kept = wasFetched(mail) ? mail : null
    if (kept) raw.push(kept)
    if (kept?.reading && fate.mailId !== null && fate.kind !== 'duplicate') mails.push(mailRow(kept, fate))
    dispositions.push({
      mailbox: source.mailbox,
      uidValidity: source.uidValidity,
      uid: mail.uid,
      ...fate,
      rawSha256: kept?.sha256 ?? null,
      recordedAt: now,
    })
  }
  if (fresh.length > 0) await insertMails(tx, raw, mails, dispositions)
  const last = batch.at(-1)
  if (last) await moveCursor(tx, source.mailbox, source.uidValidity, last.uid)
}

/** Also does what the fate brings: cases opened and joined, events noted, acknowledgements queued. */
async function decideFates(tx: Tx, parts: RecordParts, mails: readonly AssessedMail[]): Promise<Map<AssessedMail, Fate>> {
  const fates = new Map<AssessedMail, Fate>()
  const kept = mails.filter(wasFetched)
  const known = new KnownMails(
    await knownMails(tx, { sha256s: kept.map((mail) => mail.sha256), messageIds: kept.flatMap((mail) => mail.reading?.messageId ?? []) }),
  )
  const again: [AssessedMail, Original][] = []
  const persons: Person[] = []
  const machines: { mail: ReadMail; original: Original }[] = [] // read alike, but what they answer may be opened only below
  for (const mail of mails) {
    if (!wasFetched(mail)) {
      fates.set(mail, { ...fatesUnfetched[mail.state], mailId: null, caseId: null })
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
      machines.push({ mail, original: own })
    } else if (mail.reading.from.address === null) {
      fates.set(mail, { kind: 'quarantined', reason: 'it names no sender that could be answered', mailId: own.mailId, caseId: null })
    } else {
      persons.push({ mail, original: own })
    }
  }
  const mailIdOf = new Map(persons.map(({ mail, original }) => [mail, original.mailId]))
  for (const [mail, { case: record, opened }] of await receivePersons(tx, parts, persons)) {
    const reason = opened ? 'it opened a case' : 'it joined a case'
    fates.set(mail, { kind: 'case-message', reason, mailId: mailIdOf.get(mail) ?? null, caseId: record.id })
  }
  for (const { mail, original } of machines) {
    const fate = await recordMachineMail(tx, parts, mail, original.mailId)
    original.caseId = fate.caseId
    fates.set(mail, { ...fate, mailId: original.mailId })
  }
  for (const [mail, original] of again) fates.set(mail, { kind: 'duplicate', reason: 'the same mail was received before', ...original })
  return fates
}

function mailRow(mail: ReadMail | UnreadableMail, fate: Fate): MailRow {
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
