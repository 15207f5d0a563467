// What the office has decided about correcting bills. What an ordinance does not say, or nobody has confirmed, is null: a rule
// that needs it is refused by the setting's name until the office fills it in, with its source.
import { z } from 'zod'

const percent = z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, { error: 'expected a percentage in quotes, such as "50"' })
const source = z.string().min(1)

export const billingSchema = z.strictObject({
  final_bill: z.strictObject({
    /** How water is estimated up to a day on which nobody read the meter. */
    estimate_from: z.enum(['last-period', 'same-days-last-year']),
    /** Whether an account without a meter gets a final bill. */
    for_non_metered: z.boolean().nullable(),
    source,
  }),
  back_billing: z.strictObject({
    /** Whether the limit binds this office. */
    applies: z.boolean().nullable(),
    residential_months: z.number().int().min(1).max(120),
    non_residential_months: z.number().int().min(1).max(120),
    /** Types of property that count as residential. */
    residential_types: z.array(z.string().min(1)).min(1),
    /** Causes for which there is no limit: reasons of an adjustment. */
    unlimited_causes: z.array(z.string().min(1)),
    source,
  }),
  /** In the order in which they are tried; none: no deduction for leakage. */
  leak: z.array(
    z.strictObject({
      name: z.string().min(1),
      from: z.string(),
      to: z.string().nullable(),
      /** Of the use above the average that is taken off. */
      excess_percent: percent,
      /** Bills before the leak over which average use is taken. */
      average_over_bills: z.number().int().min(1).max(60).nullable(),
      /** What a person confirms before the rule is used. */
      conditions: z.array(z.string().min(1)),
      source,
    }),
  ),
  /** From what the use of a meter that stood still is estimated; null: not decided. */
  stopped_meter: z.strictObject({ estimate_from: z.enum(['period-before', 'same-days-last-year']), source }).nullable(),
  /** How the use of a meter that was found wrong is corrected; null: not decided. */
  wrong_meter: z
    .strictObject({
      /** A meter that registers more than this percentage of the water is fast, one that registers less than the other slow. */
      fast_above_percent: percent,
      slow_below_percent: percent,
      most_months: z.number().int().min(1).max(120),
      source,
    })
    .nullable(),
})

export type BillingRules = z.infer<typeof billingSchema>
