// To whom a case goes: how much each may have, and what a case weighs.
import { z } from 'zod'
import { urgencies } from './triage.ts'

const weight = z.number().min(0.1).max(100)
const most = z.number().min(1).max(10_000)

export const assignmentSchema = z.strictObject({
  /** false: cases wait until somebody takes them. */
  automatic: z.boolean(),
  /** Nobody is given a case beyond this weight of open ones. */
  most_weight: z.strictObject({ clerk: most, supervisor: most }),
  weights: z.strictObject(
    Object.fromEntries(urgencies.map((urgency) => [urgency, weight])) as Record<(typeof urgencies)[number], typeof weight>,
  ),
  /** A hard case weighs so much more, as a factor. */
  hard_factor: z.number().min(1).max(20),
  /** Who works on a day for which nobody has written down shifts. */
  without_shifts: z.enum(['office-hours', 'nobody']),
})

export type AssignmentRules = z.infer<typeof assignmentSchema>
