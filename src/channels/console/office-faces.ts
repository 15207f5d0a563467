// What the console asks of the office: a few verbs of each slice, and nothing else of it.
import type { AuditLog, Links, People, SecondFactors } from '../../access/access.ts'
import type { AccountImports, Accounts } from '../../accounts/accounts.ts'
import type { Adjustments } from '../../adjustments/adjustments.ts'
import type { Approvals } from '../../approvals/approvals.ts'
import type { Cases, Duty, Promises } from '../../cases/cases.ts'
import type { Config } from '../../config.ts'
import type { Disclosure } from '../../disclosure/disclosure.ts'
import type { Mailroom } from '../../mailroom/mailroom.ts'
import type { Model } from '../../model/model.ts'
import type { Alarms } from '../../notices/notices.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Jobs } from '../../platform/jobs.ts'
import type { Log } from '../../platform/log.ts'
import type { RenderPdf } from '../../platform/pdf.ts'
import type { Secrets } from '../../platform/secrets.ts'
import type { Properties } from '../../properties/properties.ts'
import type { Replies } from '../../replies/replies.ts'
import type { Revisions } from '../../revisions/revisions.ts'
import type { Rulebook } from '../../rulebook/rulebook.ts'
import type { Rosters, Staff } from '../../staff/staff.ts'

export type ConsoleOffice = {
  config: Pick<Config, 'office' | 'console'>
  db: Database
  log: Log
  clock: Clock
  secrets: Secrets
  jobs: Pick<Jobs, 'failedCount'>
  auditLog: AuditLog
  links: Omit<Links, 'mailInvitation' | 'mailPasswordLink'>
  people: People
  secondFactors: Omit<SecondFactors, 'reset'>
  staff: Pick<Staff, 'byId' | 'byEmail' | 'list'>
  cases: Pick<
    Cases,
    'byId' | 'byNumber' | 'byMany' | 'timeline' | 'queue' | 'counts' | 'absorbed' | 'countDueBefore' | 'inquiries' | 'note'
  >
  duty: Pick<
    Duty,
    | 'assign'
    | 'escalate'
    | 'explain'
    | 'here'
    | 'link'
    | 'linked'
    | 'loads'
    | 'merge'
    | 'move'
    | 'safety'
    | 'simulateRouting'
    | 'unassigned'
    | 'unlink'
    | 'unmerge'
  >
  rosters: Rosters
  approvals: Pick<Approvals, 'byId'>
  accounts: Pick<Accounts, 'history' | 'balanceCents' | 'find' | 'paymentsElsewhere'>
  accountImports: Pick<AccountImports, 'recordsAge'>
  properties: Properties
  adjustments: Omit<Adjustments, 'echoed' | 'sweep' | 'unexported'>
  notices: Pick<Alarms, 'openAlarms' | 'closedAlarms' | 'closeAlarm'>
  model: Pick<Model, 'isOn' | 'exchanges'>
  revisions: Omit<Revisions, 'load'>
  rulebook: Pick<Rulebook, 'check' | 'inForce' | 'noticesToStaff' | 'versions'>
  replies: Pick<
    Replies,
    | 'view'
    | 'versions'
    | 'check'
    | 'inEnglish'
    | 'vouchRates'
    | 'approve'
    | 'edit'
    | 'rewrite'
    | 'giveBack'
    | 'recall'
    | 'redraft'
    | 'dismissRequest'
    | 'splitRequest'
    | 'correct'
    | 'accountsAsked'
  >
  promises: Pick<Promises, 'ofCase' | 'open' | 'settle'>
  disclosure: Pick<Disclosure, 'ofAccount' | 'record' | 'revoke'>
  renderPdf: RenderPdf
  mailroom: Pick<
    Mailroom,
    | 'casesMentioning'
    | 'letter'
    | 'toPrint'
    | 'posted'
    | 'mailboxes'
    | 'unknowns'
    | 'settleUnknown'
    | 'heldMail'
    | 'outgoingOfCase'
    | 'mailsOfCase'
    | 'attachment'
    | 'rawBytes'
    | 'retryReply'
    | 'ledger'
    | 'ledgerEntry'
    | 'ledgerMails'
    | 'mailSource'
    | 'watchedFolders'
    | 'reconciliations'
    | 'held'
    | 'undeliverable'
    | 'clearUndeliverable'
    | 'countSetAside'
    | 'makeCase'
    | 'attach'
    | 'reread'
    | 'discard'
    | 'takeBack'
    | 'outboundState'
    | 'stopOutgoing'
    | 'resumeOutgoing'
  >
}

/** What only a demo has: the post office's mailboxes, and a way to write as a customer. */
export type DemoFace = {
  /** Addresses on file, for whoever wants to write as a customer; the first is offered. */
  customers: string[]
  mailboxes(): Promise<{ address: string; mails: DemoMail[] }[]>
  send(mail: { from: string; subject: string; text: string; inReplyTo?: string; references?: string[] }): Promise<unknown>
}

export type DemoMail = { from: string; subject: string; date: Date; text: string; messageId: string | null; references: string[] }
