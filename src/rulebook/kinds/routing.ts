// What makes a case hard beside the customer's words: what the records and the case's own past say, and whom it alarms.
import { z } from 'zod'
import { topics } from '../topics.ts'
import { hardReasons } from './triage.ts'

export const routingSchema = z.strictObject({
  /** So many inquiries of one customer or account within so many days of the office's calendar. */
  repeated_contact: z.strictObject({
    inquiries: z.number().int().min(2, { error: 'one inquiry is every case' }).max(100),
    within_days: z.number().int().min(1).max(3_650),
  }),
  /** An amount in dispute on the account above this many dollars. */
  disputed_amount_dollars: z.number().int().positive(),
  /** Topics that are always a supervisor's. */
  hard_topics: z.array(z.enum(topics)).default([]),
  /** A case that was answered and is open again. */
  reopened_is_hard: z.boolean(),
  /** The records of the account do not add up: an explanation leaves a part unexplained. */
  contradiction_is_hard: z.boolean(),
  /** Nobody is established for the account that the mail is about. */
  not_established_is_hard: z.boolean(),
  /** Reasons for which supervisors are told at once, at any hour. */
  alarm_at_any_hour: z.array(z.enum(hardReasons)),
  /** Reasons for which the desk drafts nothing: a person writes. */
  no_draft: z.array(z.enum(hardReasons)),
  /** A safety flag for field staff: for which reasons, and for how many days until somebody looks again. */
  safety_flag: z.strictObject({ reasons: z.array(z.enum(hardReasons)), days: z.number().int().min(1).max(3_650) }),
})

export type Routing = z.infer<typeof routingSchema>
