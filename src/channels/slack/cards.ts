// The approval cards that stand in Slack: posted once for each request, brought up to date after each decision.
//
// Slack offers no way to post exactly once. The post and its record happen under a lock in one transaction, so that a job that
// runs twice posts once; a desk killed between the two posts a second copy later. The lost copy is harmless (its buttons carry
// the content's hash, and the desk decides once) and is taken into the record when somebody first presses a button on it.
import type { webApi } from '@slack/bolt'
import type { ApprovalRecord } from '../../approvals/approval.ts'
import type { CaseRecord } from '../../cases/case.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Draft } from '../../replies/draft.ts'
import { approvalCard, type Card } from './approval-card.ts'
import { goneForGood, type Patience } from './call-slack.ts'
import { decidedCard } from './decided-card.ts'
import type { ApprovalNews, ApprovalsNeeded, CasesNeeded, RepliesNeeded, StaffNeeded } from './slack-needs.ts'
import { type CardCopy, copiesOf, forgetCopy, lockCopies, rememberCopy } from './store.ts'

export type Cards = {
  /** Posts the card, unless it stands already or nobody waits for it any more. */
  post(news: Pick<ApprovalNews, 'approvalId'>): Promise<void>
  /** Brings every copy up to date. */
  refresh(approvalId: string): Promise<void>
  /** A copy on which somebody pressed a button is a copy, whether we remember posting it or not. */
  adopt(approvalId: string, copy: CardCopy): Promise<void>
  /** Where its first copy stands; undefined while there is none. */
  copyOf(approvalId: string): Promise<CardCopy | undefined>
  /** Posts what was missed while Slack was away. */
  catchUp(): Promise<void>
}

export type CardParts = {
  api: webApi.WebClient
  channel: string
  db: Database
  clock: Clock
  log: Log
  patience: Patience
  staff: StaffNeeded
  cases: CasesNeeded
  approvals: ApprovalsNeeded
  replies: RepliesNeeded
  caseUrl(record: CaseRecord): string
}

const catchUpMost = 100

export function createCards(parts: CardParts): Cards {
  const { api, channel, db, log, patience, replies } = parts

  async function post({ approvalId }: Pick<ApprovalNews, 'approvalId'>): Promise<void> {
    await patience.call(() =>
      db.inTransaction(async (tx) => {
        await lockCopies(tx, approvalId)
        if ((await copiesOf(tx, approvalId)).length > 0) return
        const subject = await subjectOf(parts, approvalId)
        if (!subject || !isOpen(subject, parts.clock.now())) return
        const card = await cardFor(parts, subject)
        const posted = await patience.ask(() => api.chat.postMessage({ channel, ...card, unfurl_links: false, unfurl_media: false }))
        if (!posted.channel || !posted.ts) throw new Error('Slack accepted a card and did not say where it stands')
        await rememberCopy(tx, approvalId, { channel: posted.channel, ts: posted.ts })
      }),
    )
  }

  async function refresh(approvalId: string): Promise<void> {
    const copies = await db.inTransaction(async (tx) => {
      await lockCopies(tx, approvalId) // a post that is under way ends first
      return copiesOf(tx, approvalId)
    })
    const subject = await subjectOf(parts, approvalId)
    if (copies.length === 0 || !subject) return
    const card = await cardFor(parts, subject)
    for (const copy of copies) await update(copy, card)
  }

  async function update(copy: CardCopy, card: Card): Promise<void> {
    try {
      await patience.call(() => api.chat.update({ ...copy, ...card }))
    } catch (err) {
      const refusal = goneForGood(err)
      if (refusal === undefined) throw err
      log.warn({ channel: copy.channel, refusal }, 'approval card cannot be updated any more')
      await forgetCopy(db, copy)
    }
  }

  return {
    post,
    refresh,
    adopt: async (approvalId, copy) => {
      if (await parts.approvals.byId(approvalId)) await db.inTransaction((tx) => rememberCopy(tx, approvalId, copy))
    },
    copyOf: async (approvalId) => (await db.inTransaction((tx) => copiesOf(tx, approvalId)))[0],
    async catchUp() {
      const waiting = (await replies.waiting()).slice(0, catchUpMost)
      for (const { view } of waiting) if (view.approval?.status === 'pending') await post({ approvalId: view.approval.id })
    },
  }
}

type Subject = { approval: ApprovalRecord; draft: Draft; case: CaseRecord }

async function subjectOf({ approvals, replies, cases }: CardParts, approvalId: string): Promise<Subject | undefined> {
  const approval = await approvals.byId(approvalId)
  const view = approval && (await replies.viewDraft(approval.subjectId))
  const record = view && (await cases.byId(view.draft.caseId))
  return approval && view && record ? { approval, draft: view.draft, case: record } : undefined
}

function isOpen({ approval, draft }: Subject, now: Date): boolean {
  return approval.status === 'pending' && approval.expiresAt > now && approval.contentHash === draft.contentHash
}

async function cardFor({ staff, caseUrl, clock }: CardParts, subject: Subject): Promise<Card> {
  const { approval, draft, case: record } = subject
  const url = caseUrl(record)
  const now = clock.now()
  if (!isOpen(subject, now)) {
    const decidedBy = approval.decidedBy ? (await staff.byId(approval.decidedBy))?.name : undefined
    return decidedCard({ case: record, approval, caseUrl: url, decidedBy, now })
  }
  const names = new Map<string, string>()
  for (const id of new Set([...draft.authorIds, ...draft.vouched.map(({ by }) => by)])) {
    const member = id && isUuid.test(id) ? await staff.byId(id) : undefined
    if (id && member) names.set(id, member.name)
  }
  return approvalCard({ ...subject, caseUrl: url, names })
}

const isUuid = /^[0-9a-f-]{36}$/i // the record of a vouched figure may hold a name instead
