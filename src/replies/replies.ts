// Replies to customers: drafted from facts, decided by a person with the authority, and let go only while what they
// state still holds. Every way in (console, Slack, the approval mail) calls these verbs.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Accounts } from '../accounts/accounts.ts'
import type { ApprovalRecord, DecisionRefusal } from '../approvals/approval.ts'
import type { Approvals } from '../approvals/approvals.ts'
import { type CaseRecord, caseName, subjectToken } from '../cases/case.ts'
import type { Cases } from '../cases/cases.ts'
import { ok, refused, type Result } from '../kernel/result.ts'
import { sealApproved } from '../mailroom/approved.ts'
import { contentHash } from '../mailroom/content-hash.ts'
import type { Mailroom } from '../mailroom/mailroom.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { JobKind, Jobs } from '../platform/jobs.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import { type Actor, actorOf, type StaffMember } from '../staff/staff-member.ts'
import { bindClaims, figureTexts } from './bind-claims.ts'
import { changedFacts } from './compare-facts.ts'
import type { ApproveRefusal, Draft, DraftHold, DraftView, EditRefusal, Vouched } from './draft.ts'
import { gatherFacts } from './gather-facts.ts'
import { type AnyRefusal, refusalWords } from './say-refusal.ts'
import { findDraft, findDrafts, findNewestDraft, findVersions, insertDraft, lockCase, lockDraft, updateDraft } from './store.ts'
import { readTemplates } from './templates.ts'
import { writeReply } from './write-draft.ts'

const aboutApproval = z.object({ approvalId: z.uuid(), draftId: z.uuid(), caseId: z.uuid() })
export type AboutApproval = z.infer<typeof aboutApproval>

/** A draft waits for somebody's decision. */
export const approvalRequested: JobKind<AboutApproval> = { name: 'approval-requested', payload: aboutApproval }
/** It waits no longer: approved, returned, edited, or void because something changed. */
export const approvalDecided: JobKind<AboutApproval> = { name: 'approval-decided', payload: aboutApproval }

export type Replies = {
  view(caseId: string): Promise<DraftView | undefined>
  viewDraft(draftId: string): Promise<DraftView | undefined>
  /** Newest first. */
  versions(caseId: string): Promise<Draft[]>
  /** Drafts that wait for a decision, oldest first. */
  waiting(): Promise<{ view: DraftView; case: CaseRecord }[]>
  approve(act: Act): Promise<Result<{ sendsAt: Date }, ApproveRefusal>>
  edit(act: Act & { subject?: string; text: string; vouchReason?: string }): Promise<Result<DraftView, EditRefusal>>
  giveBack(act: Act & { reason: string }): Promise<Result<void, DecisionRefusal | { kind: 'reason-missing' }>>
  recall(act: { draftId: string; by: StaffMember }): Promise<Result<void, { kind: 'too-late' } | DecisionRefusal>>
  /** A fresh draft from today's facts, in place of whatever stands. */
  redraft(act: { caseId: string; by: StaffMember }): Promise<Result<DraftView, { kind: 'no-case' } | { kind: 'too-late' } | DecisionRefusal>>
  /** Whether an approved reply may leave now; when not, it is held. Asked at the moment of sending. */
  stands(draftId: string, hash: string): Promise<'stands' | 'held'>
  refusalWords(refusal: AnyRefusal): string
  /** Works the job of a case that heard from its customer. */
  caseHeard(about: { caseId: string; opened: boolean }): Promise<void>
  /** Works the job of a reply that left. */
  dispatched(about: { draftId: string }): Promise<void>
}

type Act = { draftId: string; contentHash: string; by: StaffMember }

export type RepliesParts = {
  db: Database
  clock: Clock
  jobs: Jobs
  rulebook: Rulebook
  approvals: Approvals
  accounts: Accounts
  cases: Cases
  mailroom: Pick<Mailroom, 'enqueueReply' | 'recallReply'>
  templatesDir: string
  office: { name: string; timeZone: string }
}

/** Stands where no template knows the answer; it never leaves. */
const placeholder = '[Write the answer here.]'
const textLimitCharacters = 20_000
const reasonLimitCharacters = 1_000

export function createReplies(parts: RepliesParts): Replies {
  const { db, clock, jobs, approvals, cases, mailroom } = parts
  const templates = readTemplates(parts.templatesDir)

  async function viewOf(draft: Draft | undefined, tx?: Tx): Promise<DraftView | undefined> {
    return draft && { draft, approval: (await approvals.newestFor(draft.id, tx)) ?? null }
  }

  async function announce(tx: Tx, kind: typeof approvalRequested, approval: ApprovalRecord, caseId: string): Promise<void> {
    await jobs.send(tx, kind, { approvalId: approval.id, draftId: approval.subjectId, caseId })
  }

  /** Ends whatever was asked or granted for a draft, and calls its mail back. False when it has begun to leave. */
  async function withdraw(tx: Tx, draft: Draft, reason: string): Promise<boolean> {
    if (draft.status === 'dispatched') return false
    if (draft.status === 'approved' && !(await mailroom.recallReply(tx, draft.id))) return false
    const asked = await approvals.newestFor(draft.id, tx)
    await approvals.void(tx, draft.id, reason)
    if (asked && (asked.status === 'pending' || asked.status === 'approved')) await announce(tx, approvalDecided, asked, draft.caseId)
    return true
  }

  async function hold(tx: Tx, draft: Draft, why: DraftHold): Promise<void> {
    await withdraw(tx, draft, why.why)
    await updateDraft(tx, draft.id, { status: 'held', hold: why })
    const content = { draftId: draft.id, version: draft.version, why: why.why, changes: why.changes }
    await cases.record(tx, draft.caseId, { kind: 'draft-held', actor: 'desk', content })
    await cases.setStatus(tx, draft.caseId, 'open')
  }

  /** Why a draft must not go on, from the records as they are now; null while everything it states holds. */
  async function reasonToHold(tx: Tx, draft: Draft): Promise<DraftHold | null> {
    const record = await cases.byId(draft.caseId, tx)
    if (!record) throw new Error(`draft ${draft.id} has no case`)
    const heardAt = await cases.newestMailAt(draft.caseId, tx)
    if (heardAt && heardAt > draft.createdAt) return { why: 'new-mail', changes: [] }
    const gathered = await gatherFacts(tx, record, clock.now(), parts)
    const changes = changedFacts(draft.claims, draft.facts, gathered.facts)
    return changes.length > 0 ? { why: 'facts-changed', changes } : null
  }

  async function store(tx: Tx, draft: Draft, record: CaseRecord, event: { kind: 'draft-written' | 'draft-edited'; actor: Actor }): Promise<DraftView> {
    await insertDraft(tx, draft)
    const { id: draftId, version, template, vouched } = draft
    await cases.record(tx, record.id, { ...event, content: { draftId, version, contentHash: draft.contentHash, template, vouched } })
    if (draft.status !== 'in-review') {
      await cases.setStatus(tx, record.id, 'open')
      return { draft, approval: null }
    }
    const approval = await approvals.request(tx, { subjectId: draftId, contentHash: draft.contentHash, authorId: draft.authorId })
    await cases.setStatus(tx, record.id, 'waiting-for-supervisor')
    await announce(tx, approvalRequested, approval, record.id)
    return { draft, approval }
  }

  async function writeFresh(tx: Tx, record: CaseRecord, version: number, actor: Actor): Promise<DraftView> {
    const gathered = await gatherFacts(tx, record, clock.now(), parts)
    const { text, claims, template, needsWords } = writeReply(gathered, templates)
    const content = { recipient: gathered.recipient, subject: replySubject(record), text }
    const draft: Draft = {
      id: randomUUID(),
      caseId: record.id,
      version,
      status: needsWords === null ? 'in-review' : 'returned',
      authorId: null,
      template,
      ...content,
      facts: gathered.facts,
      claims,
      vouched: [],
      contentHash: contentHash(content),
      hold: null,
      note: needsWords,
      createdAt: clock.now(),
    }
    return store(tx, draft, record, { kind: 'draft-written', actor })
  }

  return {
    view: async (caseId) => viewOf(await findNewestDraft(db.client, caseId)),
    viewDraft: async (draftId) => viewOf(await findDraft(db.client, draftId)),
    versions: (caseId) => findVersions(db.client, caseId),

    async waiting() {
      const pending = await approvals.pending()
      const drafts = new Map((await findDrafts(db.client, pending.map((approval) => approval.subjectId))).map((draft) => [draft.id, draft]))
      const waiting: { view: DraftView; case: CaseRecord }[] = []
      for (const approval of pending) {
        const draft = drafts.get(approval.subjectId)
        const record = draft && (await cases.byId(draft.caseId))
        if (draft && record) waiting.push({ view: { draft, approval }, case: record })
      }
      return waiting
    },

    approve: ({ draftId, contentHash: hash, by }) =>
      db.inTransaction(async (tx) => {
        const draft = await lockDraft(tx, draftId)
        const asked = draft && (await approvals.newestFor(draft.id, tx))
        if (!draft || !asked) return refused({ kind: 'not-found' })
        const held = asked.status === 'pending' ? await reasonToHold(tx, draft) : null
        if (held) {
          await hold(tx, draft, held)
          return refused({ kind: 'held', hold: held })
        }
        const decided = await approvals.decide(tx, { approvalId: asked.id, kind: 'approve', by, contentHash: hash })
        if (!decided.ok) return decided
        const { id, recipient, subject, text, caseId, version } = draft
        const reply = sealApproved(decided.value, { draftId: id, caseId, recipient, subject, text })
        if (!reply.ok) return refused({ kind: 'stale', reason: 'content-changed' })
        const { sendsAt } = await mailroom.enqueueReply(tx, reply.value)
        await updateDraft(tx, id, { status: 'approved' })
        const content = { draftId: id, version, contentHash: hash, approvalId: asked.id, sendsAt: sendsAt.toISOString(), rulebook: decided.value.rulebook }
        await cases.record(tx, caseId, { kind: 'approved', actor: actorOf(by), content })
        await cases.setStatus(tx, caseId, 'approved')
        await announce(tx, approvalDecided, asked, caseId)
        return ok({ sendsAt })
      }),

    edit: ({ draftId, contentHash: hash, by, subject, text: given, vouchReason }) =>
      db.inTransaction(async (tx) => {
        const text = `${given.replace(/\r\n?/g, '\n').slice(0, textLimitCharacters).trim()}\n`
        if (text.trim() === '' || text.includes(placeholder)) return refused({ kind: 'empty' })
        const draft = await lockDraft(tx, draftId)
        const record = draft && (await cases.byId(draft.caseId, tx))
        if (!draft || !record) return refused({ kind: 'not-found' })
        if (!by.active || by.role === 'administrator') return refused({ kind: 'not-authorised', role: by.role })
        if (draft.contentHash !== hash || draft.status === 'superseded') return refused({ kind: 'stale', reason: 'content-changed' })
        if (draft.status === 'held') return refused({ kind: 'stale', reason: 'content-changed' })
        const bound = bindClaims(text, draft.facts, draft.vouched)
        const reason = vouchReason?.trim().slice(0, reasonLimitCharacters)
        if (bound.unsupported.length > 0 && !reason) return refused({ kind: 'unsupported', figures: bound.unsupported })
        if (!(await withdraw(tx, draft, 'edited'))) return refused({ kind: 'stale', reason: 'already-decided' })
        await updateDraft(tx, draft.id, { status: 'superseded' })
        const vouched = [...draft.vouched, ...bound.unsupported.map((figure): Vouched => ({ text: figure, by: by.id, reason: reason ?? '' }))]
        const content = { recipient: draft.recipient, subject: subject ? withToken(subject, record) : draft.subject, text }
        const edited: Draft = {
          ...draft,
          ...content,
          id: randomUUID(),
          version: draft.version + 1,
          status: 'in-review',
          // Words alone leave the author as he was, so that a supervisor who mends a phrase may still approve.
          authorId: sameFigures(draft.text, text) && draft.note === null ? draft.authorId : by.id,
          claims: bound.claims,
          vouched,
          contentHash: contentHash(content),
          hold: null,
          note: null,
          createdAt: clock.now(), // whoever edits has the customer's newest mail before him; the facts are compared by value
        }
        return ok(await store(tx, edited, record, { kind: 'draft-edited', actor: actorOf(by) }))
      }),

    giveBack: ({ draftId, contentHash: hash, by, reason: given }) =>
      db.inTransaction(async (tx) => {
        const reason = given.trim().slice(0, reasonLimitCharacters)
        if (reason === '') return refused({ kind: 'reason-missing' })
        const draft = await lockDraft(tx, draftId)
        const asked = draft && (await approvals.newestFor(draft.id, tx))
        if (!draft || !asked) return refused({ kind: 'not-found' })
        const decided = await approvals.decide(tx, { approvalId: asked.id, kind: 'return', by, contentHash: hash, reason })
        if (!decided.ok) return decided
        await updateDraft(tx, draft.id, { status: 'returned', note: reason })
        await cases.record(tx, draft.caseId, { kind: 'draft-returned', actor: actorOf(by), content: { draftId, version: draft.version, reason } })
        await cases.setStatus(tx, draft.caseId, 'open')
        await announce(tx, approvalDecided, asked, draft.caseId)
        return ok(undefined)
      }),

    recall: ({ draftId, by }) =>
      db.inTransaction(async (tx) => {
        const draft = await lockDraft(tx, draftId)
        if (!draft) return refused({ kind: 'not-found' })
        if (!by.active || by.role === 'administrator') return refused({ kind: 'not-authorised', role: by.role })
        if (draft.status !== 'approved' || !(await withdraw(tx, draft, 'recalled'))) return refused({ kind: 'too-late' })
        await updateDraft(tx, draft.id, { status: 'returned', note: `Called back by ${by.name}` })
        await cases.record(tx, draft.caseId, { kind: 'recalled', actor: actorOf(by), content: { draftId, version: draft.version } })
        await cases.setStatus(tx, draft.caseId, 'open')
        return ok(undefined)
      }),

    redraft: ({ caseId, by }) =>
      db.inTransaction(async (tx) => {
        if (!by.active || by.role === 'administrator') return refused({ kind: 'not-authorised', role: by.role })
        await lockCase(tx, caseId)
        const record = await cases.byId(caseId, tx)
        if (!record) return refused({ kind: 'no-case' })
        const standing = await findNewestDraft(tx, caseId)
        if (standing && standing.status !== 'dispatched') {
          if (!(await withdraw(tx, standing, 'redrafted'))) return refused({ kind: 'too-late' })
          await updateDraft(tx, standing.id, { status: 'superseded' })
        }
        return ok(await writeFresh(tx, record, (standing?.version ?? 0) + 1, actorOf(by)))
      }),

    stands: (draftId, hash) =>
      db.inTransaction(async (tx) => {
        const draft = await lockDraft(tx, draftId)
        if (!draft || draft.status !== 'approved' || draft.contentHash !== hash) return 'held'
        const why = await reasonToHold(tx, draft)
        if (!why) return 'stands'
        await hold(tx, draft, why)
        return 'held'
      }),

    refusalWords,

    caseHeard: ({ caseId, opened }) =>
      db.inTransaction(async (tx) => {
        await lockCase(tx, caseId)
        const record = await cases.byId(caseId, tx)
        if (!record) throw new Error(`no case ${caseId}`)
        const standing = await findNewestDraft(tx, caseId)
        if (!standing && opened) await writeFresh(tx, record, 1, 'desk')
        if (standing && !opened && (standing.status === 'in-review' || standing.status === 'approved')) {
          const why = await reasonToHold(tx, standing)
          if (why) await hold(tx, standing, why)
        }
      }),

    dispatched: ({ draftId }) =>
      db.inTransaction(async (tx) => {
        const draft = await lockDraft(tx, draftId)
        if (draft?.status === 'approved') await updateDraft(tx, draftId, { status: 'dispatched' })
      }),
  }
}

function sameFigures(before: string, after: string): boolean {
  return figureTexts(before).join(' ') === figureTexts(after).join(' ')
}

const subjectLimitCharacters = 200

/** `Re: ` the customer's subject, with the case's token once. */
function replySubject(record: CaseRecord): string {
  const words = record.subject.replace(/^(?:(?:re|fwd?|aw|sv)\s*:\s*)+/i, '')
  return withToken(`Re: ${words.trim() || caseName(record)}`, record)
}

/** One line, and the case's own token at its end, whatever tokens the words brought. */
function withToken(subject: string, record: CaseRecord): string {
  const words = subject.replace(/\[WD-\d+-[a-z0-9]+\]/g, '').replace(/\s+/g, ' ').trim()
  return `${words.slice(0, subjectLimitCharacters)} ${subjectToken(record)}`
}
