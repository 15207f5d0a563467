// Where a name of a rate file leads: to an input the caller gave, or to a field of the class under one of its spellings.
import { type Fraction, over, times, whole } from '../fraction.ts'
import type { Field, OwrsClass } from './parse-owrs.ts'

const alias = '_commodity' // older files write tier_starts_commodity, flat_rate_commodity, budget_commodity …

export type NamedField = { name: string; field: Field }

/** The field's own name comes with it: two spellings of one field are one step of a circle. */
export function findField(fields: OwrsClass, asked: string): NamedField | undefined {
  const spellings = [asked, `${asked}${alias}`, ...(asked.endsWith(alias) ? [asked.slice(0, -alias.length)] : [])]
  for (const spelling of spellings) {
    const field = fields.get(spelling)
    if (field) return { name: spelling, field }
  }
  const lower = spellings.map((spelling) => spelling.toLowerCase())
  const [found] = [...fields].filter(([name]) => lower.includes(name.toLowerCase()))
  return found && { name: found[0], field: found[1] }
}

/** `COMMERCIAL`, also asked for as `Commercial` or `non residential` for `NON-RESIDENTIAL`. */
export function findClass(classes: ReadonlyMap<string, OwrsClass>, asked: string): OwrsClass | undefined {
  const plain = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, '_')
  const alike = [...classes].filter(([name]) => plain(name) === plain(asked))
  return classes.get(asked) ?? (alike.length === 1 ? alike[0]?.[1] : undefined)
}

const gallonsPerCcf: Fraction = { n: 748_052n, d: 1000n }

/** How many of a file's billing units are one ccf; undefined for a unit that is not known. Tiers and prices are by this unit. */
export function billingUnitsPerCcf(billUnit: string): Fraction | undefined {
  const unit = billUnit.trim().toLowerCase()
  if (unit === 'ccf' || unit === 'hcf') return whole(1)
  return unit === 'kgal' ? over(gallonsPerCcf, whole(1000)) : undefined
}

/** Use comes in ccf; formulas and tiers of a file reckon in its own unit, `usage_ccf` by name or not. */
export function inBillingUnits(ccf: Fraction, unitsPerCcf: Fraction): Fraction {
  return times(ccf, unitsPerCcf)
}

/** The tables behind `Tiered` and `Budget`: of `commodity_charge` plainly named, of `sewer_charge` by its subject. */
export function tableNames(charge: string, table: 'tier_starts' | 'tier_prices' | 'budget'): string[] {
  const subject = charge
    .toLowerCase()
    .replace(/^(?:variable|fixed)_/, '')
    .replace(/_?(?:sur)?charge$/, '')
  return subject === 'commodity' ? [table] : [`${subject}_${table}`, `${table}_${subject}`]
}
