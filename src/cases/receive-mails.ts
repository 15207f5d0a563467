// A batch of customers' mails becomes parts of cases: each joins the one it was found to belong to, or opens its own.
import type { OnFile } from '../accounts/accounts.ts'
import type { Json } from '../kernel/canonical-json.ts'
import type { Tx } from '../platform/database.ts'
import type { StaffMember } from '../staff/staff-member.ts'
import { accountNumbersIn } from './account-in-text.ts'
import { type CaseRecord, caseName, type FoundCase } from './case.ts'
import { type AccountFound, findAccount } from './find-account.ts'
import { newCase, openedContent } from './new-case.ts'
import { isClosed } from './reopening.ts'
import { appendEvents, findCases, insertCases, insertLinks, lockCases, type NewEvent, updateCase } from './store.ts'
import type { TellTriage } from './triage/triage-mail.ts'

export type ReceivedMail = {
  mailId: string
  messageId: string | null
  /** The customer; his address is null where a colleague forwarded his mail and it could not be read there. */
  from: { address: string | null; name: string | null }
  subject: string
  newText: string
  /** ISO 639-1, as far as the words told it. */
  language: string | null
  receivedAt: Date
  /** The sender was authenticated by the office's own mail server. */
  established: boolean
  found: FoundCase
  /** The colleague who passed the mail on, and whether that is established. */
  forwardedBy: (Pick<StaffMember, 'id' | 'name'> & { established: boolean }) | null
}

export type ReceivedCase = { case: CaseRecord; opened: boolean }

export type AccountsAsked = {
  onFile(tx: Tx, addresses: readonly string[]): Promise<Map<string, OnFile[]>>
  existing(tx: Tx, numbers: readonly string[]): Promise<Set<string>>
}

type Parts = { now: Date; triage: TellTriage; accounts: AccountsAsked }

/** The answers stand in the order of the mails. */
export async function receiveMails(tx: Tx, parts: Parts, mails: readonly ReceivedMail[]): Promise<ReceivedCase[]> {
  const opening = mails.filter(({ found }) => found.kind !== 'joins')
  const opened = opening.length === 0 ? [] : await open(tx, parts, opening)
  const known = await findKnown(tx, mails)
  const results = mails.map((mail): ReceivedCase => {
    const { found } = mail
    if (found.kind !== 'joins') return { case: opened[opening.indexOf(mail)] as CaseRecord, opened: true }
    return { case: knownCase(known, found.caseId), opened: false }
  })
  const reopened = new Set<string>()
  const events = mails.flatMap((mail, index) => {
    const { case: record, opened: isNew } = results[index] as ReceivedCase
    const reopens = !isNew && isClosed(record) && !reopened.has(record.id)
    if (reopens) reopened.add(record.id)
    return eventsOf(mail, record, { isNew, reopens, known, at: parts.now })
  })
  await appendEvents(tx, events, new Set(opened.map(({ id }) => id)))
  await insertLinks(
    tx,
    mails.flatMap(({ found }, index) => {
      if (found.kind !== 'linked') return []
      const ids = [(results[index] as ReceivedCase).case.id, knownCase(known, found.caseId).id] as const
      return [{ ids, because: found.because, reason: '', linkedBy: 'desk', linkedAt: parts.now }]
    }),
  )
  const joined = new Set(mails.flatMap(({ found }) => (found.kind === 'joins' ? knownCase(known, found.caseId).id : [])))
  for (const id of joined) await updateCase(tx, id, { status: 'open', updatedAt: parts.now })
  return results
}

/** The account that each mail is about, as far as it and the records say. */
export async function findAccounts(
  tx: Tx,
  mails: readonly Pick<ReceivedMail, 'from' | 'subject' | 'newText' | 'established'>[],
  accounts: AccountsAsked,
): Promise<AccountFound[]> {
  const mentioned = mails.map((mail) => accountNumbersIn(`${mail.subject}\n${mail.newText}`))
  const onFile = await accounts.onFile(
    tx,
    mails.flatMap((mail) => mail.from.address ?? []),
  )
  const existing = await accounts.existing(tx, mentioned.flat())
  return mails.map(({ from, established }, index) => {
    const own = (onFile.get(from.address ?? '') ?? []).map((entry) => entry.accountNumber)
    return findAccount({ established, mentioned: mentioned[index] ?? [] }, own, existing)
  })
}

async function open(tx: Tx, { now, triage, accounts }: Parts, mails: readonly ReceivedMail[]): Promise<CaseRecord[]> {
  const found = await findAccounts(tx, mails, accounts)
  return insertCases(
    tx,
    mails.map((mail, index) =>
      newCase({
        told: triage({ subject: mail.subject, text: mail.newText }),
        at: now,
        channel: 'email',
        subject: mail.subject,
        language: mail.language ?? 'en',
        customerName: mail.from.name,
        customerAddress: mail.from.address,
        account: found[index] as AccountFound,
      }),
    ),
  )
}

async function findKnown(tx: Tx, mails: readonly ReceivedMail[]): Promise<Map<string, CaseRecord>> {
  const ids = [...new Set(mails.flatMap(({ found }) => (found.kind === 'none' ? [] : found.caseId)))]
  if (ids.length === 0) return new Map()
  await lockCases(tx, ids) // a merge that goes on beside is over first
  const found = await findCases(tx, ids)
  // What is written to a merged case belongs to the one that it goes on in; merges lead one step, never further.
  const survivors = new Map(
    (
      await findCases(
        tx,
        found.flatMap(({ mergedIntoId }) => mergedIntoId ?? []),
      )
    ).map((record) => [record.id, record]),
  )
  return new Map(found.map((record) => [record.id, (record.mergedIntoId && survivors.get(record.mergedIntoId)) || record]))
}

function knownCase(known: ReadonlyMap<string, CaseRecord>, id: string): CaseRecord {
  const record = known.get(id)
  if (!record) throw new Error(`no case ${id}`)
  return record
}

type Reception = { isNew: boolean; reopens: boolean; known: ReadonlyMap<string, CaseRecord>; at: Date }

function eventsOf(mail: ReceivedMail, record: CaseRecord, { isNew, reopens, known, at }: Reception): NewEvent[] {
  const { mailId, found, forwardedBy } = mail
  const events: NewEvent[] = [{ caseId: record.id, kind: 'mail-received', actor: 'customer', at, content: heardContent(mail) }]
  const add = (caseId: string, kind: NewEvent['kind'], content: NewEvent['content']) =>
    events.push({ caseId, kind, actor: 'desk', at, content })
  if (forwardedBy) {
    const { id: by, name, established } = forwardedBy
    add(record.id, 'mail-forwarded', { mailId, by, name, established })
  }
  if (isNew) add(record.id, 'case-opened', openedContent(record))
  if (reopens) add(record.id, 'case-reopened', { answeredAt: record.answeredAt?.toISOString() ?? null })
  if (found.kind === 'linked') {
    const other = knownCase(known, found.caseId)
    const because = { because: found.because, from: mail.from.address }
    add(record.id, 'case-linked', { case: caseName(other), caseId: other.id, ...because })
    add(other.id, 'case-linked', { case: caseName(record), caseId: record.id, ...because })
  }
  return events
}

function heardContent(mail: ReceivedMail): { [key: string]: Json } {
  const { mailId, messageId, from, subject, newText, established, found } = mail
  const joinedBy = found.kind === 'joins' ? found.by : null
  return { mailId, messageId, from: from.address, fromName: from.name, subject, newText, established, joinedBy }
}
