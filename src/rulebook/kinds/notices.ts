// The closed list of mails that leave by themselves: fixed words, no account data.
import { z } from 'zod'

export const noticesSchema = z.strictObject({
  /** No address gets more automatic mails than this in 24 hours. */
  automatic_mails_a_day: z.number().int().min(0).max(20),
  acknowledgement: z.strictObject({
    /** `{{case}}` and `{{office}}` are the only words filled in. */
    text: z.string().min(1).max(4000),
  }),
})
