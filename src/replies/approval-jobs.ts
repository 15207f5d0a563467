// The jobs of replies: by two others hear that a draft waits for a decision, or waits no longer; one comes each minute.
import { z } from 'zod'
import type { JobKind } from '../platform/jobs.ts'

const aboutApproval = z.object({ approvalId: z.uuid(), draftId: z.uuid(), caseId: z.uuid() })
export type AboutApproval = z.infer<typeof aboutApproval>

/** A draft waits for somebody's decision. */
export const approvalRequested: JobKind<AboutApproval> = { name: 'approval-requested', payload: aboutApproval }
/** It waits no longer: approved, returned, edited, or void because something changed. */
export const approvalDecided: JobKind<AboutApproval> = { name: 'approval-decided', payload: aboutApproval }

/** Its own, each minute: what waited too long. */
export const sweepReplies: JobKind<Record<string, never>> = {
  name: 'sweep-replies',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
}
