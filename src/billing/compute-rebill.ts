// The correction of estimated bills: billed again from the last actual read to the new one, less what was billed.
import { type Cents, cents, sumCents } from '../kernel/money.ts'
import { ok, type Result } from '../kernel/result.ts'
import { type BillInput, type ComputedBill, computeBill } from './compute-bill.ts'
import type { BillRefusal } from './refusal.ts'

export type ReplacedBill = { fromReadId: string; toReadId: string }

export type Rebill = {
  bill: ComputedBill
  /** Each as it was computed from its estimated reads. */
  replacedCents: Cents[]
  /** Below zero where the estimates were too high: a credit. */
  totalCents: Cents
}

/** `input` runs from the last actual read to the new one; estimates between them are ignored. */
export function computeRebill(input: BillInput, replaces: readonly ReplacedBill[]): Result<Rebill, BillRefusal> {
  const bill = computeBill(input)
  if (!bill.ok) return bill
  const replacedCents: Cents[] = []
  for (const replaced of replaces) {
    const computed = computeBill({ ...input, ...replaced })
    if (!computed.ok) return computed
    replacedCents.push(computed.value.totalCents)
  }
  return ok({ bill: bill.value, replacedCents, totalCents: cents(bill.value.totalCents - sumCents(replacedCents)) })
}
