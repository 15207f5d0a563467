// How customers reach the office beside answering its mail. What is null, letters leave out; the emergency line a person then writes.
import { z } from 'zod'

const telephone = z.string().regex(/^[\d\s().+-]{7,24}$/, { error: 'expected a telephone number, such as 312-555-0140' })

export const contactSchema = z.strictObject({
  telephone: telephone.nullable(),
  /** Answered at any hour: floods, main breaks, water that may do harm. */
  emergency_telephone: telephone.nullable(),
  /** Its lines, as letters by post carry them above the customer's. */
  postal_address: z.array(z.string().min(1).max(60)).min(1).max(4).nullable().default(null),
  /** When the telephone is answered, as letters say it. */
  hours: z.strictObject({ en: z.string().min(3).max(120), es: z.string().min(3).max(120) }).nullable(),
})
