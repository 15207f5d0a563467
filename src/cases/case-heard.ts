// The jobs by which others hear that a case has heard from its customer, or is merged.
import { z } from 'zod'
import type { JobKind } from '../platform/jobs.ts'

/** `opened` by the customer's words, or joined by them. */
export const caseHeard: JobKind<{ caseId: string; opened: boolean }> = {
  name: 'case-heard',
  payload: z.object({ caseId: z.uuid(), opened: z.boolean() }),
}

/** A case was merged into another: what was to be said in it is said there. */
export const caseMerged: JobKind<{ caseId: string }> = { name: 'case-merged', payload: z.object({ caseId: z.uuid() }) }

/** The rules were unsure of what a new case is about, and there is somebody to ask. */
export const topicUnsure: JobKind<{ caseId: string }> = { name: 'topic-unsure', payload: z.object({ caseId: z.uuid() }) }
