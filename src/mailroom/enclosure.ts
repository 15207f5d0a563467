// A file that goes out with a reply: by its bytes' hash, so that what was looked at is what leaves.
import { z } from 'zod'

export const enclosureSchema = z.object({
  name: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} .,()-]{0,119}$/u),
  type: z.enum(['application/pdf', 'image/png']),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** What a picture shows, in words: it then stands in the mail's own text. null: a file beside it. */
  alt: z.string().max(2_000).nullable(),
})

export type Enclosure = z.output<typeof enclosureSchema>
export type EnclosedFile = Enclosure & { bytes: Buffer }
