// An account billed anew over any days, at the rates of each: the water of the first and last day is found between the reads
// around them that somebody took; estimates between those say nothing.
import type { AccountHistory } from '../../accounts/account-history.ts'
import { addDays, type Day, formatDay } from '../../kernel/days.ts'
import { type Result, refused } from '../../kernel/result.ts'
import { billInputOf } from '../bill-of-record.ts'
import { type ComputedBill, chargeDays } from '../compute-bill.ts'
import { type MeasuredUse, measureUse } from '../measure-use.ts'
import type { BillRefusal } from '../refusal.ts'
import type { Tariff } from '../tariff.ts'

/** `from` and `to`: first and last counted day. Refuses days that no two reads enclose, naming the day that lies outside. */
export function billSpan(history: AccountHistory, span: { from: Day; to: Day }, tariff: Tariff): Result<ComputedBill, BillRefusal> {
  if (span.to < span.from) return refused({ name: 'period-overlap', about: formatDay(span.to) })
  const taken = history.reads.filter((read) => read.kind !== 'estimated')
  const before = taken.findLast((read) => read.readOn < span.from)
  const after = taken.find((read) => read.readOn >= span.to)
  if (!before) return refused({ name: 'missing-input', about: formatDay(span.from) })
  if (!after) return refused({ name: 'missing-input', about: formatDay(span.to) })
  const ends = { fromReadId: before.id, toReadId: after.id }
  const measured = measureUse(history.meters, history.reads, ends.fromReadId, ends.toReadId)
  if (!measured.ok) return measured
  const input = billInputOf(history, ends, { ...tariff, spread: 'by-reads' })
  return chargeDays(input, within(measured.value, span), span.from, span.to)
}

/** The use that flowed on the days of the span alone, so that what is told of the bill is told of them. */
function within(measured: MeasuredUse, { from, to }: { from: Day; to: Day }): MeasuredUse {
  const stretches = measured.stretches.flatMap((stretch) => {
    const [first, last] = [Math.max(stretch.from, addDays(from, -1)) as Day, Math.min(stretch.to, to) as Day]
    if (last <= first) return []
    const days = stretch.to - stretch.from
    return [{ from: first, to: last, use: { n: stretch.use.n * BigInt(last - first), d: stretch.use.d * BigInt(days) } }]
  })
  const use = stretches.reduce((sum, stretch) => ({ n: sum.n * stretch.use.d + stretch.use.n * sum.d, d: sum.d * stretch.use.d }), {
    n: 0n,
    d: 1n,
  })
  return { ...measured, days: to - from + 1, use, stretches }
}
