// What the meters measured between two reads, and over which days each part of it is known to have flowed.
import type { Day } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { type Fraction, plus, whole } from './fraction.ts'
import type { BillRefusal } from './refusal.ts'

/** `sizeInches`: needed where rates depend on it. */
export type BilledMeter = { id: string; unitsPerCount: number; digits: number; sizeInches?: string }

export type BilledRead = {
  id: string
  meterId: string
  readOn: Day
  kind: 'actual' | 'estimated' | 'customer'
  value: number
  /** The register passed its last number since the read before. */
  rolledOver?: boolean
}

/** Use between two reads: the day of the first is out, the day of the second is in. */
export type Stretch = { from: Day; to: Day; use: Fraction }

export type MeasuredUse = {
  from: BilledRead
  to: BilledRead
  days: number
  use: Fraction
  /** Between neighbouring actual or customer's reads of one meter; estimates between them say nothing of their own. */
  stretches: Stretch[]
}

/**
 * `reads` in their order; a meter exchanged on day X has its last read on X and its successor the first one on X.
 * Refuses a read below the last without a rollover, days without a meter, and a period that does not go forward.
 */
export function measureUse(
  meters: readonly BilledMeter[],
  reads: readonly BilledRead[],
  fromReadId: string,
  toReadId: string,
): Result<MeasuredUse, BillRefusal> {
  const fromIndex = reads.findIndex((read) => read.id === fromReadId)
  const toIndex = reads.findIndex((read) => read.id === toReadId)
  const from = reads[fromIndex]
  const to = reads[toIndex]
  if (!from) return refused({ name: 'missing-input', about: fromReadId })
  if (!to) return refused({ name: 'missing-input', about: toReadId })
  const days = to.readOn - from.readOn
  if (toIndex < fromIndex || days < 0) return refused({ name: 'period-overlap', about: to.id })
  if (days === 0) return refused({ name: 'division-by-zero', about: to.id })

  const stretches: Stretch[] = []
  let use = whole(0)
  let before: BilledRead | undefined
  for (const run of runsOfOneMeter(reads.slice(fromIndex, toIndex + 1))) {
    const first = run[0] as BilledRead
    const meter = meters.find(({ id }) => id === first.meterId)
    if (!meter) return refused({ name: 'missing-input', about: first.meterId })
    if (before && first.readOn > before.readOn) return refused({ name: 'period-gap', about: first.id })
    if (before && first.readOn < before.readOn) return refused({ name: 'period-overlap', about: first.id })
    const measured = measureRun(meter, run)
    if (!measured.ok) return measured
    for (const stretch of measured.value) {
      stretches.push(stretch)
      use = plus(use, stretch.use)
    }
    before = run.at(-1)
  }
  return ok({ from, to, days, use, stretches })
}

function runsOfOneMeter(reads: readonly BilledRead[]): BilledRead[][] {
  const runs: BilledRead[][] = []
  for (const read of reads) {
    const run = runs.at(-1)
    if (run?.[0]?.meterId === read.meterId) run.push(read)
    else runs.push([read])
  }
  return runs
}

function measureRun(meter: BilledMeter, run: readonly BilledRead[]): Result<Stretch[], BillRefusal> {
  const stretches: Stretch[] = []
  const last = run.length - 1
  let anchor = 0
  for (let index = 1; index <= last; index += 1) {
    const [from, to] = [run[anchor] as BilledRead, run[index] as BilledRead]
    // A second read on the day of another begins no stretch: it would have no days for its use.
    const measures = index === last || (to.kind !== 'estimated' && to.readOn > from.readOn && to.readOn < (run[last] as BilledRead).readOn)
    if (!measures) continue
    const counts = countsBetween(meter, run.slice(anchor, index + 1))
    if (counts === undefined) return refused({ name: 'read-below-last', about: to.id })
    if (to.readOn > from.readOn) stretches.push({ from: from.readOn, to: to.readOn, use: whole(counts * meter.unitsPerCount) })
    else if (counts > 0) return refused({ name: 'division-by-zero', about: to.id })
    anchor = index
  }
  return ok(stretches)
}

/** `undefined`: the register shows less than before and nobody said that it had rolled over. */
function countsBetween(meter: BilledMeter, reads: readonly BilledRead[]): number | undefined {
  const [from, to] = [reads[0] as BilledRead, reads.at(-1) as BilledRead]
  const register = 10 ** meter.digits
  const shown = to.value - from.value
  if (to.rolledOver) return shown + register >= 0 ? shown + register : undefined
  if (shown >= 0) return shown
  // An ignored estimate may have passed zero before the read that counts.
  return reads.slice(1).some((read) => read.rolledOver) ? shown + register : undefined
}
