// A bill that ends an estimated time holds two uses: its own days', and what the estimates before it left out. This
// separates them, so that a catch-up is never shown as a month of high use.
import type { BillInput, ComputedBill } from './compute-bill.ts'
import { type Fraction, minus, scale, whole } from './fraction.ts'
import { type BilledRead, measureUse } from './measure-use.ts'

export type SeparatedUse = {
  /** Use of the bill's own days. */
  own: Fraction
  /** Use of earlier, estimated periods that this bill charges; negative where the estimates were too high. */
  correction: Fraction
  /** The reads it was worked out from: the last read known before the estimates, the estimates, the read that ended them. */
  reads: BilledRead[]
}

/** The whole use since the last known read is taken as even over its days: nobody read the meter in between. */
export function separateCorrection(input: BillInput, bill: ComputedBill): SeparatedUse {
  const { from, to, use, days } = bill.measured
  const uncorrected = { own: use, correction: whole(0), reads: [] }
  if (from.kind !== 'estimated' || to.kind === 'estimated') return uncorrected
  const fromIndex = input.reads.findIndex((read) => read.id === from.id)
  const lastKnown = input.reads.slice(0, fromIndex).findLast((read) => read.meterId === from.meterId && read.kind !== 'estimated')
  if (!lastKnown) return uncorrected
  const since = measureUse(input.meters, input.reads, lastKnown.id, to.id)
  if (!since.ok) return uncorrected
  const own = scale(since.value.use, days, since.value.days)
  const toIndex = input.reads.findIndex((read) => read.id === to.id)
  return { own, correction: minus(use, own), reads: input.reads.slice(input.reads.indexOf(lastKnown), toIndex + 1) }
}
