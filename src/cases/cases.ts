// Cases: what came in, whose it is, what it is about, and everything that happened to it since.
import type { Json } from '../kernel/canonical-json.ts'
import { type Day, dayOf } from '../kernel/days.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { type Actor, actorOf, type StaffMember } from '../staff/staff-member.ts'
import {
  type CaseRecord,
  type CaseStatus,
  type Correction,
  type CorrectionKind,
  correctionKinds,
  type LiveStatus,
  liveStatuses,
  type TimelineEntry,
  type TimelineKind,
} from './case.ts'
import { caseHeard, topicUnsure } from './case-heard.ts'
import { createInquiries, type Inquiries } from './note-inquiry.ts'
import type { Promises } from './promises.ts'
import { type AccountsAsked, findAccounts, type ReceivedCase, type ReceivedMail, receiveMails } from './receive-mails.ts'
import { takesMail } from './reopening.ts'
import { type SplitOff, splitOff } from './split-case.ts'
import {
  appendEvents,
  type CaseChange,
  changeCase,
  countByStatus,
  countCorrections,
  countDueBefore,
  digest,
  everyCase,
  findAbsorbed,
  findCaseByNumber,
  findCases,
  findCasesByTokens,
  findRecentOf,
  findStillNew,
  lockCase,
  newestMailSeq,
  type QueueFilter,
  readQueue,
  readTimeline,
  toEntry,
  updateCase,
} from './store.ts'
import { type TopicSuggester, wantsSuggestion } from './suggested-topic.ts'
import { firstBrokenLink } from './timeline.ts'
import { readExamples } from './triage/read-examples.ts'
import { createTriage, type TellTriage } from './triage/triage-mail.ts'

export { caseHeard, caseMerged, topicUnsure } from './case-heard.ts'
export { createDuty, type Duty, sweepCases } from './duty.ts'
export type { Inquiries } from './note-inquiry.ts'
export { createPromises, type MadePromise, type Promises } from './promises.ts'
export type { ReceivedCase, ReceivedMail } from './receive-mails.ts'
export type { SafetyFlag } from './safety-flags.ts'
export { staffTold } from './staff-told.ts'
export type { ExplainedClock } from './standards/keep-clocks.ts'
export type { TopicSuggester } from './suggested-topic.ts'
export { tellStaff } from './tell-staff.ts'

export type HeardOutside = { kind: 'answered-outside' | 'mail-attached'; actor: Actor; content: { [key: string]: Json } }

export type Cases = {
  /** Inquiries that came otherwise than by mail, and calls. */
  inquiries: Inquiries
  /** One batch in the caller's transaction; the answers stand in the order of the mails. */
  receive(tx: Tx, mails: readonly ReceivedMail[]): Promise<ReceivedCase[]>
  /** Works the job of a case whose topic is unsure: a suggestion is noted, and nothing changes by it. */
  suggestTopic(about: { caseId: string }): Promise<void>
  byId(id: string, tx?: Tx): Promise<CaseRecord | undefined>
  byNumber(number: number): Promise<CaseRecord | undefined>
  byMany(from: Tx | Database['client'], ids: readonly string[]): Promise<CaseRecord[]>
  /** Cases whose number and token are both right. */
  findByTokens(tx: Tx, tokens: readonly { number: number; token: string }[]): Promise<CaseRecord[]>
  /** Whether its customer's next mail goes on with the case; false where it was answered too long ago. */
  takesMail(record: CaseRecord): boolean
  /** Cases of these customers in which something happened lately enough for a subject alone to lead there, newest first. */
  recentOf(tx: Tx, addresses: readonly string[]): Promise<CaseRecord[]>
  /** The account that each mail is about, as far as it and the records say. */
  accountsNamed(tx: Tx, mails: readonly Pick<ReceivedMail, 'from' | 'subject' | 'newText' | 'established'>[]): Promise<(string | null)[]>
  record(tx: Tx, caseId: string, event: { kind: TimelineKind; actor: Actor; content: { [key: string]: Json }; at?: Date }): Promise<void>
  /** Something was said in the case beside the desk: what the desk was about to say there waits for a person. */
  heardOutside(tx: Tx, caseId: string, event: HeardOutside): Promise<void>
  timeline(caseId: string, tx?: Tx): Promise<TimelineEntry[]>
  /** The place in the timeline of the newest mail that a reply must know of. */
  newestMailSeq(caseId: string, tx: Tx): Promise<number>
  /** Keeps every other act on the case waiting until the transaction ends. */
  lock(tx: Tx, caseId: string): Promise<void>
  /** A part of it becomes a case of its own; the caller holds the case, and has asked who may. */
  splitOff(tx: Tx, act: SplitOff): Promise<CaseRecord>
  /** Cases that were merged into this one. */
  absorbed(caseId: string): Promise<CaseRecord[]>
  /** Cases opened before `before` that nobody and nothing has taken further. */
  stillNew(before: Date): Promise<CaseRecord[]>
  queue(filter: QueueFilter): Promise<{ cases: CaseRecord[]; more: boolean }>
  counts(): Promise<Record<LiveStatus, number>>
  /** How many have a running clock that falls due before then. */
  countDueBefore(before: Date): Promise<number>
  setStatus(tx: Tx, caseId: string, status: CaseStatus): Promise<void>
  note(tx: Tx, caseId: string, text: string, by: StaffMember): Promise<void>
  /** Which bill the customer means, as the desk reads it. */
  disputes(tx: Tx, caseId: string, disputed: CaseRecord['disputed']): Promise<void>
  /** A person puts something right; each correction stands in the timeline with what was there before. */
  correct(tx: Tx, caseId: string, change: CaseChange, corrections: readonly Correction[], by: StaffMember): Promise<void>
  /** How often people corrected each kind since then. */
  corrections(since: Date): Promise<Record<CorrectionKind, number>>
  verifyChain(caseId: string): Promise<{ ok: true } | { ok: false; seq: number }>
  /** Every case whose timeline does not fit, with the first entry that does not. */
  brokenTimelines(): Promise<{ case: CaseRecord; seq: number }[]>
}

type Rules = { inForce<K extends 'authority' | 'triage' | 'reopening'>(kind: K, day: Day): InForce<K> }

export type CasesParts = {
  db: Database
  clock: Clock
  jobs: Jobs
  accounts: AccountsAsked
  promises: Pick<Promises, 'make'>
  rulebook: Rules
  timeZone: string
  /** Where the labelled examples of mails stand. */
  examplesDir: string
  /** Asked where the rules are unsure of a topic; without it nobody is. */
  suggestTopic?: TopicSuggester
}

const millisecondsADay = 86_400_000

export function createCases({ db, clock, jobs, accounts, promises, rulebook, timeZone, examplesDir, suggestTopic }: CasesParts): Cases {
  const today = () => dayOf(clock.now(), timeZone)
  const examples = readExamples(examplesDir)
  let triage: { version: string; tell: TellTriage } | undefined
  const triageInForce = () => {
    const { value, version } = rulebook.inForce('triage', today())
    if (triage?.version !== version) triage = { version, tell: createTriage(value, examples) }
    return triage.tell
  }
  return {
    inquiries: createInquiries({ db, clock, jobs, accounts, promises, triage: triageInForce, rulebook, timeZone }),
    async receive(tx, mails) {
      const results = await receiveMails(tx, { now: clock.now(), triage: triageInForce(), accounts }, mails)
      await jobs.sendMany(
        tx,
        caseHeard,
        results.map((result) => ({ caseId: result.case.id, opened: result.opened })),
      )
      const unsure = results.filter((result) => result.opened && result.case.hardReasons.includes('low-confidence'))
      if (suggestTopic)
        await jobs.sendMany(
          tx,
          topicUnsure,
          unsure.map((result) => ({ caseId: result.case.id })),
        )
      return results
    },

    async suggestTopic({ caseId }) {
      const [record] = await findCases(db.client, [caseId])
      const timeline = async (from: Tx | Database['client']) => (await readTimeline(from, caseId)).map(toEntry)
      const before = await timeline(db.client)
      const mail = before.find(({ kind }) => kind === 'mail-received')?.content
      if (!suggestTopic || !record || !mail || !wantsSuggestion(record, before)) return
      const names = [record.customerName ?? '', record.customerAddress ?? '']
      const suggested = await suggestTopic({ caseId, subject: record.subject, text: String(mail.newText ?? ''), names })
      if (!suggested) return
      await db.inTransaction(async (tx) => {
        await lockCase(tx, caseId)
        if (!wantsSuggestion(record, await timeline(tx))) return
        await appendEvents(tx, [{ caseId, kind: 'topic-suggested', actor: 'desk', content: { ...suggested }, at: clock.now() }])
      })
    },

    byId: async (id, tx) => (await findCases(tx ?? db.client, [id]))[0],
    byNumber: (number) => findCaseByNumber(db.client, number),
    byMany: findCases,

    findByTokens: findCasesByTokens,
    takesMail: (record) =>
      takesMail(record, { today: today(), timeZone, withinDays: rulebook.inForce('reopening', today()).value.reopen_within_days }),

    async recentOf(tx, addresses) {
      const within = rulebook.inForce('reopening', today()).value.same_subject_within_days
      // A day more than any calendar's day begins before now; the days themselves are counted below.
      const found = await findRecentOf(tx, addresses, new Date(clock.now().getTime() - (within + 1) * millisecondsADay))
      return found.filter((record) => today() - dayOf(record.updatedAt, timeZone) <= within)
    },
    accountsNamed: async (tx, mails) => (await findAccounts(tx, mails, accounts)).map(({ accountNumber }) => accountNumber),

    async splitOff(tx, act) {
      const record = await splitOff(tx, act, clock.now(), triageInForce())
      await jobs.send(tx, caseHeard, { caseId: record.id, opened: true })
      return record
    },
    record: (tx, caseId, { kind, actor, content, at }) => appendEvents(tx, [{ caseId, kind, actor, content, at: at ?? clock.now() }]),
    async heardOutside(tx, caseId, event) {
      await appendEvents(tx, [{ caseId, ...event, at: clock.now() }])
      await jobs.send(tx, caseHeard, { caseId, opened: false })
    },
    timeline: async (caseId, tx) => (await readTimeline(tx ?? db.client, caseId)).map(toEntry),
    newestMailSeq: (caseId, tx) => newestMailSeq(tx, caseId),
    lock: lockCase,
    absorbed: (caseId) => findAbsorbed(db.client, caseId),
    stillNew: (before) => findStillNew(db.client, before),
    queue: (filter) => readQueue(db.client, filter),
    countDueBefore: (before) => countDueBefore(db.client, before),
    async counts() {
      const counted = await countByStatus(db.client, liveStatuses)
      return Object.fromEntries(liveStatuses.map((status) => [status, counted[status] ?? 0])) as Record<LiveStatus, number>
    },
    setStatus(tx, caseId, status) {
      const now = clock.now()
      return updateCase(tx, caseId, { status, updatedAt: now, ...(status === 'answered' ? { answeredAt: now } : {}) })
    },

    async note(tx, caseId, text, by) {
      await appendEvents(tx, [{ caseId, kind: 'note', actor: actorOf(by), at: clock.now(), content: { text } }])
    },

    disputes: (tx, caseId, disputed) => changeCase(tx, caseId, { disputed }, undefined),

    async correct(tx, caseId, change, corrections, by) {
      const at = clock.now()
      await changeCase(tx, caseId, change, at)
      const event = { caseId, kind: 'corrected' as const, actor: actorOf(by), at }
      await appendEvents(
        tx,
        corrections.map((content) => ({ ...event, content })),
      )
    },

    async corrections(since) {
      const counted = new Map((await countCorrections(db.client, since)).map(({ what, count }) => [what, count]))
      return Object.fromEntries(correctionKinds.map((kind) => [kind, counted.get(kind) ?? 0])) as Record<CorrectionKind, number>
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
