// What the writer of a case may be told of its account: everything where his address is on file and his mails were authenticated, what
// was recorded for him where somebody established who he is, and else nothing.
import type { BillExplanation, BillSide } from '../billing/explain-bill.ts'
import type { BillRefusal } from '../billing/refusal.ts'
import type { CaseRecord, TimelineEntry } from '../cases/case.ts'
import type { Disclosure, Standing, Told } from '../disclosure/disclosure.ts'
import { ok, type Result } from '../kernel/result.ts'
import type { Tx } from '../platform/database.ts'
import { disclosedMatters } from '../rulebook/kinds/disclosure.ts'
import { isAuthenticated } from './accounts-asked.ts'

/** `onFile`: the writer is the customer himself; where an entry stands beside it (`by`), he is answered through that attorney. */
export type ToldInCase = Standing & { onFile: boolean }

const everything: ToldInCase = { matters: new Set(disclosedMatters), ownDays: null, by: null, onFile: true }
const nothing: ToldInCase = { matters: new Set(), ownDays: null, by: null, onFile: false }

export async function toldOf(
  tx: Tx,
  { entitled, accountNumber, customerAddress }: CaseRecord,
  timeline: readonly TimelineEntry[],
  disclosure: Pick<Disclosure, 'standing' | 'representative'>,
): Promise<ToldInCase> {
  if (accountNumber === null || customerAddress === null) return nothing
  if (entitled) {
    const attorney = await disclosure.representative(tx, accountNumber)
    // What goes to an attorney is what he may be told, whatever his client may.
    return attorney.by === null || attorney.by.address === customerAddress ? everything : { ...attorney, onFile: true }
  }
  if (!isAuthenticated(customerAddress, timeline) && !isNotedByStaff(timeline)) return nothing
  return { ...(await disclosure.standing(tx, { accountNumber, address: customerAddress })), onFile: false }
}

/** A person of the office took the inquiry down; who it was, an entry must still say. */
export function isNotedByStaff(timeline: readonly TimelineEntry[]): boolean {
  return timeline.some(({ kind }) => kind === 'inquiry-noted') && !timeline.some(({ kind }) => kind === 'mail-received')
}

/** All of it, on all days. */
export function isToldAll({ matters, ownDays }: ToldInCase): boolean {
  return matters.size === disclosedMatters.length && ownDays === null
}

/** For the person who reads the draft; empty where everything may be told. */
export function toldWords(told: ToldInCase): string {
  const { matters, by } = told
  if (by === null || isToldAll(told)) return ''
  return `${by.name || by.address} may be told of ${[...matters].join(' and ')} only`
}

/** Of a bill whose days are not all his own nothing is said; of one that is, nothing about others. */
export function ownDaysOnly(
  explanation: BillExplanation,
  own: NonNullable<Told['ownDays']>,
): Result<BillExplanation, BillRefusal> | undefined {
  const isOwn = ({ from, to }: BillSide) => from >= own.from && to <= own.until
  if (!isOwn(explanation.bill)) return undefined
  const { before, yearAgo } = explanation
  return ok({
    ...explanation,
    before: before && isOwn(before.bill) ? before : null,
    yearAgo: yearAgo && isOwn(yearAgo.bill) ? yearAgo : null,
    findings: [],
  })
}
