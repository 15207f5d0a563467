// Inquiries that came otherwise than by mail: somebody at the counter or on the telephone, a letter, a fax. A person takes them down, and
// from then on they are cases like any other. A call about a case that is there already is logged in it.
import { randomUUID } from 'node:crypto'
import { addDays, type Day, dayOf, formatDay } from '../kernel/days.ts'
import { parseAddress } from '../kernel/mail-address.ts'
import { postalAddress } from '../kernel/postal-address.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { Jobs } from '../platform/jobs.ts'
import { may } from '../rulebook/kinds/authority.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { actorOf, type StaffMember } from '../staff/staff-member.ts'
import type { CaseChannel, CaseRecord } from './case.ts'
import { caseHeard } from './case-heard.ts'
import type { InquiryRefusal } from './case-refusals.ts'
import { newCase, openedContent } from './new-case.ts'
import type { Promises } from './promises.ts'
import { appendEvents, findCases, insertCases, lockCase } from './store.ts'
import type { TellTriage } from './triage/triage-mail.ts'

export type Inquiry = {
  channel: Exclude<CaseChannel, 'email'>
  name: string
  /** Where he may be reached in writing; empty: not by mail. It is not proven by this. */
  address: string
  /** Its lines, where he is answered by post; he is, where both are given, by mail. */
  postalAddress?: string
  telephone: string
  accountNumber: string
  subject: string
  text: string
  language: string
}

export type Call = { caseId: string; with: string; telephone: string; text: string; callBackOn: Day | null; ownerId: string | null }

export type Inquiries = {
  /** `callBackOn`: a call back that was promised by then is a promise of whoever takes the inquiry down. */
  open(asked: Inquiry & { callBackOn?: Day | null; by: StaffMember }): Promise<Result<CaseRecord, InquiryRefusal>>
  /** A promised call back is a promise, with its owner: whoever was named, or else whoever logs it. */
  logCall(asked: Call & { by: StaffMember }): Promise<Result<void, InquiryRefusal>>
}

type Parts = {
  db: Database
  clock: Clock
  jobs: Pick<Jobs, 'send'>
  accounts: { existing(tx: Tx, numbers: readonly string[]): Promise<Set<string>> }
  promises: Pick<Promises, 'make'>
  triage(): TellTriage
  rulebook: { inForce(kind: 'authority', day: Day): InForce<'authority'> }
  timeZone: string
}

type CallBack = { caseId: string; name: string | null; dueOn: Day | null; ownerId: string; madeBy: string }

const wordsLimit = 20_000
const lineLimit = 300
const callBackDays = 60

export function createInquiries({ db, clock, jobs, accounts, promises, triage, rulebook, timeZone }: Parts): Inquiries {
  const today = () => dayOf(clock.now(), timeZone)
  const mayWork = (by: StaffMember) => may(by, 'work_on_cases', rulebook.inForce('authority', today()).value)

  const isInTime = (day: Day | null) => day === null || (day >= today() && day <= addDays(today(), callBackDays))

  async function promiseCall(tx: Tx, { name, dueOn, ...promised }: CallBack): Promise<void> {
    if (dueOn === null) return
    await promises.make(tx, [{ ...promised, dueOn, id: randomUUID(), draftId: null, text: `Call back ${name || 'the customer'}` }])
  }

  return {
    open: ({ by, callBackOn = null, ...given }) =>
      db.inTransaction(async (tx) => {
        if (!mayWork(by)) return refused({ kind: 'not-authorised' })
        if (!isInTime(callBackOn)) return refused({ kind: 'day-refused' })
        const text = storable(given.text, wordsLimit)
        const subject = storable(given.subject, lineLimit) || text.slice(0, 80)
        if (text === '') return refused({ kind: 'words-missing' })
        const address = writtenTo(given)
        if (address === undefined) return refused({ kind: 'no-address' })
        const number = given.accountNumber.trim()
        if (number !== '' && !(await accounts.existing(tx, [number])).has(number)) return refused({ kind: 'no-account' })
        const at = clock.now()
        const told = triage()({ subject, text })
        const fresh = newCase({
          ...{ told, at, subject, language: given.language, channel: given.channel },
          ...{ customerName: storable(given.name, lineLimit) || null, customerAddress: address },
          account: { accountNumber: number || null, accountBasis: number === '' ? null : 'staff', entitled: false },
        })
        const [record] = (await insertCases(tx, [fresh])) as [CaseRecord]
        const noted = {
          channel: given.channel,
          with: record.customerName,
          telephone: storable(given.telephone, lineLimit),
          subject,
          newText: text,
        }
        const event = { caseId: record.id, actor: actorOf(by), at }
        await appendEvents(
          tx,
          [
            { ...event, kind: 'inquiry-noted', content: noted },
            { ...event, kind: 'case-opened', content: openedContent(record) },
          ],
          new Set([record.id]),
        )
        const promised = { caseId: record.id, name: record.customerName, dueOn: callBackOn, ownerId: by.id, madeBy: by.id }
        await promiseCall(tx, promised)
        await jobs.send(tx, caseHeard, { caseId: record.id, opened: true })
        return ok(record)
      }),

    logCall: ({ by, caseId, callBackOn, ownerId, ...given }) =>
      db.inTransaction(async (tx) => {
        if (!mayWork(by)) return refused({ kind: 'not-authorised' })
        const text = storable(given.text, wordsLimit)
        if (text === '') return refused({ kind: 'words-missing' })
        if (!isInTime(callBackOn)) return refused({ kind: 'day-refused' })
        await lockCase(tx, caseId)
        if ((await findCases(tx, [caseId])).length === 0) return refused({ kind: 'no-case' })
        const content = {
          ...{ with: storable(given.with, lineLimit), telephone: storable(given.telephone, lineLimit), text },
          callBackOn: callBackOn === null ? null : formatDay(callBackOn),
        }
        await appendEvents(tx, [{ caseId, kind: 'call-logged', actor: actorOf(by), at: clock.now(), content }])
        await promiseCall(tx, { caseId, name: content.with, dueOn: callBackOn, ownerId: ownerId ?? by.id, madeBy: by.id })
        return ok(undefined)
      }),
  }
}

/** null: nowhere; undefined: what was given is no address. */
function writtenTo({ address, postalAddress: lines = '' }: Inquiry): string | null | undefined {
  if (address.trim() !== '') return parseAddress(address)
  return lines.trim() === '' ? null : postalAddress(lines)
}

function storable(text: string, limit: number): string {
  return text.replaceAll('\0', '').toWellFormed().trim().slice(0, limit)
}
