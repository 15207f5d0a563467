// The jobs that the mailroom announces, and those it does itself.
import { z } from 'zod'
import type { JobKind } from '../platform/jobs.ts'

/** Its own: one mail is to leave. */
export const dispatchMail: JobKind<{ outgoingId: string }> = { name: 'dispatch-mail', payload: z.object({ outgoingId: z.uuid() }) }

/** Its own, each minute: mails that are due and have no job any more, and mails of desks that are gone. */
export const sweepOutbox: JobKind<Record<string, never>> = {
  name: 'sweep-outbox',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
}

/** Its own: the copy of a reply that has left goes into the Sent folder. */
export const fileSentCopy: JobKind<{ outgoingId: string }> = { name: 'file-sent-copy', payload: z.object({ outgoingId: z.uuid() }) }

/** For others: the customer's server took a reply. */
export const replyDispatched: JobKind<{ draftId: string; outgoingId: string }> = {
  name: 'reply-dispatched',
  payload: z.object({ draftId: z.uuid(), outgoingId: z.uuid() }),
}

/** Its own: the virus scanner is to look at the files of a mail. */
export const scanAttachments: JobKind<{ mailId: string }> = { name: 'scan-attachments', payload: z.object({ mailId: z.uuid() }) }

/** Its own, each minute: files that wait for a scanner that did not answer. */
export const sweepScans: JobKind<Record<string, never>> = {
  name: 'sweep-scans',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
}

/** Its own, daily: what the servers list is compared with what was recorded. */
export const reconcileMailboxes: JobKind<Record<string, never>> = {
  name: 'reconcile-mailboxes',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
}
