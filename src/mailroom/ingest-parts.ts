// What taking mails in asks of the rest of the house, and no more.
import type { CaseRecord } from '../cases/case.ts'
import type { Cases, ReceivedCase, ReceivedMail } from '../cases/cases.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { StaffMember } from '../staff/staff-member.ts'
import type { VirusScanner } from './attachments/virus-scanner.ts'
import type { DeliveryReport, Followed } from './outgoing/delivery-report.ts'
import type { StaffMail } from './outgoing/write-outgoing.ts'

export type CasesAsked = {
  receive(tx: Tx, mails: readonly ReceivedMail[]): Promise<ReceivedCase[]>
  byMany(tx: Tx, ids: readonly string[]): Promise<CaseRecord[]>
  findByTokens(tx: Tx, tokens: readonly { number: number; token: string }[]): Promise<CaseRecord[]>
  takesMail: Cases['takesMail']
  recentOf: Cases['recentOf']
  accountsNamed: Cases['accountsNamed']
  record(tx: Tx, caseId: string, event: Parameters<Cases['record']>[2]): Promise<void>
  /** What was said in the case beside the desk, and holds what the desk was about to say. */
  heardOutside(tx: Tx, caseId: string, event: Parameters<Cases['heardOutside']>[2]): Promise<void>
  setStatus(tx: Tx, caseId: string, status: CaseRecord['status']): Promise<void>
}

export type NoticesAsked = {
  tellUnreadable(tx: Tx, addresses: readonly string[]): Promise<({ text: string } | null)[]>
  acknowledge(
    tx: Tx,
    cases: readonly { caseId: string; caseName: string; address: string; emergency: boolean }[],
  ): Promise<({ text: string } | null)[]>
  /** Whether each colleague may be told what became of a mail that he forwarded. */
  confirmForwards(tx: Tx, cases: readonly { caseId: string; address: string }[]): Promise<boolean[]>
}

export type RecordParts = {
  /** Without one nothing that came in waits to be scanned. */
  scanner?: VirusScanner
  db: Database
  clock: Clock
  jobs: Pick<Jobs, 'sendMany'>
  cases: CasesAsked
  notices: NoticesAsked
  staff: { list(): Promise<StaffMember[]> }
  office: { name: string; address: string }
  consoleUrl: string
  /** Records what a report says about a mail of ours. */
  followDelivery(tx: Tx, report: DeliveryReport): Promise<Followed>
  enqueueStaffMail(tx: Tx, mail: StaffMail): Promise<void>
}
