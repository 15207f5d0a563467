// How accounts are adjusted and disputes held: reasons, how long the billing system may take, how long a hold may last.
import { z } from 'zod'

export const adjustmentKinds = ['credit', 'charge', 'rebill', 'final-bill', 'leak', 'wrong-meter', 'penalty-waiver', 'reversal'] as const
export const holdStops = ['penalty', 'shut-off', 'collection'] as const

export const adjustmentsSchema = z.strictObject({
  reasons: z
    .array(
      z.strictObject({
        /** As it stands in the export file. */
        code: z.string().regex(/^[A-Z][A-Z0-9-]{1,19}$/, { error: 'expected capitals, such as "BILLING-ERROR"' }),
        words: z.string().min(1),
        /** Kinds of adjustment that it may be given for. */
        kinds: z.array(z.enum(adjustmentKinds)).min(1),
      }),
    )
    .min(1),
  /** Days after its export in which the billing system should have taken an adjustment; a later one alarms. */
  echo_within_days: z.number().int().min(1).max(90),
  holds: z.strictObject({
    stops: z.array(z.enum(holdStops)).min(1),
    /** Days that a hold may last, from the day it is placed or extended. */
    longest_days: z.number().int().min(1).max(730),
  }),
})

export type AdjustmentRules = z.infer<typeof adjustmentsSchema>
export type AdjustmentKind = (typeof adjustmentKinds)[number]
export type HoldStop = (typeof holdStops)[number]
