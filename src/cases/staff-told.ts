// The job by which people of the office are told something about a case. It carries no word about the customer or the account.
import { z } from 'zod'
import type { JobKind } from '../platform/jobs.ts'

export const tellings = ['reminded', 'breached', 'escalated', 'alarmed', 'promise-due', 'promise-late'] as const
export type Telling = (typeof tellings)[number]

const told = z.object({
  caseId: z.uuid(),
  /** The same words about the same thing reach a person once. */
  key: z.string().min(1).max(120),
  to: z.array(z.uuid()),
  says: z.enum(tellings),
  /** The standard, or the reason, in the office's own words. */
  about: z.string().max(200).optional(),
})
export type StaffTold = z.infer<typeof told>

export const staffTold: JobKind<StaffTold> = { name: 'staff-told', payload: told as z.ZodType<StaffTold> }
