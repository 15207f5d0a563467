// Which replies need whom: what makes one more than routine, and where two people decide.
import { z } from 'zod'
import { topics } from '../topics.ts'
import { hardReasons } from './triage.ts'

const dollars = z.number().int().positive()

export const approvalSchema = z.strictObject({
  routine: z.strictObject({
    amount_dollars: dollars,
    new_clerk_days: z.number().int().min(0).max(3_650),
    sensitive_topics: z.array(z.enum(topics)),
  }),
  two_decisions: z.strictObject({ amount_dollars: dollars.nullable(), hard_reasons: z.array(z.enum(hardReasons)) }),
  return_reasons: z
    .array(z.strictObject({ id: z.string().regex(/^[a-z][a-z-]*$/), words: z.string().min(1).max(100) }))
    .min(1)
    .refine((reasons) => new Set(reasons.map(({ id }) => id)).size === reasons.length, { error: 'two reasons have the same id' }),
})

export type ApprovalRules = z.infer<typeof approvalSchema>
