// A recorded bill's lines beside those that the rules give, each pair with the reasons why they differ. A difference for which
// no reason is found says so: somebody has to look.
import type { BillLine } from '../../accounts/account-history.ts'
import type { Day } from '../../kernel/days.ts'
import { type Cents, cents } from '../../kernel/money.ts'

export type DifferenceReason =
  /** The rules give a line that the record lacks. */
  | { name: 'line-missing' }
  /** The record has a line that the rules do not give. */
  | { name: 'line-not-in-force' }
  | { name: 'rate-differs'; recorded: string; inForce: string }
  | { name: 'days-differ'; recorded: number; counted: number }
  | { name: 'quantity-differs'; recorded: number; measured: number }
  /** Sewer is a percentage of water, relief one of all lines: they follow. */
  | { name: 'follows-other-lines' }
  | { name: 'rounding' }
  | { name: 'unexplained' }

export type LineComparison = {
  kind: BillLine['kind']
  fromOn: Day
  toOn: Day
  recorded: BillLine | null
  recomputed: BillLine | null
  /** Recomputed less recorded. */
  differenceCents: Cents
  reasons: DifferenceReason[]
}

const roundingCents = 2 // a cent of the water may be a second one of the sewer

/** In the order of the recomputed lines, then what only the record has. */
export function compareLines(recorded: readonly BillLine[], recomputed: readonly BillLine[]): LineComparison[] {
  const left = [...recorded]
  const take = (fits: (line: BillLine) => boolean): BillLine | null => {
    const at = left.findIndex(fits)
    return at === -1 ? null : (left.splice(at, 1)[0] as BillLine)
  }
  const exact = recomputed.map((line) =>
    take((other) => other.kind === line.kind && other.fromOn === line.fromOn && other.toOn === line.toOn),
  )
  const pairs = recomputed.map((line, index) => exact[index] ?? take((other) => other.kind === line.kind && overlap(other, line)))
  return [...recomputed.map((line, index) => compared(pairs[index] ?? null, line)), ...left.map((line) => compared(line, null))]
}

function overlap(a: BillLine, b: BillLine): boolean {
  return a.fromOn <= b.toOn && b.fromOn <= a.toOn
}

function compared(recorded: BillLine | null, recomputed: BillLine | null): LineComparison {
  const { kind, fromOn, toOn } = (recomputed ?? recorded) as BillLine
  const differenceCents = cents((recomputed?.amountCents ?? 0) - (recorded?.amountCents ?? 0))
  return { kind, fromOn, toOn, recorded, recomputed, differenceCents, reasons: reasonsFor(recorded, recomputed, differenceCents) }
}

function reasonsFor(recorded: BillLine | null, recomputed: BillLine | null, differenceCents: Cents): DifferenceReason[] {
  if (!recorded) return [{ name: 'line-missing' }]
  if (!recomputed) return [{ name: 'line-not-in-force' }]
  const reasons: DifferenceReason[] = []
  if (!sameRate(recorded.rate, recomputed.rate)) reasons.push({ name: 'rate-differs', recorded: recorded.rate, inForce: recomputed.rate })
  if (recorded.days !== recomputed.days) reasons.push({ name: 'days-differ', recorded: recorded.days, counted: recomputed.days })
  if (recorded.quantity !== recomputed.quantity) {
    reasons.push({ name: 'quantity-differs', recorded: recorded.quantity, measured: recomputed.quantity })
  }
  if (differenceCents === 0 || reasons.length > 0) return reasons
  if (recomputed.kind === 'sewer' || recomputed.kind === 'relief') return [{ name: 'follows-other-lines' }]
  return [{ name: Math.abs(differenceCents) <= roundingCents ? 'rounding' : 'unexplained' }]
}

/** `100` and `100.00` are one rate. */
function sameRate(a: string, b: string): boolean {
  return a === b || (a !== '' && b !== '' && Number(a) === Number(b))
}
