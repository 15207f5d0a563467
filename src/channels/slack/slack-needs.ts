// What the Slack channel asks of the slices below it: a few verbs each, declared here where they are used.
import type { ApprovalRecord, DecisionRefusal } from '../../approvals/approval.ts'
import type { CaseRecord } from '../../cases/case.ts'
import type { Result } from '../../kernel/result.ts'
import type { AlarmRecord } from '../../notices/notices.ts'
import type { ApproveRefusal, DraftView, EditRefusal, Unborne } from '../../replies/draft.ts'
import type { StaffMember } from '../../staff/staff-member.ts'

export type StaffNeeded = {
  byId(id: string): Promise<StaffMember | undefined>
  bySlackUser(slackUserId: string): Promise<StaffMember | undefined>
}

export type CasesNeeded = {
  byId(id: string): Promise<CaseRecord | undefined>
  byNumber(number: number): Promise<CaseRecord | undefined>
  queue(filter: { assigneeId?: string; limit?: number }): Promise<{ cases: CaseRecord[]; more: boolean }>
}

export type ApprovalsNeeded = { byId(id: string): Promise<ApprovalRecord | undefined> }

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
