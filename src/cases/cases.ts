// Cases: what came in, whose it is, what it is about, and everything that happened to it since.
import { randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { OnFile } from '../accounts/accounts.ts'
import type { Json } from '../kernel/canonical-json.ts'
import { type Day, dayOf } from '../kernel/days.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { JobKind, Jobs } from '../platform/jobs.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { type Actor, actorOf, type StaffMember } from '../staff/staff-member.ts'
import { accountNumbersIn } from './account-in-text.ts'
import { type CaseRecord, type CaseStatus, caseName, type TimelineEntry, type TimelineKind } from './case.ts'
import { type AccountFound, findAccount } from './find-account.ts'
import {
  appendEvents,
  countByStatus,
  digest,
  everyCase,
  findCaseByNumber,
  findCases,
  findCasesByTokens,
  findStillNew,
  insertCases,
  lockCase,
  newestMailSeq,
  type QueueFilter,
  readQueue,
  readTimeline,
  toEntry,
  updateCase,
} from './store.ts'
import { tellTopic } from './tell-topic.ts'
import { firstBrokenLink } from './timeline.ts'

/** A case has heard from its customer: `opened` by the mail, or joined by it. */
export const caseHeard: JobKind<{ caseId: string; opened: boolean }> = {
  name: 'case-heard',
  payload: z.object({ caseId: z.uuid(), opened: z.boolean() }),
}

export type ReceivedMail = {
  mailId: string
  messageId: string | null
  from: { address: string; name: string | null }
  subject: string
  newText: string
  receivedAt: Date
  /** The sender was authenticated by the office's own mail server. */
  established: boolean
  /** The case it was found to belong to, whose customer the sender is. */
  joins: string | null
  /** A case it points to without the right to join; the new case is only linked to it. */
  linked: string | null
}

export type ReceivedCase = { case: CaseRecord; opened: boolean }

export type HeardOutside = { kind: 'answered-outside' | 'mail-attached'; actor: Actor; content: { [key: string]: Json } }

export type Cases = {
  /** One batch in the caller's transaction; the answers stand in the order of the mails. */
  receive(tx: Tx, mails: readonly ReceivedMail[]): Promise<ReceivedCase[]>
  byId(id: string, tx?: Tx): Promise<CaseRecord | undefined>
  byNumber(number: number): Promise<CaseRecord | undefined>
  byMany(from: Tx | Database['client'], ids: readonly string[]): Promise<CaseRecord[]>
  /** Cases whose number and token are both right. */
  findByTokens(tx: Tx, tokens: readonly { number: number; token: string }[]): Promise<CaseRecord[]>
  record(tx: Tx, caseId: string, event: { kind: TimelineKind; actor: Actor; content: { [key: string]: Json }; at?: Date }): Promise<void>
  /** Something was said in the case beside the desk: what the desk was about to say there waits for a person. */
  heardOutside(tx: Tx, caseId: string, event: HeardOutside): Promise<void>
  timeline(caseId: string): Promise<TimelineEntry[]>
  /** The place in the timeline of the newest mail that a reply must know of. */
  newestMailSeq(caseId: string, tx: Tx): Promise<number>
  /** Keeps every other act on the case waiting until the transaction ends. */
  lock(tx: Tx, caseId: string): Promise<void>
  /** Cases opened before `before` that nobody and nothing has taken further. */
  stillNew(before: Date): Promise<CaseRecord[]>
  queue(filter: QueueFilter): Promise<{ cases: CaseRecord[]; more: boolean }>
  counts(): Promise<Record<CaseStatus, number>>
  setStatus(tx: Tx, caseId: string, status: CaseStatus): Promise<void>
  assign(tx: Tx, caseId: string, assignee: StaffMember | null, by: StaffMember): Promise<void>
  note(tx: Tx, caseId: string, text: string, by: StaffMember): Promise<void>
  verifyChain(caseId: string): Promise<{ ok: true } | { ok: false; seq: number }>
  /** Every case whose timeline does not fit, with the first entry that does not. */
  brokenTimelines(): Promise<{ case: CaseRecord; seq: number }[]>
}

type AccountsAsked = {
  onFile(tx: Tx, addresses: readonly string[]): Promise<Map<string, OnFile[]>>
  existing(tx: Tx, numbers: readonly string[]): Promise<Set<string>>
}
type Rules = { inForce(kind: 'triage', day: Day): InForce<'triage'> }

export type CasesParts = { db: Database; clock: Clock; jobs: Jobs; accounts: AccountsAsked; rulebook: Rules; timeZone: string }

const tokenCharacters = 'abcdefghjkmnpqrstuvwxyz23456789' // none that are read for another

export function createCases({ db, clock, jobs, accounts, rulebook, timeZone }: CasesParts): Cases {
  async function open(tx: Tx, mails: readonly ReceivedMail[], found: readonly AccountFound[]): Promise<CaseRecord[]> {
    const now = clock.now()
    const { value: triage } = rulebook.inForce('triage', dayOf(now, timeZone))
    return insertCases(
      tx,
      mails.map((mail, index) => {
        const told = tellTopic({ subject: mail.subject, text: mail.newText }, triage)
        return {
          id: randomUUID(),
          token: newToken(),
          status: 'new',
          topic: told.topic,
          topicReason: told.reason,
          channel: 'email',
          subject: mail.subject,
          customerAddress: mail.from.address,
          customerName: mail.from.name,
          ...(found[index] as AccountFound),
          assigneeId: null,
          linkedCaseId: mail.linked,
          openedAt: now,
          updatedAt: now,
        }
      }),
    )
  }

  return {
    async receive(tx, mails) {
      const opening = mails.filter((mail) => mail.joins === null)
      const opened = opening.length === 0 ? [] : await open(tx, opening, await findAccounts(tx, opening, accounts))
      const joinedIds = [...new Set(mails.flatMap((mail) => mail.joins ?? []))]
      const joined = new Map((await findCases(tx, joinedIds)).map((record) => [record.id, record]))
      const results = mails.map((mail): ReceivedCase => {
        const record = mail.joins === null ? (opened[opening.indexOf(mail)] as CaseRecord) : joined.get(mail.joins)
        if (!record) throw new Error(`no case ${mail.joins}`)
        return { case: record, opened: mail.joins === null }
      })
      const at = clock.now()
      await appendEvents(
        tx,
        mails.flatMap((mail, index) => {
          const result = results[index] as ReceivedCase
          const heard = { caseId: result.case.id, kind: 'mail-received', actor: 'customer', at, content: heardContent(mail) } as const
          if (!result.opened) return [heard]
          return [heard, { caseId: result.case.id, kind: 'case-opened', actor: 'desk', at, content: openedContent(result.case) } as const]
        }),
      )
      for (const id of joinedIds) await updateCase(tx, id, { status: 'open', updatedAt: at })
      await jobs.sendMany(
        tx,
        caseHeard,
        results.map((result) => ({ caseId: result.case.id, opened: result.opened })),
      )
      return results
    },

    byId: async (id, tx) => (await findCases(tx ?? db.client, [id]))[0],
    byNumber: (number) => findCaseByNumber(db.client, number),
    byMany: findCases,

    findByTokens: findCasesByTokens,

    record: (tx, caseId, { kind, actor, content, at }) => appendEvents(tx, [{ caseId, kind, actor, content, at: at ?? clock.now() }]),
    async heardOutside(tx, caseId, event) {
      await appendEvents(tx, [{ caseId, ...event, at: clock.now() }])
      await jobs.send(tx, caseHeard, { caseId, opened: false })
    },
    timeline: async (caseId) => (await readTimeline(db.client, caseId)).map(toEntry),
    newestMailSeq: (caseId, tx) => newestMailSeq(tx, caseId),
    lock: lockCase,
    stillNew: (before) => findStillNew(db.client, before),
    queue: (filter) => readQueue(db.client, filter),
    counts: async () => ({ new: 0, open: 0, 'waiting-for-supervisor': 0, approved: 0, answered: 0, ...(await countByStatus(db.client)) }),
    setStatus: (tx, caseId, status) => updateCase(tx, caseId, { status, updatedAt: clock.now() }),

    async assign(tx, caseId, assignee, by) {
      await updateCase(tx, caseId, { assigneeId: assignee?.id ?? null, updatedAt: clock.now() })
      const content = { assigneeId: assignee?.id ?? null, assigneeName: assignee?.name ?? null }
      await appendEvents(tx, [{ caseId, kind: 'assigned', actor: actorOf(by), at: clock.now(), content }])
    },

    async note(tx, caseId, text, by) {
      await appendEvents(tx, [{ caseId, kind: 'note', actor: actorOf(by), at: clock.now(), content: { text } }])
    },

    async verifyChain(caseId) {
      const broken = firstBrokenLink(await readTimeline(db.client, caseId), digest)
      return broken === undefined ? { ok: true } : { ok: false, seq: broken }
    },

    async brokenTimelines() {
      const found: { case: CaseRecord; seq: number }[] = []
      for await (const record of everyCase(db.client)) {
        const seq = firstBrokenLink(await readTimeline(db.client, record.id), digest)
        if (seq !== undefined) found.push({ case: record, seq })
      }
      return found
    },
  }
}

async function findAccounts(tx: Tx, mails: readonly ReceivedMail[], accounts: AccountsAsked): Promise<AccountFound[]> {
  const mentioned = mails.map((mail) => accountNumbersIn(`${mail.subject}\n${mail.newText}`))
  const onFile = await accounts.onFile(
    tx,
    mails.map((mail) => mail.from.address),
  )
  const existing = await accounts.existing(tx, mentioned.flat())
  return mails.map(({ from, established }, index) => {
    const own = (onFile.get(from.address) ?? []).map((entry) => entry.accountNumber)
    return findAccount({ established, mentioned: mentioned[index] ?? [] }, own, existing)
  })
}

function heardContent(mail: ReceivedMail): { [key: string]: Json } {
  const { mailId, messageId, from, subject, newText, established } = mail
  return { mailId, messageId, from: from.address, fromName: from.name, subject, newText, established }
}

function openedContent(record: CaseRecord): { [key: string]: Json } {
  const { topic, topicReason, accountNumber, accountBasis, entitled, linkedCaseId } = record
  return { case: caseName(record), topic, topicReason, accountNumber, accountBasis, entitled, linkedCaseId }
}

function newToken(): string {
  return [...randomBytes(8)].map((byte) => tokenCharacters[byte % tokenCharacters.length]).join('')
}
