// A hold while an amount is in dispute: what it stops, for how long, and who says so.
import type { Day } from '../kernel/days.ts'
import { addDays } from '../kernel/days.ts'
import type { Cents } from '../kernel/money.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { AdjustmentRules, HoldStop } from '../rulebook/kinds/adjustments.ts'

export type Hold = {
  id: string
  accountNumber: string
  caseId: string | null
  billId: string | null
  stops: HoldStop[]
  disputedCents: Cents
  reason: string
  placedBy: string
  placedAt: Date
  /** The last day on which it holds. */
  expiresOn: Day
  rulebook: string
  endedAt: Date | null
  /** null while it holds, and where it expired. */
  endedBy: string | null
  endReason: string | null
}

export type HoldAsked = Pick<Hold, 'accountNumber' | 'billId' | 'stops' | 'disputedCents' | 'reason' | 'expiresOn'>

export type HoldRefusal =
  | { kind: 'not-authorised' }
  | { kind: 'no-account' }
  | { kind: 'no-bill'; billId: string }
  | { kind: 'no-amount' }
  | { kind: 'nothing-stopped' }
  | { kind: 'reason-missing' }
  | { kind: 'already-over' }
  | { kind: 'too-long'; latest: Day }
  | { kind: 'not-found' }
  | { kind: 'already-ended' }

export function checkHold(asked: HoldAsked, today: Day, { stops, longest_days }: AdjustmentRules['holds']): Result<HoldAsked, HoldRefusal> {
  if (asked.disputedCents <= 0) return refused({ kind: 'no-amount' })
  const stopped = stops.filter((stop) => asked.stops.includes(stop))
  if (stopped.length === 0) return refused({ kind: 'nothing-stopped' })
  const reason = asked.reason.trim()
  if (reason === '') return refused({ kind: 'reason-missing' })
  if (asked.expiresOn < today) return refused({ kind: 'already-over' })
  const latest = addDays(today, longest_days)
  if (asked.expiresOn > latest) return refused({ kind: 'too-long', latest })
  return ok({ ...asked, stops: stopped, reason: reason.slice(0, reasonLimitCharacters) })
}

const reasonLimitCharacters = 1_000
