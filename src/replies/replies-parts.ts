// What the verbs of replies work with.
import type { AccountImports, Accounts } from '../accounts/accounts.ts'
import type { Adjustments } from '../adjustments/adjustments.ts'
import type { Approvals } from '../approvals/approvals.ts'
import type { Cases, Promises } from '../cases/cases.ts'
import type { Disclosure } from '../disclosure/disclosure.ts'
import type { Mailroom } from '../mailroom/mailroom.ts'
import type { Model } from '../model/model.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { Log } from '../platform/log.ts'
import type { RenderPdf } from '../platform/pdf.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import type { Staff } from '../staff/staff.ts'
import type { StaffMember } from '../staff/staff-member.ts'
import type { Templates } from './templates.ts'

export type RepliesParts = {
  db: Database
  clock: Clock
  log: Log
  jobs: Jobs
  rulebook: Rulebook
  approvals: Approvals
  accounts: Accounts
  accountImports: Pick<AccountImports, 'recordsAge'>
  adjustments: Pick<Adjustments, 'holds'>
  cases: Cases
  disclosure: Pick<Disclosure, 'standing' | 'representative'>
  promises: Pick<Promises, 'ofCase' | 'make'>
  staff: Pick<Staff, 'byId' | 'clerksSince'>
  renderPdf: RenderPdf
  mailroom: Pick<Mailroom, 'keepEnclosure' | 'sealReply' | 'enqueueReply' | 'recallReply' | 'namedBeside'>
  model: Pick<Model, 'rewrite'>
  templates: Templates
  office: { name: string; timeZone: string }
}

/** One version of a draft as somebody saw it, and who acts on it. */
export type Act = { draftId: string; contentHash: string; by: StaffMember }
