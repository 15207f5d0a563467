// Accounts whose billing does not agree with what their property is, found over all accounts in one statement: a list for the
// supervisor. What a class alone does not prove is told apart from what is wrong.
import type { Database } from '../platform/database.ts'
import { Prisma } from '../platform/database.ts'
import type { PropertyRules } from '../rulebook/kinds/properties.ts'

export type Mismatch = {
  accountNumber: string
  propertyId: string
  address: string
  rateClass: string
  type: string
  assessorClass: string | null
  units: number | null
  /** `needs-document`: nothing contradicts it, and nothing proves it. */
  kind: 'rate-class-not-allowed' | 'too-many-units' | 'class-contradicts-type' | 'needs-document' | 'condominium-as-house'
}

/** In the order of account numbers, after `after`. */
export async function findMismatches(
  reader: Database['client'],
  { billing, assessor_classes }: PropertyRules,
  { after, limit }: { after: string; limit: number },
): Promise<Mismatch[]> {
  const rules = JSON.stringify(billing)
  const classes = JSON.stringify(
    assessor_classes.flatMap(({ classes: names, types, proves }) => names.map((name) => ({ name, types, proves }))),
  )
  return reader.$queryRaw<Mismatch[]>(Prisma.sql`
    WITH rule AS (SELECT * FROM jsonb_to_recordset(${rules}::jsonb) AS r(rate_class text, types jsonb, most_units int)),
    assessed AS (SELECT * FROM jsonb_to_recordset(${classes}::jsonb) AS c(name text, types jsonb, proves boolean))
    SELECT a.number AS "accountNumber", p.id AS "propertyId", p.address, a.class AS "rateClass", p.type,
      p.assessor_class AS "assessorClass", p.units, m.kind
    FROM account a JOIN property p ON p.id = a.property_id
    LEFT JOIN rule r ON r.rate_class = a.class
    LEFT JOIN assessed c ON c.name = p.assessor_class
    CROSS JOIN LATERAL (SELECT CASE
      WHEN r.rate_class IS NOT NULL AND NOT r.types ? p.type THEN 'rate-class-not-allowed'
      WHEN r.rate_class IS NOT NULL AND p.units > r.most_units THEN 'too-many-units'
      WHEN c.name IS NOT NULL AND NOT c.types ? p.type THEN 'class-contradicts-type'
      WHEN p.type = 'single-family' AND p.pin IS NOT NULL AND p.pin NOT LIKE '%-0000' THEN 'condominium-as-house'
      WHEN r.rate_class IS NOT NULL AND (c.name IS NULL OR NOT c.proves) AND NOT EXISTS (
        SELECT 1 FROM property_review v WHERE v.property_id = p.id AND v.status = 'established') THEN 'needs-document'
      END AS kind) m
    WHERE a.closed_on IS NULL AND m.kind IS NOT NULL AND a.number > ${after}
    ORDER BY a.number LIMIT ${limit}`)
}
