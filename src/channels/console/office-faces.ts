// What the console asks of the office: a few verbs of each slice, and nothing else of it.
import type { Accounts } from '../../accounts/accounts.ts'
import type { Approvals } from '../../approvals/approvals.ts'
import type { Cases } from '../../cases/cases.ts'
import type { Config } from '../../config.ts'
import type { Result } from '../../kernel/result.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Secrets } from '../../platform/secrets.ts'
import type { Replies } from '../../replies/replies.ts'
import type { Rulebook } from '../../rulebook/rulebook.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import type { Staff } from '../../staff/staff.ts'

export type ConsoleOffice = {
  config: Pick<Config, 'office' | 'console'>
  db: Database
  log: Log
  clock: Clock
  secrets: Secrets
  staff: Pick<Staff, 'byId' | 'list'>
  cases: Pick<Cases, 'byId' | 'byNumber' | 'timeline' | 'queue' | 'counts' | 'assign' | 'note'>
  approvals: Pick<Approvals, 'byId'>
  accounts: Pick<Accounts, 'history' | 'balanceCents'>
  rulebook: Pick<Rulebook, 'inForce' | 'noticesToStaff'>
  replies: Pick<Replies, 'view' | 'approve' | 'edit' | 'giveBack' | 'recall' | 'redraft'>
  mailroom: MailroomFace
}

export type MailroomFace = {
  mailboxes(): Promise<MailboxState[]>
  unknowns(): Promise<OutgoingRecord[]>
  settleUnknown(ask: {
    outgoingId: string
    outcome: 'was-delivered' | 'send-again'
    by: StaffMember
  }): Promise<Result<void, { kind: 'not-authorised' | 'not-unknown' }>>
  heldMail(): Promise<number>
  outgoingOfCase(caseId: string): Promise<OutgoingRecord[]>
  mailsOfCase(caseId: string): Promise<CaseMail[]>
  quarantined(): Promise<Quarantined[]>
  outboundState(): Promise<OutboundState>
  stopOutgoing(ask: { by: StaffMember; reason: string }): Promise<Result<void, { kind: 'not-authorised' }>>
  resumeOutgoing(ask: { by: StaffMember }): Promise<Result<void, { kind: 'not-authorised' }>>
}

export type CaseMail = {
  id: string
  messageId: string | null
  fromAddress: string | null
  fromName: string | null
  subject: string
  receivedAt: Date
  /** The words the customer added; quoted history and signatures left out. */
  newText: string
  /** The whole mail as text. */
  text: string
  html: string | null
  verdict: 'established' | 'not-established' | 'contradicted'
}

export type OutgoingRecord = {
  id: string
  messageId: string
  kind: string
  caseId: string | null
  draftId: string | null
  recipient: string
  subject: string
  text: string
  status: string
  notBefore: Date
  attempts: number
  lastError: string | null
  createdAt: Date
  sentAt: Date | null
}

export type MailboxState = { name: string; state: string; problem: string | null; stateSince: Date | null; lastUid: bigint }

export type Quarantined = { mailbox: string; uid: bigint; reason: string; rawSha256: string | null; recordedAt: Date }

export type OutboundState =
  | { stopped: false }
  | { stopped: true; why: 'setting' }
  | { stopped: true; why: 'person'; by: string; reason: string; at: Date }

/** What only a demo has: the post office's mailboxes, and a way to write as a customer. */
export type DemoFace = {
  mailboxes(): Promise<{ address: string; mails: DemoMail[] }[]>
  send(mail: { from: string; subject: string; text: string; inReplyTo?: string; references?: string[] }): Promise<unknown>
}

export type DemoMail = { from: string; subject: string; date: Date; text: string; messageId: string | null; references: string[] }
