// The facts a text is held against, as they come in from other programs or from a draft.
import { z } from 'zod'
import type { FactKind } from '../draft.ts'

const kinds = [
  'money',
  'date',
  'quantity',
  'percent',
  'identifier',
  'name',
  'phone',
  'address',
  'link',
  'clause',
] as const satisfies FactKind[]

const factAsked = z.object({
  id: z.string().min(1).max(500),
  kind: z.enum(kinds),
  value: z.union([z.number(), z.string().max(20_000)]),
  unit: z.string().max(200).nullish(),
  label: z.string().max(2_000).nullish(),
  source: z.string().max(10_000).nullish(),
  text: z.string().max(20_000).nullish(),
})

/** At most; a case with more facts than this is somebody's mistake. */
const factLimit = 5_000

export const factsAsked = z.array(factAsked).max(factLimit)

/** Money in cents (or, as text, in dollars as printed in a schedule), dates ISO, quantities and shares as numbers, the rest as text. */
export type CheckFact = z.output<typeof factAsked>
