// How long a case goes on with its customer's mails.
import { z } from 'zod'

export const reopeningSchema = z.strictObject({
  /** Days of the office's calendar after the answer in which a reply opens the case again; a later one opens a new case, linked. */
  reopen_within_days: z.number().int().min(0).max(3650),
  /** A reply that only its subject leads to a case joins one in which something happened no longer ago than this. */
  same_subject_within_days: z.number().int().min(0).max(365),
})
