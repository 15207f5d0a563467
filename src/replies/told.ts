// What the writer of a case may be told of its account: everything where his address is on file and his mails were authenticated, what
// was recorded for him where somebody established who he is, and else nothing.
import type { BillExplanation, BillSide } from '../billing/explain-bill.ts'
import type { BillRefusal } from '../billing/refusal.ts'
import type { CaseRecord, TimelineEntry } from '../cases/case.ts'
import type { Disclosure, Establishment, Told } from '../disclosure/disclosure.ts'
import { ok, type Result } from '../kernel/result.ts'
import type { Tx } from '../platform/database.ts'
import { disclosedMatters } from '../rulebook/kinds/disclosure.ts'
import { isAuthenticated } from './accounts-asked.ts'

/** `by`: the entry that says so; null for somebody on file, and for a stranger. */
export type ToldInCase = Told & { by: Establishment | null }

const everything: ToldInCase = { matters: new Set(disclosedMatters), ownDays: null, by: null }
const nothing: ToldInCase = { matters: new Set(), ownDays: null, by: null }

export async function toldOf(
  tx: Tx,
  { entitled, accountNumber, customerAddress }: CaseRecord,
  timeline: readonly TimelineEntry[],
  disclosure: Pick<Disclosure, 'standing'>,
): Promise<ToldInCase> {
  if (entitled) return everything
  if (accountNumber === null || customerAddress === null || !isAuthenticated(customerAddress, timeline)) return nothing
  return disclosure.standing(tx, { accountNumber, address: customerAddress })
}

/** For the person who reads the draft; empty where everything may be told. */
export function toldWords({ matters, by }: ToldInCase): string {
  if (by === null || matters.size === disclosedMatters.length) return ''
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
