// Replies to customers: drafted from facts, decided by a person with the authority, and let go only while what they
// state still holds. Every way in (console, Slack, the approval mail) calls these verbs.
import type { DecisionRefusal } from '../approvals/approval.ts'
import { type CaseRecord, languageOfReply } from '../cases/case.ts'
import { day, dayOf } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Tx } from '../platform/database.ts'
import { actorOf, type Role, type StaffMember } from '../staff/staff-member.ts'
import { type AccountAsked, accountsAsked } from './accounts-asked.ts'
import { type Correct, correctCase } from './correct-case.ts'
import { type ApprovedDraft, approveDraft, mayWrite, recallDraft, returnDraft } from './decide-draft.ts'
import { type Dismiss, dismissRequest, splitRequest } from './dismiss-request.ts'
import type { ApproveRefusal, CorrectRefusal, DismissRefusal, Draft, DraftView, EditRefusal } from './draft.ts'
import { type CheckedText, checkEdit, type Edit, editDraft } from './edit-draft.ts'
import { holdDraft, reasonToHold } from './hold-draft.ts'
import { lockDraft } from './lock-draft.ts'
import { type Preview, type PreviewAsked, previewReply } from './preview-reply.ts'
import { replaceStanding } from './replace-standing.ts'
import type { Act, RepliesParts } from './replies-parts.ts'
import { type Rewrite, type RewriteRefusal, rewriteDraft } from './rewrite/rewrite-draft.ts'
import { findDraft, findDrafts, findNewestDraft, findVersions, readVouchRates, updateDraft, type VouchRates } from './store.ts'
import { sweepDrafts } from './sweep-drafts.ts'
import { readTemplates } from './templates.ts'
import { writeFreshDraft } from './write-fresh-draft.ts'

export type { AccountAsked } from './accounts-asked.ts'
export { approvalDecided, approvalRequested, sweepReplies } from './approval-jobs.ts'
export type { CheckedText } from './edit-draft.ts'
export type { VouchRates } from './store.ts'

export type Replies = {
  view(caseId: string): Promise<DraftView | undefined>
  viewDraft(draftId: string): Promise<DraftView | undefined>
  /** Newest first. */
  versions(caseId: string): Promise<Draft[]>
  /** Drafts that wait for a decision, oldest first. */
  waiting(): Promise<{ view: DraftView; case: CaseRecord }[]>
  approve(act: Act): Promise<Result<ApprovedDraft, ApproveRefusal>>
  edit(act: Edit): Promise<Result<DraftView, EditRefusal>>
  /** In other words, by the language model: an edit like any other, whose author is the person that asked for it. */
  rewrite(act: Rewrite): Promise<Result<DraftView, RewriteRefusal>>
  /** What the desk would write in English from the same facts, for whoever does not read the reply's language; null where it is English. */
  inEnglish(record: CaseRecord): Promise<string | null>
  /** What the template of a topic would say in a case, in a language; without them the case's own. Nothing is kept. */
  preview(record: CaseRecord, asked: PreviewAsked): Promise<Preview>
  /** What an edit would find, while somebody writes; nothing is kept. */
  check(asked: Pick<Edit, 'draftId' | 'text' | 'promises'>): Promise<CheckedText | undefined>
  /** How often people vouched for what no record bears, since a day. Not for those whose own work it is about. */
  vouchRates(asked: { since: Date; by: StaffMember }): Promise<Result<VouchRates, { kind: 'not-authorised'; role: Role }>>
  /** `reasonCode`: one of the rulebook's. */
  giveBack(act: Act & { reason: string; reasonCode?: string }): Promise<Result<void, DecisionRefusal | { kind: 'reason-missing' }>>
  recall(act: { draftId: string; by: StaffMember }): Promise<Result<void, { kind: 'too-late' } | DecisionRefusal>>
  /** A fresh draft from today's facts, in place of whatever stands. */
  redraft(act: {
    caseId: string
    by: StaffMember
  }): Promise<Result<DraftView, { kind: 'no-case' | 'no-address' } | { kind: 'too-late' } | DecisionRefusal>>
  /** A request that this reply need not answer, by the name of the person who says so. */
  dismissRequest(act: Dismiss): Promise<Result<Draft, DismissRefusal>>
  /** The request goes on as a case of its own, which is answered. */
  splitRequest(act: Dismiss): Promise<Result<CaseRecord, DismissRefusal>>
  /** Puts topic, account, disputed bill or language right and writes a new draft at once; a person's own words come along. */
  correct(act: Correct): Promise<Result<DraftView, CorrectRefusal>>
  /** The accounts that a case is about, its own first, each with its disclosure. */
  accountsAsked(caseId: string): Promise<AccountAsked[]>
  /** Whether an approved reply may leave now; when not, it is held. Asked at the moment of sending. */
  stands(draftId: string, hash: string): Promise<'stands' | 'held'>
  /** Works the job of a case that heard from its customer. */
  caseHeard(about: { caseId: string; opened: boolean }): Promise<void>
  /** Works the job of a case that was merged into another: its draft asks for nothing any more. */
  caseMerged(about: { caseId: string }): Promise<void>
  /** Works the job of a reply that left. */
  dispatched(about: { draftId: string }): Promise<void>
  /** What each minute brings: cases that got no draft, and requests that waited too long. */
  sweep(): Promise<void>
}

export function createReplies({ templatesDir, ...given }: Omit<RepliesParts, 'templates'> & { templatesDir: string }): Replies {
  const parts: RepliesParts = { ...given, templates: readTemplates(templatesDir) }
  const { db, approvals, cases } = parts

  async function viewOf(draft: Draft | undefined): Promise<DraftView | undefined> {
    return draft && { draft, approval: (await approvals.newestFor(draft.id)) ?? null }
  }

  async function writeFirstDraft(tx: Tx, record: CaseRecord): Promise<void> {
    const { no_draft } = parts.rulebook.inForce('routing', dayOf(parts.clock.now(), parts.office.timeZone)).value
    const personal = record.hardReasons.filter((reason) => no_draft.includes(reason))
    if (record.customerAddress !== null && personal.length === 0) {
      await writeFreshDraft(tx, record, 'desk', parts, { standing: undefined, keepsWords: false })
      return
    }
    if (record.status !== 'new') return // a second run of the job: it was said before
    const why =
      personal.length > 0
        ? 'What the customer says is for a person to answer: the desk writes nothing here'
        : 'The case has no address to answer: its mail was forwarded, and its sender could not be read'
    await cases.record(tx, record.id, { kind: 'draft-missing', actor: 'desk', content: { why } })
    await cases.setStatus(tx, record.id, 'open')
  }

  const caseHeard: Replies['caseHeard'] = ({ caseId, opened }) =>
    db.inTransaction(async (tx) => {
      await cases.lock(tx, caseId)
      const record = await cases.byId(caseId, tx)
      if (!record) throw new Error(`no case ${caseId}`)
      const standing = await findNewestDraft(tx, caseId)
      if (!standing && opened) await writeFirstDraft(tx, record)
      if (!opened && standing && answerable.has(standing.status)) {
        const why = await reasonToHold(tx, standing, parts)
        if (why) await holdDraft(tx, standing, why, parts)
      }
    })

  return {
    view: async (caseId) => viewOf(await findNewestDraft(db.client, caseId)),
    viewDraft: async (draftId) => viewOf(await findDraft(db.client, draftId)),
    versions: (caseId) => findVersions(db.client, caseId),

    async waiting() {
      const pending = await approvals.pending('draft')
      const ids = pending.map((approval) => approval.subjectId)
      const drafts = new Map((await findDrafts(db.client, ids)).map((draft) => [draft.id, draft]))
      const caseIds = [...drafts.values()].map((draft) => draft.caseId)
      const records = new Map((await cases.byMany(db.client, caseIds)).map((record) => [record.id, record]))
      return pending.flatMap((approval) => {
        const draft = drafts.get(approval.subjectId)
        const record = draft && records.get(draft.caseId)
        return draft && record ? [{ view: { draft, approval }, case: record }] : []
      })
    },

    approve: (act) => approveDraft(act, parts),
    edit: (act) => editDraft(act, parts),
    rewrite: (act) => rewriteDraft(act, parts),
    check: (asked) => checkEdit(asked, parts),
    inEnglish: async (record) =>
      languageOfReply(record) === 'en' || record.customerAddress === null
        ? null
        : (await previewReply(record, { language: 'en' }, parts)).text,
    preview: (record, asked) => previewReply(record, asked, parts),
    vouchRates: async ({ since, by }) =>
      by.role === 'clerk' ? refused({ kind: 'not-authorised', role: by.role }) : ok(await readVouchRates(db.client, since)),
    giveBack: (act) => returnDraft(act, parts),
    recall: (act) => recallDraft(act, parts),

    redraft: ({ caseId, by }) =>
      db.inTransaction(async (tx) => {
        if (!mayWrite(by, parts)) return refused({ kind: 'not-authorised', role: by.role })
        await cases.lock(tx, caseId)
        const record = await cases.byId(caseId, tx)
        if (!record) return refused({ kind: 'no-case' })
        if (record.customerAddress === null) return refused({ kind: 'no-address' })
        const standing = await findNewestDraft(tx, caseId)
        if (!(await replaceStanding(tx, standing, 'redrafted', parts))) return refused({ kind: 'too-late' })
        return ok(await writeFreshDraft(tx, record, actorOf(by), parts, { standing, keepsWords: false }))
      }),

    dismissRequest: (act) => dismissRequest(act, parts),
    splitRequest: (act) => splitRequest(act, parts),
    accountsAsked: (caseId) => accountsAsked(caseId, parts),
    correct: (act) => correctCase(act, parts),

    stands: (draftId, hash) =>
      db.inTransaction(async (tx) => {
        const draft = await lockDraft(tx, draftId, cases)
        if (draft?.status !== 'approved' || draft.contentHash !== hash) return 'held'
        const why = await reasonToHold(tx, draft, parts)
        if (!why) return 'stands'
        await holdDraft(tx, draft, why, parts)
        return 'held'
      }),

    caseHeard,
    caseMerged: ({ caseId }) =>
      db.inTransaction(async (tx) => {
        await cases.lock(tx, caseId)
        const standing = await findNewestDraft(tx, caseId)
        if (standing && answerable.has(standing.status) && (await cases.byId(caseId, tx))?.status === 'merged')
          await replaceStanding(tx, standing, 'merged', parts)
      }),
    sweep: () => sweepDrafts(parts, caseHeard),

    dispatched: ({ draftId }) =>
      db.inTransaction(async (tx) => {
        const draft = await lockDraft(tx, draftId, cases)
        if (draft?.status !== 'approved') return
        await updateDraft(tx, draftId, { status: 'dispatched' })
        const made = draft.promises.map(({ by, dueOn, ...promise }) => ({
          ...promise,
          dueOn: day(dueOn),
          caseId: draft.caseId,
          draftId,
          madeBy: by,
        }))
        await parts.promises.make(tx, made)
      }),
  }
}

/** A draft in one of these may still go on, and must not when the customer has written again. */
const answerable: ReadonlySet<Draft['status']> = new Set(['in-review', 'returned', 'approved'])
