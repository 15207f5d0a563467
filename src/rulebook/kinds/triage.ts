// The words by which a mail's topic is first told. Order matters: of two topics with as many words, the earlier one wins.
import { z } from 'zod'
import { topics } from '../topics.ts'

export const triageSchema = z.strictObject({
  topics: z
    .array(
      z.strictObject({
        topic: z.enum(topics).exclude(['other']),
        /** Phrases in small letters; `*` at the end of a word stands for any ending. */
        phrases: z.array(z.string().regex(/^[\p{L}\p{N}'* -]+$/u)).min(1),
      }),
    )
    .min(1),
})

export type Triage = z.infer<typeof triageSchema>
