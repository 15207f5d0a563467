// What the Slack channel asks of the slices below it: a few verbs each, declared here where they are used.

import type { AccountHistory, FoundAccount } from '../../accounts/accounts.ts'
import type { ApprovalRecord, DecisionRefusal } from '../../approvals/approval.ts'
import type { BillExplanation } from '../../billing/explain-bill.ts'
import type { CaseRecord, CaseStatus } from '../../cases/case.ts'
import type { Duty, Inquiries, Promises } from '../../cases/cases.ts'
import type { Day } from '../../kernel/days.ts'
import type { Cents } from '../../kernel/money.ts'
import type { Result } from '../../kernel/result.ts'
import type { AlarmRecord } from '../../notices/notices.ts'
import type { Clock } from '../../platform/clock.ts'
import type { ApproveRefusal, DraftView, EditRefusal, Unborne } from '../../replies/draft.ts'
import type { RulebookValue } from '../../rulebook/rulebook.ts'
import type { Rosters } from '../../staff/staff.ts'
import type { StaffMember } from '../../staff/staff-member.ts'

export type StaffNeeded = {
  byId(id: string): Promise<StaffMember | undefined>
  bySlackUser(slackUserId: string): Promise<StaffMember | undefined>
}

export type CasesNeeded = {
  byId(id: string): Promise<CaseRecord | undefined>
  byNumber(number: number): Promise<CaseRecord | undefined>
  queue(filter: {
    assigneeId?: string
    statuses?: readonly CaseStatus[]
    dueBefore?: Date
    limit?: number
  }): Promise<{ cases: CaseRecord[]; more: boolean }>
}

export type ApprovalsNeeded = {
  byId(id: string): Promise<ApprovalRecord | undefined>
  /** Whether he would be let approve it now. */
  waitsFor(request: ApprovalRecord, by: StaffMember): boolean
}

export type AlarmsNeeded = {
  alarm(id: string): Promise<AlarmRecord | undefined>
  openAlarms(): Promise<AlarmRecord[]>
}

/** The version of the draft that somebody looked at, and who decides about it. */
export type Seen = { draftId: string; contentHash: string; by: StaffMember }

export type RepliesNeeded = {
  view(caseId: string): Promise<DraftView | undefined>
  viewDraft(draftId: string): Promise<DraftView | undefined>
  waiting(): Promise<{ view: DraftView; case: CaseRecord }[]>
  approve(decision: Seen): Promise<Result<{ sendsAt: Date | null }, ApproveRefusal>>
  edit(change: Seen & { text: string; vouches?: readonly { text: string; reason: string }[] }): Promise<Result<DraftView, EditRefusal>>
  check(asked: { draftId: string; text: string }): Promise<{ unsupported: readonly Unborne[] } | undefined>
  giveBack(decision: Seen & { reason: string }): Promise<Result<void, DecisionRefusal | { kind: 'reason-missing' }>>
}

/** What the jobs about approvals carry. */
export type ApprovalNews = { approvalId: string; draftId: string; caseId: string }

/** What the jobs about alarms carry. */
export type AlarmNews = { alarmId: string }

/** An account as a command shows it; that somebody looked is written down. */
export type AccountShown = { history: AccountHistory; balanceCents: Cents; asOf: Day; explanation: BillExplanation | null }

/** What the slash commands ask of the office beside cases and replies. */
export type DeskNeeded = {
  clock: Clock
  timeZone: string
  consoleUrl: string
  staff: { list(): Promise<StaffMember[]> }
  duty: Pick<Duty, 'assign' | 'escalate' | 'link' | 'loads' | 'merge' | 'move' | 'unassigned' | 'unlink' | 'unmerge'>
  rosters: Pick<Rosters, 'now'>
  promises: Pick<Promises, 'open' | 'settle'>
  inquiries: Pick<Inquiries, 'logCall' | 'open'>
  note(act: { caseId: string; text: string; by: StaffMember }): Promise<void>
  accounts: { find(words: string, limit: number): Promise<FoundAccount[]> }
  account(number: string, by: StaffMember): Promise<AccountShown | undefined>
  /** Words, where the records do not let it be explained. */
  explainBill(number: string, billId: string): Promise<BillExplanation | string>
  /** In force today. */
  policies(): { value: RulebookValue<'policies'>; version: string; today: Day }
  health: {
    mailboxes(): Promise<{ name: string; state: string; problem: string | null }[]>
    openAlarms(): Promise<AlarmRecord[]>
    outboundState(): Promise<{ stopped: boolean }>
    failedJobs(): Promise<number>
  }
}
