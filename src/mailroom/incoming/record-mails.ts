// Records a batch of mails in the caller's transaction: each gets its one disposition, persons' mails go to cases, and the
// acknowledgements that follow are queued. Nothing here waits for anything but the database.
import { randomUUID } from 'node:crypto'
import type { Tx } from '../../platform/database.ts'
import { queueScans } from '../attachments/queue-scans.ts'
import { type FolderRole, moveCursor } from '../folder-store.ts'
import type { RecordParts } from '../ingest-parts.ts'
import { type DispositionKind, type DispositionRow, insertMails, knownMails, lockIngest, type MailRow } from '../store.ts'
import { type AssessedMail, type ReadMail, type UnreadableMail, wasFetched } from './assess-mail.ts'
import { contentDigest, type Known, KnownMails, type Original } from './find-duplicates.ts'
import { findPersons } from './find-persons.ts'
import { mailRow } from './mail-row.ts'
import { type Person, receivePersons } from './receive-persons.ts'
import { recordMachineMail } from './record-machine-mail.ts'
import { recordSentMail } from './record-sent-mail.ts'
import { findJunk, releaseJunk } from './spam-mails.ts'
import { tellUnreadable } from './tell-unreadable.ts'

export type RecordSource = { folderId: string; role: FolderRole }
/** `stored`: a row of its own, not the one of a mail that was known before. */
type Fate = Original & { kind: DispositionKind; reason: string; stored: boolean; spam?: string }
type Unkept = Omit<Fate, 'mailId'> & { mailId: null }

const fatesUnfetched = {
  'before-start': { kind: 'before-start', reason: 'it arrived before the desk began' },
  gone: { kind: 'ignored', reason: 'it was gone from the mailbox before it could be fetched' },
} as const

/** `batch` stands in the order of its UIDs. */
export async function recordMails(tx: Tx, parts: RecordParts, source: RecordSource, batch: readonly AssessedMail[]): Promise<void> {
  const done = await lockIngest(
    tx,
    source.folderId,
    batch.map((mail) => mail.uid),
  )
  const unseen = [...new Map(batch.filter((mail) => !done.has(mail.uid)).map((mail) => [mail.uid, mail])).values()]
  const fresh = await findPersons(tx, parts, unseen)
  const fates = await decideFates(tx, parts, source.role, fresh)

  const now = parts.clock.now()
  const raw: { sha256: string; bytes: Buffer }[] = []
  const mails: MailRow[] = []
  const dispositions: DispositionRow[] = []
  for (const mail of fresh) {
    const { kind, reason, mailId, caseId, stored, spam } = fates.get(mail) as Fate | Unkept
    const kept = wasFetched(mail) && mailId !== null ? mail : null
    if (kept) raw.push(kept)
    if (kept?.reading && stored)
      mails.push(mailRow(kept, { mailId: mailId as string, caseId, sent: source.role === 'sent', ...(spam ? { spam } : {}) }))
    const { uid, size, emailId } = mail
    const arrivedAt = mail.state === 'gone' ? null : mail.arrivedAt
    const known = kept && !kept.reading ? null : mailId
    dispositions.push({ uid, size, emailId, arrivedAt, kind, reason, rawSha256: kept?.sha256 ?? null, mailId: known, caseId })
  }
  await insertMails(tx, source.folderId, { raw, mails, dispositions, now })
  await queueScans(tx, parts, mails)
  const last = batch.at(-1)
  if (last) await moveCursor(tx, source.folderId, last.uid)
}

/** Also does what the fate brings: cases opened and joined, events noted, acknowledgements queued. */
async function decideFates(
  tx: Tx,
  parts: RecordParts,
  role: FolderRole,
  mails: readonly AssessedMail[],
): Promise<Map<AssessedMail, Fate | Unkept>> {
  const fates = new Map<AssessedMail, Fate | Unkept>()
  const kept = mails.filter(wasFetched)
  const known = new KnownMails(
    await knownMails(tx, {
      sha256s: kept.map((mail) => mail.sha256),
      messageIds: kept.flatMap((mail) => mail.reading?.messageId ?? []),
      digests: kept.flatMap((mail) => (mail.reading && contentDigest(mail.reading)) ?? []),
    }),
  )
  const again: [AssessedMail, Original][] = []
  const persons: Person[] = []
  const released: Person[] = [] // known from Junk, and now in a folder of its own right
  const machines: { mail: ReadMail; original: Known }[] = [] // read alike, but what they answer may be opened only below
  const unreadable: UnreadableMail[] = []
  const spam = await findJunk(tx, parts.cases, role, kept)
  for (const mail of mails) {
    if (!wasFetched(mail)) {
      fates.set(mail, { ...fatesUnfetched[mail.state], mailId: null, caseId: null, stored: false })
      continue
    }
    const original = known.originalOf(mail)
    if (role === 'sent' && (!original || (original.kind !== 'sent-outside' && original.rawSha256 !== mail.sha256))) {
      const mailId = randomUUID()
      const { keep, ...fate } = await recordSentMail(tx, parts, mail, mailId)
      fates.set(mail, keep ? { ...fate, mailId, stored: true } : { ...fate, mailId: null, stored: false })
      if (keep) known.remember(mail, { mailId, caseId: fate.caseId, kind: 'sent-outside', spam: false, rawSha256: mail.sha256 })
      continue
    }
    const verdict = spam.get(mail)
    if (original?.spam && !verdict && mail.state === 'read' && mail.reading.from.address !== null) {
      original.spam = false
      released.push({ mail, original })
      continue
    }
    if (original) {
      again.push([mail, original]) // its case may be found only below
      continue
    }
    const own: Known = { mailId: randomUUID(), caseId: null, kind: '', spam: verdict !== undefined, rawSha256: mail.sha256 }
    known.remember(mail, own)
    const quarantined = { kind: 'quarantined', mailId: own.mailId, caseId: null, stored: true } as const
    if (mail.state === 'unreadable') {
      fates.set(mail, { ...quarantined, reason: mail.reason })
      unreadable.push(mail)
    } else if (mail.judged.kind !== 'person') {
      machines.push({ mail, original: own })
    } else if (mail.reading.from.address === null) {
      fates.set(mail, { ...quarantined, reason: 'it names no sender that could be answered' })
    } else if (verdict) {
      fates.set(mail, { ...quarantined, reason: verdict, spam: verdict })
    } else {
      persons.push({ mail, original: own })
    }
  }
  if (role !== 'junk') await tellUnreadable(tx, parts, unreadable)
  const originalOf = new Map([...persons, ...released].map(({ mail, original }) => [mail, original]))
  for (const [mail, { case: record, opened }] of await receivePersons(tx, parts, [...persons, ...released])) {
    const reason = opened ? 'it opened a case' : 'it joined a case'
    const mailId = (originalOf.get(mail) as Original).mailId
    fates.set(mail, { kind: 'case-message', reason, mailId, caseId: record.id, stored: true })
  }
  for (const { mail, original } of released) {
    fates.set(mail, { ...(fates.get(mail) as Fate), stored: false })
    await releaseJunk(tx, original)
  }
  for (const { mail, original } of machines) {
    const fate = await recordMachineMail(tx, parts, mail, original.mailId)
    original.caseId = fate.caseId
    fates.set(mail, { ...fate, mailId: original.mailId, stored: true })
  }
  for (const [mail, { mailId, caseId }] of again)
    fates.set(mail, { kind: 'duplicate', reason: 'the same mail was received before', mailId, caseId, stored: false })
  return fates
}
