// Who may be told what of an account, beside those whose address is on file for it. What a role may be told at most is the office's to
// decide; what one person is told is what was recorded for him, and never more.
import { z } from 'zod'

export const inquirerRoles = [
  'owner-or-holder',
  'spouse-or-co-occupant',
  'tenant',
  'property-manager',
  'executor',
  'buyer-or-title-company',
  'attorney-or-agent',
  'elected-official',
  'former-customer',
] as const
export type InquirerRole = (typeof inquirerRoles)[number]

/** account: its number and service address; payments: balance, payments, penalties and holds; bills: bills, reads and use. */
export const disclosedMatters = ['account', 'payments', 'bills'] as const
export type Matter = (typeof disclosedMatters)[number]

export const bases = ['document', 'call-back', 'code-by-letter'] as const
export type Basis = (typeof bases)[number]

export const disclosureSchema = z.strictObject({
  roles: z.record(
    z.enum(inquirerRoles),
    z.strictObject({
      may_be_told: z.array(z.enum(disclosedMatters)),
      /** Only of days of his own: from when until when he lived or was billed there. */
      own_dates_only: z.boolean(),
      /** Nothing without the customer's consent on record. */
      needs_consent: z.boolean(),
      /** How long it may be recorded for; then it is asked anew. */
      longest_days: z.number().int().positive(),
    }),
  ),
})

export type Disclosure = z.infer<typeof disclosureSchema>
