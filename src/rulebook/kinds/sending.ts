// How an approved reply leaves.
import { z } from 'zod'

export const sendingSchema = z.strictObject({
  /** How long after its approval a reply can still be called back, in seconds. */
  recall_seconds: z.number().int().min(0).max(3600),
})
