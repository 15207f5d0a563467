// From which documents the office takes what a property is and whose, and how a property of which kind may be billed.
import { z } from 'zod'

export const documentKinds = ['deed', 'title-commitment', 'contract', 'assessor-record', 'inspection', 'other'] as const
const documentKind = z.enum(documentKinds)
const source = z.string().min(1)

export const propertiesSchema = z.strictObject({
  ownership: z.strictObject({
    /** One of these is enough. */
    documents: z.array(documentKind).min(1),
    /** Kinds that may not name the seller as owner of record. */
    not_of_record: z.array(documentKind),
    source,
  }),
  type: z.strictObject({ documents: z.array(documentKind).min(1), source }),
  /** What the assessor's classes say of a property. */
  assessor_classes: z.array(
    z.strictObject({
      classes: z.array(z.string().min(1)).min(1),
      /** Types that it allows; empty: nothing that is billed for use. */
      types: z.array(z.string().min(1)),
      /** false: the class alone does not prove the type, and a document is needed. */
      proves: z.boolean(),
    }),
  ),
  /** Rate classes that only some properties may have. */
  billing: z.array(
    z.strictObject({
      rate_class: z.string().min(1),
      types: z.array(z.string().min(1)).min(1),
      most_units: z.number().int().min(1),
      source,
    }),
  ),
})

export type PropertyRules = z.infer<typeof propertiesSchema>
export type DocumentKind = (typeof documentKinds)[number]
