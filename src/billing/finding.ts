// What an investigation of a bill may find. Each finding names the records that bear it, in the words by which facts
// name their source: `bill:…`, `read:…`, `ledger:…`, `property:…`, `rates:…`.
import type { Day } from '../kernel/days.ts'
import type { Cents } from '../kernel/money.ts'

export type Finding = { records: string[] } & (
  | {
      /** Estimates, then an actual read that made up for them. */
      name: 'catch-up-after-estimates'
      estimatedBills: number
      lastKnownReadOn: Day
      /** Use of earlier periods in this bill; negative where the estimates were too high. */
      correctionGallons: number
      /** Since the last known read, spread evenly: what a day of this bill stands for without the earlier use. */
      evenGallonsPerDay: number
    }
  | { name: 'estimated-bill'; estimatedInARow: number }
  | {
      /** High on every day since some bill: what a leak looks like. */
      name: 'steady-high-use'
      since: Day
      bills: number
      gallonsPerDay: number
      usualGallonsPerDay: number
      excessGallonsPerDay: number
    }
  | { name: 'use-above-average'; gallonsPerDay: number; averageGallonsPerDay: number; percentAbove: number }
  | {
      name: 'rate-changed'
      comparedWith: 'before' | 'year-ago'
      effectiveOn: Day
      /** Dollars for 1,000 of the schedule's unit, as printed. */
      oldRate: string
      newRate: string
      /** The new or the old rate is a sample value, not a published one. */
      sample: boolean
    }
  | { name: 'longer-period'; comparedWith: 'before' | 'year-ago'; days: number; usualDays: number }
  | { name: 'meter-may-have-stopped'; usualGallonsPerDay: number }
  | { name: 'use-at-vacant-property'; vacantSince: Day; gallons: number }
  | {
      name: 'late-penalty'
      penaltyCents: Cents
      lateBillId: string
      payBy: Day
      /** When a payment of the late bill was posted, where one was. */
      paidOn: Day | null
      /** What the rule gives; a penalty that it does not give is for a person to look at. */
      ruleCents: Cents
    }
  | { name: 'paid-after-due'; lateBillId: string; payBy: Day; paidOn: Day }
  | {
      /** The ledger has no payment for the bill before. Whether one was made elsewhere is not billing's to know. */
      name: 'no-payment-recorded'
      unpaidBillId: string
      unpaidCents: Cents
      dueOn: Day
    }
  /** Names another account: for the office's eyes, never for a letter. */
  | { name: 'payment-posted-elsewhere'; unpaidBillId: string; otherAccount: string; postedOn: Day; amountCents: Cents }
)
