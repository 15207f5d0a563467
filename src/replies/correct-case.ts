// A person puts right what the desk made of a case: its topic, account, disputed bill or the reply's language. The case
// changes, the timeline keeps old and new, and a new draft stands at once. Nobody becomes entitled by it: whether account
// details may be told follows from the customer's address on file, as it did when his mail came.
import { type CaseRecord, type Correction, type Disputed, languageOfReply } from '../cases/case.ts'
import { longDay } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Tx } from '../platform/database.ts'
import { actorOf, type StaffMember } from '../staff/staff-member.ts'
import { isEntitled } from './accounts-asked.ts'
import { mayWrite } from './decide-draft.ts'
import type { CaseCorrection, CorrectRefusal, DraftView } from './draft.ts'
import { replaceStanding } from './replace-standing.ts'
import type { RepliesParts } from './replies-parts.ts'
import { findNewestDraft } from './store.ts'
import { writeFreshDraft } from './write-fresh-draft.ts'

export type Correct = { caseId: string; change: CaseCorrection; by: StaffMember }

export function correctCase({ caseId, change, by }: Correct, parts: RepliesParts): Promise<Result<DraftView, CorrectRefusal>> {
  const { db, cases } = parts
  return db.inTransaction(async (tx) => {
    if (!mayWrite(by, parts)) return refused({ kind: 'not-authorised', role: by.role })
    await cases.lock(tx, caseId)
    const record = await cases.byId(caseId, tx)
    if (!record) return refused({ kind: 'no-case' })
    if (record.customerAddress === null) return refused({ kind: 'no-address' })
    const corrected = await correctedCase(tx, record, { change, by }, parts)
    if (!corrected.ok) return corrected
    const { is, corrections } = corrected.value
    if (corrections.length === 0) return refused({ kind: 'no-change' })
    const standing = await findNewestDraft(tx, caseId)
    if (!(await replaceStanding(tx, standing, 'corrected', parts))) return refused({ kind: 'too-late' })
    await cases.correct(tx, caseId, changed(is), corrections, by)
    return ok(await writeFreshDraft(tx, is, actorOf(by), parts, { standing, keepsWords: standing?.status !== 'dispatched' }))
  })
}

type Corrected = { is: CaseRecord; corrections: Correction[] }

async function correctedCase(
  tx: Tx,
  record: CaseRecord,
  { change, by }: Pick<Correct, 'change' | 'by'>,
  parts: RepliesParts,
): Promise<Result<Corrected, { kind: 'no-such-account' | 'no-such-bill' }>> {
  const { accounts, cases } = parts
  const corrections: Correction[] = []
  let is = record
  const put = (correction: Correction, fields: Partial<CaseRecord>) => {
    is = { ...is, ...fields }
    corrections.push(correction)
  }
  const { topic, urgency, accountNumber, billId, language } = change
  if (topic !== undefined && topic !== record.topic)
    put({ what: 'topic', was: record.topic, is: topic }, { topic, topicReason: `chosen by ${by.name}` })
  if (urgency !== undefined && urgency !== record.urgency) put({ what: 'urgency', was: record.urgency, is: urgency }, { urgency })
  if (accountNumber !== undefined && accountNumber !== record.accountNumber) {
    if (!(await accounts.existing(tx, [accountNumber])).has(accountNumber)) return refused({ kind: 'no-such-account' })
    const entitled = await isEntitled(tx, record, accountNumber, { accounts, timeline: await cases.timeline(record.id, tx) })
    // A bill that somebody chose is one of the account that it was.
    const fields = { accountNumber, accountBasis: 'staff' as const, entitled, disputed: null }
    put({ what: 'account', was: record.accountNumber, is: accountNumber }, fields)
  }
  if (billId !== undefined && (billId ?? null) !== chosenBill(is)) {
    const disputed = billId === null ? null : await chosenByStaff(tx, is, billId, { by, parts })
    if (disputed === undefined) return refused({ kind: 'no-such-bill' })
    put({ what: 'bill', was: record.disputed?.billId ?? null, is: billId }, { disputed })
  }
  if (language !== undefined && language !== languageOfReply(record))
    put({ what: 'language', was: languageOfReply(record), is: language }, { replyLanguage: language })
  return ok({ is, corrections })
}

function chosenBill({ disputed }: CaseRecord): string | null {
  return disputed && disputed.by !== 'desk' ? disputed.billId : null
}

async function chosenByStaff(
  tx: Tx,
  { accountNumber }: CaseRecord,
  billId: string,
  { by, parts }: { by: StaffMember; parts: RepliesParts },
): Promise<Disputed | undefined> {
  const history = accountNumber === null ? undefined : await parts.accounts.history(accountNumber, tx)
  const bill = history?.bills.find(({ id }) => id === billId)
  if (!bill) return undefined
  const reason = `the bill of ${longDay(bill.issuedOn)}, chosen by ${by.name}`
  return { kind: 'chosen', billId, also: [], entryId: null, reason, by: by.id }
}

function changed(is: CaseRecord) {
  const { topic, topicReason, urgency, accountNumber, accountBasis, entitled, disputed, replyLanguage } = is
  return { topic, topicReason, urgency, accountNumber, accountBasis, entitled, disputed, replyLanguage }
}
