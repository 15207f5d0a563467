// How far the office trusts the records of the billing system, by their age.
import { z } from 'zod'

export const recordsSchema = z.strictObject({
  /** What a reply says of balances and payments is fit to send while the records are as of a day no longer ago than this. */
  fit_to_send_days: z.number().int().min(0).max(60),
  /** A set that did not come by then raises an alarm. null: sets are brought in by hand, and nobody waits for one. */
  next_set_within_days: z.number().int().min(1).max(60).nullable(),
})
